"""The SPARQL 1.1 Protocol, for queries."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import httpx2
import pyoxigraph as ox
import pytest
import rdflib
from fastapi.testclient import TestClient

from graph import KnowledgeGraph

CARD = "SELECT ?d { ?d dg:uses id:kine }"
ID = "https://w3id.org/distrograph/id/"


def ask(client: TestClient, query: str, **headers: str) -> tuple[int, str, str]:
    """Send a query by GET."""
    response = client.get("/sparql", params={"query": query}, headers=headers)
    return response.status_code, response.headers["content-type"], response.text


def test_the_card_is_answered_over_sparql(client: TestClient) -> None:
    """The same distributions as over REST, with the prefixes of the project undeclared."""
    _, media_type, text = ask(client, CARD)
    assert media_type == "application/sparql-results+json"
    found = {binding["d"]["value"] for binding in json.loads(text)["results"]["bindings"]}
    assert found == {ID + "k3s", ID + "k3d", ID + "k0s", ID + "rke2"}
    rest = client.get("/api/v1/components/kine/distributions").json()["items"]
    assert {row["iri"] for row in rest} == found


def test_the_default_cni_of_k0s_is_kube_router_and_only_that(client: TestClient) -> None:
    """A plain triple holds what prevails, and nothing else."""
    body = json.loads(ask(client, "SELECT ?c { id:k0s dg:defaultCni ?c }")[2])
    assert [b["c"]["value"] for b in body["results"]["bindings"]] == [ID + "kube-router"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json;q=0, text/csv", "text/csv; charset=utf-8"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
    ],
)
def test_the_format_is_negotiated_with_weights(client: TestClient, accept: str, media_type: str) -> None:
    """The most telling range decides; of equal weights the first offer wins."""
    assert ask(client, CARD, accept=accept)[1] == media_type


def test_every_format_of_solutions_holds_the_same(client: TestClient) -> None:
    """JSON, XML, CSV and TSV give the same distributions."""
    get = {
        name: client.get("/sparql", params={"query": CARD, "format": name}).text
        for name in ("json", "xml", "csv", "tsv")
    }
    wanted = {ID + name for name in ("k0s", "k3d", "k3s", "rke2")}
    assert {b["d"]["value"] for b in json.loads(get["json"])["results"]["bindings"]} == wanted
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert {e.text for e in ET.fromstring(get["xml"]).iter(space + "uri")} == wanted  # noqa: S314  # our own answer
    assert {row["d"] for row in csv.DictReader(io.StringIO(get["csv"]))} == wanted
    assert {line.strip("<>") for line in get["tsv"].split("\n")[1:] if line} == wanted


@pytest.mark.parametrize("name", ["turtle", "nt", "nquads", "trig", "xml", "jsonld"])
def test_every_format_of_triples_is_read_by_rdflib(client: TestClient, kg: KnowledgeGraph, name: str) -> None:
    """What DESCRIBE gives has as many triples in every format."""
    response = client.get("/sparql", params={"query": "DESCRIBE id:kine", "format": name})
    known = rdflib.Dataset(default_union=True)
    known.parse(data=response.text, format={"jsonld": "json-ld", "nt": "nt"}.get(name, name))
    assert len(known) == len(kg.query("DESCRIBE id:kine"))


def test_ask_is_answered_in_every_format(client: TestClient) -> None:
    """A truth has a form in each format."""
    for name in ("json", "xml", "csv", "tsv"):
        assert "true" in client.get("/sparql", params={"query": "ASK {}", "format": name}).text


def test_queries_are_posted_as_form_or_directly(client: TestClient) -> None:
    """Both kinds of POST give what GET gives."""
    by_get = ask(client, CARD)[2]
    form = client.post("/sparql", data={"query": CARD})
    direct = client.post(
        "/sparql", content=CARD, headers={"content-type": "application/sparql-query; charset=utf-8"}
    )
    assert form.text == direct.text == by_get


def test_a_dataset_can_be_chosen(client: TestClient) -> None:
    """`default-graph-uri` and `named-graph-uri` make up the dataset of the query."""
    source = "https://w3id.org/distrograph/source/k0s-repository"
    count = "SELECT (COUNT(*) AS ?n) { ?c a dg:Claim }"
    got = client.get("/sparql", params={"query": count, "default-graph-uri": source}).json()
    everywhere = client.get("/sparql", params={"query": count}).json()
    assert int(got["results"]["bindings"][0]["n"]["value"]) > 0
    assert everywhere["results"]["bindings"][0]["n"]["value"] == "0"
    named = client.get(
        "/sparql",
        params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?c a dg:Claim } }", "named-graph-uri": source},
    ).json()
    assert [b["g"]["value"] for b in named["results"]["bindings"]] == [source]


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT ?x WHERE { ?x ?y }", 1, 26),
        ("SELECT ?x\nWHERE { ?x foo:bar ?y }", 2, None),
        ("INSERT DATA { id:a id:b id:c }", 1, 1),
        ("", 1, 1),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 1, 12),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 1, 12),
    ],
)
def test_a_query_that_cannot_be_run_is_refused_at_its_place(
    client: TestClient, query: str, line: int, column: int | None
) -> None:
    """400 as problem+json, with line and column."""
    response = client.get("/sparql", params={"query": query})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    position = response.json()["position"]
    assert position["line"] == line
    assert column is None or position["column"] == column


def test_several_queries_are_refused(client: TestClient) -> None:
    """A request holds one query (SPARQL 1.1 Protocol, section 2.1)."""
    assert client.get("/sparql?query=ASK%7B%7D&query=ASK%7B%7D").status_code == 400


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "application/sparql-update", 415),
        (b"query=ASK%7B%7D", "application/json", 415),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"\xff\xfe", "application/sparql-query", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (b"query=ASK{}&using-graph-uri=http://x", "application/x-www-form-urlencoded", 422),
        (b"update=CLEAR+ALL", "application/x-www-form-urlencoded", 422),
        (b"a" * 900_000, "application/sparql-query", 413),
        (b"#" + b"a" * 256_000, "application/sparql-query", 413),
    ],
)
def test_what_is_no_query_is_refused(client: TestClient, body: bytes, media_type: str, status: int) -> None:
    """Each refusal has its status, and is a problem that a reader can mend."""
    response = client.post("/sparql", content=body, headers={"content-type": media_type})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


def test_a_format_that_nobody_offers_is_refused(client: TestClient) -> None:
    """By name 422, by Accept 406; both say what there is."""
    named = client.get("/sparql", params={"query": "ASK {}", "format": "pdf"})
    accepted = client.get("/sparql", params={"query": "ASK {}"}, headers={"accept": "image/png"})
    assert (named.status_code, accepted.status_code) == (422, 406)
    assert "json" in named.json()["detail"]
    assert "json" in accepted.json()["detail"]


def test_a_bare_get_describes_the_service(client: TestClient) -> None:
    """A program gets the service description, a browser the editor."""
    described = client.get("/sparql", headers={"accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=described.text, format="turtle")
    service = rdflib.URIRef("http://www.w3.org/ns/sparql-service-description#Service")
    assert (None, rdflib.RDF.type, service) in graph
    assert "<textarea" in client.get("/sparql", headers={"accept": "text/html"}).text


def test_rdflib_reads_a_thing_by_its_address(client: TestClient) -> None:
    """An Accept header as rdflib sends it is led to RDF, not to a page."""
    accept = "application/rdf+xml, text/turtle, application/n-triples;q=0.9, */*;q=0.1"
    led = client.get("/id/kine", headers={"accept": accept})
    assert led.status_code == 303
    data = client.get(led.headers["location"])
    triples = list(ox.parse(data.content, format=ox.RdfFormat.from_media_type(data.headers["content-type"])))
    assert any(quad.subject == ox.NamedNode(ID + "kine") for quad in triples)
    assert client.get("/id/kine", headers={"accept": "text/html"}).headers["location"] == "/things/kine"


def test_an_answer_that_is_too_long_is_refused_whole(server: str) -> None:
    """413 with the limit and the mend, in every kind of answer; one that fits is given."""
    for query in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"):
        answer = httpx2.get(f"{server}/sparql", params={"query": query}, timeout=30)
        assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        assert answer.json()["limit"] == "1000000 bytes"
        assert "LIMIT" in answer.json()["detail"]
        fitting = httpx2.get(f"{server}/sparql", params={"query": f"{query} LIMIT 2"})
        assert fitting.status_code == 200


def test_a_client_may_lower_the_time_limit(server: str) -> None:
    """`timeout` is in seconds; it cannot raise the limit, and nonsense is refused."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for asked, limit in (("0.3", "0.3 seconds"), ("60", "2 seconds")):
        answer = httpx2.get(f"{server}/sparql", params={"query": slow, "timeout": asked}, timeout=30)
        assert (answer.status_code, answer.json()["limit"]) == (503, limit)
    for nonsense in ("0", "-1", "soon", "nan"):
        answer = httpx2.get(f"{server}/sparql", params={"query": "ASK {}", "timeout": nonsense})
        assert (answer.status_code, answer.json()["parameter"]) == (422, "timeout")
