"""Results as data frames: each column has the type that its literals have."""

import datetime as dt

import pytest

from graph import BadParameterError, KnowledgeGraph

VALUES = """SELECT ?v WHERE { VALUES ?v { %s } }"""


@pytest.mark.parametrize(
    ("values", "dtype"),
    [
        ("1 2 UNDEF", "Int64"),
        ("1 2.5", "Float64"),
        ("1e3 UNDEF", "Float64"),
        ("true false UNDEF", "boolean"),
        ('"2026-01-31"^^xsd:date UNDEF', "datetime64[s]"),
        ('"2026-01-31T12:00:00Z"^^xsd:dateTime', "datetime64[s, UTC]"),
        ('"a" "b"', "object"),
        ('"a" 1', "object"),
        ('"2026-01-31" "20260131"', "object"),
        ("id:k3s", "object"),
        ("UNDEF", "object"),
    ],
)
def test_a_column_is_typed_as_its_literals(kg: KnowledgeGraph, values: str, dtype: str) -> None:
    """Also where a value is missing; what is of several types stays as it is."""
    frame = kg.query(VALUES % values).to_dataframe()
    told = str(frame["v"].dtype)
    assert told.replace("[us", "[s").replace("[ns", "[s") == dtype
    assert frame["v"].isna().sum() == values.count("UNDEF")


def test_the_types_are_those_of_the_data(kg: KnowledgeGraph) -> None:
    """Of every claim: its day is a day and what it says of truth is one."""
    query = (
        "SELECT ?c ?from WHERE { GRAPH ?g { ?c dg:validFrom ?from ; rdf:object ?v FILTER(ISLITERAL(?v)) } }"
    )
    frame = kg.query(query).to_dataframe()
    assert str(frame["from"].dtype).startswith("datetime64")
    assert len(frame) == len(kg.query(query))
    asked = kg.query("SELECT ?d (COUNT(?r) AS ?n) WHERE { ?r dg:releaseOf ?d } GROUP BY ?d").to_dataframe()
    assert str(asked["n"].dtype) == "Int64"
    assert asked["n"].sum() == len(kg.release_index.releases)


def test_languages_and_labels_have_columns_of_their_own(kg: KnowledgeGraph) -> None:
    """The language of a text is kept; the label of a thing is there if it is wanted."""
    query = "SELECT ?d ?name WHERE { ?d a dg:Distribution ; skos:prefLabel ?name } ORDER BY ?d LANG(?name)"
    frame = kg.query(query).to_dataframe(labels="zh")
    assert list(frame.columns) == ["d", "d_label", "name", "name_lang"]
    assert set(frame["name_lang"]) == {"en", "zh"}
    canonical = frame[frame["d"] == "k8s-snap"]
    assert set(canonical["d_label"]) == {kg.label("https://w3id.org/distrograph/id/k8s-snap").zh}
    assert list(kg.query(query).to_dataframe().columns) == ["d", "name", "name_lang"]
    with pytest.raises(BadParameterError, match="en or zh"):
        kg.query(query).to_dataframe(labels="fr")


def test_a_truth_and_triples_are_frames_too(kg: KnowledgeGraph) -> None:
    """One cell; and three columns."""
    assert kg.query("ASK { ?d dg:uses id:kine }").to_dataframe()["answer"].tolist() == [True]
    frame = kg.query("CONSTRUCT WHERE { ?s dg:forkOf ?o }").to_dataframe()
    assert list(frame.columns) == ["subject", "predicate", "object"]
    (row,) = kg.query('SELECT (xsd:date("2026-01-31") AS ?day) {}')
    assert row == (dt.date(2026, 1, 31),)
