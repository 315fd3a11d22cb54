"""The SPARQL 1.1 Protocol over HTTP, as the W3C's test suite asks for it.

`DISTROGRAPH_PROTOCOL_SUITE=.../sparql11/protocol/manifest.ttl` runs the suite itself, too, from its manifest.
What a server that only reads cannot do is refused: an update never has an answer of 2xx.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlencode

import httpx2
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.term import Node

from graph.rdf.serialization import RDF_FORMATS
from tests.support.running_server import served

DATA = "http://example.org/data/{}"
ONE, TWO, THREE, NONE = (DATA.format(name) for name in ("one", "two", "three", "none"))
TABULAR = {
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
RDF = {form.media_type for form in RDF_FORMATS.values()}
FORMATS = {"tabular": TABULAR, "boolean": TABULAR, "RDF": RDF}
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
UPDATE = "application/sparql-update"
SUITE = os.environ.get("DISTROGRAPH_PROTOCOL_SUITE")


@dataclass(frozen=True)
class Asked:
    """A request, and what is expected of its answer."""

    name: str
    method: str = "GET"
    parameters: str = ""
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: str = "2"
    truth: bool | None = None
    format: str | None = None

    def see(self, service: str) -> None:
        """Ask, and see that the answer is as expected."""
        address = f"{service}?{self.parameters}" if self.parameters else service
        answer = httpx2.request(self.method, address, content=self.body, headers=self.headers, timeout=30)
        assert str(answer.status_code)[0] in self.status, answer.text
        media_type = answer.headers["content-type"].partition(";")[0]
        if self.status == "4":
            assert media_type == "application/problem+json"
            assert answer.json()["detail"]
        if self.format:
            assert media_type in FORMATS[self.format]
        if self.truth is not None:
            assert answer.json()["boolean"] is self.truth


def typed(*names: str) -> str:
    """Ask whether the things that graphs are named after have a type there."""
    return " . ".join(f"<{name}> a ?type{number}" for number, name in enumerate(names))


def within(*names: str) -> str:
    """Ask that of some named graph for each."""
    return " ".join(f"GRAPH ?g{number} {{ <{name}> a ?type }}" for number, name in enumerate(names))


def posted(name: str, query: str, *parameters: tuple[str, str], **expected: object) -> Asked:
    """Make a request that posts a query directly."""
    headers = {"content-type": DIRECT}
    return Asked(name, "POST", urlencode(parameters), query.encode(), headers, **expected)  # type: ignore[arg-type]


def got(name: str, query: str, *parameters: tuple[str, str], **expected: object) -> Asked:
    """Make a request that asks a query by GET."""
    return Asked(name, "GET", urlencode([("query", query), *parameters]), **expected)  # type: ignore[arg-type]


def default(*names: str) -> tuple[tuple[str, str], ...]:
    """Name graphs of the default graph."""
    return tuple(("default-graph-uri", name) for name in names)


def named(*names: str) -> tuple[tuple[str, str], ...]:
    """Name named graphs."""
    return tuple(("named-graph-uri", name) for name in names)


BOTH = f"ASK {{ {typed(ONE, TWO)} }}"
BOTH_NAMED = f"ASK {{ {within(ONE, TWO)} }}"
QUERIES = [
    got("by GET", "ASK {}", *default(NONE), truth=True),
    Asked(
        "as a form",
        "POST",
        urlencode(default(NONE)),
        b"query=ASK%20%7B%7D",
        {"content-type": FORM},
        truth=True,
    ),
    posted("directly", "ASK {}", *default(NONE), truth=True),
    got("default graphs by GET", BOTH, *default(ONE, TWO), truth=True),
    posted("default graphs by POST", BOTH, *default(ONE, TWO), truth=True),
    got("one default graph is not both", BOTH, *default(ONE), truth=False),
    got("named graphs by GET", BOTH_NAMED, *named(ONE, TWO), truth=True),
    posted("named graphs by POST", BOTH_NAMED, *named(ONE, TWO), truth=True),
    got("named graphs are not the default graph", BOTH, *named(ONE, TWO), truth=False),
    posted(
        "both kinds of graphs",
        f"ASK {{ {typed(THREE)} {within(ONE, TWO)} }}",
        *default(THREE),
        *named(ONE, TWO),
        truth=True,
    ),
    # Section 2.1.4: the dataset of the protocol takes the place of the one in the query.
    posted(
        "not the dataset of the query",
        f"ASK FROM <{THREE}> {{ {within(ONE, TWO)} }}",
        *named(ONE, TWO),
        truth=True,
    ),
    posted("nor a part of it", f"ASK FROM <{THREE}> {{ {typed(THREE)} }}", *named(ONE, TWO), truth=False),
    posted("SELECT is tabular", "SELECT (1 AS ?value) {}", *default(NONE), format="tabular"),
    posted("ASK is boolean", "ASK {}", *default(NONE), format="boolean"),
    posted("DESCRIBE is RDF", "DESCRIBE <http://example.org/>", *default(NONE), format="RDF"),
    posted("CONSTRUCT is RDF", "CONSTRUCT { <s> <p> 1 } WHERE {}", *default(NONE), format="RDF"),
]
REFUSED = [
    Asked("PUT", "PUT", "query=ASK%20%7B%7D", headers={"content-type": FORM}, status="4"),
    Asked("two queries", parameters="query=ASK%7B%7D&query=SELECT%2A%7B%7D", status="4"),
    Asked("as text", "POST", body=b"ASK {}", headers={"content-type": "text/plain"}, status="4"),
    Asked("a form that is not called so", "POST", body=b"query=ASK%20%7B%7D", status="4"),
    Asked("a query that is not called so", "POST", body=b"ASK {}", status="4"),
    Asked(
        "UTF-16",
        "POST",
        body="ASK {}".encode("utf-16"),
        headers={"content-type": f"{DIRECT}; charset=UTF-16"},
        status="4",
    ),
    got("a query that is cut", "ASK {", status="4"),
    Asked("an update by GET", parameters="update=CLEAR%20ALL", status="4"),
    Asked(
        "an update as a form", "POST", body=b"update=CLEAR+ALL", headers={"content-type": FORM}, status="4"
    ),
    Asked("an update", "POST", body=b"CLEAR ALL", headers={"content-type": UPDATE}, status="4"),
    Asked("an update as a query", "POST", body=b"CLEAR ALL", headers={"content-type": DIRECT}, status="4"),
    got("using-graph-uri", "ASK {}", ("using-graph-uri", ONE), status="4"),
    got("using-named-graph-uri", "ASK {}", ("using-named-graph-uri", ONE), status="4"),
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve three graphs, each of which gives a type to the thing that it is named after."""
    quads = tmp_path_factory.mktemp("protocol") / "graphs.nq"
    a = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    lines = [f"<{name}> <{a}> <http://example.org/Document> <{name}> .\n" for name in (ONE, TWO, THREE)]
    quads.write_text("".join(lines), "utf-8")
    with served("--no-bundled", "--data", str(quads)) as running:
        yield f"{running.address}/sparql"


@pytest.mark.parametrize("asked", [*QUERIES, *REFUSED], ids=lambda each: each.name)
def test_the_protocol_is_kept(service: str, asked: Asked) -> None:
    """What the standard allows is answered, all else refused as a problem."""
    asked.see(service)


def test_relative_iris_are_those_of_the_dataset(service: str) -> None:
    """A query may write `<id/k3s>`, whatever the address of the service is."""
    got("relative", "ASK { FILTER(<id/k3s> = id:k3s) }", truth=True).see(service)


def test_a_slash_at_the_end_leads_to_the_service_too(service: str) -> None:
    """The suite and some clients write the address so."""
    got("with a slash", "ASK {}", truth=True).see(f"{service}/")


MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")


@pytest.mark.skipif(
    not SUITE, reason="DISTROGRAPH_PROTOCOL_SUITE names no manifest of the W3C's protocol tests"
)
def test_the_suite_passes_as_its_manifest_has_it(tmp_path: Path) -> None:
    """All tests of queries do as the manifest says, and what would update is refused."""
    manifest = rdflib.Graph().parse(SUITE)
    entries = [each for head in manifest.objects(None, MF.entries) for each in Collection(manifest, head)]
    queries = [each for each in entries if "#update_" not in str(each)]
    assert len(queries) >= 27
    data = data_of(manifest, tmp_path / "data.nq")
    with served("--no-bundled", "--data", str(data)) as running:
        for entry in entries:
            asked = [read(manifest, each) for each in requests_of(manifest, entry)]
            if entry not in queries:
                asked = [replace(asked[0], status="4", truth=None, format=None)]
            for each in asked:
                each.see(f"{running.address}/sparql")


def requests_of(manifest: rdflib.Graph, entry: Node) -> Iterable[Node]:
    """Return the requests of a test, in their order."""
    connection = manifest.value(entry, MF.action)
    return Collection(manifest, manifest.value(connection, HT.requests) or rdflib.RDF.nil)


def read(manifest: rdflib.Graph, request: Node) -> Asked:
    """Read a request of the manifest, and what it expects."""
    body, response = manifest.value(request, HT.body), manifest.value(request, HT.resp)
    statuses = " ".join(map(str, manifest.objects(response, MF.expectedStatus)))
    listed = manifest.value(request, HT.headers)
    coding = str(manifest.value(body, CNT.characterEncoding) or "UTF-8")
    truth = manifest.value(response, MF.expectedBoolean)
    return Asked(
        str(manifest.value(request, HT.absolutePath)),
        str(manifest.value(request, HT.methodName)),
        str(manifest.value(request, HT.absolutePath)).partition("?")[2],
        str(manifest.value(body, CNT.chars)).encode(coding) if body else None,
        {
            str(manifest.value(each, HT.fieldName)): str(manifest.value(each, HT.fieldValue))
            for each in (Collection(manifest, listed) if listed else ())
        },
        "".join(re.findall(r"StatusCode(.)xx", statuses)),
        None if truth is None else bool(truth),
        str(manifest.value(response, MF.expectedFormat) or "") or None,
    )


def data_of(manifest: rdflib.Graph, quads: Path) -> Path:
    """Write the graphs of all tests into one file."""
    dataset = rdflib.Dataset()
    for each in manifest.subjects(UT.graph):
        graph = dataset.graph(rdflib.URIRef(str(manifest.value(each, rdflib.RDFS.label))))
        graph.parse(str(manifest.value(each, UT.graph)))
    dataset.serialize(quads, format="nquads")
    return quads
