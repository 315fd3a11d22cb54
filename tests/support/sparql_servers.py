"""SPARQL servers of others on free ports of loopback, for tests and measurements."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2

from bench.servers import free_port

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
VIRTUOSO = shutil.which("virtuoso-t")
"""Of Debian's package virtuoso-opensource-7-bin."""
LONGEST_START = 60.0
QUIET = subprocess.DEVNULL
INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{own}
DisableUnixSocket = 1
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 20
"""
BUFFERS = 20_000
"""Pages of 8 kB that Virtuoso keeps in memory."""


class Engine:
    """A server: where it takes queries, and its process, which can be killed and started again.

    If not 0, `largest` is how many bytes a file that it writes may have, as if the disk were full then.
    """

    def __init__(self, command: list[str], port: int, path: str, largest: int = 0) -> None:
        self.command = command
        self.url = f"http://127.0.0.1:{port}{path}"
        self.largest = largest
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = ["prlimit", f"--fsize={self.largest}", *self.command] if self.largest else self.command
        self.process = subprocess.Popen(command, stdin=QUIET, stdout=QUIET, stderr=QUIET)
        due = time.monotonic() + LONGEST_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > due:
                raise RuntimeError(f"{self.command[0]} does not start")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Return whether it answers."""
        try:
            return httpx2.get(self.url, params={"query": "ASK {}"}, timeout=5).is_success
        except httpx2.HTTPError:
            return False

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it in its own time, but not too long."""
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def oxigraph(folder: Path, largest: int = 0, *, reading: bool = False) -> Iterator[Engine]:
    """Run the native Oxigraph server on a folder, whose files may have so many bytes if that is limited."""
    port = free_port()
    verb = "serve-read-only" if reading else "serve"
    command = [str(OXIGRAPH), verb, "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    engine = Engine(command, port, "/query", largest)
    try:
        yield engine
    finally:
        engine.stop()


@contextmanager
def virtuoso(folder: Path, buffers: int = BUFFERS) -> Iterator[Engine]:
    """Run Virtuoso on a folder; who is dba there, with the password dba, may write."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    ini = folder / "virtuoso.ini"
    ini.write_text(
        INI.format(folder=folder, own=free_port(), port=port, buffers=buffers, dirty=buffers * 3 // 4),
        "ascii",
    )
    engine = Engine([str(VIRTUOSO), "+configfile", str(ini), "+foreground"], port, "/sparql")
    try:
        yield engine
    finally:
        engine.stop()


@contextmanager
def as_dba() -> Iterator[None]:
    """Set what Virtuoso wants to be told before it is written to."""
    said = {"DISTROGRAPH_STORE_USER": "dba", "DISTROGRAPH_STORE_PASSWORD": "dba"}
    before = {name: os.environ.get(name) for name in said}
    os.environ.update(said)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
