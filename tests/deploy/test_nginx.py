"""The nginx configuration that we ship: it caches as our headers say, and hides what it should."""

import os
from collections.abc import Iterator

import httpx2
import pytest

from tests.support.nginx import NGINX, proxied

ASK = {"query": "SELECT ?d { ?d dg:uses id:kine }"}

pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="nginx is not installed"
)


@pytest.fixture(scope="module")
def proxy(server: str) -> Iterator[str]:
    """Run nginx before the server; gives its address."""
    with proxied(server) as (address, _):
        yield address


def test_an_answer_is_kept_and_told_apart_by_what_it_depends_on(proxy: str) -> None:
    """The same question comes from nginx's memory; in another format it is another answer."""
    with httpx2.Client() as client:
        first, second = (client.get(f"{proxy}/sparql", params=ASK) for _ in range(2))
        assert (first.headers["x-cache"], second.headers["x-cache"]) == ("MISS", "HIT")
        assert first.json() == second.json()
        csv = client.get(f"{proxy}/sparql", params=ASK, headers={"Accept": "text/csv"})
        assert csv.headers["content-type"].startswith("text/csv")
        assert csv.headers["x-cache"] == "MISS"
        again = client.get(f"{proxy}/sparql", params=ASK)
        assert again.json() == first.json()


def test_pages_are_kept_by_language(proxy: str) -> None:
    """Who prefers Chinese is not given what somebody else was given."""
    pages = [
        httpx2.get(f"{proxy}/", headers={"Accept": "text/html", "Accept-Language": tag}).text
        for tag in ("en", "zh", "en", "zh")
    ]
    assert pages[0] == pages[2] != pages[1] == pages[3]
    assert 'lang="zh' in pages[1]


def test_a_client_that_has_the_answer_is_not_sent_it_again(proxy: str) -> None:
    """If-None-Match is answered by nginx, by our ETag."""
    etag = httpx2.get(f"{proxy}/sparql", params=ASK).headers["etag"]
    answer = httpx2.get(f"{proxy}/sparql", params=ASK, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


def test_each_request_has_an_id_of_its_own(proxy: str) -> None:
    """That of the first who asked is not kept with the answer."""
    answers = [httpx2.get(f"{proxy}/sparql", params=ASK) for _ in range(3)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 3
    assert not any("server-timing" in answer.headers for answer in answers)


def test_refusals_pass_and_are_not_kept(proxy: str) -> None:
    """A query that is wrong or takes too long is told so by us, each time anew."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for query, status in (("SELECT nonsense", 400), (endless, 503)):
        for _ in range(2):
            answer = httpx2.get(f"{proxy}/sparql", params={"query": query}, timeout=30)
            assert answer.status_code == status
            assert answer.headers["x-cache"] == "MISS"
            assert answer.json()["status"] == status


def test_a_long_query_is_posted(proxy: str) -> None:
    """200 kB pass as a body, 40 kB in the address."""
    query = f"{ASK['query']} # {'x' * 200_000}"
    assert httpx2.post(f"{proxy}/sparql", data={"query": query}).status_code == 200
    asked = httpx2.get(f"{proxy}/sparql", params={"query": query[:40_000]})
    assert asked.status_code == 200


def test_dumps_can_be_asked_for_in_parts(proxy: str) -> None:
    """A range is answered by a part."""
    part = httpx2.get(f"{proxy}/dumps/distrograph.nq.gz", headers={"Range": "bytes=0-9"}, timeout=60)
    assert (part.status_code, len(part.content)) == (206, 10)
    assert part.content[:2] == b"\x1f\x8b"
