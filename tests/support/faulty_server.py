"""A SPARQL server that fails as a test wants it to."""

import gzip
import json
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
        """Describe what it answers from now on."""
        self.answers = list(answers)
        self.asked.clear()


class Quiet(ThreadingHTTPServer):
    """A server that says nothing of who ends a connection."""

    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """Print nothing."""


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
            """Print nothing."""

    serving = Quiet(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        serving.socket = context.wrap_socket(serving.socket, server_side=True)
    told = Bad(f"http{'s' * bool(certificate)}://127.0.0.1:{serving.server_port}/sparql")
    thread = threading.Thread(target=serving.serve_forever, args=(0.01,), daemon=True)
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
    """State that more comes than does, and end the connection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.send_header("Content-Length", str(size))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def raw(content: bytes, pause: float = 0.0, times: int = 1) -> Answer:
    """Write bytes as they are, so many times if anybody takes them, and end the connection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        with suppress(OSError):
            for _ in range(times):
                handler.wfile.write(content)
                handler.wfile.flush()
                time.sleep(pause)

    return answer


def in_http(body: bytes, *lines: str, status: str = "200 OK", kind: str = JSON) -> bytes:
    """Write an answer as HTTP has it."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def table(*rows: Mapping[str, object], names: Sequence[str] = ("d",)) -> bytes:
    """Write a table of SPARQL JSON."""
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def term(kind: str, value: object, **more: object) -> Mapping[str, object]:
    """Write a row with one term."""
    return {"d": {"type": kind, "value": value, **more}}


ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % JSON.encode()


def endless(begin: bytes, part: bytes, status: str = "200 OK", pause: float = 0.0) -> Answer:
    """Begin an answer and go on until nobody takes it."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        with suppress(OSError):
            handler.wfile.write(ENDLESS.replace(b"200 OK", status.encode()) + chunk(begin))
            while True:
                handler.wfile.write(chunk(part))
                time.sleep(pause)

    return answer


def chunk(content: bytes) -> bytes:
    """Write a chunk (RFC 9112, section 7.1)."""
    return b"%x\r\n%s\r\n" % (len(content), content)


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    """Print nothing and end the connection."""
    handler.close_connection = True


def sleeps(handler: BaseHTTPRequestHandler) -> None:
    """Keep who asks waiting."""
    time.sleep(0.6)
    handler.close_connection = True


ODD: Mapping[str, Answer] = {
    "another type": says(200, kind="application/octet-stream"),
    "no type": raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"),
    "a type that is none": says(200, kind="\x1b[2J;;;/"),
    "a page": says(200, b"<html><body>Sign in</body></html>", "text/html; charset=utf-8"),
    "a page that says it is JSON": says(200, b"<html><body>Sign in</body></html>"),
    "half of it": cuts(ROWS[:30], 30),
    "JSON that ends": says(200, b'{"head": {"vars": ["d"]}, "results": {"bindings": [{'),
    "another JSON": says(200, b'{"error": "no"}'),
    "a list": says(200, b"[1, 2]"),
    "a number": says(200, b"7"),
    "no head": says(200, b'{"results": {"bindings": []}}'),
    "deep JSON": says(200, b"[" * 100_000),
    "both": says(200, b'{"head": {"vars": ["d"]}, "boolean": true, "results": {"bindings": []}}'),
    "missing variables": says(200, table(names=())),
    "extra variables": says(200, table(names=("a", "b", "c", "d", "e", "f", "g"))),
    "other variables": says(200, table({"x": {"type": "literal", "value": "1"}}, names=("x", "y", "z"))),
    "variables twice": says(200, table(names=("d", "d"))),
    "a row that has others": says(200, table({"x": {"type": "literal", "value": "1"}})),
    "empty rows": says(200, table({}, {})),
    "a wrong IRI": says(200, table(term("uri", "no iri <>"))),
    "a wrong language": says(200, table(term("literal", "x", **{"xml:lang": "no such tag"}))),
    "a wrong datatype": says(200, table(term("literal", "x", datatype="not an iri"))),
    "a wrong number": says(
        200, table(term("literal", "many", datatype="http://www.w3.org/2001/XMLSchema#integer"))
    ),
    "a wrong kind": says(200, table(term("what", "x"))),
    "a value that is a list": says(200, table(term("literal", ["x"]))),
    "NUL and ESC": says(200, b"\x00\x1b[2J\x1b]0;x\x07\xff\xfe"),
    "NUL and ESC in a term": says(200, table(term("literal", "\x00\x1b[2J\u202e"))),
    "nothing": says(200, b""),
    "nothing at all": raw(b""),
    "204": raw(b"HTTP/1.1 204 No Content\r\n\r\n"),
    "gzip that is none": says(200, b"no gzip", Content_Encoding="gzip"),
    "gzip that ends": says(200, gzip.compress(ROWS)[:-9], Content_Encoding="gzip"),
    "an encoding that nobody knows": says(200, b"\x00\x01", Content_Encoding="br, x-what"),
    "a huge header": raw(in_http(ROWS, f"X-Big: {'x' * 1_000_000}")),
    "very many headers": raw(in_http(ROWS, *(f"X-{number}: y" for number in range(20_000)))),
    "a header with controls": raw(in_http(b"no", "Retry-After: \x1b[2J", status="503 \x1b[2J")),
    "a redirect": says(302, Location="http://127.0.0.1:1/"),
    "a redirect to a file": says(301, Location="file:///etc/passwd"),
    "continue and no more": raw(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "continue for ever": raw(b"HTTP/1.1 102 Processing\r\n\r\n", pause=0.01, times=20),
    "switching": raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"),
    "299": says(299, b"no", "text/plain"),
    "999": says(999, b"\x1b[2Jno\x00", "text/plain"),
    "status 7": raw(in_http(ROWS, status="7 x")),
    "another protocol": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "chunks that are none": raw(ENDLESS + b"zz\r\n{}\r\n"),
    "a chunk that ends": raw(ENDLESS + b"ffff\r\n{}"),
    "two lengths": raw(in_http(ROWS, "Content-Length: 7")),
    "a negative length": raw(b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}"),
}
"""What a server may say that makes no sense, by what it is."""


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
    """Place a wire before a server."""
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
