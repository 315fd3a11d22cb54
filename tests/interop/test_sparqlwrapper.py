"""SPARQLWrapper against the service as it is started: it gets what the graph itself answers."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, cast
from urllib.error import HTTPError
from xml.dom.minidom import Document

import pandas as pd
import pytest
import SPARQLWrapper as Wrapped
from rdflib import Graph, Literal, URIRef
from rdflib.compare import isomorphic
from SPARQLWrapper import SPARQLWrapper
from SPARQLWrapper.SmartWrapper import SPARQLWrapper2
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed, URITooLong

from tests.support.expected_answers import (
    CARD,
    LONG,
    NAMES,
    NO,
    TRIPLES,
    TYPED,
    WRONG,
    YES,
    Rows,
    known,
    said,
    terms,
)

if TYPE_CHECKING:
    from graph import KnowledgeGraph

pytestmark = pytest.mark.filterwarnings("ignore:Sending Accept header:RuntimeWarning")

WAYS = [
    (Wrapped.GET, Wrapped.URLENCODED),
    (Wrapped.POST, Wrapped.URLENCODED),
    (Wrapped.POST, Wrapped.POSTDIRECTLY),
]


def wrapper(server: str, query: str, form: str, way: tuple[str, str] = WAYS[0]) -> SPARQLWrapper:
    """Place a query to SPARQLWrapper."""
    made = SPARQLWrapper(f"{server}/sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    made.setMethod(way[0])
    made.setRequestMethod(way[1])
    return made


def rows_of(form: str, found: Any, columns: list[str]) -> Rows:  # noqa: ANN401  # whatever SPARQLWrapper makes of it
    """Read a table as SPARQLWrapper gives it."""
    if form == Wrapped.JSON:
        rows = found["results"]["bindings"]
        return {tuple(row[name]["value"] if name in row else None for name in columns) for row in rows}
    if form == Wrapped.XML:
        assert isinstance(found, Document)
        return {
            tuple(cells(row).get(name) for name in columns) for row in found.getElementsByTagName("result")
        }
    frame = pd.read_csv(io.BytesIO(found), sep="," if form == Wrapped.CSV else "\t", dtype=str)
    frame.columns = frame.columns.str.removeprefix("?")
    return {tuple(None if pd.isna(cell) else cell for cell in row) for row in frame[columns].to_numpy()}


def cells(row: Any) -> dict[str, str]:  # noqa: ANN401  # minidom's elements
    """Return the bindings of a row of XML."""
    bindings = row.getElementsByTagName("binding")
    return {each.getAttribute("name"): each.firstChild.firstChild.data for each in bindings}


@pytest.mark.parametrize("way", WAYS, ids=":".join)
@pytest.mark.parametrize("form", [Wrapped.JSON, Wrapped.XML, Wrapped.CSV])
def test_sparqlwrapper_reads_every_table(
    kg: KnowledgeGraph, server: str, form: str, way: tuple[str, str]
) -> None:
    """By GET and both ways to post; no prefix is declared, and what is unbound stays so."""
    found = wrapper(server, TYPED, form, way).queryAndConvert()
    assert rows_of(form, found, ["claim", "day", "two", "late", "nothing"]) == known(kg, TYPED)


def test_sparqlwrapper_reads_terms_of_tsv(kg: KnowledgeGraph, server: str) -> None:
    """They are written as in SPARQL."""
    found = rows_of(Wrapped.TSV, wrapper(server, CARD, Wrapped.TSV).queryAndConvert(), ["d"])
    assert found == {(f"<{iri}>",) for (iri,) in known(kg, CARD)}


def test_sparqlwrapper_has_types_and_languages(kg: KnowledgeGraph, server: str) -> None:
    """The bindings of its second wrapper are values with a type, or a language."""
    made = SPARQLWrapper2(f"{server}/sparql")
    made.setQuery(NAMES)
    rows = cast("Any", made.query()).bindings
    named = {(URIRef(row["d"].value), Literal(row["name"].value, lang=row["name"].lang)) for row in rows}
    assert named == terms(kg, NAMES)
    made.setQuery(TYPED)
    rows = cast("Any", made.query()).bindings
    typed = {(row["day"].value, row["day"].datatype, row["two"].datatype) for row in rows}
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert typed == {(row[1], f"{xsd}date", f"{xsd}integer") for row in known(kg, TYPED)}


@pytest.mark.parametrize("way", WAYS, ids=":".join)
def test_sparqlwrapper_gets_a_truth(kg: KnowledgeGraph, server: str, way: tuple[str, str]) -> None:
    """A boolean in JSON, an element in XML, a word in CSV."""
    for query in (YES, NO):
        truth = bool(kg.query(query))
        word = str(truth).lower()
        assert cast("Any", wrapper(server, query, Wrapped.JSON, way).queryAndConvert())["boolean"] is truth
        document = cast("Document", wrapper(server, query, Wrapped.XML, way).queryAndConvert())
        assert f"<boolean>{word}</boolean>" in document.toxml()
        assert wrapper(server, query, Wrapped.CSV, way).queryAndConvert() == word.encode()


FORMS = [Wrapped.TURTLE, Wrapped.N3, Wrapped.XML, Wrapped.RDF, Wrapped.RDFXML, Wrapped.JSONLD, Wrapped.JSON]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", TRIPLES, ids=["describe", "construct"])
def test_sparqlwrapper_gets_triples(kg: KnowledgeGraph, server: str, query: str, form: str) -> None:
    """As a graph of rdflib, or as the text; JSON, which it cannot ask triples for, is JSON-LD."""
    found: Any = wrapper(server, query, form).queryAndConvert()
    if not isinstance(found, Graph):
        text = json.dumps(found) if form == Wrapped.JSON else found
        found = Graph().parse(data=text, format="json-ld" if form == Wrapped.JSON else "turtle")
    assert isomorphic(found, kg.query(query).to_rdflib())


def test_sparqlwrapper_posts_what_is_long(kg: KnowledgeGraph, server: str) -> None:
    """An address has an end, and the error says what to do instead."""
    for way in WAYS[1:]:
        found = wrapper(server, LONG, Wrapped.JSON, way).queryAndConvert()
        assert rows_of(Wrapped.JSON, found, ["d"]) == known(kg, CARD)
    with pytest.raises(URITooLong, match="send a longer query by POST"):
        wrapper(server, LONG, Wrapped.JSON).query()


@pytest.mark.parametrize("way", WAYS, ids=":".join)
def test_sparqlwrapper_says_where_the_mistake_is(server: str, way: tuple[str, str]) -> None:
    """Its own exception has our message in it; an update is refused as well."""
    with pytest.raises(QueryBadFormed, match=r"line 2, column 10: .*\"position\":{\"line\":2,\"column\":10}"):
        wrapper(server, WRONG, Wrapped.JSON, way).query()
    if way[0] == Wrapped.POST:
        with pytest.raises(HTTPError) as caught:
            wrapper(server, "INSERT DATA { id:a id:b id:c }", Wrapped.JSON, way).query()
        assert "read-only" in said(caught.value)
