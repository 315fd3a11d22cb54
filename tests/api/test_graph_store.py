"""The SPARQL 1.1 Graph Store HTTP Protocol for reading: each graph by its IRI, in every format."""

import httpx2
import pyoxigraph as ox
import pytest
import rdflib
from fastapi.testclient import TestClient

from api.app import create_app
from api.http.content_negotiation import TRIPLE_FORMATS
from graph import KnowledgeGraph
from graph.rdf.serialization import RDF_FORMATS
from ontology import SOURCE
from tests.support.opened_graph import quads_of

K0S = f"{SOURCE}k0s-repository"


def held(kg: KnowledgeGraph, name: str | None = None) -> set[ox.Triple]:
    """Return the triples of a graph."""
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    return {quad.triple for quad in quads_of(kg) if quad.graph_name == graph}


@pytest.mark.parametrize("form", TRIPLE_FORMATS)
@pytest.mark.parametrize("name", [K0S, None])
def test_a_graph_is_given_whole(client: TestClient, kg: KnowledgeGraph, form: str, name: str | None) -> None:
    """In every format, by Accept or by name, its triples come and no others."""
    address = {"graph": name} if name else {"default": ""}
    by_accept = client.get("/graphs", params=address, headers={"Accept": TRIPLE_FORMATS[form][0]})
    by_name = client.get("/graphs", params={**address, "format": form})
    assert by_accept.content == by_name.content
    assert by_accept.headers["content-type"].partition(";")[0] == TRIPLE_FORMATS[form][0]
    assert "Accept" in by_accept.headers["vary"]
    read = list(ox.parse(by_name.content, format=RDF_FORMATS[form]))
    assert {quad.triple for quad in read} == held(kg, name)
    assert {quad.graph_name for quad in read} == {ox.DefaultGraph()}


def test_the_default_graph_needs_no_value(client: TestClient) -> None:
    """`?default` stands alone in the protocol (section 4.2)."""
    bare = client.get("/graphs?default", headers={"Accept": "application/n-triples"})
    assert bare.status_code == 200
    assert bare.content == client.get("/graphs?default=&format=nt").content


def test_rdflib_reads_a_graph_from_its_address(server: str, kg: KnowledgeGraph) -> None:
    """What negotiates by itself gets RDF."""
    read = rdflib.Graph().parse(f"{server}/graphs?graph={K0S}")
    assert len(read) == len(held(kg, K0S))


def test_the_iri_of_a_graph_may_be_percent_encoded_or_not(client: TestClient, kg: KnowledgeGraph) -> None:
    """Both name the same graph."""
    encoded = "https%3A%2F%2Fw3id.org%2Fdistrograph%2Fsource%2Fk0s-repository"
    answers = [client.get(f"/graphs?graph={name}&format=nt").content for name in (encoded, K0S)]
    assert answers[0] == answers[1]
    assert answers[0].count(b"\n") == len(held(kg, K0S))


def test_head_tells_what_get_would(server: str) -> None:
    """Section 5.7: the same headers, and no body."""
    for address in (f"/graphs?graph={K0S}", "/graphs"):
        get, head = httpx2.get(f"{server}{address}"), httpx2.head(f"{server}{address}")
        assert (head.status_code, head.content) == (200, b"")
        for name in ("content-type", "etag", "content-length", "vary"):
            assert head.headers[name] == get.headers[name]
    assert httpx2.head(f"{server}/graphs?graph=urn:nothing").status_code == 404


def test_a_graph_that_is_not_there_is_a_404(client: TestClient) -> None:
    """With the nearest ones that are."""
    answer = client.get("/graphs", params={"graph": f"{SOURCE}k0s-repo"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert K0S in answer.json()["suggestions"]
    assert client.get("/graphs", params={"graph": "urn:nothing"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "graph=k0s-repository",
        "graph=/source/k0s-repository",
        "graph=",
        "graph=http://a%20b",
        "graph=http://x/%3Cscript%3E",
        f"default&graph={K0S}",
        f"graph={K0S}&graph={K0S}",
        "default&default",
    ],
)
def test_one_absolute_iri_names_a_graph(client: TestClient, query: str) -> None:
    """Anything else is 400, and says what is wanted."""
    answer = client.get(f"/graphs?{query}")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "graph" in answer.json()["detail"]


def test_what_makes_no_sense_is_refused(client: TestClient) -> None:
    """An unknown format, an unknown parameter, a media type that no graph comes as."""
    assert client.get("/graphs?default&format=docx").json()["parameter"] == "format"
    assert client.get("/graphs?inside=urn:x").json()["parameter"] == "inside"
    answer = client.get("/graphs?default", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("query", ["", "?default", f"?graph={K0S}"])
def test_graphs_are_not_written(client: TestClient, method: str, query: str) -> None:
    """405, and Allow says what there is instead."""
    answer = client.request(method, f"/graphs{query}", content=b"<a:b> <a:b> <a:b> .")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_graphs_are_listed(client: TestClient, kg: KnowledgeGraph) -> None:
    """Every graph of the dataset once, with its size, and each can be read where the list says."""
    listed = client.get("/graphs").json()
    assert listed["snapshot"] == kg.snapshot
    quads = quads_of(kg)
    names = {quad.graph_name.value for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
    assert [row["graph"] for row in listed["items"]] == [None, *sorted(names)]
    assert sum(row["triples"] for row in listed["items"]) == len(quads)
    for row in listed["items"][1:]:
        read = client.get(row["url"], headers={"Accept": "application/n-triples"})
        assert read.content.count(b"\n") == row["triples"]
    described = client.get("/graphs", headers={"Accept": "text/turtle"})
    assert described.content == client.get("/void?format=turtle").content


def test_a_graph_that_is_too_long_is_refused(server: str, kg: KnowledgeGraph) -> None:
    """413 with the limit and the way to have it nevertheless."""
    answer = httpx2.get(f"{server}/graphs?default")
    assert answer.status_code == 413
    assert "/dumps/" in answer.json()["detail"]
    assert answer.json()["limit"]
    assert TestClient(create_app(kg)).get("/graphs?default").status_code == 200
