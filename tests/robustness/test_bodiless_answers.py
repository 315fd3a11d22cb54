"""An answer that has no body has none on the line, whoever made it: HEAD, 204 and 304."""

import asyncio
import itertools
from collections.abc import MutableMapping
from urllib.parse import quote

import httpx2
import pytest
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.middleware.response_cache import ResponseCache
from api.observability.metrics import Metrics
from api.observability.middleware import ObservabilityMiddleware
from graph import KnowledgeGraph
from tests.robustness.raw_http import asked, connected, request, targets

NEW = itertools.count()
QUERY = "SELECT ?d { ?d dg:uses id:kine }"
FORGED = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno"
FILE = "/dumps/distrograph.nt.gz"
ERRORS = ["/nothing/here", "/api/v1/distributions/k4s", "/api/v1/diff?from=x", "/sparql?query=nonsense"]
PAGES = ["/", "/?q=which+distros+use+kine", "/static/api.css", "/docs", "/openapi.json", FILE]
OTHERS = ["/api/v1/distributions", "/sparql?query=ASK%7B%7D", "/graphs?default"]
METHODS = ["OPTIONS", "DELETE", "PUT", "TRACE"]


@pytest.fixture(scope="module")
def everywhere(server: str) -> list[str]:
    """Return an address of every route, of errors, and of what is answered in parts."""
    document = httpx2.get(f"{server}/openapi.json", timeout=60).json()
    streamed = f"/sparql?query={quote('SELECT * { ?a ?b ?c } LIMIT 3000')}"
    return [*targets(document), *ERRORS, *PAGES, streamed]


def test_head_leaves_no_surplus_bytes_on_any_route(server: str, everywhere: list[str]) -> None:
    """When memory misses, and when it hits; errors included."""
    assert len(everywhere) > 60
    for target in everywhere:
        first, second = asked(server, "HEAD", target), asked(server, "HEAD", target)
        assert (first.status, first.body) == (second.status, second.body), target


@pytest.mark.parametrize("method", METHODS)
def test_no_other_method_does(server: str, method: str) -> None:
    """What is refused, and what says which methods there are."""
    for target in (*ERRORS, *PAGES, *OTHERS):
        asked(server, method, target)


def test_head_says_what_get_says(server: str, everywhere: list[str]) -> None:
    """The same status and the same headers, its length too, asked before GET and after it."""
    own = {"x-request-id", "server-timing", "date", "transfer-encoding"}
    for target in everywhere:
        if target == "/metrics":
            continue  # it is another answer each time
        before, get, after = (asked(server, method, target) for method in ("HEAD", "GET", "HEAD"))
        for head in (before, after):
            assert head.status == get.status, target
            assert {k: v for k, v in head.headers.items() if k not in own} == {
                k: v for k, v in get.headers.items() if k not in own
            }, target


def test_a_query_forges_no_answer(server: str) -> None:
    """What a query's answer holds is not read as the next answer of a connection that is kept."""
    text = quote(f'SELECT ?x {{ BIND("""{FORGED}""" AS ?x) }} # {next(NEW)}')
    with connected(server) as connection:
        connection.send(request("HEAD", f"/sparql?format=tsv&query={text}"))
        assert connection.response("HEAD").status == 200
        connection.send(request("GET", "/healthz"))
        assert connection.response().body == b'{"status":"ok"}'


def test_what_is_known_already_has_no_body(server: str) -> None:
    """304, from memory, for a file, and to HEAD."""
    for target in ("/api/v1/distributions", FILE, f"/sparql?query={quote(QUERY)}"):
        etag = asked(server, "GET", target).headers["etag"]
        for method in ("GET", "HEAD"):
            assert asked(server, method, target, f"If-None-Match: {etag}").status == 304


class Frozen(dict[str, object]):
    """A scope that the server holds: nobody else may write to it."""

    def refuse(self, *_: object, **__: object) -> None:
        """Refuse a change."""
        raise AssertionError("the server's scope was changed")

    __setitem__ = __delitem__ = update = setdefault = pop = clear = popitem = __ior__ = refuse  # type: ignore[assignment]


def scope_of(method: str, target: str) -> MutableMapping[str, object]:
    """Make a scope as a server does."""
    path, _, query = target.partition("?")
    return Frozen(
        type="http",
        asgi={"version": "3.0"},
        http_version="1.1",
        method=method,
        scheme="http",
        path=path,
        raw_path=path.encode(),
        query_string=query.encode(),
        root_path="",
        headers=[(b"host", b"x")],
        client=("127.0.0.1", 1),
        server=("127.0.0.1", 80),
        extensions={},
        state={},
    )


def receiver() -> Receive:
    """Make what gives an empty body, and then waits for the client to leave."""
    given: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not given:
            await asyncio.Event().wait()
        return given.pop()

    return receive


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_nobody_changes_a_scope_that_the_server_holds(kg: KnowledgeGraph, method: str) -> None:
    """Whatever is asked: pages, resources, queries, files, errors."""
    app = create_app(kg)
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask_all() -> None:
        for target in (
            *PAGES,
            *ERRORS,
            "/api/v1/distributions",
            "/sparql?query=ASK%7B%7D",
            "/graphs?default",
        ):
            await app(scope_of(method, target), receiver(), send)

    asyncio.run(ask_all())
    bodies = [message["body"] for message in sent if message["type"] == "http.response.body"]
    assert method != "HEAD" or not any(bodies)


@pytest.mark.parametrize(("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304), ("HEAD", 500)])
def test_an_application_that_sends_a_body_all_the_same(method: str, status: int) -> None:
    """Whatever is inside of it: the outermost layer keeps it from the line."""

    async def careless(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"part", "more_body": True})
        await send({"type": "http.response.body", "body": b"end"})

    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(
        ObservabilityMiddleware(careless, Metrics(ResponseCache()))(scope_of(method, "/"), receiver(), send)
    )
    assert b"".join(message.get("body", b"") for message in messages) == b""
