"""SERVICE: only what was opened is called, and what it says is a part of the query."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx2
import pyoxigraph as ox
import pytest

from bench.served import served
from graph import BadParameterError, BadQueryError
from graph.errors import LimitError
from graph.federation.answers import FAILED, answered
from graph.federation.calls import Calls, Request, calls_of
from graph.federation.opened import Opened, address_of
from graph.isolation.stand_in import Kept
from graph.isolation.work import split
from graph.store import MemoryStore

HERE = "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (HERE, [("<http://x/>", "{ ?s ?p ?o }", False)]),
        ("SELECT*{service silent<http://x/>{?s ?p 'a}b'}}", [("<http://x/>", "{?s ?p 'a}b'}", True)]),
        (
            "SELECT * { SERVICE # {\n x:y {{?a ?b ?c}UNION{?d ?e ?f}} }",
            [("x:y", "{{?a ?b ?c}UNION{?d ?e ?f}}", False)],
        ),
        ("SELECT * { ?s ?p 'SERVICE <http://x/> {}' }", []),
        (
            "SELECT * { SERVICE <http://x/> {} OPTIONAL { SERVICE <http://y/> { ?a ?b ?c } } }",
            [("<http://x/>", "{}", False), ("<http://y/>", "{ ?a ?b ?c }", False)],
        ),
    ],
)
def test_calls_are_found(query: str, found: list[tuple[str, str, bool]]) -> None:
    """Their address, their group, and whether they may fail; not what only looks like one."""
    calls = calls_of(query)
    assert [(call.name, call.group, call.silent) for call in calls] == found
    assert all(query[call.start : call.end].lower().startswith("service") for call in calls)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "not a variable"),
        ("SELECT * { SERVICE", "needs the address"),
        ("SELECT * { SERVICE <http://x/>", "needs the address"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o ", "never closed"),
        ("SELECT * { SERVICE <http://x/> { SERVICE <http://y/> {} } }", "within SERVICE"),
        ("SELECT * {" + "SERVICE <http://x/> {}" * 9 + "}", "at most 8"),
    ],
)
def test_calls_that_cannot_be_made_are_refused(query: str, reason: str) -> None:
    """With a reason, before anybody is asked."""
    with pytest.raises(BadQueryError, match=reason):
        calls_of(query)


def requests(query: str) -> list[Request]:
    """Read what a query asks of others."""
    kept = Kept()
    Calls(query)(MemoryStore(ox.Store()), kept)
    return [Request(*each) for each in split(kept.parts[0][1])[0]]


def test_a_call_is_sent_as_a_query_that_runs_anywhere() -> None:
    """With the prefixes that it uses, ours and its own; without variables it asks whether."""
    (first,) = requests(
        "PREFIX x: <http://x/> SELECT * { ?d dg:uses ?c SERVICE x:sparql { ?d x:name ?n ; dg:a 1 } }"
    )
    assert first.service == "http://x/sparql"
    assert first.query.endswith("SELECT * { ?d x:name ?n ; dg:a 1 }")
    assert first.query.count("PREFIX") == 2
    (second,) = requests("ASK { SERVICE SILENT <http://x/> { dg:a dg:b 1 } }")
    assert second.query.endswith("ASK { dg:a dg:b 1 }")
    assert second.silent
    for each in (first, second):
        ox.Store().query(each.query)


def as_json(variables: list[str], *rows: dict[str, dict[str, str]]) -> bytes:
    """Write an answer as a service does."""
    return json.dumps({"head": {"vars": variables}, "results": {"bindings": rows}}).encode()


def test_an_answer_stands_for_its_call() -> None:
    """Every kind of term, and none at all, comes through as it is; a blank node has a name of its own."""
    nasty = "\"} . SERVICE <http://z/> {} #'\n\\"
    answer = as_json(
        ["o", "n"],
        {"o": {"type": "literal", "value": nasty, "xml:lang": "en"}},
        {"o": {"type": "uri", "value": "http://a/b"}, "n": {"type": "bnode", "value": "x1"}},
        {"o": {"type": "literal", "value": "7", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
    )
    text = answered("SELECT ?o ?n {\n SERVICE <http://x/>\n{ ?s ?p ?o } }", [answer])
    assert text.count("\n") == 2
    found = list(ox.Store().query(text))  # type: ignore[arg-type]  # a SELECT
    assert [row["o"] for row in found] == [
        ox.Literal(nasty, language="en"),
        ox.NamedNode("http://a/b"),
        ox.Literal(7),
    ]
    assert found[0]["n"] is None
    assert str(found[1]["n"]).startswith("<https://w3id.org/distrograph/.well-known/genid/")


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        (FAILED, 1),
        (b'{"head":{},"boolean":true}', 1),
        (b'{"head":{},"boolean":false}', 0),
        (as_json(["s"]), 0),
    ],
)
def test_answers_without_values_count(answer: bytes, count: int) -> None:
    """A silent failure and a yes are one solution, a no and an empty answer are none."""
    found = ox.Store().query(answered(HERE, [answer]))
    assert len(list(found)) == count  # type: ignore[arg-type]  # a SELECT


@pytest.mark.parametrize("answer", [b"<html>", b'{"head":{}}', b"[]", b'{"results":'])
def test_nonsense_is_refused(answer: bytes) -> None:
    """What is no answer is not taken for one."""
    with pytest.raises(BadQueryError, match="cannot be read"):
        answered(HERE, [answer])


OPENED = Opened.of(["https://a.example/sparql", "http://127.0.0.1:9/q/"])


@pytest.mark.parametrize(
    "service",
    [
        "https://a.example/sparql",
        "https://A.example:443/sparql/",
        "https://a.example/sparql?default-graph-uri=x",
        "https://a.example/sparql/deep",
        "http://127.0.0.1:9/q",
    ],
)
def test_what_begins_as_an_opened_address_is_opened(service: str) -> None:
    """Whole steps of the path, and the same host and port however written."""
    assert OPENED.place(service).hostname in {"a.example", "127.0.0.1"}


@pytest.mark.parametrize(
    "service",
    [
        "https://a.example/sparqlx",
        "https://a.example/",
        "https://a.example/sparql/../admin",
        "https://a.example/sparql/%2e%2E/admin",
        "https://a.example/sparql/..%2fadmin",
        "http://a.example/sparql",
        "https://a.example:444/sparql",
        "https://a.example:x/sparql",
        "https://a.example.evil.example/sparql",
        "https://evil@a.example/sparql",
        "https://a.example\\@evil.example/sparql",
        "http://127.0.0.1:9/",
        "http://localhost:9/q/",
        "file:///etc/passwd",
        "urn:x",
    ],
)
def test_what_was_not_opened_is_refused(service: str) -> None:
    """However it looks like something that was."""
    with pytest.raises(BadQueryError, match="is refused"):
        OPENED.place(service)


@pytest.mark.parametrize(
    "prefix", ["a.example", "ftp://a/", "http://", "http://u@a/", "http://a/?q", "http://a:x/"]
)
def test_only_an_address_opens(prefix: str) -> None:
    """What is none is refused at the start."""
    with pytest.raises(BadParameterError, match="opened by the beginning"):
        Opened.of([prefix])


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "0"])
def test_a_name_does_not_lead_inside(host: str) -> None:
    """A host that was opened by a name must not be this machine or its network."""
    opened = Opened.of([f"http://{host}:8000/"])
    with pytest.raises(LimitError, match="private address"):
        asyncio.run(address_of(opened.place(f"http://{host}:8000/sparql"), opened))


class Other(BaseHTTPRequestHandler):
    """A service that misbehaves as its address says."""

    def do_POST(self) -> None:  # the name that the library calls
        """Answer."""
        self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/slow":
            time.sleep(3)
        self.send_response(302 if self.path == "/redirects" else 200)
        if self.path == "/redirects":
            self.send_header("Location", "/empty")
        self.end_headers()
        body = {"/long": b"x" * (9 << 20), "/nonsense": b"<html>"}.get(self.path, as_json(["s"]))
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def other() -> Iterator[str]:
    """Run a service that misbehaves; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as httpd:
        thread = threading.Thread(target=httpd.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{httpd.server_port}"
        finally:
            httpd.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def calling(server: str) -> Iterator[tuple[str, str]]:
    """Serve the graph again, with the first server and one that misbehaves opened; gives two addresses."""
    with other() as bad:
        opened = ["--allow-service", f"{server}/sparql", "--allow-service", bad]
        with served("--workers", "2", *opened) as running:
            yield running.address, bad


def test_a_query_joins_what_another_service_says(server: str, calling: tuple[str, str]) -> None:
    """By GET and by POST; the answer is kept by nobody, for the other service may change."""
    query = f"""SELECT ?d ?name {{
      ?d dg:uses id:kine .
      SERVICE <{server}/sparql> {{ ?d skos:prefLabel ?name FILTER(LANG(?name) = "en") }}
    }}"""
    got = httpx2.get(f"{calling[0]}/sparql", params={"query": query}, timeout=30)
    posted = httpx2.post(f"{calling[0]}/sparql", data={"query": query}, timeout=30)
    for answer in (got, posted):
        names = {row["name"]["value"] for row in answer.json()["results"]["bindings"]}
        assert names == {"k0s", "K3s", "RKE2"}
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/redirects", 502, "answers with 302"),
        ("/long", 413, "8 MiB"),
        ("/nonsense", 400, "cannot be read"),
        ("/slow", 503, "did not answer"),
    ],
)
def test_a_service_that_misbehaves_is_named(
    calling: tuple[str, str], path: str, status: int, reason: str
) -> None:
    """Nothing is followed, waited for or taken in without end; a silent call gives one empty solution."""
    address, bad = calling
    params = {"query": f"SELECT * {{ SERVICE <{bad}{path}> {{ ?s ?p ?o }} }}", "timeout": "1"}
    answer = httpx2.get(f"{address}/sparql", params=params, timeout=30)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert reason in answer.json()["detail"]
    if status in {502, 413}:
        params["query"] = params["query"].replace("SERVICE", "SERVICE SILENT")
        silent = httpx2.get(f"{address}/sparql", params=params, timeout=30)
        assert silent.json()["results"]["bindings"] == [{}]


@pytest.mark.parametrize(
    "service", ["http://127.0.0.1:1/sparql", "http://169.254.169.254/", "https://example.org/"]
)
def test_nobody_else_is_called(calling: tuple[str, str], service: str) -> None:
    """What was not opened is refused, silent or not."""
    for silent in ("", "SILENT "):
        query = f"SELECT * {{ SERVICE {silent}<{service}> {{ ?s ?p ?o }} }}"
        answer = httpx2.get(f"{calling[0]}/sparql", params={"query": query})
        assert answer.status_code == 400
        assert "this service calls only" in answer.json()["detail"]
