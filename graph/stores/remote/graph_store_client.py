"""Writes graphs into a server: by the Graph Store Protocol, or by updates where that is all there is."""

from __future__ import annotations

from http import HTTPStatus
from typing import Protocol

import httpx2
import pyoxigraph as ox

from graph.errors import LocalError
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import Dialect
from graph.stores.remote.results import read_body
from i18n import Message

MAX_UPDATE_ANSWER_BYTES = 1 << 20
"""Bytes of a server's answer to an update."""
WRITE_TIMEOUT = 300.0
"""Seconds more that a server may be silent while it writes: now and then it puts all in order first."""


class GraphWriter(Protocol):
    """Writes graphs; each call is one request, and raises StoreError if that fails."""

    batch_size: int
    """Triples of a request."""

    def probe(self, graph: str) -> None:
        """Raise LocalError if what is done to a graph that is not there would be done to others."""

    def replace(self, graph: str, triples: list[ox.Triple]) -> None:
        """Make a graph hold some triples and nothing else."""

    def add(self, graph: str, triples: list[ox.Triple]) -> None:
        """Add triples to a graph."""

    def drop(self, graph: str) -> None:
        """Remove a graph, if it is there."""


class GraphStoreWriter:
    """SPARQL 1.1 Graph Store HTTP Protocol, with graphs named indirectly (section 4.2)."""

    batch_size = 20_000

    def __init__(self, connection: Connection, url: str) -> None:
        self.connection = connection
        self.url = url

    def probe(self, graph: str) -> None:
        """Read a graph that is not there: an address that gives triples heeds no name, and would drop all."""
        request = self.connection.client.build_request(
            "GET", self.url, params={"graph": graph}, headers={"Accept": "application/n-triples"}
        )
        with self.connection.send(request, {HTTPStatus.NOT_FOUND}) as response:
            if response.status_code != HTTPStatus.NOT_FOUND and _has_triples(self.connection, response):
                raise LocalError(
                    Message(
                        "{url} returns triples for a graph that does not exist, so it does not separate "
                        "graphs; give its Graph Store Protocol endpoint with --graph-store",
                        url=self.url,
                    )
                )

    def replace(self, graph: str, triples: list[ox.Triple]) -> None:
        """Place a graph (section 5.3)."""
        self.send("PUT", graph, triples)

    def add(self, graph: str, triples: list[ox.Triple]) -> None:
        """Post triples to a graph (section 5.5)."""
        self.send("POST", graph, triples)

    def drop(self, graph: str) -> None:
        """Delete a graph (section 5.4)."""
        self.send("DELETE", graph, None)

    def send(self, method: str, graph: str, triples: list[ox.Triple] | None) -> None:
        """Send a request."""
        content = None if triples is None else ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        request = self.connection.client.build_request(
            method,
            self.url,
            params={"graph": graph},
            content=content,
            headers={"Content-Type": "application/n-triples"} if triples is not None else {},
            timeout=self.connection.access.timeout + WRITE_TIMEOUT,
        )
        _complete_request(self.connection, request, missing=triples is None)


class UpdateWriter:
    """SPARQL 1.1 Update."""

    batch_size = 1_000
    """What a server makes of an update is longer than its text: Virtuoso refuses some 10,000 triples."""

    def __init__(self, connection: Connection, url: str) -> None:
        self.connection = connection
        self.url = url

    def probe(self, graph: str) -> None:
        """Do nothing: an update names its graph itself."""

    def replace(self, graph: str, triples: list[ox.Triple]) -> None:
        """Drop a graph and insert triples, in one update."""
        self.send(f"DROP SILENT GRAPH <{graph}> ;\n{_format_insert(graph, triples)}")

    def add(self, graph: str, triples: list[ox.Triple]) -> None:
        """Insert triples into a graph."""
        self.send(_format_insert(graph, triples))

    def drop(self, graph: str) -> None:
        """Drop a graph."""
        self.send(f"DROP SILENT GRAPH <{graph}>")

    def send(self, update: str) -> None:
        """Send an update (SPARQL 1.1 Protocol, section 2.2.2)."""
        request = self.connection.client.build_request(
            "POST",
            self.url,
            content=update.encode(),
            headers={"Content-Type": "application/sparql-update"},
            timeout=self.connection.access.timeout + WRITE_TIMEOUT,
        )
        _complete_request(self.connection, request)


def _format_insert(graph: str, triples: list[ox.Triple]) -> str:
    """Format an update that inserts triples."""
    content = (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{content}}} }}"


def _has_triples(connection: Connection, response: httpx2.Response) -> bool:
    """Return whether an answer in N-Triples has any, besides comments; raises StoreError if it is cut off."""
    try:
        return any(line.strip() and not line.lstrip().startswith("#") for line in response.iter_lines())
    except httpx2.HTTPError as error:
        raise connection.unreachable_error(error) from None


def _complete_request(connection: Connection, request: httpx2.Request, *, missing: bool = False) -> None:
    """Send a request and read the answer to its end; what was not there may be `missing`."""
    allowed = {HTTPStatus.NOT_FOUND} if missing else set()
    with connection.send(request, allowed) as response:
        read_body(response, connection, MAX_UPDATE_ANSWER_BYTES)


def choose_writer(
    connection: Connection, dialect: Dialect, store: str | None = None, update: str | None = None
) -> GraphWriter:
    """Choose the writer for the given addresses, or for those that servers of this kind have.

    Raises LocalError if neither is known.
    """
    url = connection.access.url
    if store or (not update and (store := dialect.sibling_url(url, dialect.store))):
        return GraphStoreWriter(connection, store)
    if update or (update := dialect.sibling_url(url, dialect.update)):
        return UpdateWriter(connection, update)
    raise LocalError(
        Message(
            "no write endpoint of {host} was found; give one with --graph-store or --update (a distrograph "
            "server has neither)",
            host=connection.host,
        )
    )
