"""Packed answers: what a client would rather have, and never what it did not ask for."""

import gzip
from collections.abc import Callable

import httpx2
import pytest
from fastapi.testclient import TestClient
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from api.middleware.compression import CompressionMiddleware
from graph.rdf.codecs import zstd

LARGE = "/ontology?format=turtle"
SMALL = "/healthz"
UNPACK: dict[str | None, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "zstd": zstd.decompress,
    None: bytes,
}


def raw(server: str, path: str, accepted: str) -> tuple[httpx2.Response, bytes]:
    """Ask for something; gives what came over the line, as it came."""
    with httpx2.stream("GET", f"{server}{path}", headers={"Accept-Encoding": accepted}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, zstd;q=0.5", "gzip"),
        ("gzip;q=0.5, zstd;q=1.0", "zstd"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("gzip;q=0", None),
        ("zstd;q=0, gzip", "gzip"),
        ("*", "zstd"),
        ("*, zstd;q=0", "gzip"),
        ("identity", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0.5, *;q=0", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("br", None),
        ("gzipped", None),
        ("gzip;q=often", None),
        ("", None),
    ],
)
def test_the_coding_is_the_one_that_is_liked_best(server: str, accepted: str, coding: str | None) -> None:
    """By weights, and Zstandard where gzip is liked as much; the content is the same."""
    plain = raw(server, LARGE, "identity")[1]
    answer, sent = raw(server, LARGE, accepted)
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["content-length"] == str(len(sent))
    assert "Accept-Encoding" in answer.headers["vary"]
    assert UNPACK[coding](sent) == plain
    assert coding is None or len(sent) < len(plain) / 3


@pytest.mark.parametrize("accepted", ["identity;q=0", "*;q=0", "gzip;q=0, zstd;q=0, identity;q=0"])
def test_who_accepts_nothing_is_told_what_there_is(server: str, accepted: str) -> None:
    """406 names the codings."""
    answer, sent = raw(server, LARGE, accepted)
    assert answer.status_code == 406
    assert b"zstd and gzip" in sent


def test_small_answers_are_packed_only_for_who_insists(server: str) -> None:
    """Packing would make them greater."""
    assert "content-encoding" not in raw(server, SMALL, "gzip, zstd")[0].headers
    answer, sent = raw(server, SMALL, "gzip, identity;q=0")
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(sent) == b'{"status":"ok"}'


def test_each_coding_has_an_etag_of_its_own(server: str) -> None:
    """And what a client has in one coding is not sent again in it, with nothing said of a body."""
    etags = {coding: raw(server, LARGE, coding)[0].headers["etag"] for coding in ("gzip", "zstd", "identity")}
    assert len(set(etags.values())) == 3
    for coding, etag in etags.items():
        known = {"Accept-Encoding": coding, "If-None-Match": etag}
        answer = httpx2.get(f"{server}{LARGE}", headers=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert "content-encoding" not in answer.headers
        assert answer.headers["etag"] == etag
        assert "Accept-Encoding" in answer.headers["vary"]
        other = {**known, "Accept-Encoding": "zstd" if coding == "gzip" else "gzip"}
        assert httpx2.get(f"{server}{LARGE}", headers=other).status_code == 200


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_head_and_options_are_not_packed_from_nothing(server: str, coding: str) -> None:
    """HEAD has the headers of GET; an answer without a body stays without one."""
    accepted = {"Accept-Encoding": f"{coding}, identity;q=0"}
    get, head = (httpx2.request(method, f"{server}{LARGE}", headers=accepted) for method in ("GET", "HEAD"))
    for name in ("content-encoding", "content-length", "etag", "vary"):
        assert head.headers[name] == get.headers[name]
    assert head.content == b""
    options = httpx2.options(f"{server}{LARGE}", headers=accepted)
    assert (options.status_code, options.content) == (204, b"")
    assert "content-encoding" not in options.headers
    led = httpx2.get(f"{server}/id/kine", headers=accepted)
    assert led.status_code == 303
    assert "content-encoding" not in led.headers


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_stream_is_packed_as_it_comes(coding: str) -> None:
    """Each part can be unpacked before the next one is there."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        answer = StreamingResponse(iter([b"a" * 5000, b"b" * 300_000]), media_type="text/plain")
        await answer(scope, receive, send)

    answer = TestClient(CompressionMiddleware(app)).get("/", headers={"Accept-Encoding": coding})
    assert answer.headers["content-encoding"] == coding
    assert "content-length" not in answer.headers
    assert answer.content == b"a" * 5000 + b"b" * 300_000


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_an_answer_that_is_remembered_stays_packed(client: TestClient, coding: str) -> None:
    """What comes from memory are the bytes that came first."""
    first = client.get(LARGE, headers={"Accept-Encoding": coding})
    for _ in range(3):
        again = client.get(LARGE, headers={"Accept-Encoding": coding})
        assert (again.headers["etag"], again.content) == (first.headers["etag"], first.content)
