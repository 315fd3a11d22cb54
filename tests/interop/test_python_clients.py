"""Clients that people have, against the service as it is started: they get what the graph answers.

Those of Python: rdflib's store for endpoints, pandas, and urllib. Others have files of their own.
"""

from __future__ import annotations

import json
import urllib.request
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError

import pandas as pd
import pytest
from rdflib import RDF, Dataset, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result, ResultRow

from tests.support.expected_answers import (
    CARD,
    DG,
    ID,
    LONG,
    NAMES,
    NO,
    TRIPLES,
    TYPED,
    WRONG,
    YES,
    address,
    known,
    said,
    terms,
)

if TYPE_CHECKING:
    from graph import KnowledgeGraph

# --- rdflib's store


def far(server: str, graph: str | None = None, **options: Any) -> Graph:  # noqa: ANN401  # those of the store
    """Open the endpoint as a graph of rdflib."""
    return Graph(store=SPARQLStore(f"{server}/sparql", **options), identifier=graph)


def rows(found: Result) -> set[tuple[object, ...]]:
    """Return the rows of a table as rdflib reads it."""
    return {tuple(row) for row in found if isinstance(row, ResultRow)}


@pytest.mark.parametrize("options", [{"method": "GET"}, {"method": "POST"}, {"method": "POST_FORM"}], ids=str)
def test_rdflib_asks(kg: KnowledgeGraph, server: str, options: dict[str, str]) -> None:
    """Tables with typed terms, truths, and triples."""
    graph = far(server, **options)
    for query in (TYPED, NAMES):
        assert rows(graph.query(query)) == terms(kg, query)
    assert [graph.query(query).askAnswer for query in (YES, NO)] == [True, False]
    for query in TRIPLES:
        found = graph.query(query).graph
        assert found is not None
        assert isomorphic(found, kg.query(query).to_rdflib())
    bound = rows(graph.query("SELECT ?d { ?d dg:uses ?c }", initBindings={"c": ID.kine}))
    assert bound == terms(kg, CARD)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_reads_every_table(kg: KnowledgeGraph, server: str, form: str) -> None:
    """Whichever it is told to ask for."""
    assert rows(far(server, returnFormat=form).query(CARD)) == terms(kg, CARD)
    if form in {"json", "xml"}:
        assert rows(far(server, returnFormat=form).query(TYPED)) == terms(kg, TYPED)


def test_rdflib_takes_it_for_a_graph(kg: KnowledgeGraph, server: str) -> None:
    """Patterns, values, types and containment, without a line of SPARQL."""
    graph = far(server)
    assert {(s,) for s, _, _ in graph.triples((None, DG.uses, ID.kine))} == terms(kg, CARD)
    assert {(d,) for d in graph.subjects(RDF.type, DG.Distribution)} == terms(
        kg, "SELECT ?d { ?d a dg:Distribution }"
    )
    assert {(graph.value(ID.k0s, DG.defaultCni),)} == terms(kg, "SELECT ?c { id:k0s dg:defaultCni ?c }")
    assert (ID.k3s, DG.uses, ID.kine) in graph
    assert (ID.kine, DG.uses, ID.k3s) not in graph
    assert {(Literal(len(graph)),)} == terms(kg, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")


def test_rdflib_tells_the_graphs_apart(kg: KnowledgeGraph, server: str) -> None:
    """Each source is a named graph, and one of them can be asked alone."""
    store = SPARQLStore(f"{server}/sparql")
    assert {(each,) for each in store.contexts()} == terms(kg, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    name = "https://w3id.org/distrograph/source/cncf-toc"
    alone = f"SELECT ?s ?p ?o {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    assert set(far(server, name).triples((None, None, None))) == terms(kg, alone)
    assert rows(far(server, name).query("SELECT ?s ?p ?o { ?s ?p ?o }")) == terms(kg, alone)
    dataset = Dataset(store=store, default_union=True)
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
    assert rows(dataset.query(inside)) == terms(kg, inside)


def test_rdflib_raises_and_keeps_what_we_said(server: str) -> None:
    """Its error by GET has the answer as its context."""
    with pytest.raises(ValueError, match="You did something wrong") as caught:
        far(server).query("SELECT ?d { ?d ?p }")
    assert "this is not valid here" in said(caught.value.__context__)


# --- pandas, and nothing but Python


def test_pandas_reads_an_address(kg: KnowledgeGraph, server: str) -> None:
    """CSV by the name of the format, typed as pandas types it: days, numbers, truths, and nothing."""
    frame = pd.read_csv(address(server, TYPED, format="csv"), parse_dates=["day"])
    mine = kg.query(TYPED).to_dataframe()
    assert list(frame.columns) == list(mine.columns)
    assert {str(kind) for kind in frame.dtypes[["two", "late"]]} == {"int64", "bool"}
    assert sorted(frame["day"].dt.date) == sorted(row[1] for row in kg.query(TYPED))
    assert frame["two"].eq(2).all()
    assert frame["nothing"].isna().all()
    assert set(frame["late"]) == {row[3] for row in kg.query(TYPED)}


def test_pandas_reads_json_of_the_rest_api(kg: KnowledgeGraph, server: str) -> None:
    """A table in an answer is its items."""
    with urllib.request.urlopen(f"{server}/api/v1/components/kine/distributions") as answer:  # noqa: S310  # ours
        frame = pd.json_normalize(json.load(answer)["items"])
    assert {(iri,) for iri in frame["iri"]} == known(kg, CARD)


def test_urllib_negotiates(kg: KnowledgeGraph, server: str) -> None:
    """By Accept instead of the name of the format, and with the long query in the body."""
    headers = {"Accept": "text/csv", "Content-Type": "application/sparql-query"}
    for asked in (
        urllib.request.Request(address(server, CARD), headers=headers),  # noqa: S310  # our own server
        urllib.request.Request(f"{server}/sparql", data=LONG.encode(), headers=headers),  # noqa: S310  # likewise
    ):
        with urllib.request.urlopen(asked) as answer:  # noqa: S310  # likewise
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            assert {tuple(row) for row in pd.read_csv(answer).to_numpy()} == known(kg, CARD)


def test_pandas_raises_and_the_answer_says_why(server: str) -> None:
    with pytest.raises(HTTPError, match="400") as caught:
        pd.read_csv(address(server, WRONG, format="csv"))
    assert "line 2, column 10" in said(caught.value)
