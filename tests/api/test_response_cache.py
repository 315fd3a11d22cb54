"""Answers from memory: the same as the first, told apart by all that matters, and within a budget."""

import asyncio
import gzip
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from starlette.types import Message, Receive, Scope, Send

from api.app import create_app
from api.middleware.response_cache import MAX_ENTRY_BYTES, ResponseCache, ResponseCacheMiddleware
from graph import KnowledgeGraph

ASK = "/sparql?query=ASK%20%7B%20id:k3s%20dg:uses%20id:kine%20%7D"


@pytest.fixture
def fresh(kg: KnowledgeGraph) -> Iterator[TestClient]:
    """Make a client of an application that remembers nothing yet."""
    with TestClient(create_app(kg), raise_server_exceptions=False, follow_redirects=False) as made:
        yield made


def remembered(client: TestClient) -> float:
    """Count the answers that came from memory."""
    line = next(
        line
        for line in client.get("/metrics").text.splitlines()
        if line.startswith("distrograph_remembered_total ")
    )
    return float(line.split()[1])


@pytest.mark.parametrize("path", [ASK, "/api/v1/components/kine/distributions", "/", "/id/kine", "/void"])
def test_the_second_answer_is_the_first(fresh: TestClient, path: str) -> None:
    """Status, headers and body are the same, but the second one comes from memory."""
    first, second = fresh.get(path), fresh.get(path)
    assert (first.status_code, first.content) == (second.status_code, second.content)
    assert lasting(first) == lasting(second)
    assert remembered(fresh) == (first.status_code == 200)


def lasting(answer: Response) -> dict[str, str]:
    """Return the headers of an answer that do not speak of the one request."""
    own = {"x-request-id", "server-timing"}
    assert own < answer.headers.keys()
    return {name: value for name, value in answer.headers.items() if name not in own}


def test_a_client_that_has_the_answer_is_not_sent_it_again(fresh: TestClient) -> None:
    """If-None-Match, strong, weak, one of several or any, gives 304 without a body, remembered or not."""
    etag = fresh.get(ASK).headers["etag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = fresh.get(ASK, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
        assert "content-length" not in answer.headers
    assert fresh.get(ASK, headers={"If-None-Match": '"other"'}).status_code == 200


def test_what_an_answer_depends_on_tells_answers_apart(fresh: TestClient) -> None:
    """Format, language and encoding each have an answer of their own, with its own ETag."""
    forms = ("application/sparql-results+json", "application/sparql-results+xml")
    types = [fresh.get(ASK, headers={"Accept": form}).headers["content-type"] for form in forms * 2]
    assert types == list(forms) * 2
    pages = [fresh.get("/", headers={"Accept-Language": tag, "Accept": "text/html"}) for tag in ("en", "zh")]
    assert len({page.headers["etag"] for page in pages}) == 2
    plain = fresh.get("/api/v1/components", headers={"Accept-Encoding": "identity"})
    packed = fresh.get("/api/v1/components", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert plain.json() == packed.json()
    assert plain.headers["etag"] != packed.headers["etag"]


def test_head_is_answered_like_get(fresh: TestClient) -> None:
    """From memory as well: the headers of a GET."""
    assert lasting(fresh.head(ASK)) == lasting(fresh.get(ASK))


def test_errors_are_not_remembered(fresh: TestClient) -> None:
    """What was refused is refused anew, and may not be kept by others."""
    for _ in range(2):
        answer = fresh.get("/api/v1/components/nonsense")
        assert answer.status_code == 404
        assert "cache-control" not in answer.headers
    assert remembered(fresh) == 0


def test_what_speaks_of_the_process_is_never_remembered(fresh: TestClient) -> None:
    """Metrics change, and whoever asks whether the process lives wants to know now."""
    assert fresh.get("/metrics").text != fresh.get("/metrics").text
    for path in ("/healthz", "/readyz", "/metrics"):
        assert "etag" not in fresh.get(path).headers


def test_an_encoded_plus_is_not_a_plain_one(fresh: TestClient) -> None:
    """Two addresses that differ only in their encoding are two."""
    for path in ("/api/v1/releases/k3s/v1.30.2%2Bk3s1", "/api/v1/releases/k3s/v1.30.2+k3s1"):
        assert fresh.get(path).status_code == 200
    assert remembered(fresh) == 0


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with as many bytes as the address says, in two parts if that is an odd number."""
    del receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    size = int(scope["query_string"])
    if size % 2:
        await send({"type": "http.response.body", "body": b"x", "more_body": True})
    await send({"type": "http.response.body", "body": b"x" * (size - size % 2)})


def ask(memory: ResponseCacheMiddleware, size: int) -> bytes:
    """Ask for so many bytes; gives what came."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "query_string": str(size).encode(),
        "headers": [],
    }
    asyncio.run(memory(scope, receive, send))
    return b"".join(message.get("body", b"") for message in sent)


def test_what_comes_in_parts_is_passed_on_and_not_remembered() -> None:
    """It may be longer than memory, and may never end well."""
    memory = ResponseCache()
    assert len(ask(ResponseCacheMiddleware(echo, memory), 1001)) == 1001
    assert memory.size == 0


def test_memory_keeps_to_its_budget() -> None:
    """The answers that were not asked for longest go first; one that is too great never comes in."""
    memory = ResponseCache(max_bytes=100_000)
    asked = ResponseCacheMiddleware(echo, memory)
    for size in range(10_000, 40_000, 2_000):
        assert len(ask(asked, size)) == size
        assert 0 < memory.size <= 100_000
    assert sum(answer.size for answer in memory.entries.values()) == memory.size
    kept = {len(answer.body) for answer in memory.entries.values()}
    assert 38_000 in kept
    assert 10_000 not in kept
    assert len(ask(asked, MAX_ENTRY_BYTES + 2)) == MAX_ENTRY_BYTES + 2
    assert {len(answer.body) for answer in memory.entries.values()} == kept


def test_what_is_packed_can_be_unpacked(fresh: TestClient) -> None:
    """The bytes that are remembered are the ones that were packed."""
    for _ in range(2):
        with fresh.stream("GET", "/api/v1/components", headers={"Accept-Encoding": "gzip"}) as answer:
            raw = b"".join(answer.iter_raw())
        assert gzip.decompress(raw).startswith(b'{"items"')


def test_an_answer_that_holds_addresses_is_remembered_for_its_scheme_and_host(server: str) -> None:
    """A proxy tells the scheme that the client sees; none gets another one's addresses."""
    for scheme, host in (
        ("http", "a.example"),
        ("https", "a.example"),
        ("https", "b.example"),
        ("http", "a.example"),
    ):
        headers = {"Host": host, "X-Forwarded-Proto": scheme, "Accept": "text/turtle"}
        described = httpx2.get(f"{server}/sparql", headers=headers).text
        assert f"<{scheme}://{host}/sparql>" in described
