"""Parses an answer while it comes, as the engine reads a file."""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from typing import IO, cast

import httpx2
import pyoxigraph as ox

from graph.rdf.store import QueryAnswer
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import ASK_VARIABLE
from i18n import Message

TRIPLES_ACCEPT = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.3"
BOOLEAN_RESULTS = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}
READABLE_FORMATS = (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)


MAX_ANSWER_BYTES = 512 << 20
"""Bytes of an answer that is held in memory."""
MIN_BYTES_PER_SECOND = 1024
"""Minimal rate of an answer after the timeout for its beginning."""


class ResponseBody(io.RawIOBase):
    """The body of a response; what breaks it off is raised where it is read, as StoreError.

    So is that it has more bytes than `most`, or comes so slowly that it might never end.
    """

    def __init__(
        self, response: httpx2.Response, connection: Connection, max_bytes: int | None = MAX_ANSWER_BYTES
    ) -> None:
        self.chunks = response.iter_bytes()
        self.connection = connection
        self.remainder = b""
        self.max_bytes = max_bytes
        self.size = 0
        self.waited = 0.0

    def readable(self) -> bool:
        """Return True: the body can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read some bytes; 0 at the end."""
        view = memoryview(cast("bytearray", buffer))
        try:
            while not self.remainder:
                self.remainder = self.next_chunk()
        except StopIteration:
            return 0
        except httpx2.TimeoutException as error:
            raise self.connection.timeout_error(error) from None
        except httpx2.HTTPError as error:
            said = str(error).strip() or type(error).__name__
            raise self.connection.invalid_answer_error(
                Message("the answer was cut off: {said}", said=said)
            ) from None
        size = min(len(view), len(self.remainder))
        view[:size], self.remainder = self.remainder[:size], self.remainder[size:]
        return size

    def next_chunk(self) -> bytes:
        """Return the next chunk; raises StopIteration, StoreError, and what httpx raises."""
        begun = time.monotonic()
        part = next(self.chunks)
        self.waited += time.monotonic() - begun
        self.size += len(part)
        if self.max_bytes is not None and self.size > self.max_bytes:
            most = f"{self.max_bytes >> 20} MiB"
            raise self.connection.invalid_answer_error(Message("the answer is longer than {most}", most=most))
        if self.waited > self.connection.access.timeout + self.size / MIN_BYTES_PER_SECOND:
            raise self.connection.timeout_error(None)
        return part


def read_body(response: httpx2.Response, connection: Connection, max_bytes: int) -> bytes:
    """Read a body to its end, at most `max_bytes`; raises StoreError."""
    return io.BufferedReader(ResponseBody(response, connection, max_bytes)).read()


def parse_answer(
    response: httpx2.Response,
    connection: Connection,
    kind: type,
    variables: Sequence[str],
    max_bytes: int | None,
) -> QueryAnswer:
    """Parse an answer as it comes; `kind` and `variables` are those of the query.

    It has at most so many bytes, if any number is given. Raises StoreError.
    """
    media_type = response.headers.get("content-type", "")
    body = cast("IO[bytes]", io.BufferedReader(ResponseBody(response, connection, max_bytes), 1 << 16))
    if kind is ox.QueryTriples:
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise _unexpected_format_error(connection, media_type)
        return (quad.triple for quad in ox.parse(body, format=form))
    results = ox.QueryResultsFormat.from_media_type(media_type)
    if results not in READABLE_FORMATS:
        raise _unexpected_format_error(connection, media_type)
    read = ox.parse_query_results(body, format=results)
    if isinstance(read, ox.QuerySolutions) and kind is ox.QueryBoolean:
        truth = any(str(row[ASK_VARIABLE].value) == "1" for row in read if row[ASK_VARIABLE])
        return ox.parse_query_results(BOOLEAN_RESULTS[truth], format=ox.QueryResultsFormat.JSON)
    if not isinstance(read, kind):
        raise connection.invalid_answer_error(Message("the answer is to another query"))
    if isinstance(read, ox.QuerySolutions) and [each.value for each in read.variables] != list(variables):
        raise connection.invalid_answer_error(Message("the answer has other variables"))
    return read


def _unexpected_format_error(connection: Connection, media_type: str) -> Exception:
    """Return the error that an answer is in no format that was asked for."""
    shown = media_type[:60] or "nothing"
    return connection.invalid_answer_error(Message("the answer is of type {shown}", shown=shown))
