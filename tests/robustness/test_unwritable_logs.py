"""A log that cannot be written ends nothing: a full disk, a closed pipe, a slow reader."""

import json
import os
import re
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest

from api.observability.logging import MAX_QUEUED_BYTES, Log
from tests.robustness.raw_http import connected, request

pytestmark = pytest.mark.alone

SECONDS = 30.0
PROGRAM = "import sys; from cli.main import main; sys.exit(main())"
HELD = '<https://example.com/a> <https://example.com/b> "{}" .\n'
LOST = re.compile(r"^distrograph_log_lines_lost_total (\S+)", re.MULTILINE)


class Served:
    """A running service, whose log goes somewhere that the test decides on."""

    def __init__(self, process: subprocess.Popen[str], file: Path) -> None:
        self.process = process
        self.file = file
        said = process.stdout.readline() if process.stdout else ""
        self.address = (re.search(r"http://\S+", said) or [""])[0]

    def get(self, path: str) -> httpx2.Response:
        """Ask the service."""
        return httpx2.get(f"{self.address}{path}", timeout=SECONDS)

    def held(self) -> str:
        """Ask what is held."""
        query = "SELECT ?o { <https://example.com/a> <https://example.com/b> ?o }"
        answer = httpx2.get(
            f"{self.address}/sparql", params={"query": query, "format": "csv"}, timeout=SECONDS
        )
        return answer.text.split()[-1]

    def server(self) -> psutil.Process:
        """Return the process that answers."""
        return max(psutil.Process(self.process.pid).children(), key=lambda each: each.pid)

    def survives_a_reload(self) -> None:
        """Other data are told in the log of the supervisor, and served."""
        self.file.write_text(HELD.format(2), encoding="utf-8")
        wait_for(lambda: self.held() == "2")
        assert self.process.poll() is None

    def survives_a_kill(self) -> None:
        """Its end is told in the log, and another server takes over."""
        self.server().kill()
        wait_for(self.answers)
        assert self.process.poll() is None

    def ask_much(self, times: int = 45) -> None:
        """Make more lines logged than a pipe takes, or than wait to be written."""
        with connected(self.address) as connection:
            for _ in range(times):
                connection.send(request("GET", "/healthz") * 200)
                for _ in range(200):
                    assert connection.response().status == 200

    def answers(self) -> bool:
        """Return whether it answers."""
        try:
            return self.get("/healthz").status_code == 200
        except httpx2.HTTPError:
            return False

    def lost(self) -> float:
        """Return how many lines are lost, as the metrics have it."""
        return float((LOST.search(self.get("/metrics").text) or ["", "nan"])[1])


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until something holds."""
    until = time.monotonic() + SECONDS
    while not what():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_full(pipe: int) -> bool:
    """Return whether a pipe takes nothing more."""
    return not select.select([], [pipe], [], 0)[1]


def read_all(pipe: Path, lines: list[str]) -> None:
    """Read a pipe until nobody writes into it any more."""
    with pipe.open(encoding="utf-8") as file:
        lines.extend(file)


@contextmanager
def serving(folder: Path, stderr: int) -> Iterator[Served]:
    """Serve a file of a folder with a log of its own."""
    file = folder / "held.nt"
    file.write_text(HELD.format(1), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--workers", "1", "--no-bundled"]
    with subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, stderr=stderr, text=True
    ) as process:
        try:
            yield Served(process, file)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(SECONDS)


@pytest.mark.thorough
def test_a_full_disk(tmp_path: Path) -> None:
    """Nothing can be written from the beginning on."""
    data = tmp_path / "data"
    data.mkdir()
    full = os.open("/dev/full", os.O_WRONLY)
    with serving(data, full) as served:
        os.close(full)
        served.survives_a_reload()
        served.survives_a_kill()


@pytest.mark.thorough
def test_a_disk_that_was_full_for_a_while(tmp_path: Path) -> None:
    """Lines wait meanwhile, and come when there is room again; the line that was cut is whole then."""
    data = tmp_path / "data"
    data.mkdir()
    log = tmp_path / "log"
    with log.open("ab") as file, serving(data, file.fileno()) as served:
        served.get("/healthz?first")
        wait_for(lambda: log.stat().st_size > 0)
        most = log.stat().st_size + 100
        _, hard = served.server().rlimit(resource.RLIMIT_FSIZE)
        served.server().rlimit(resource.RLIMIT_FSIZE, (most, hard))
        for _ in range(20):
            served.get("/healthz?second")
        time.sleep(1)
        assert log.stat().st_size <= most
        served.server().rlimit(resource.RLIMIT_FSIZE, (hard, hard))
        served.get("/healthz?third")
        wait_for(lambda: log.read_text("utf-8").count("\n") == 22)
        assert [json.loads(line)["status"] for line in log.read_text("utf-8").splitlines()] == [200] * 22


@pytest.mark.thorough
def test_a_pipe_that_nobody_reads_for_a_while(tmp_path: Path) -> None:
    """It is full, then it is closed, and then somebody reads again; what was lost is counted and told."""
    data = tmp_path / "data"
    data.mkdir()
    pipe = tmp_path / "log"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    writer = os.open(pipe, os.O_WRONLY)
    with serving(data, writer) as served:
        served.ask_much(20)
        wait_for(lambda: is_full(writer))
        os.close(reader)
        os.close(writer)
        served.survives_a_kill()
        served.ask_much()
        assert served.lost() > 0
        lines: list[str] = []
        reading = threading.Thread(target=read_all, args=(pipe, lines))
        reading.start()
        wait_for(lambda: any("lines of the log were lost" in line for line in lines))
        served.get("/healthz?resumed")
        wait_for(lambda: any("/healthz" in line for line in lines))
    reading.join(SECONDS)
    assert all(json.loads(line)["level"] for line in lines)


def test_what_waits_is_bounded_by_its_size() -> None:
    """Few long lines are as many as many short ones."""
    read, write = os.pipe()
    log = Log(write)
    for _ in range(1000):
        log.add({"time": 0.0, "path": "x" * 60_000})
    assert log.lost_lines > 800
    assert log.queued_bytes <= MAX_QUEUED_BYTES
    os.close(read)
    log.write()
    os.close(write)


def test_a_log_shows_what_a_terminal_would_obey(tmp_path: Path) -> None:
    """Controls of a request are written in JSON's way, and so is what turns the direction of a text."""
    file = tmp_path / "log"
    with file.open("wb") as out:
        log = Log(out.fileno())
        log.add({"time": 0.0, "path": "/\x1b[31m\x9b1m\u202e\u2028\x7f\n"})
        log.write()
    text = file.read_text("utf-8")
    assert text.count("\n") == 1
    assert "\\u001b[31m\\u009b1m\\u202e\\u2028\\u007f\\n" in text
    assert json.loads(text)["path"] == "/\x1b[31m\x9b1m\u202e\u2028\x7f\n"
