"""A SPARQL server that fails as a test wants it to."""

import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

JSON = "application/sparql-results+json"
ROWS = json.dumps({"head": {"vars": ["d"]}, "results": {"bindings": []}}).encode()
Answer = Callable[[BaseHTTPRequestHandler], None]


class Bad:
    """A server that does what a test tells it, each request the next thing, and the last one for ever."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[Answer] = []
        self.asked: list[str] = []

    def will(self, *answers: Answer) -> None:
        """Say what it answers from now on."""
        self.answers = list(answers)
        self.asked.clear()


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of who ends a connection."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def bad_server(certificate: Path | None = None) -> Iterator[Bad]:
    """Run a server that answers as it is told, behind TLS if it has a certificate."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            """Answer."""
            length = int(self.headers.get("content-length", 0))
            told.asked.append(self.rfile.read(length).decode())
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            answer(self)

        def do_GET(self) -> None:
            """Answer."""
            self.do_POST()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    serving = Quiet(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        serving.socket = context.wrap_socket(serving.socket, server_side=True)
    told = Bad(f"http{'s' * bool(certificate)}://127.0.0.1:{serving.server_port}/sparql")
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield told
    serving.shutdown()
    serving.server_close()


def says(status: int, body: bytes = ROWS, kind: str = JSON, **headers: str) -> Answer:
    """Answer with a status and a body."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def cuts(body: bytes = ROWS, size: int = 10_000) -> Answer:
    """Say that more comes than does, and end the connection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Say nothing and end the connection."""
    handler.close_connection = True


def sleeps(handler: BaseHTTPRequestHandler) -> None:
    """Keep who asks waiting."""
    time.sleep(0.6)
    handler.close_connection = True


class Wire:
    """A wire to a server that can be cut: after so many more bytes of answers, if `left` is set."""

    def __init__(self, url: str, port: int) -> None:
        parts = urlsplit(url)
        self.there = parts.hostname or "", parts.port or 80
        self.url = url.replace(parts.netloc, f"127.0.0.1:{port}")
        self.left: int | None = None

    def connect(self, near: socket.socket) -> None:
        """Bring bytes both ways until one side ends, or the wire is cut."""
        with near, socket.create_connection(self.there) as far:
            while True:
                for ready in select.select([near, far], [], [])[0]:
                    content = ready.recv(1 << 16)
                    if ready is far and self.left is not None:
                        content, self.left = content[: self.left], max(0, self.left - len(content))
                    if not content:
                        return
                    (near if ready is far else far).sendall(content)


@contextmanager
def wire(url: str) -> Iterator[Wire]:
    """Put a wire before a server."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        made = Wire(url, listening.getsockname()[1])

        def accept() -> None:
            while True:
                try:
                    near, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=quietly, args=(made, near), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield made
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join()


def quietly(made: Wire, near: socket.socket) -> None:
    """Bring bytes both ways; who ends a connection means to."""
    with suppress(OSError):
        made.connect(near)
