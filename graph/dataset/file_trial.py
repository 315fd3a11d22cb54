"""Reads files of RDF to their ends and keeps nothing, with so much memory and time and no more.

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

STACK = 1 << 19
"""Bytes of stack to read with: less than any thread has that loads a file later."""
SECONDS, BYTES_A_SECOND = 20, 1 << 20
"""How long a file may take: so many seconds, and one more for each so many bytes."""
DEEPEST = 1000
"""How many elements of XML may stand in each other: the engine's reader takes the square of it."""
FOLDED, UNFOLDED = 250, 1 << 30
"""How many times its size a file may have unpacked, once that is more than so many bytes."""
RDF_XML = ox.RdfFormat.RDF_XML.media_type
TOKEN = re.compile(r"buffer maximal size of (\d+)")
Job = Mapping[str, Any]


class LimitReachedError(Exception):
    """A file goes beyond a limit, at a line if one is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class Source:
    """A file that is read, whose bytes are counted: at a limit it ends, and `reached` says which."""

    def __init__(self, file: IO[bytes], job: Job) -> None:
        self.file = file
        size = Path(job["path"]).stat().st_size
        self.packed = size if job["packed"] else 0
        self.most: int | None = job["most"]
        self.count = 0 if self.packed else size
        self.reached = self.past()
        self.count = 0
        self.begun = time.process_time()
        self.allow()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; none at the end, or at a limit."""
        if self.reached:
            return b""
        content = self.file.read(size)
        before, self.count = self.count, self.count + len(content)
        if before // BYTES_A_SECOND != self.count // BYTES_A_SECOND:
            self.allow()
        self.reached = self.past()
        return b"" if self.reached else content

    def allow(self) -> None:
        """Allow as much time as is usual for so many bytes; the system ends what takes more (SIGXCPU)."""
        limit(resource.RLIMIT_CPU, int(self.begun) + SECONDS + self.count // BYTES_A_SECOND)

    def past(self) -> LimitReachedError | None:
        """Return the limit that is reached; None if none is."""
        if self.most is not None and self.count > self.most:
            return LimitReachedError(
                f"is more than {format_size(self.most)}, which is too much to be held in memory; "
                "publish it into a "
                "folder with `distrograph publish --to DIR --data FILE`"
            )
        if self.packed and self.count > max(UNFOLDED, FOLDED * self.packed):
            return LimitReachedError(
                f"unpacks to more than {FOLDED} times its size; unpack it yourself if that is meant"
            )
        return None


def tried(job: Job) -> None:
    """Read a file; raises LimitReachedError."""
    if job["packed"]:
        through(job, look_at_size)  # which is quick
    if job["media_type"] == RDF_XML:
        through(job, look_at_markup)
    through(job, look_at_quads)


def through(job: Job, look: Any) -> None:  # noqa: ANN401  # one of the functions below
    """Read a file in a way; raises LimitReachedError."""
    path = job["path"]
    with (
        suppress(OSError, EOFError, zlib.error),
        gzip.open(path) if job["packed"] else Path(path).open("rb") as file,
    ):
        source = Source(cast("IO[bytes]", file), job)
        look(source, job)
        if source.reached:
            raise source.reached


def look_at_size(source: Source, _: Job) -> None:
    """Read a file for its size alone."""
    while source.read(1 << 20):
        pass


def look_at_markup(source: Source, _: Job) -> None:
    """Look for what the engine's reader of XML has no limit for; raises LimitReachedError."""
    depth = 0
    reader = expat.ParserCreate()

    def declared(*_: object) -> None:
        raise LimitReachedError(
            "declares entities, which are not read; write the addresses out, or convert it to Turtle",
            reader.CurrentLineNumber,
        )

    def begun(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise LimitReachedError(
                f"has more than {DEEPEST} elements within each other; convert it to Turtle or N-Triples",
                reader.CurrentLineNumber,
            )

    def ended(*_: object) -> None:
        nonlocal depth
        depth -= 1

    reader.EntityDeclHandler, reader.StartElementHandler, reader.EndElementHandler = declared, begun, ended
    with suppress(expat.ExpatError):  # the engine's reader says what is wrong
        reader.ParseFile(source)


def look_at_quads(source: Source, job: Job) -> None:
    """Read quads; raises LimitReachedError."""
    form = ox.RdfFormat.from_media_type(job["media_type"])
    try:
        deque(ox.parse(cast("IO[bytes]", source), format=form, base_iri=job["base"]), maxlen=0)
    except MemoryError as error:
        longest = TOKEN.search(str(error))
        if not longest:
            raise
        raise LimitReachedError(
            f"has a line, a text or a name of more than {format_size(int(longest[1]))}; divide it"
        ) from None
    except (SyntaxError, ValueError):
        return


def format_size(size: int) -> str:
    """Write a number of bytes for people."""
    return f"{size >> 30} GiB" if size >= 1 << 30 else f"{size >> 20} MiB"


def limit(kind: int, most: int) -> None:
    """Set a limit of this process, or leave a lower one that it has for good."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def confine(memory: int) -> None:
    """Take no more memory than this process has and so many bytes, and leave no core file."""
    limit(resource.RLIMIT_CORE, 0)
    with suppress(OSError, ValueError):  # systems other than Linux do not tell, or set no such limit
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit(resource.RLIMIT_AS, pages * os.sysconf("SC_PAGE_SIZE") + memory)


def run(asked: Mapping[str, Any]) -> None:
    """Read files one after the other, and say of each how that went."""
    for job in asked["files"]:
        said: dict[str, object] = {}
        try:
            tried(job)
        except LimitReachedError as error:
            said = {"message": str(error), "line": error.line}
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


OUT_OF_MEMORY = 3
"""How this process ends if Python itself gets no more memory."""


def main() -> None:
    """Read what stdin asks for, in a thread with little stack: what nests deeper would end others later."""
    asked = json.load(sys.stdin)
    confine(asked["memory"])
    threading.stack_size(STACK)
    reading = threading.Thread(target=run, args=[asked])
    reading.start()
    reading.join()


if __name__ == "__main__":
    main()
