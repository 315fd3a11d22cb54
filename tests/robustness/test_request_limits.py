"""A request has an end: its address, its fields, its trailers and what frames its chunks have limits."""

import time
from collections.abc import Iterator
from contextlib import suppress
from select import select
from urllib.parse import quote

import psutil
import pytest

from api.server.http_protocol import MAX_FIELDS, MAX_HEAD_BYTES, MAX_TARGET_BYTES
from tests.robustness.raw_http import Connection, Response, connected, request
from tests.support.running_server import Served, served

LINE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
CHUNKED = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
PAD = b"a" * (1 << 16)


@pytest.fixture(scope="module")
def running() -> Iterator[Served]:
    """Serve the graph in processes of our own."""
    with served(DISTROGRAPH_LOG="warning") as found:
        yield found


def flood(connection: Connection, content: bytes) -> None:
    """Send something again and again, until the server answers, or at most twice what may be.

    The kernel may join small parts on a busy machine: only the sum of their bytes is certain.
    """
    with suppress(OSError):
        for _ in range(2 * MAX_HEAD_BYTES // len(content) + 200):
            connection.send(content)
            if select([connection.socket], [], [], 0)[0]:
                return


def refused(address: str, *parts: bytes) -> Response:
    """Send a request that has no end; gives the refusal, after which the connection has ended."""
    with connected(address) as connection:
        *begin, rest = parts
        connection.send(b"".join(begin))
        flood(connection, rest)
        answer = connection.response()
        assert connection.ended()
        assert answer.headers["connection"] == "close"
        return answer


FIELDS = {
    "one long value": (LINE + b"X: ", PAD),
    "one long name": (LINE, PAD),
    "many long fields": (LINE, b"X-%d: " % 1 + PAD[:1000] + b"\r\n"),
    "a value in crumbs": (LINE + b"X: ", b"a"),
    "too many fields": (LINE, b"X: y\r\n" * MAX_FIELDS),
    "trailers": (CHUNKED + b"3\r\nASK\r\n0\r\n", b"X: " + PAD[:1000] + b"\r\n"),
    "too many trailers": (CHUNKED + b"3\r\nASK\r\n0\r\n", b"X: y\r\n" * MAX_FIELDS),
    "one long chunk extension": (CHUNKED + b"3;", PAD),
    "many chunk extensions": (CHUNKED, b"1;" + PAD[:1000] + b"\r\n \r\n"),
    "zeros before a size": (CHUNKED, b"0" * 1000 + b"1\r\n \r\n"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_without_an_end_are_refused(running: Served, name: str) -> None:
    """431 in both languages, with the limit, or 400 where the parser has a limit of its own."""
    begin, rest = FIELDS[name]
    answer = refused(running.address, begin, rest)
    assert answer.status in ({431, 400} if "zeros" in name else {431})
    assert answer.headers["content-type"] == "application/problem+json"
    if answer.status == 431:
        assert b"64 kB" in answer.body
        assert "首部字段".encode() in answer.body


def test_an_address_without_an_end_is_refused(running: Served) -> None:
    """414, with what to do instead; the longest that may be is answered."""
    answer = refused(running.address, b"GET /sparql?query=", PAD)
    assert answer.status == 414
    assert b"POST" in answer.body
    fits = "/sparql?query=ASK%7B%7D%23"
    with connected(running.address) as connection:
        connection.send(request("GET", fits + "a" * (MAX_TARGET_BYTES - len(fits))))
        assert connection.response().status == 200


def test_what_is_within_the_limits_is_answered(running: Served) -> None:
    """Fields as long and as many as may be, and a query in chunks of one byte."""
    with connected(running.address) as connection:
        connection.send(request("GET", "/healthz", "X: " + "a" * (MAX_HEAD_BYTES - 10_000)))
        assert connection.response().status == 200
        connection.send(request("GET", "/healthz", *["X: y"] * (MAX_FIELDS - 1)))
        assert connection.response().status == 200
        for byte in b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n":
            connection.send(bytes([byte]))
        assert connection.response().status == 200
        query = b"ASK {} #" + b" " * 40_000
        connection.send(CHUNKED + b"".join(b"1\r\n%c\r\n" % byte for byte in query) + b"0\r\nX: y\r\n\r\n")
        assert connection.response().status == 200


def test_trailers_change_nothing_of_a_request(running: Served) -> None:
    """A field that comes after the body is no field of the head (RFC 9110, section 6.5.1)."""
    with connected(running.address) as connection:
        connection.send(CHUNKED + b"6\r\nASK {}\r\n0\r\nAccept: text/csv\r\nX-Request-Id: forged\r\n\r\n")
        answer = connection.response()
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert answer.headers["x-request-id"] != "forged"


def test_long_heads_cost_neither_memory_nor_time(running: Served) -> None:
    """Five connections that would send 40 MB each, while somebody asks whether the service is alive."""
    server = max(
        psutil.Process(running.process.pid).children(recursive=True), key=lambda each: each.memory_info().rss
    )
    before = server.memory_info().rss
    connections = [Connection(running.address) for _ in range(5)]
    for each in connections:
        each.send(LINE + b"X: ")
    slowest = 0.0
    for _ in range(40):
        for each in connections:
            with suppress(OSError):
                each.send(PAD * 16)
        begun = time.monotonic()
        with connected(running.address) as asking:
            asking.send(request("GET", "/healthz"))
            assert asking.response().status == 200
        slowest = max(slowest, time.monotonic() - begun)
    for each in connections:
        each.socket.close()
    assert slowest < 2
    assert server.memory_info().rss - before < 30 << 20


HOSTS = {
    "none": b"GET / HTTP/1.1\r\n\r\n",
    "two": b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
    "two of another case": b"GET / HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n",
    "with a path": b"GET / HTTP/1.1\r\nHost: x/y\r\n\r\n",
    "with a name": b"GET / HTTP/1.1\r\nHost: a@x\r\n\r\n",
    "with a space": b"GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
    "two, in HTTP/1.0": b"GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n",
}


@pytest.mark.parametrize("name", HOSTS)
def test_a_request_names_its_host_once(running: Served, name: str) -> None:
    """400 (RFC 9112, section 3.2); before HTTP/1.1 nobody has to."""
    with connected(running.address) as connection:
        connection.send(HOSTS[name])
        answer = connection.response()
        assert answer.status == 400
        assert b"Host" in answer.body
        assert connection.ended()
    with connected(running.address) as connection:
        connection.send(b"GET /healthz HTTP/1.0\r\n\r\n")
        assert connection.response().status == 200


@pytest.mark.parametrize("bad", [HOSTS["none"], HOSTS["two"], b"nonsense\r\n\r\n", LINE + b"X: y\r\n" * 200])
def test_a_connection_that_was_good_is_refused_in_words_too(running: Served, bad: bytes) -> None:
    """What came before it was answered, and is nobody's concern any more."""
    with connected(running.address) as connection:
        connection.send(request("GET", "/healthz"))
        assert connection.response().status == 200
        connection.send(bad)
        assert connection.response().status in {400, 431}
        assert connection.ended()


@pytest.mark.parametrize("bad", [HOSTS["none"], b"nonsense\r\n\r\n", LINE + b"X: y\r\n" * 200 + b"\r\n"])
def test_what_was_asked_before_is_answered_before_the_connection_ends(running: Served, bad: bytes) -> None:
    """A refusal is never written into another answer, nor in its place."""
    product = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
    with connected(running.address) as connection:
        slow = f"/sparql?timeout=0.5&query={product}"
        connection.send(request("GET", slow) + request("GET", "/healthz") + bad)
        assert connection.response().status == 503
        assert connection.response().body == b'{"status":"ok"}'
        assert connection.ended()
        assert connection.buffer == b""
