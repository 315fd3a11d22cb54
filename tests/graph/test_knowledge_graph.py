"""The graph in Python: for notebooks, rdflib and networkx."""

import datetime as dt
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

from graph import (
    BadDataError,
    BadParameterError,
    BadQueryError,
    KnowledgeGraph,
    iri,
)
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.dataset import builder
from tests.support.opened_graph import engine_of, quads_of


@pytest.fixture(scope="module")
def copy(kg: KnowledgeGraph) -> rdflib.Dataset:
    """Copy the bundled graph into rdflib, which takes its time."""
    return kg.to_rdflib()


def test_a_query_gives_a_data_frame(kg: KnowledgeGraph) -> None:
    """Parameters are bound as terms; things come by their slugs."""
    frame = kg.query(
        "SELECT ?d ?component WHERE { ?d dg:uses ?component }", component=iri("kine")
    ).to_dataframe()
    assert sorted(frame["d"]) == ["k0s", "k3d", "k3s", "rke2"]


def test_values_come_as_python_has_them(kg: KnowledgeGraph) -> None:
    """Integers, truths and days are typed; a decimal is a number; what is unbound is None."""
    row = next(
        iter(kg.query('SELECT (1 AS ?a) (true AS ?b) (xsd:date("2021-01-15") AS ?c) (1.5 AS ?d) ?e {}'))
    )
    assert row == (1, True, dt.date(2021, 1, 15), 1.5, None)


def test_text_is_bound_and_never_pasted(kg: KnowledgeGraph) -> None:
    """What would be a query if it were pasted is a plain literal."""
    evil = '" } ; DROP ALL #'
    assert list(kg.query("SELECT ?x WHERE { BIND(?x AS ?y) }", x=evil)) == [(evil,)]


def test_a_wrong_query_names_the_place(kg: KnowledgeGraph) -> None:
    """The error has line and column."""
    with pytest.raises(BadQueryError, match="line 2, column") as caught:
        kg.query("SELECT ?x\nWHERE { ?x ?y }")
    assert caught.value.line == 2


def test_a_result_shows_its_true_total(kg: KnowledgeGraph) -> None:
    """A long result shows some rows and counts them all."""
    shown = repr(kg.query("SELECT ?s { ?s a dg:Component }"))
    assert len(shown.splitlines()) == 22  # a heading, twenty rows, the total
    assert shown.endswith(f"{len(kg.query('SELECT ?s { ?s a dg:Component }'))} rows")


def test_rdflib_has_the_same_dataset(kg: KnowledgeGraph, copy: rdflib.Dataset) -> None:
    """As many quads, and the same answer to the card by rdflib's own engine."""
    assert sum(1 for _ in copy.quads()) == len(quads_of(kg))
    found = {str(row[0]) for row in copy.query("SELECT ?d { ?d dg:uses id:kine }")}  # type: ignore[index]  # a SELECT
    assert found == {iri("k3s").value, iri("k3d").value, iri("k0s").value, iri("rke2").value}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?d ?c { ?d dg:uses ?c }",
        "SELECT ?d { ?d a dg:Distribution FILTER NOT EXISTS { ?d dg:uses id:containerd } }",
        "SELECT ?c (COUNT(?d) AS ?n) { ?c dg:usedBy ?d } GROUP BY ?c",
        "SELECT ?v (COUNT(?c) AS ?n) { GRAPH ?g { ?c dg:verdict ?v } } GROUP BY ?v",
    ],
)
def test_the_engines_agree(kg: KnowledgeGraph, copy: rdflib.Dataset, query: str) -> None:
    """Pyoxigraph and rdflib's own engine give the same solutions."""
    theirs = {tuple(str(term) for term in row) for row in copy.query(query)}  # type: ignore[union-attr]
    ours = {tuple(getattr(term, "value", "") for term in row) for row in kg.query(query).terms()}
    assert ours == theirs
    assert ours


def test_networkx_has_things_and_relations_and_nothing_else(kg: KnowledgeGraph) -> None:
    """Slugs as nodes, no literals, no classes; edges carry property, claims and sources."""
    network = kg.to_networkx()
    assert isinstance(network, nx.MultiDiGraph)
    assert {"k3s", "kine", "network"} <= set(network)
    assert not {"Distribution", "Component"} & set(network)
    assert all(data["kind"] and data["label"] and data["label_zh"] for _, data in network.nodes(data=True))
    edge = network.edges["k0s", "kine", "datastoreShim"]
    assert edge["property"] == "datastoreShim"
    assert "k0s-repository" in edge["sources"]
    assert edge["claims"]


def test_the_snapshot_is_the_hash_of_the_sources(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """The same files give the same snapshot; one more file gives another."""
    assert KnowledgeGraph.open().snapshot == kg.snapshot
    file = tmp_path / "more.ttl"
    file.write_text("<http://a> <http://b> <http://c> .", "utf-8")
    assert KnowledgeGraph.open(data=[file]).snapshot != kg.snapshot


def test_named_graphs_of_a_file_are_kept(tmp_path: Path) -> None:
    """A TriG file fills its own graphs; a gzipped file is read as what it holds."""
    import gzip  # noqa: PLC0415  # for this test alone

    file = tmp_path / "own.trig.gz"
    file.write_bytes(gzip.compress(b"<http://g> { <http://a> <http://b> <http://c> }"))
    own = KnowledgeGraph.open(data=[file], bundled=False)
    assert list(own.query("SELECT ?g { GRAPH ?g { ?s ?p ?o } }")) == [("http://g",)]


def test_a_claim_of_ones_own_becomes_a_fact(tmp_path: Path) -> None:
    """A claim in a file of one's own is derived from like any other."""
    file = tmp_path / "own.trig"
    file.write_text(
        """PREFIX dg: <https://w3id.org/distrograph/ontology#> PREFIX id: <https://w3id.org/distrograph/id/>
        PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        <http://example.org/notes> { <http://example.org/notes#1> a dg:Claim ; rdf:subject id:talos ;
          rdf:predicate dg:enables ; rdf:object id:kine ; dg:rank dg:Normal ; dg:verdict dg:Unverifiable ;
          dg:locator "page 1" . }""",
        "utf-8",
    )
    own = KnowledgeGraph.open(data=[file])
    rows = {row.id: row for row in own.answer(DISTRIBUTIONS_USING, component="kine").items}
    assert rows["talos"].answer == "yes"
    assert rows["talos"].sources[0].source == "http://example.org/notes"


def test_a_file_of_no_known_suffix_is_refused(tmp_path: Path) -> None:
    """The error names the file and the suffixes that are known."""
    file = tmp_path / "graph.xyz"
    file.write_text("", "utf-8")
    with pytest.raises(BadDataError, match=r"graph\.xyz: the suffix does not identify the format"):
        KnowledgeGraph.open(data=[file])


def test_plain_triples_are_told_apart_from_claims(kg: KnowledgeGraph) -> None:
    """A claim does not assert what it says: rejected values are plain triples in no graph."""
    store = engine_of(kg)
    calico = ox.Quad(
        iri("k0s"), ox.NamedNode("https://w3id.org/distrograph/ontology#defaultCni"), iri("calico")
    )
    assert not list(store.quads_for_pattern(calico.subject, calico.predicate, calico.object, None))


def test_rdf_survives_the_journey(kg: KnowledgeGraph) -> None:
    """N-Quads that are exported and read again are the same dataset."""
    from graph import export  # noqa: PLC0415  # reads better beside its use

    again = ox.Store()
    again.load(export.export(kg, "nquads"), format=ox.RdfFormat.N_QUADS)
    assert set(again) == set(quads_of(kg))


def test_claims_are_dated_for_their_day() -> None:
    """What holds depends on the day that the graph is opened for."""
    before = builder.build_dataset(as_of=dt.date(2020, 12, 1))
    rows = before.store.query("SELECT ?c { id:k0s dg:defaultCni ?c }")
    assert [str(row[0]) for row in rows.rows] == [str(iri("calico"))]  # type: ignore[union-attr]  # a SELECT


def test_a_day_may_be_a_text(kg: KnowledgeGraph) -> None:
    """As everywhere else; what is no day is refused."""
    assert KnowledgeGraph.open(as_of=str(kg.as_of)).as_of == kg.as_of
    with pytest.raises(BadParameterError, match="yesterday"):
        KnowledgeGraph.open(as_of="yesterday")


def test_the_graph_is_plain_rdf(kg: KnowledgeGraph) -> None:
    """Rdflib reads the Turtle export as it is."""
    from graph import export  # noqa: PLC0415  # reads better beside its use

    graph = rdflib.Graph().parse(data=export.export(kg, "turtle"), format="turtle")
    assert len(graph) > 10_000
