"""The quick way says just what the application says, whatever comes of a query."""

import socket
from urllib.parse import quote, urlsplit

import httpx2
import pytest

CARD = "SELECT ?d { ?d dg:uses id:kine }"
OTHER = {"x-request-id", "server-timing", "date"}
"""Headers that speak of one request."""
LONG = "SELECT * { ?a ?b ?c }"
PATHS = {
    "new": (f"/sparql?query={quote(CARD)}%23{{}}", 200),
    "in CSV": (f"/sparql?format=csv&query={quote(CARD)}%23{{}}", 200),
    "RDF": (f"/sparql?query={quote('DESCRIBE id:kine')}%23{{}}", 200),
    "too long": (f"/sparql?query={quote(LONG)}%23{{}}", 413),
    "no query": ("/sparql?query=SELEC%23{}", 400),
    "refused": (f"/sparql?query={quote('SELECT * { SERVICE <http://x/> { ?s ?p ?o } }')}%23{{}}", 400),
    "no format of ours": ("/sparql?format=pdf&query=ASK%7B%7D%23{}", 422),
    "slow": (
        f"/sparql?timeout=0.2&query={quote('SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f')}%23{{}}",
        503,
    ),
    "a parameter too many": ("/api/v1/components/kine?_={}", 422),
    "data": ("/api/v1/components/kine#{}", 200),
}


def told(answer: httpx2.Response) -> tuple[int, dict[str, str], bytes]:
    """Return what an answer says, but for what is of one request."""
    assert answer.headers.keys() >= OTHER
    headers = {name: value for name, value in answer.headers.items() if name not in OTHER}
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("name", PATHS)
def test_both_ways_say_the_same(server: str, name: str) -> None:
    """New or from memory; a request with an id of its own is none for the quick way."""
    path, status = PATHS[name]
    with httpx2.Client(base_url=server, timeout=30) as client:
        first = [told(client.get(path.format(f"{way}{name}"))) for way in ("q", "q")]
        named = {"X-Request-Id": "mine"}
        second = [told(client.get(path.format(f"{way}{name}"), headers=named)) for way in ("q", "a")]
    assert first[0][0] == status
    assert first[0] == first[1] == second[0]
    assert second[1][:2] == first[0][:2]


@pytest.fixture
def connection(server: str) -> socket.socket:
    """Connect to the server."""
    address = urlsplit(server)
    return socket.create_connection((address.hostname, address.port), timeout=30)


def test_requests_that_come_together_are_answered_in_their_order(connection: socket.socket) -> None:
    """New queries, known ones and one for the application, sent at once on one connection."""
    asked = [f"/sparql?query=ASK%7B%7D%23{number}" for number in (1, 2)]
    paths = [asked[0], "/healthz", asked[1], asked[0], "/sparql?query=nonsense"]
    with connection:
        connection.sendall(b"".join(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() for path in paths))
        got = b""
        while got.count(b"HTTP/1.1 ") < len(paths):
            got += connection.recv(1 << 16)
    statuses = [part[:3] for part in got.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [b"200", b"200", b"200", b"200", b"400"]
    assert got.index(b'"boolean":true') < got.index(b'"status":"ok"')


def test_a_connection_that_is_to_end_ends(connection: socket.socket) -> None:
    """`Connection: close` is kept by both ways."""
    with connection:
        connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = b""
        while part := connection.recv(1 << 16):
            got += part
    assert got.startswith(b"HTTP/1.1 200 OK\r\n")
    assert got.endswith(b"}")
    assert b"\r\nconnection: close\r\n" in got


def test_a_client_that_has_left_is_forgotten(server: str, connection: socket.socket) -> None:
    """Its query ends, and the server goes on."""
    with connection:
        slow = quote("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        connection.sendall(f"GET /sparql?query={slow} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        connection.shutdown(socket.SHUT_RDWR)
    assert httpx2.get(f"{server}/sparql", params={"query": CARD}).status_code == 200
