"""Reading an answer while it comes, as the engine reads a file."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import IO, cast

import httpx2
import pyoxigraph as ox

from graph.rdf.store import Evaluated
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import ASKED

TRIPLES = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.3"
TRUTHS = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}
READ = (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)


LONGEST = 512 << 20
"""Bytes of an answer that is held as a whole."""
SLOWEST = 1024
"""Bytes a second that an answer has at least, once a server has had the time for one."""


class Body(io.RawIOBase):
    """The body of a response; what breaks it off is raised where it is read, as StoreError.

    So is that it has more bytes than `most`, or comes so slowly that it might never end.
    """

    def __init__(self, response: httpx2.Response, connection: Connection, most: int | None = LONGEST) -> None:
        self.parts = response.iter_bytes()
        self.connection = connection
        self.left = b""
        self.most = most
        self.size = 0
        self.waited = 0.0

    def readable(self) -> bool:
        """State that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read some bytes; 0 at the end."""
        view = memoryview(cast("bytearray", buffer))
        try:
            while not self.left:
                self.left = self.next()
        except StopIteration:
            return 0
        except httpx2.TimeoutException as error:
            raise self.connection.late(error) from None
        except httpx2.HTTPError as error:
            said = str(error).strip() or type(error).__name__
            raise self.connection.nonsense(f"it was cut off: {said}", f"应答中断：{said}") from None
        size = min(len(view), len(self.left))
        view[:size], self.left = self.left[:size], self.left[size:]
        return size

    def next(self) -> bytes:
        """Return the next part; raises StopIteration, StoreError, and what httpx raises."""
        begun = time.monotonic()
        part = next(self.parts)
        self.waited += time.monotonic() - begun
        self.size += len(part)
        if self.most is not None and self.size > self.most:
            most = f"{self.most >> 20} MiB"
            raise self.connection.nonsense(f"it has more than {most}", f"其长度超过 {most}")
        if self.waited > self.connection.access.seconds + self.size / SLOWEST:
            raise self.connection.late(None)
        return part


def whole(response: httpx2.Response, connection: Connection, most: int) -> bytes:
    """Read a body to its end, of at most so many bytes; raises StoreError."""
    return io.BufferedReader(Body(response, connection, most)).read()


def answer(
    response: httpx2.Response, connection: Connection, kind: type, variables: Sequence[str], most: int | None
) -> Evaluated:
    """Read an answer as it comes; `kind` is the one that the query has, and so are its `variables`.

    It has at most so many bytes, if any number is given. Raises StoreError.
    """
    media_type = response.headers.get("content-type", "")
    body = cast("IO[bytes]", io.BufferedReader(Body(response, connection, most), 1 << 16))
    if kind is ox.QueryTriples:
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise unexpected(connection, media_type)
        return (quad.triple for quad in ox.parse(body, format=form))
    results = ox.QueryResultsFormat.from_media_type(media_type)
    if results not in READ:
        raise unexpected(connection, media_type)
    read = ox.parse_query_results(body, format=results)
    if isinstance(read, ox.QuerySolutions) and kind is ox.QueryBoolean:
        truth = any(str(row[ASKED].value) == "1" for row in read if row[ASKED])
        return ox.parse_query_results(TRUTHS[truth], format=ox.QueryResultsFormat.JSON)
    if not isinstance(read, kind):
        raise connection.nonsense("it answers another question", "它回答的是另一个问题")
    if isinstance(read, ox.QuerySolutions) and [each.value for each in read.variables] != list(variables):
        raise connection.nonsense("it gives other variables", "它给出了其他变量")
    return read


def unexpected(connection: Connection, media_type: str) -> Exception:
    """State that an answer is in no format that was asked for."""
    shown = media_type[:60] or "nothing"
    return connection.nonsense(f"it is {shown}", f"其类型为 {shown}")
