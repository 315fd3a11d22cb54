"""A load generator: one thread, raw sockets, keep-alive; it asks, reads the answer, and asks again.

On two cores it competes with the server, so it does as little as it can and says what it cost.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice

PATIENCE = 30.0
"""Seconds without any answer after which a server counts as dead."""
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Bounds:
    """When to stop asking: after so many requests or so many seconds, whichever comes first."""

    requests: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """What was seen: the time of each answer, of the whole, and of the generator's own work, in seconds."""

    latencies: list[float]
    wall: float
    generator: float


class Connection:
    """A connection on which one request is under way at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = bytearray()
        self.sent = 0.0

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.buffer.clear()
        self.sent = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Read what has come; tell whether the answer is complete. Raises OSError if it is no 200."""
        chunk = self.socket.recv(CHUNK)
        if not chunk:
            raise ConnectionResetError("the server closed the connection")
        self.buffer += chunk
        return is_complete(self.buffer)


def is_complete(answer: bytearray) -> bool:
    """Return whether an HTTP answer is all there; raises OSError if it is not a 200."""
    end = answer.find(b"\r\n\r\n")
    if end < 0:
        return False
    if not answer.startswith(b"HTTP/1.1 200"):
        raise OSError(f"the server refused: {bytes(answer[:300])!r}")
    head = bytes(answer[:end]).lower()
    if (start := head.find(b"content-length:")) >= 0:
        return len(answer) >= end + 4 + int(head[start + 15 :].split(b"\r\n", 1)[0])
    return answer.endswith(b"\r\n0\r\n\r\n")  # chunked; JSON holds no such line ends


def get(path: str, accept: str) -> bytes:
    """Write a GET request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def drive(port: int, requests: Iterator[bytes], connections: int, bounds: Bounds) -> Load:
    """Send requests on so many connections until a bound is reached, and wait for the answers."""
    latencies: list[float] = []
    with ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        waiting = [Connection(port) for _ in range(connections)]
        for connection in waiting:
            stack.enter_context(connection.socket)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
        start, cpu = time.perf_counter(), time.process_time()
        left = islice(requests, bounds.requests)
        under_way = sum(map(begin, waiting, left))
        while under_way:
            ready = selector.select(PATIENCE)
            if not ready:
                raise TimeoutError("the server does not answer")
            for key, _ in ready:
                connection = key.data
                if connection.receive():
                    now = time.perf_counter()
                    latencies.append(now - connection.sent)
                    request = next(left, None) if now - start < bounds.seconds else None
                    if request is None:
                        under_way -= 1
                    else:
                        connection.send(request)
        return Load(latencies, time.perf_counter() - start, time.process_time() - cpu)


def begin(connection: Connection, request: bytes) -> int:
    """Send the first request of a connection; counts as one under way."""
    connection.send(request)
    return 1
