"""Binding: a term takes the place of its variable everywhere, and nowhere else."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import BadQueryError
from graph.rdf.binding import substitute_terms
from graph.rdf.store import MemoryStore, Table

X = {"x": "<urn:x>"}


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("SELECT ?x ?y { ?x ?p ?y }", "SELECT (<urn:x> AS ?x) ?y { <urn:x> ?p ?y }"),
        ("SELECT ?y { $x ?p ?y, ?xx }", "SELECT ?y { <urn:x> ?p ?y, ?xx }"),
        ("SELECT (COUNT(?x) AS ?n) { ?s ?p ?x }", "SELECT (COUNT(<urn:x>) AS ?n) { ?s ?p <urn:x> }"),
        ("SELECT ?y { ?y ?p ?x } ORDER BY ?y ?x", "SELECT ?y { ?y ?p <urn:x> } ORDER BY ?y (<urn:x>)"),
        ("SELECT ?y { ?y ?p ?x } ORDER BY DESC(?x)", "SELECT ?y { ?y ?p <urn:x> } ORDER BY DESC(<urn:x>)"),
        ("ASK { ?y ?p '?x', <?x>, 'a'@as # ?x\n, ?x }", "ASK { ?y ?p '?x', <?x>, 'a'@as # ?x\n, <urn:x> }"),
        (
            "SELECT ?y { { SELECT ?x ?y { ?y ?p ?x } } }",
            "SELECT ?y { { SELECT (<urn:x> AS ?x_bound) ?y { ?y ?p <urn:x> } } }",
        ),
        ("CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y }", "CONSTRUCT { <urn:x> ?p ?y } WHERE { <urn:x> ?p ?y }"),
        ("DESCRIBE ?x", "DESCRIBE <urn:x>"),
    ],
)
def test_a_term_stands_where_its_variable_stood(text: str, made: str) -> None:
    assert substitute_terms(text, X) == made


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?y\n{ BIND(1 AS ?x) }",
        "SELECT ?y\n{ VALUES (?y ?x) { (1 2) } }",
        "SELECT ?y\n{ VALUES ?x { 1 } }",
        "SELECT ?y\n(1 AS ?x) { ?y ?p ?o }",
        "SELECT ?y (1 AS # so\n?x) { ?y ?p ?o }",
    ],
)
def test_what_a_query_makes_itself_cannot_be_bound(text: str) -> None:
    with pytest.raises(
        BadQueryError, match=r"line 2, column \d+: cannot bind \?x: the query assigns its value here"
    ):
        substitute_terms(text, X)


def test_what_is_not_there_cannot_be_bound() -> None:
    with pytest.raises(BadQueryError, match=r"no variable \?x"):
        substitute_terms("SELECT ?y { ?y ?p '?x' }", X)


def test_a_mistake_is_placed_where_it_was_written() -> None:
    store = MemoryStore(ox.Store())
    with pytest.raises(BadQueryError, match="line 1, column 30"):
        store.query("SELECT ?x { ?x a ?y . ?y ?z }", {"x": ox.NamedNode("urn:a-long-name")})


@given(st.text())
def test_any_text_comes_back_as_it_was(text: str) -> None:
    store = MemoryStore(ox.Store())
    answer = store.query("SELECT ?x { FILTER(ISLITERAL(?x)) }", {"x": text})
    assert isinstance(answer, Table)
    assert answer.rows == [(ox.Literal(text),)]
