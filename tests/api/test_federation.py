"""SERVICE: only what was opened is called, and what it says is a part of the query."""

import asyncio
import ipaddress
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs

import httpx2
import pyoxigraph as ox
import pytest

from api.federation.addresses import is_public
from api.federation.allowlist import Allowlist, resolve_host
from api.federation.client import call_service
from api.workers.inline import BufferedReply
from api.workers.worker import split_head
from graph import BadParameterError, BadQueryError
from graph.errors import LimitError
from graph.rdf.service_answers import FAILED_CALL, substitute_answers
from graph.rdf.service_calls import ServiceCallJob, ServiceRequest, find_calls
from graph.rdf.store import MemoryStore
from tests.support.running_server import served

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
    calls = find_calls(query)
    assert [(call.name, call.group, call.silent) for call in calls] == found
    assert all(query[call.start : call.end].lower().startswith("service") for call in calls)


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE ?x { ?s ?p ?o } }", "not a variable"),
        ("SELECT * { SERVICE", "needs the address"),
        ("SELECT * { SERVICE <http://x/>", "needs the address"),
        ("SELECT * { SERVICE <http://x/> { ?s ?p ?o ", "is not closed"),
        ("SELECT * { SERVICE <http://x/> { SERVICE <http://y/> {} } }", "cannot be nested in SERVICE"),
        ("SELECT * {" + "SERVICE <http://x/> {}" * 9 + "}", "at most 8"),
    ],
)
def test_calls_that_cannot_be_made_are_refused(query: str, reason: str) -> None:
    """With a reason, before anybody is asked."""
    with pytest.raises(BadQueryError, match=reason):
        find_calls(query)


def requests(query: str) -> list[ServiceRequest]:
    """Read what a query asks of others."""
    kept = BufferedReply()
    ServiceCallJob(query)(MemoryStore(ox.Store()), kept)
    return [ServiceRequest(*each) for each in split_head(kept.chunks[0][1])[0]]


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
    text = substitute_answers("SELECT ?o ?n {\n SERVICE <http://x/>\n{ ?s ?p ?o } }", [answer])
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
        (FAILED_CALL, 1),
        (b'{"head":{},"boolean":true}', 1),
        (b'{"head":{},"boolean":false}', 0),
        (as_json(["s"]), 0),
    ],
)
def test_answers_without_values_count(answer: bytes, count: int) -> None:
    """A silent failure and a yes are one solution, a no and an empty answer are none."""
    found = ox.Store().query(substitute_answers(HERE, [answer]))
    assert len(list(found)) == count  # type: ignore[arg-type]  # a SELECT


@pytest.mark.parametrize("answer", [b"<html>", b'{"head":{}}', b"[]", b'{"results":'])
def test_nonsense_is_refused(answer: bytes) -> None:
    """What is no answer is not taken for one."""
    with pytest.raises(BadQueryError, match="cannot read the answer"):
        substitute_answers(HERE, [answer])


OPENED = Allowlist.parse(
    [
        "https://a.example/sparql",
        "http://127.0.0.1:9/q/",
        "http://bücher.example/odd;path=/%2e%2e/a%20b",
        "http://[::1]",
        "https://v.example/sparql?default-graph-uri=http://x/&k=%2e",
    ]
)


@pytest.mark.parametrize(
    "service",
    [
        "https://a.example/sparql",
        "HTTPS://A.example.:443/sparql/",
        "https://a.example/sparql/deep/v1.0~x_y/",
        "https://a.example/sparql/%E7%B4%A2",
        "https://a.example/sparql/索",
        "http://127.0.0.1:9/q",
        "http://127.0.0.1.:9/q/",
        "http://BÜCHER.example/odd;path=/%2e%2e/a%20b",
        "http://xn--bcher-kva.example/odd;path=/%2e%2e/a%20b/deep",
        "http://[::1]:80/",
        "http://[0:0::1]/x",
        "https://v.example/sparql?default-graph-uri=http://x/&k=%2e",
    ],
)
def test_what_begins_as_an_opened_address_is_opened(service: str) -> None:
    """As it was opened, whatever that holds, and whole steps below; host and port however written."""
    assert OPENED.require_allowed(service).host in {
        "a.example",
        "127.0.0.1",
        "xn--bcher-kva.example",
        "::1",
        "v.example",
    }


def test_an_address_is_sent_as_it_was_compared() -> None:
    """Its host in its normal form, and its path to the letter, but for letters that no request has."""
    place = OPENED.require_allowed("HTTP://BÜCHER.example.:80/odd;path=/%2e%2e/a%20b/索")
    assert (place.authority, place.target) == ("xn--bcher-kva.example", "/odd;path=/%2e%2e/a%20b/%E7%B4%A2")
    assert OPENED.require_allowed("http://[0::1]:80").authority == "[::1]"


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
        "https://a.example@evil.example/sparql",
        "https://a.example\\@evil.example/sparql",
        "https://a.example/sparql\\..\\admin",
        "https://a.example/sparql?default-graph-uri=http://127.0.0.1/",
        "https://a.example/sparql?apikey=x",
        "https://a.example/sparql?",
        "https://a.example/sparql#x",
        "https://a.example/sparql;jsessionid=x",
        "https://a.example/sparql/;x",
        "https://a.example/sparql/..;/admin",
        "https://a.example/sparql/..;x=y/admin",
        "https://a.example/sparql/..",
        "https://a.example/sparql/./",
        "https://a.example/sparql/.../admin",
        "https://a.example/sparql//admin",
        "https://a.example/sparql/%252e%252e/admin",
        "https://a.example/sparql/%2e%2e%2fadmin",
        "https://a.example/sparql/..%5cadmin",
        "https://a.example/sparql/..%255cadmin",
        "https://a.example/sparql/%c0%ae%c0%ae/admin",
        "https://a.example/sparql/%EF%BC%8E%EF%BC%8E/admin",
        "https://a.example/sparql/．．/admin",
        "https://a.example/sparql/‥/admin",
        "https://a.example/sparql/x／..／admin",
        "https://a.example/sparql/%00",
        "https://a.example/sparql/%zz",
        "https://a.example/sparql/a=b",
        "https://a.example/sparql/a b",
        "https://a.example/sparql/\tx",
        "https://a.example/\nsparql",
        "https://a.example/sparql\x1f",
        "https://a.example/sparql\u2028",
        " https://a.example/sparql",
        "https://a.example/sparql ",
        "https://a.example:/sparql\x00",
        "https://a.example:0/sparql",
        "https://a.example:65536/sparql",
        "https://a.example:4_43/sparql",
        "https://a.example:４４３/sparql",
        "https://a%2eexample/sparql",
        "https://a..example/sparql",
        "https://a.example../sparql",
        "https://℀.example/sparql",
        "https://[::1%25eth0]/",
        "http://[::1%lo]/",
        "http://[::ffff:127.0.0.1]/",
        "http://127.0.0.1:9/q/..",
        "http://127.1:9/q/",
        "http://bücher.example/odd;path=/%2E%2E/a%20b",
        "http://bücher.example/odd;path=/%2e%2e/a%20b/..",
        "https://v.example/sparql",
        "https://v.example/sparql/deep",
        "https://v.example/sparql?default-graph-uri=http://x/&k=.",
        "https://v.example/sparql?default-graph-uri=http://x/",
        "https:a.example/sparql",
        "https:///a.example/sparql",
        "http://127.0.0.1:9/",
        "http://localhost:9/q/",
        "file:///etc/passwd",
        "urn:x",
    ],
)
def test_what_was_not_opened_is_refused(service: str) -> None:
    """However it looks like something that was."""
    with pytest.raises(BadQueryError, match="is not allowed"):
        OPENED.require_allowed(service)


@pytest.mark.parametrize(
    "prefix",
    [
        *("a.example", "ftp://a/", "http://", "http://u@a/", "http://a/#x", "http://a:x/", "http://a:0/"),
        *("http://a\\b/", "http://a/\x7f", "http://a b/", "http://[::1", "http://straße.example/"),
    ],
)
def test_only_an_address_opens(prefix: str) -> None:
    """What is none is refused at the start."""
    with pytest.raises(BadParameterError, match="by the beginning"):
        Allowlist.parse([prefix])


@pytest.mark.parametrize(
    ("number", "public"),
    [
        *(("1.1.1.1", True), ("203.0.114.1", True), ("2606:4700::1111", True), ("2a00:1450::1", True)),
        *(("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False), ("fd00::1", False)),  # private
        *(("127.0.0.1", False), ("127.255.0.1", False), ("::1", False)),  # loopback
        *(("169.254.169.254", False), ("fe80::1", False)),  # link-local
        *(("240.0.0.1", False), ("255.255.255.255", False), ("4000::1", False)),  # reserved
        *(("224.0.0.1", False), ("239.1.1.1", False), ("ff02::1", False), ("ff0e::1", False)),  # multicast
        *((str(ipaddress.IPv4Address(0)), False), ("0.1.2.3", False), ("::", False)),  # unspecified
        *(("100.64.0.1", False), ("100.127.255.255", False)),  # CGNAT
        *(("::ffff:1.1.1.1", False), ("::ffff:10.0.0.1", False), ("::ffff:0:7f00:1", False)),  # IPv4-mapped
        *(("::1.1.1.1", False), ("::7f00:1", False)),  # IPv4-compatible
        *(("64:ff9b::101:101", False), ("64:ff9b::a00:1", False), ("64:ff9b:1::a00:1", False)),  # NAT64
        *(("2002:a00:1::", False), ("2002:101:101::1", False), ("192.88.99.1", False)),  # 6to4
        *(("2001::1", False), ("2001:0:4136:e378::", False), ("fec0::1", False)),  # Teredo, site-local
        *(("192.0.2.1", False), ("198.51.100.1", False), ("203.0.113.1", False), ("2001:db8::1", False)),
        *(("198.18.0.1", False), ("192.0.0.8", False), ("100::1", False), ("5f00::1", False)),
        *(("3fff::1", False), ("2001:20::1", False)),
    ],
)
def test_which_numbers_are_public(number: str, *, public: bool) -> None:
    """Those of one host each, that anybody may call: no network of one's own, and nothing that leads on."""
    assert is_public(number) == public


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f.1", "0"])
def test_a_name_does_not_lead_inside(host: str) -> None:
    """A host that was opened by a name must not be this machine or its network."""
    opened = Allowlist.parse([f"http://{host}:8000/"])
    with pytest.raises(LimitError, match="private address"):
        asyncio.run(resolve_host(opened.require_allowed(f"http://{host}:8000/sparql"), opened))


class Other(BaseHTTPRequestHandler):
    """A service that misbehaves as its address says, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_POST(self) -> None:  # the name that the library calls
        """Answer."""
        self.asked.append((self.path, self.rfile.read(int(self.headers["content-length"])).decode()))
        if self.path == "/slow":
            time.sleep(3)
        self.send_response(302 if self.path == "/redirects" else 200)
        if self.path == "/redirects":
            self.send_header("Location", "/empty")
        self.end_headers()
        body = {"/long": b"x" * (9 << 20), "/nonsense": b"<html>"}.get(self.path, as_json(["s"]))
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def other() -> Iterator[str]:
    """Run a service that misbehaves; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, args=(0.01,))
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
        assert names == {"k0s", "k3d", "K3s", "RKE2"}
        assert answer.headers["cache-control"] == "no-store"


def test_an_address_may_be_written_as_any_iri(server: str, calling: tuple[str, str]) -> None:
    """By a prefix, relative to a base, with an escape: what it stands for is held against what was opened."""
    for prologue, name in (
        (f"PREFIX s: <{server}/>", "s:sparql"),
        (f"BASE <{server}/x/>", "<../sparql>"),
        ("", f"<{server}/\\u0073parql>"),
    ):
        query = f"{prologue} ASK {{ SERVICE {name} {{ id:k0s dg:uses id:kine }} }}"
        answer = httpx2.get(f"{calling[0]}/sparql", params={"query": query}, timeout=30)
        assert answer.json()["boolean"] is True, name
        other = query.replace("sparql", "elsewhere").replace("\\u0073parql", "elsewhere")
        for refused in (other, other.replace("SERVICE", "SERVICE SILENT")):
            answer = httpx2.get(f"{calling[0]}/sparql", params={"query": refused}, timeout=30)
            assert (answer.status_code, "this server calls only" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("inner", "reason"),
    [
        (r"\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o }", "cannot be nested in SERVICE"),
        ("SERVICESILENT <http://127.0.0.1:1/> { ?s ?p ?o }", "spaces around the keyword"),
        ("FILTER(?a<'&&?b>') SERVICE <http://127.0.0.1:1/> {} FILTER(?c='')", "or a less-than sign"),
        (r'?s ?p "\\u0022 } SERVICE <http://127.0.0.1:1/> {} #"', "may read .* as an escape"),
        (r'?s ?p "\u0022 . SERVICE <http://127.0.0.1:1/> {} #"', None),
    ],
)
def test_an_opened_service_is_not_made_to_call_another(
    calling: tuple[str, str], inner: str, reason: str | None
) -> None:
    """A query in which anybody could read a call of its own is not sent; what only looks like one is."""
    query = f"SELECT * {{ SERVICE <{calling[1]}/q> {{ {inner} }} }}"
    Other.asked.clear()
    answer = httpx2.get(f"{calling[0]}/sparql", params={"query": query}, timeout=30)
    if reason is None:
        assert answer.status_code == 200
        ((path, body),) = Other.asked
        assert path == "/q"
        assert parse_qs(body)["query"][0].endswith(r'{ ?s ?p "\" . SERVICE <http://127.0.0.1:1/> {} #" }')
    else:
        assert answer.status_code == 400
        assert re.search(reason, answer.json()["detail"])
        assert Other.asked == []


def test_what_was_opened_is_sent_to_the_letter() -> None:
    """No library makes another path of it, whatever it holds."""
    odd = "/a;b=%2E%2E/%2f/../c?default-graph-uri=http://x/%2e"
    with other() as bad:
        opened = Allowlist.parse([bad + odd])
        request = ServiceRequest(f"{bad}{odd}", "ASK {}", silent=False)
        Other.asked.clear()

        async def asking() -> bytes:
            async with httpx2.AsyncClient(trust_env=False) as client:
                return await call_service(request, opened, client)

        assert asyncio.run(asking()) == as_json(["s"])
    assert Other.asked == [(odd, "query=ASK+%7B%7D")]


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/redirects", 502, "answered with status 302"),
        ("/long", 413, "8 MiB"),
        ("/nonsense", 400, "cannot read the answer"),
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
        assert "this server calls only" in answer.json()["detail"]
