"""What an answer is written to while it is made: it counts bytes and rows, compresses, and sends in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from graph.errors import TooLongError
from graph.rdf.compressors import Compressor, create_compressor
from graph.rdf.serialization import Kind
from graph.rdf.store import Store
from graph.settings import Settings
from i18n import Message

if TYPE_CHECKING:
    from typing_extensions import Buffer

MAX_BYTES = Settings.result_bytes.default
"""Bytes of an answer."""
MAX_ROWS = Settings.result_rows.default
"""Rows or triples of an answer."""
CHUNK = 1 << 16
"""Bytes of a part of an answer."""
MIN_COMPRESSED_BYTES = 1000
"""Bytes of an answer that is worth compressing."""
ROW_MARKS = {"json": b'}},{"', "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}
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
    """A file-like object to which the engine writes an answer: counts, compresses, and sends it in parts.

    `mark` is what stands between rows, of which there are `rows` at most.
    """

    def __init__(self, reply: ReplySink, head: Head, limits: Bounds) -> None:
        self.reply = reply
        self.kind, self.form, self.encoding = head
        self.max_bytes, self.max_rows = limits.bytes, limits.rows
        self.mark = ROW_MARKS.get(self.form or "") if self.kind == "solutions" else None
        self.size = self.row_count = 0
        self.tail = b""
        self.pending = bytearray()
        self.compressor: Compressor | None = None

    def write(self, content: Buffer) -> int:
        """Take some bytes; raises TooLongError."""
        written = bytes(content)
        self.size += len(written)
        if self.size > self.max_bytes:
            raise _too_long_error(_describe_size(self.max_bytes))
        if self.mark:
            self.count_rows(written, self.mark)
        self.pending += written
        if len(self.pending) >= CHUNK:
            self.send_pending()
        return len(written)

    def count_rows(self, written: bytes, mark: bytes) -> None:
        """Count rows, those too whose mark is split between two writes."""
        self.row_count += (self.tail + written).count(mark)
        self.tail = written[len(written) - len(mark) + 1 :] if len(mark) > 1 else b""
        if self.row_count > self.max_rows:
            raise _too_long_error(Message("{max_rows} rows", max_rows=self.max_rows))

    def flush(self) -> None:
        """No-op; parts are sent at `CHUNK` bytes."""

    def send_pending(self) -> None:
        """Send the pending bytes, after the head if nothing was sent yet."""
        begun = self.compressor is not None
        self.compressor = self.compressor or create_compressor(self.encoding)
        content = self.compressor.compress(bytes(self.pending))
        self.pending.clear()
        if not begun:
            self.reply.begin((self.kind, self.form, self.encoding), content)
        elif content:
            self.reply.part(content)

    def finish(self) -> None:
        """Send the rest, or everything in one piece if nothing was sent yet."""
        content = bytes(self.pending)
        if self.compressor:
            self.reply.part(self.compressor.compress(content) + self.compressor.flush())
            self.reply.end()
            return
        encoding = self.encoding if len(content) >= MIN_COMPRESSED_BYTES else None
        packed = create_compressor(encoding)
        whole = packed.compress(content) + packed.flush()
        self.reply.whole((self.kind, self.form, encoding), whole)


def limit_triples(triples: Iterable[ox.Triple], max_triples: int) -> Iterator[ox.Triple]:
    """Iterate over triples up to a limit; raises TooLongError."""
    for number, triple in enumerate(triples):
        if number >= max_triples:
            raise _too_long_error(Message("{max_triples} triples", max_triples=max_triples))
        yield triple


def _describe_size(size: int) -> Message:
    """Describe a number of bytes."""
    return Message("{size} MiB", size=size >> 20) if size >> 20 else Message("{size} bytes", size=size)


def _too_long_error(limit: Message) -> TooLongError:
    """Return the error that an answer is longer than a limit."""
    return TooLongError(
        Message("the result is longer than {limit}; add a LIMIT or narrow the query", limit=limit),
        limit=limit,
        cause="length",
    )
