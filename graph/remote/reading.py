"""Reading an answer while it comes, as the engine reads a file."""

from __future__ import annotations

import io
from typing import IO, TYPE_CHECKING, cast

import httpx2
import pyoxigraph as ox

from graph.remote.dialects import ASKED

if TYPE_CHECKING:
    from graph.remote.connection import Connection
    from graph.store import Evaluated

TRIPLES = "application/n-triples, text/turtle;q=0.5, application/rdf+xml;q=0.3"
TRUTHS = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}
READ = (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)


class Body(io.RawIOBase):
    """The body of a response; what breaks it off is raised where it is read, as StoreError."""

    def __init__(self, response: httpx2.Response, connection: Connection) -> None:
        self.parts = response.iter_bytes()
        self.connection = connection
        self.left = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read some bytes; 0 at the end."""
        view = memoryview(cast("bytearray", buffer))
        try:
            while not self.left:
                self.left = next(self.parts)
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


def answer(response: httpx2.Response, connection: Connection, kind: type) -> Evaluated:
    """Read an answer as it comes; `kind` is the one that the query has. Raises StoreError."""
    media_type = response.headers.get("content-type", "")
    body = cast("IO[bytes]", io.BufferedReader(Body(response, connection), 1 << 16))
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
    return read


def unexpected(connection: Connection, media_type: str) -> Exception:
    """Say that an answer is in no format that was asked for."""
    shown = media_type[:60] or "nothing"
    return connection.nonsense(f"it is {shown}", f"其类型为 {shown}")
