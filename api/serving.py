"""The HTTP server: uvicorn, made to refuse what it cannot read as the application refuses things."""

import json
import os
import socket

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.app import create_app
from api.errors import PROBLEM, TYPES
from graph import KnowledgeGraph
from graph.exchange import LONGEST
from graph.isolation import SECONDS, WORKERS, Pool

REFUSAL = {
    "type": f"{TYPES}bad-request",
    "title": "Bad Request",
    "status": 400,
    "detail": "the request cannot be read: it is not HTTP, or its address is longer than 65,535 bytes; "
    "a long query is sent by POST",
    "limit": "address of 65,535 bytes",
}


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 whose own refusals are problems too."""

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that could not be parsed, and close the connection."""
        del msg  # says no more than that it is invalid
        body = json.dumps(REFUSAL).encode()
        head = f"HTTP/1.1 400 Bad Request\r\ncontent-type: {PROBLEM}\r\ncontent-length: {len(body)}\r\n"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()


class Server(uvicorn.Server):
    """A server that ends its workers when it ends."""

    def __init__(self, config: uvicorn.Config, pool: Pool) -> None:
        super().__init__(config)
        self.pool = pool

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal or `should_exit` ends it."""
        try:
            super().run(sockets)
        finally:
            self.pool.close()


def make_server(graph: KnowledgeGraph, *, seconds: float | None = None, workers: int = WORKERS) -> Server:
    """Make a server of the application; it is run on sockets that the caller has bound.

    So many queries from outside are run at once, and each takes at most so many seconds: those of
    DISTROGRAPH_QUERY_TIMEOUT if none are given. Make it before there are threads: see `Pool`.
    """
    limit = seconds or float(os.environ.get("DISTROGRAPH_QUERY_TIMEOUT", SECONDS))
    longest = int(os.environ.get("DISTROGRAPH_RESULT_BYTES", LONGEST))
    pool = Pool(graph.store, workers=workers, seconds=limit)
    app = create_app(graph, pool, longest=longest)
    config = uvicorn.Config(app, http=Protocol, log_level="warning", access_log=False)
    return Server(config, pool)
