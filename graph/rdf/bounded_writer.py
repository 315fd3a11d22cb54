"""What an answer is written to while it is made: it counts bytes and rows, compresses, and sends in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from graph.errors import TooLongError
from graph.models import Label
from graph.rdf.compressors import Compressor, compressor
from graph.rdf.serialization import Kind
from graph.rdf.store import Store

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_BYTES = 64 << 20
"""Bytes of an answer."""
MAX_ROWS = 1_000_000
"""Rows or triples of an answer."""
CHUNK = 1 << 16
"""Bytes of a part of an answer."""
WORTH_IT = 1000
"""Bytes of an answer that is worth compressing."""
ROWS = {"json": b'}},{"', "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}
"""What stands once for each row as the engine writes it; in CSV it may stand in a text, too."""
Head = tuple[Kind, str | None, str | None]
"""What an answer is: its kind, its format, if there is one for the kind, and how it is compressed."""


class ReplySink(Protocol):
    """Where a job sends its answer: all at once, or a head and then parts until the end."""

    def whole(self, head: object, body: bytes) -> None:
        """Send an answer in one piece: whatever the receiver must know of it, and its bytes."""

    def begin(self, head: object, body: bytes) -> None:
        """Send the head and the first bytes."""

    def part(self, body: bytes) -> None:
        """Send more bytes."""

    def end(self) -> None:
        """Send that nothing more comes."""


Job = Callable[[Store, ReplySink], None]
"""What a worker does with the dataset; a GraphError that it raises reaches the server."""


class Bounds(Protocol):
    """How long an answer may be."""

    @property
    def bytes(self) -> int:
        """Bytes, before they are compressed."""

    @property
    def rows(self) -> int:
        """Rows or triples."""


class BoundedWriter:
    """What the engine writes an answer to: it counts, compresses, and sends in parts.

    `mark` is what stands between rows, of which there are `rows` at most.
    """

    def __init__(self, reply: ReplySink, head: Head, limits: Bounds) -> None:
        self.reply = reply
        self.kind, self.form, self.encoding = head
        self.most, self.rows = limits.bytes, limits.rows
        self.mark = ROWS.get(self.form or "") if self.kind == "solutions" else None
        self.size = self.counted = 0
        self.tail = b""
        self.pending = bytearray()
        self.packed: Compressor | None = None

    def write(self, content: Buffer) -> int:
        """Take some bytes; raises TooLongError."""
        written = bytes(content)
        self.size += len(written)
        if self.size > self.most:
            raise too_long(*sizes(self.most))
        if self.mark:
            self.count(written, self.mark)
        self.pending += written
        if len(self.pending) >= CHUNK:
            self.pass_on()
        return len(written)

    def count(self, written: bytes, mark: bytes) -> None:
        """Count rows, those too whose mark is split between two writes."""
        self.counted += (self.tail + written).count(mark)
        self.tail = written[len(written) - len(mark) + 1 :] if len(mark) > 1 else b""
        if self.counted > self.rows:
            raise too_long(f"{self.rows} rows", f"{self.rows} 行")

    def flush(self) -> None:
        """Do nothing: parts are sent when they are worth it."""

    def pass_on(self) -> None:
        """Send what there is, and before it, once, what it is."""
        begun = self.packed is not None
        self.packed = self.packed or compressor(self.encoding)
        content = self.packed.compress(bytes(self.pending))
        self.pending.clear()
        if not begun:
            self.reply.begin((self.kind, self.form, self.encoding), content)
        elif content:
            self.reply.part(content)

    def finish(self) -> None:
        """Send the rest, or all in one piece if nothing was sent yet."""
        content = bytes(self.pending)
        if self.packed:
            self.reply.part(self.packed.compress(content) + self.packed.flush())
            self.reply.end()
            return
        encoding = self.encoding if len(content) >= WORTH_IT else None
        packed = compressor(encoding)
        whole = packed.compress(content) + packed.flush()
        self.reply.whole((self.kind, self.form, encoding), whole)


def counted(triples: Iterable[ox.Triple], most: int) -> Iterator[ox.Triple]:
    """Return triples, but no more than so many; raises TooLongError."""
    for number, triple in enumerate(triples):
        if number >= most:
            raise too_long(f"{most} triples", f"{most} 条三元组")
        yield triple


def sizes(size: int) -> tuple[str, str]:
    """Word a number of bytes in English and Chinese."""
    mebibytes = f"{size >> 20} MiB"
    return (mebibytes, mebibytes) if size >> 20 else (f"{size} bytes", f"{size} 字节")


def too_long(english: str, chinese: str) -> TooLongError:
    """State that an answer is longer than one may be, which is so much."""
    return TooLongError(
        f"the answer is longer than {english} of answer; add a LIMIT or ask for less",
        f"查询结果超过 {chinese}；请加上 LIMIT，或缩小查询范围",
        limit=Label(en=f"{english} of answer", zh=f"查询结果 {chinese}"),
        cause="length",
    )
