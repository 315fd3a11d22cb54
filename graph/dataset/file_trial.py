"""Reads RDF files to their ends within limits of memory and time, and keeps nothing.

It is run as a script by `graph.dataset.untrusted_files`, which says on stdin what to read, and reads a line
of JSON for each file: what keeps it from being read, if that is a limit. What is merely wrong in a file is
told by whoever loads it. It imports nothing of this package, which would take longer than to read most files.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import sys
import threading
import time
import zlib
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast
from xml.parsers import expat

import pyoxigraph as ox

STACK_BYTES = 1 << 19
"""Stack size of the reading thread: less than any thread has that loads a file later."""
BASE_SECONDS, BYTES_PER_SECOND = 20, 1 << 20
"""CPU seconds that a file may take, and the bytes for which it gets one second more."""
MAX_XML_DEPTH = 1000
"""Depth of XML elements: the engine's reader takes time by its square."""
MAX_EXPANSION, MIN_EXPANDED_BYTES = 250, 1 << 30
"""How many times its size a file may have unpacked, once that is more than MIN_EXPANDED_BYTES."""
RDF_XML = ox.RdfFormat.RDF_XML.media_type
BUFFER_SIZE = re.compile(r"buffer maximal size of (\d+)")
TrialJob = Mapping[str, Any]


class LimitReachedError(Exception):
    """A file goes beyond a limit, at a line if one is known: a text of the catalogue and its parameters."""

    def __init__(self, text: str, line: int | None = None, **parameters: object) -> None:
        super().__init__(text)
        self.message = {"text": text, "parameters": parameters}
        self.line = line


class MeteredFile:
    """A file whose bytes are counted as they are read: at a limit it ends, and `error` says which."""

    def __init__(self, file: IO[bytes], job: TrialJob) -> None:
        self.file = file
        size = Path(job["path"]).stat().st_size
        self.packed_size = size if job["packed"] else 0
        self.max_bytes: int | None = job["most"]
        self.bytes_read = 0 if self.packed_size else size
        self.error = self.find_limit()
        self.bytes_read = 0
        self.started = time.process_time()
        self.extend_time()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; none at the end, or at a limit."""
        if self.error:
            return b""
        content = self.file.read(size)
        before, self.bytes_read = self.bytes_read, self.bytes_read + len(content)
        if before // BYTES_PER_SECOND != self.bytes_read // BYTES_PER_SECOND:
            self.extend_time()
        self.error = self.find_limit()
        return b"" if self.error else content

    def extend_time(self) -> None:
        """Extend the CPU limit by the bytes read; the system ends what takes more (SIGXCPU)."""
        _set_limit(
            resource.RLIMIT_CPU, int(self.started) + BASE_SECONDS + self.bytes_read // BYTES_PER_SECOND
        )

    def find_limit(self) -> LimitReachedError | None:
        """Return the error of the limit that is reached, if one is."""
        if self.max_bytes is not None and self.bytes_read > self.max_bytes:
            return LimitReachedError(
                "is larger than {size}, too large for memory; publish it to a folder with `distrograph "
                "publish --to DIR --data FILE`",
                size=_format_size(self.max_bytes),
            )
        if self.packed_size and self.bytes_read > max(MIN_EXPANDED_BYTES, MAX_EXPANSION * self.packed_size):
            return LimitReachedError(
                "unpacks to more than {times} times its size; unpack it yourself if that is intended",
                times=MAX_EXPANSION,
            )
        return None


def _try_file(job: TrialJob) -> None:
    """Run all checks of a file; raises LimitReachedError."""
    if job["packed"]:
        _run_check(job, _check_size)  # which is quick
    if job["media_type"] == RDF_XML:
        _run_check(job, _check_markup)
    _run_check(job, _check_quads)


def _run_check(job: TrialJob, look: Any) -> None:  # noqa: ANN401  # one of the checks below
    """Run one check of a file; raises LimitReachedError."""
    path = job["path"]
    with (
        suppress(OSError, EOFError, zlib.error),
        gzip.open(path) if job["packed"] else Path(path).open("rb") as file,
    ):
        source = MeteredFile(cast("IO[bytes]", file), job)
        look(source, job)
        if source.error:
            raise source.error


def _check_size(source: MeteredFile, _: TrialJob) -> None:
    """Check the unpacked size of a file."""
    while source.read(1 << 20):
        pass


def _check_markup(source: MeteredFile, _: TrialJob) -> None:
    """Check for what the engine's XML reader has no limit for; raises LimitReachedError."""
    depth = 0
    reader = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise LimitReachedError(
            "declares XML entities, which are not supported; write the IRIs out, or convert it to Turtle",
            reader.CurrentLineNumber,
        )

    def begun(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_XML_DEPTH:
            raise LimitReachedError(
                "nests XML elements deeper than {depth}; convert it to Turtle or N-Triples",
                reader.CurrentLineNumber,
                depth=MAX_XML_DEPTH,
            )

    def ended(*_: object) -> None:
        nonlocal depth
        depth -= 1

    reader.EntityDeclHandler, reader.StartElementHandler, reader.EndElementHandler = declared, begun, ended
    with suppress(expat.ExpatError):  # the engine's reader says what is wrong
        reader.ParseFile(source)


def _check_quads(source: MeteredFile, job: TrialJob) -> None:
    """Parse quads; raises LimitReachedError."""
    form = ox.RdfFormat.from_media_type(job["media_type"])
    try:
        deque(ox.parse(cast("IO[bytes]", source), format=form, base_iri=job["base"]), maxlen=0)
    except MemoryError as error:
        longest = BUFFER_SIZE.search(str(error))
        if not longest:
            raise
        raise LimitReachedError(
            "has a line, literal or name longer than {size}; split it", size=_format_size(int(longest[1]))
        ) from None
    except (SyntaxError, ValueError):
        return


def _format_size(size: int) -> str:
    """Format a number of bytes."""
    return f"{size >> 30} GiB" if size >= 1 << 30 else f"{size >> 20} MiB"


def _set_limit(kind: int, most: int) -> None:
    """Set a resource limit of this process, at most its hard limit."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _confine_process(memory: int) -> None:
    """Limit the memory of this process to what it has and so many bytes; leave no core file."""
    _set_limit(resource.RLIMIT_CORE, 0)
    with suppress(OSError, ValueError):  # systems other than Linux do not tell, or set no such limit
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        _set_limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + memory)


def _run_trials(asked: Mapping[str, Any]) -> None:
    """Try files one after the other, and write a line of JSON for each."""
    for job in asked["files"]:
        said: dict[str, object] = {}
        try:
            _try_file(job)
        except LimitReachedError as error:
            said = {"message": error.message, "line": error.line}
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


OUT_OF_MEMORY = 3
"""The exit code if Python itself gets no more memory."""


def main() -> None:
    """Run the trials of stdin in a thread with little stack: what nests deeper would end others later."""
    asked = json.load(sys.stdin)
    _confine_process(asked["memory"])
    threading.stack_size(STACK_BYTES)
    reading = threading.Thread(target=_run_trials, args=[asked])
    reading.start()
    reading.join()


if __name__ == "__main__":
    main()
