"""HTTP/1.1 by raw sockets: requests as they are written here, and answers that are read strictly."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

SECONDS = 60.0
"""Seconds after which no answer comes any more."""
BODILESS = {204, 304}
MARKER = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
"""A request whose answer is known, to find out where the answer before it ends."""


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """A connection to the server."""

    def __init__(self, address: str, source: str = "") -> None:
        parts = urlsplit(address)
        own = (source, 0) if source else None
        self.socket = socket.create_connection((parts.hostname, parts.port), SECONDS, source_address=own)
        self.buffer = b""

    def send(self, content: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(content)

    def receive(self) -> bool:
        """Take what has come; False at the end of the connection."""
        content = self.socket.recv(1 << 16)
        self.buffer += content
        return bool(content)

    def take(self, size: int) -> bytes:
        """Take so many bytes; raises EOFError."""
        while len(self.buffer) < size:
            if not self.receive():
                raise EOFError(self.buffer[:200])
        taken, self.buffer = self.buffer[:size], self.buffer[size:]
        return taken

    def take_until(self, mark: bytes) -> bytes:
        """Take all up to a mark, and the mark; raises EOFError."""
        while mark not in self.buffer:
            if not self.receive():
                raise EOFError(self.buffer[:200])
        return self.take(self.buffer.index(mark) + len(mark))

    def response(self, method: str = "GET") -> Response:
        """Read the answer to a request by a method (RFC 9112, section 6.3); raises EOFError, ValueError."""
        head = self.take_until(b"\r\n\r\n").decode("latin-1")
        line, *fields = head.rstrip("\r\n").split("\r\n")
        if not (found := re.fullmatch(r"HTTP/1\.1 (\d{3}) .*", line)):
            raise ValueError(f"no status line: {line[:200]!r}")
        status = int(found[1])
        headers = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
        if method == "HEAD" or status in BODILESS:
            return Response(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Response(status, headers, b"".join(self.chunks()))
        return Response(status, headers, self.take(int(headers["content-length"])))

    def chunks(self) -> Iterator[bytes]:
        """Read the chunks of a body."""
        while size := int(self.take_until(b"\r\n"), 16):
            yield self.take(size)
            self.take(2)
        self.take(2)

    def ended(self) -> bool:
        """Return whether the connection has ended, with nothing more on it."""
        try:
            return not self.receive()
        except ConnectionError:
            return True


@contextmanager
def connected(address: str, source: str = "") -> Iterator[Connection]:
    """Connect to the server, and hang up at the end."""
    connection = Connection(address, source)
    try:
        yield connection
    finally:
        connection.socket.close()


def request(method: str, target: str, *fields: str) -> bytes:
    """Write a request without a body."""
    return "\r\n".join([f"{method} {target} HTTP/1.1", "Host: x", *fields, "", ""]).encode()


def asked(address: str, method: str, target: str, *fields: str) -> Response:
    """Ask something, and see to it that nothing but the next answer follows on the connection.

    Raises AssertionError for surplus bytes.
    """
    with connected(address) as connection:
        connection.send(request(method, target, *fields))
        answer = connection.response(method)
        if answer.headers.get("connection") == "close":
            assert connection.ended(), f"{method} {target}: more than an answer"
            assert connection.buffer == b"", f"{method} {target}: surplus {connection.buffer[:100]!r}"
            return answer
        connection.send(MARKER)
        try:
            marker = connection.response()
        except ValueError as error:
            raise AssertionError(f"{method} {target}: {error}") from None
        assert json.loads(marker.body) == {"status": "ok"}, f"{method} {target}: another answer"
        return answer


def targets(document: Mapping[str, Any]) -> list[str]:
    """Return an address for each path of an OpenAPI document, made of its examples."""
    return [target(path, operations) for path, operations in document["paths"].items() if "get" in operations]


def target(path: str, operations: Mapping[str, Any]) -> str:
    """Fill in the examples of a path."""
    values: list[tuple[str, str]] = []
    for parameter in operations["get"].get("parameters", ()):
        name, example = parameter["name"], example_of(parameter)
        if parameter["in"] == "path":
            path = path.replace(f"{{{name}}}", quote(example or "k3s", safe="/+"))
        elif example is not None and (parameter["required"] or name in {"query", "q", "id", "focus"}):
            values.append((name, example))
    return f"{path}?{urlencode(values)}" if values else path


def example_of(parameter: Mapping[str, Any]) -> str | None:
    """Return the first example of a parameter."""
    examples = parameter.get("examples") or parameter["schema"].get("examples") or []
    first = (
        next(iter(examples.values()))["value"] if isinstance(examples, dict) else next(iter(examples), None)
    )
    while isinstance(first, list):
        first = first[0]
    return None if first is None else str(first)
