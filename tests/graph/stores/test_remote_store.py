"""A server as the store: what it does wrong is said, and readers see one whole snapshot whatever happens."""

import gzip
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.observability.logging import Log
from api.observability.tracing import configure_tracing
from graph import BadDataError, BadParameterError, BadQueryError, KnowledgeGraph
from graph.dataset.metadata import SCHEMA_VERSION, format_snapshot_line
from graph.errors import LocalError, StoreError
from graph.settings import is_safe
from graph.stores.remote.access import load_access
from graph.stores.remote.circuit_breaker import MAX_FAILURES, CircuitBreaker
from graph.stores.remote.connection import Connection
from graph.stores.remote.store import RemoteStore
from ingest.git_repository import open_repository as repository
from tests.support.certificates import certificate
from tests.support.faulty_server import (
    JSON,
    ROWS,
    Answer,
    Bad,
    bad_server,
    cuts,
    hangs_up,
    says,
    sleeps,
    table,
)

ABOUT = json.dumps(
    {
        "head": {"vars": ["snapshot", "day", "form"]},
        "results": {
            "bindings": [
                {
                    "snapshot": {"type": "literal", "value": "abc"},
                    "day": {"type": "literal", "value": "2026-11-01"},
                    "form": {"type": "literal", "value": SCHEMA_VERSION},
                }
            ]
        },
    }
).encode()
TRUE = b'{"head": {}, "boolean": true}'
LOG = table(names=("snapshot", "field", "value"))


@pytest.fixture
def bad() -> Iterator[Bad]:
    """Run a server that answers as it is told."""
    with bad_server() as running:
        yield running


@pytest.fixture
def opened(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> KnowledgeGraph:
    """Open the server as a graph, with little patience."""
    monkeypatch.setenv("DISTROGRAPH_STORE_TIMEOUT", "0.3")
    bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT))
    graph = KnowledgeGraph.open(bad.url)
    assert (graph.snapshot, str(graph.as_of)) == ("abc", "2026-11-01")
    return graph


# --- A server that fails


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        (says(200, b"<html>", "text/html"), 502, "of type text/html"),
        (says(200, b"{", JSON), 502, "Parser error at line 1"),
        (says(200, TRUE), 502, "the answer is to another query"),
        (says(500, b"out of\nmemory", "text/plain"), 502, "500 out of memory"),
        (says(401), 502, "the credentials are rejected (401); set them with DISTROGRAPH_STORE_USER, "),
        (says(403, b"read-only"), 502, "access is denied (403) read-only"),
        (says(302, Location="http://127.0.0.1:1/"), 502, "302"),
        (says(200, X_SPARQL_MaxRows="10000"), 502, "the rows are cut off at 10000"),
        (cuts(ROWS[:30]), 502, "the answer was cut off"),
        (cuts(), 502, "the answer was cut off"),
        (hangs_up, 503, "cannot reach the store"),
        (says(503), 503, "accepts no requests now (503)"),
        (says(429, Retry_After="30"), 503, "accepts no requests now (429)"),
        (says(504), 504, "did not answer within 0.3 s"),
        (sleeps, 504, "did not answer within 0.3 s"),
    ],
)
def test_what_a_server_does_wrong_is_said(
    bad: Bad, opened: KnowledgeGraph, answer: Answer, status: int, said: str
) -> None:
    """By the status of a gateway, in both languages, and by which server."""
    bad.will(answer)
    with pytest.raises(StoreError) as caught:
        opened.query("SELECT ?d { ?d ?p ?o }")
    assert caught.value.status == status
    assert said in str(caught.value)
    assert f"store at {bad.url.split('/')[2]}" in str(caught.value)
    assert caught.value.render("zh") != str(caught.value)


@pytest.mark.parametrize("answer", [hangs_up, says(502), says(503), says(429, Retry_After="0")])
def test_what_may_be_better_at_once_is_tried_again(bad: Bad, opened: KnowledgeGraph, answer: Answer) -> None:
    """Twice; who asks notices nothing."""
    bad.will(answer, answer, says(200))
    assert len(opened.query("SELECT ?d { ?d ?p ?o }").terms()) == 0
    assert len(bad.asked) == 3


@pytest.mark.parametrize("answer", [sleeps, says(500), says(400), says(401)])
def test_what_will_not_be_better_is_not_tried_again(bad: Bad, opened: KnowledgeGraph, answer: Answer) -> None:
    """A query that takes too long would do so again."""
    bad.will(answer)
    with pytest.raises(StoreError):
        opened.query("SELECT ?d { ?d ?p ?o }")
    assert len(bad.asked) == 1


def test_a_server_that_is_down_is_left_in_peace(bad: Bad, opened: KnowledgeGraph) -> None:
    """After some failures in a row nobody asks, but for one now and then, who finds that it is up again."""
    bad.will(says(503))
    for _ in range(MAX_FAILURES):
        with pytest.raises(StoreError, match="accepts no requests now"):
            opened.query("ASK {}")
    asked = len(bad.asked)
    with pytest.raises(StoreError, match=r"retrying in \d s") as caught:
        opened.query("ASK {}")
    assert len(bad.asked) == asked
    assert 0 < caught.value.after <= 3
    bad.will(says(200, TRUE))
    time.sleep(caught.value.after + 0.1)
    for _ in range(3):
        opened.query("ASK {}")
    assert len(bad.asked) == 3


def test_a_server_that_is_silent_is_left_in_peace_too(bad: Bad, opened: KnowledgeGraph) -> None:
    """Who asks then is told so at once, and does not wait as the others did."""
    bad.will(sleeps)
    for _ in range(MAX_FAILURES):
        with pytest.raises(StoreError, match="did not answer within"):
            opened.query("ASK {}")
    with pytest.raises(StoreError, match=r"retrying in \d s"):
        opened.query("ASK {}")


def test_a_server_that_takes_long_for_much_is_asked_on(bad: Bad, opened: KnowledgeGraph) -> None:
    """Long queries in a row do not shut others out: it answers what takes no time."""
    bad.will(*[sleeps] * MAX_FAILURES, says(200, TRUE))
    for _ in range(MAX_FAILURES):
        with pytest.raises(StoreError, match="did not answer within"):
            opened.query("SELECT ?d { ?d ?p ?o }")
    assert opened.query("ASK {}")
    assert cast("RemoteStore", opened.store).connection.breaker.remaining_pause() == 0


def test_another_version_of_a_service_is_not_opened(bad: Bad) -> None:
    """What it does not hold would be told as if nobody had said it."""
    bad.will(
        says(200, TRUE),
        says(200, LOG),
        says(200, ABOUT.replace(f'"value": "{SCHEMA_VERSION}"'.encode(), b'"value": "1"')),
    )
    with pytest.raises(
        BadDataError,
        match=rf"another version of distrograph \(schema 1; this one reads schema {SCHEMA_VERSION}\)",
    ):
        KnowledgeGraph.open(bad.url)


def test_what_was_answered_is_shown_when_the_server_is_gone(bad: Bad, opened: KnowledgeGraph) -> None:
    """Without what the server would have to be asked for."""
    bad.will(says(200))
    result = opened.query("SELECT ?d { ?d dg:usez id:kine }")
    bad.will(hangs_up)
    assert repr(result) == "d\n0 rows"
    assert result.hints() == []


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (says(404), BadParameterError, "this snapshot covers only 1 Nov 2026"),
        (says(200, b"<html>"), StoreError, "undated.nq.gz: Not a gzipped file"),
        (
            says(200, gzip.compress(format_snapshot_line("abc"))[:-9]),
            StoreError,
            "undated.nq.gz: Compressed file ended",
        ),
        (cuts(gzip.compress(format_snapshot_line("abc"))), StoreError, "the answer was cut off"),
        (
            says(200, gzip.compress(format_snapshot_line("def"))),
            StoreError,
            "serves another snapshot",
        ),
        (says(503), StoreError, "accepts no requests now"),
    ],
)
def test_other_days_of_a_service_need_its_file(
    bad: Bad, opened: KnowledgeGraph, answer: Answer, error: type[Exception], said: str
) -> None:
    """Of the same snapshot, and whole; else the day is refused, and never made of something else."""
    bad.will(answer)
    with pytest.raises(error, match=re.escape(said)):
        opened.on("2024-01-15")


def test_another_day_of_a_service_is_derived_here(bad: Bad, opened: KnowledgeGraph) -> None:
    """From one file, which is fetched once."""
    bad.will(says(200, gzip.compress(format_snapshot_line("abc"))))
    assert str(opened.on("2024-01-15").as_of) == "2024-01-15"
    assert str(opened.on("2023-01-15").as_of) == "2023-01-15"
    assert len(bad.asked) == 1


def test_processes_share_what_they_know_of_a_server() -> None:
    """What a child finds out counts for its parent."""
    breaker = CircuitBreaker()
    if (child := os.fork()) == 0:
        for _ in range(MAX_FAILURES):
            breaker.record_failure()
        os._exit(0)
    os.waitpid(child, 0)
    assert 0 < breaker.remaining_pause() <= 3
    breaker.record_success()
    assert breaker.remaining_pause() == 0


def test_the_api_says_what_a_server_does_wrong(bad: Bad, opened: KnowledgeGraph) -> None:
    """As a gateway does, with a problem in the language of who asks."""
    log = Log()
    client = TestClient(create_app(opened, log=log), raise_server_exceptions=False)
    for answer, status in ((says(500), 502), (sleeps, 504), (says(503), 503)):
        bad.will(answer)
        for path in ("/sparql?query=ASK{}", "/api/v1/distributions"):
            found = client.get(path, headers={"Accept-Language": "zh"})
            assert found.status_code == status, path
            assert found.headers["content-type"] == "application/problem+json"
            assert found.json()["type"].endswith("/problem/store")
            assert "的存储" in found.json()["detail"]
            assert int(found.headers["retry-after"]) > 0
        page = client.get("/", headers={"Accept": "text/html", "Accept-Language": "en"})
        assert page.status_code == status
        assert "No answer at the moment" in page.text
    assert 'outcome="store"' in client.get("/metrics").text
    failed = [line for line in log.lines if line["outcome"] == "store"]
    assert len(failed) == 9
    assert {line["level"] for line in failed} == {"error"}
    assert all(str(line["reason"]).startswith("the store at 127.0.0.1:") for line in failed)


def test_a_query_is_read_before_it_is_sent(bad: Bad, opened: KnowledgeGraph) -> None:
    """What cannot be read, or is no SPARQL, gets our own error; a server's own words never reach it."""
    bad.will(says(200))
    for query in ("SELECT nonsense", 'DEFINE get:soft "soft" SELECT * {}', "INSERT DATA { <a> <b> <c> }"):
        with pytest.raises(BadQueryError, match="line 1, column"):
            opened.query(query)
    assert bad.asked == []


def test_a_server_is_sent_what_was_read(bad: Bad, opened: KnowledgeGraph) -> None:
    """Without an escape that it might read otherwise, and without a call or an update behind one."""
    bad.will(says(200))
    opened.query(r'SELECT ?d { ?d ?p "\u0022 \u0053ERVICE", <http://x/\u0041> }')
    assert parse_qs(bad.asked[0])["query"][0].endswith(r'SELECT ?d { ?d ?p "\" SERVICE", <http://x/A> }')
    bad.asked.clear()
    client = TestClient(create_app(opened), raise_server_exceptions=False)
    for query in (
        r"ASK { \u0053ERVICE <http://127.0.0.1:1/> {} }",
        r"\u0049NSERT DATA { <a> <b> <c> }",
        "ASK { ?s ?p trueSERVICE <http://127.0.0.1:1/> {} }",
        "ASK { ?s ?p ?a FILTER(?a<'&&?b>') SERVICE <http://127.0.0.1:1/> {} FILTER(?c='') }",
    ):
        found = client.get("/sparql", params={"query": query})
        assert found.status_code == 400, query
    assert bad.asked == []


# --- Who asks


def test_a_name_and_a_password_are_given_when_they_are_asked_for(
    bad: Bad, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the way that the server wants; and a token at once."""
    seen: list[str | None] = []
    challenge = ""

    def looks(handler: BaseHTTPRequestHandler) -> None:
        given = handler.headers["authorization"]
        seen.append(given)
        if given:
            says(200, TRUE)(handler)
        else:
            says(401, WWW_Authenticate=challenge)(handler)

    monkeypatch.setenv("DISTROGRAPH_STORE_USER", "reader")
    monkeypatch.setenv("DISTROGRAPH_STORE_PASSWORD", "secret")
    for wanted, begin in (
        ('Basic realm="x"', "Basic cmVhZGVyOnNlY3JldA=="),
        ('Digest realm="x", nonce="abc", qop="auth", algorithm=MD5', 'Digest username="reader"'),
    ):
        challenge = wanted
        seen.clear()
        bad.will(looks)
        connection = Connection(load_access(bad.url))
        for _ in range(2):
            with connection.send(connection.client.build_request("POST", bad.url)) as response:
                assert response.is_success
        given = [each for each in seen if each is not None]
        assert seen[0] is None
        assert [each[: len(begin)] for each in given] == [begin, begin]
        assert seen[-2:] == given  # the second request is not asked first
    monkeypatch.setenv("DISTROGRAPH_STORE_TOKEN", "token")
    access = load_access(bad.url)
    assert "secret" not in repr(access)
    assert "'token'" not in repr(access)
    seen.clear()
    connection = Connection(access)
    with connection.send(connection.client.build_request("POST", bad.url)):
        assert seen == ["Bearer token"]


def a_name(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a name of this machine that nobody knows for one: a host on the network, as it were."""
    found = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **more: found({"store.test": "127.0.0.1"}.get(host, host), *rest, **more),
    )
    return "store.test"


def test_no_secret_goes_over_plain_http(bad: Bad, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a token nor a Basic password, to a store or to where it takes graphs, but to a named host."""
    seen: list[str | None] = []

    def looks(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["authorization"])
        says(401 if seen[-1] is None else 200, TRUE, WWW_Authenticate='Basic realm="x"')(handler)

    away = bad.url.replace("127.0.0.1", a_name(monkeypatch))
    bad.will(looks)
    monkeypatch.setenv("DISTROGRAPH_STORE_TOKEN", "secret")
    with pytest.raises(LocalError, match=r"_TOKEN would be sent to store.test .*_ALLOW_HTTP=store.test"):
        KnowledgeGraph.open(away)
    connection = Connection(load_access(bad.url))
    with (
        pytest.raises(LocalError, match="over unencrypted HTTP"),
        connection.send(connection.client.build_request("PUT", away)),
    ):
        pass
    monkeypatch.delenv("DISTROGRAPH_STORE_TOKEN")
    monkeypatch.setenv("DISTROGRAPH_STORE_USER", "reader")
    monkeypatch.setenv("DISTROGRAPH_STORE_PASSWORD", "secret")
    with pytest.raises(LocalError, match=r"_PASSWORD would be sent to store.test over unencrypted HTTP"):
        KnowledgeGraph.open(away)
    assert {*seen} == {None}
    monkeypatch.setenv("DISTROGRAPH_ALLOW_HTTP", "other.test, Store.Test.")
    connection = Connection(load_access(away))
    with connection.send(connection.client.build_request("POST", away)) as response:
        assert response.is_success


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        *(("https://a.example/", True), ("http://a.example/", False), ("HTTP://a.example:443/", False)),
        *(("http://localhost:1/", True), ("http://127.9.9.9/", True), ("http://[::1]/", True)),
        *(
            ("http://localhost.example/", False),
            ("http://127.0.0.1.example/", False),
            ("http://10.0.0.1/", False),
        ),
        *(("http://named.example./", True), ("http://x.named.example/", False), ("git://a.example/", True)),
    ],
)
def test_where_secrets_may_go(url: str, safe: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  # a row
    """Encrypted, to this machine by its own name, or to a host that is named as a whole."""
    monkeypatch.setenv("DISTROGRAPH_ALLOW_HTTP", "named.example")
    assert is_safe(url) == safe


def test_a_password_in_the_address_of_a_repository_stays_here(tmp_path: Path) -> None:
    """If it would go in the open, and is not shown either."""
    with pytest.raises(
        LocalError, match=r"the password in the address would be sent to git.test over unencrypted HTTP"
    ) as caught:
        repository("http://me:secret@git.test/x", tmp_path)
    assert "secret" not in str(caught.value)


def test_keys_of_who_takes_spans_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """If they would go in the open."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://spans.test:4318")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "api-key=secret")
    with pytest.raises(LocalError, match=r"OTEL_EXPORTER_OTLP_HEADERS holds would be sent to spans.test"):
        configure_tracing()


def test_a_certificate_must_be_one_that_is_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the system, or by the file that SSL_CERT_FILE names."""
    file = certificate(tmp_path)
    with bad_server(file) as bad:
        bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT))
        with pytest.raises(StoreError, match="CERTIFICATE_VERIFY_FAILED") as caught:
            KnowledgeGraph.open(bad.url)
        assert (caught.value.status, bad.asked) == (503, [])
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert KnowledgeGraph.open(bad.url).snapshot == "abc"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://me:secret@localhost/sparql", "set DISTROGRAPH_STORE_USER and DISTROGRAPH_STORE_PASSWORD"),
        ("https://", "not the address of a SPARQL endpoint"),
        ("http://host:99999/", "not the address of a SPARQL endpoint"),
    ],
)
def test_an_address_that_is_none_is_refused(url: str, said: str) -> None:
    """And one that would tell a secret."""
    with pytest.raises(LocalError, match=said) as caught:
        KnowledgeGraph.open(url)
    assert "secret" not in str(caught.value)
