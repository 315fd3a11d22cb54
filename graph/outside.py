"""A query from outside: it is read before it is run, and its answer has an end.

It is run in a worker, see `graph.isolation`, and writes its answer in parts while it runs.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol, cast

import pyoxigraph as ox

from graph.compression import Compressor, compressor
from graph.errors import TooLongError
from graph.exchange import RDF_FORMATS, RESULT_FORMATS, Kind
from graph.federation.answers import answered
from graph.guard import check
from graph.isolation.work import Reply
from graph.model import Label
from graph.store import Evaluated, Store, has_triples
from ontology import PREFIXES

if TYPE_CHECKING:
    from typing_extensions import Buffer

LONGEST = 64 << 20
"""Bytes of an answer."""
MOST_ROWS = 1_000_000
"""Rows or triples of an answer."""
CHUNK = 1 << 16
"""Bytes of a part of an answer."""
WORTH_IT = 1000
"""Bytes of an answer that is worth compressing."""
ROWS = {"json": b'}},{"', "xml": b"<result>", "csv": b"\n", "tsv": b"\n"}
"""What stands once for each row as the engine writes it; in CSV it may stand in a text, too."""
Head = tuple[Kind, str | None, str | None]
"""What an answer is: its kind, its format, if there is one for the kind, and how it is compressed."""


@dataclass(frozen=True, slots=True)
class OutsideQuery:
    """A query as a request has it: its text and dataset, and a format for each kind of answer.

    Its answer has at most so many `bytes`, before they are compressed, and so many `rows`. `answers` are what
    other services said to its calls.
    """

    text: str
    forms: Mapping[Kind, str | None]
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    encoding: str | None = None
    bytes: int = LONGEST
    rows: int = MOST_ROWS
    answers: Sequence[builtins.bytes] = ()

    def __call__(self, store: Store, reply: Reply) -> None:
        """Answer it.

        Raises BadQueryError for what is refused or cannot be parsed, and TooLongError for too long an answer.
        """
        text = answered(self.text, self.answers) if self.answers else self.text
        check(text)
        with store.answering(
            text, default_graphs=self.default_graphs, named_graphs=self.named_graphs
        ) as result:
            try:
                self.write(result, reply)
            finally:
                del result  # an error goes to other threads, and this must not go along in its traceback

    def write(self, result: Evaluated, reply: Reply) -> None:
        """Write what came of it; raises TooLongError."""
        kind: Kind = "triples" if has_triples(result) else "solutions"
        form = self.forms[kind]
        if form is None:
            reply.whole((kind, None, None), b"")
            return
        out = Written(reply, (kind, form, self.encoding), self)
        file = cast("IO[bytes]", out)  # all of one that the engine needs
        if has_triples(result):
            triples = counted(result, self.rows)
            ox.serialize(triples, file, format=RDF_FORMATS[form], prefixes=dict(PREFIXES))
        else:
            result.serialize(file, format=RESULT_FORMATS[form])
        out.finish()

    def __reduce__(self) -> tuple[type[OutsideQuery], tuple[object, ...]]:
        """Be pickled as what it is made of, which is five times as quick as the way of dataclasses."""
        fields = (self.text, self.forms, self.default_graphs, self.named_graphs, self.encoding)
        return OutsideQuery, (*fields, self.bytes, self.rows, self.answers)


class Bounds(Protocol):
    """How long an answer may be."""

    @property
    def bytes(self) -> int:
        """Bytes, before they are compressed."""

    @property
    def rows(self) -> int:
        """Rows or triples."""


class Written:
    """What the engine writes an answer to: it counts, compresses, and sends in parts.

    `mark` is what stands between rows, of which there are `rows` at most.
    """

    def __init__(self, reply: Reply, head: Head, limits: Bounds) -> None:
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
    """Give triples, but no more than so many; raises TooLongError."""
    for number, triple in enumerate(triples):
        if number >= most:
            raise too_long(f"{most} triples", f"{most} 条三元组")
        yield triple


def sizes(size: int) -> tuple[str, str]:
    """Word a number of bytes in English and Chinese."""
    mebibytes = f"{size >> 20} MiB"
    return (mebibytes, mebibytes) if size >> 20 else (f"{size} bytes", f"{size} 字节")


def too_long(english: str, chinese: str) -> TooLongError:
    """Say that an answer is longer than one may be, which is so much."""
    return TooLongError(
        f"the answer is longer than {english} of answer; add a LIMIT or ask for less",
        f"查询结果超过 {chinese}；请加上 LIMIT，或缩小查询范围",
        limit=Label(en=f"{english} of answer", zh=f"查询结果 {chinese}"),
        cause="length",
    )
