"""Serialization: RDF formats, result formats, rdflib, and queries with their parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from graph.errors import BadParameterError
from graph.rdf.binding import Bindable, substitute_terms, to_term
from graph.rdf.store import QueryAnswer, Store, Table, Term, has_triples
from i18n import Message
from ontology import PREFIXES, shorten

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import IdentifiedNode

RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "xml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats of triples, by short name, the default first."""

RESULT_FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
"""The formats of solutions, by short name, the default first."""

HEAD = re.compile(r"^(?=PREFIX|SELECT)", re.MULTILINE)
IRI_AT_END = re.compile(r"<([^<>]*)>$")
PLAIN = re.compile(r"[a-z]+:[A-Za-z][A-Za-z0-9-]*")

Kind = Literal["solutions", "triples"]


def serialize_answer(store: Store, text: str, form: str) -> bytes:
    """Serialize the answer to a query, without a limit; raises BadParameterError for an unknown format."""
    with store.open_query(text) as result:
        return _serialize_result(result, form)


def _serialize_result(result: QueryAnswer, form: str) -> bytes:
    """Serialize a result; raises BadParameterError for an unknown format."""
    offered = RDF_FORMATS if has_triples(result) else RESULT_FORMATS
    if form not in offered:
        raise BadParameterError(
            Message("this result is available as {offered}", offered=offered),
            parameter="format",
        )
    if has_triples(result):
        return ox.serialize(result, format=RDF_FORMATS[form], prefixes=dict(PREFIXES)) or b""
    return result.serialize(format=RESULT_FORMATS[form]) or b""


def media_type(kind: Kind, form: str) -> str:
    """Return the media type of a format."""
    return RDF_FORMATS[form].media_type if kind == "triples" else RESULT_FORMATS[form].media_type


def format_query(text: str, bindings: Mapping[str, Bindable]) -> str:
    """Format a query with its parameters written in, ready to paste into any SPARQL tool.

    Raises BadQueryError for a parameter that the query does not have.
    """
    terms = {name: _shorten_term(str(to_term(value))) for name, value in bindings.items()}
    used = {term.rpartition("^^")[2].partition(":")[0] for term in terms.values()} & PREFIXES.keys()
    missing = [
        f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used) if f"PREFIX {name}:" not in text
    ]
    return HEAD.sub("".join(missing), substitute_terms(text, terms), count=1)


def _shorten_term(term: str) -> str:
    """Shorten the IRI at the end of a term to a prefixed name, if that is a plain one."""
    return IRI_AT_END.sub(
        lambda found: name if PLAIN.fullmatch(name := shorten(found[1])) else found[0], term
    )


def serialize_dataset(store: Store, form: ox.RdfFormat) -> bytes:
    """Serialize the dataset; a format without named graphs gets the default graph alone."""
    graph = None if form.supports_datasets else ox.DefaultGraph()
    written = BytesIO()
    store.dump(written, form, graph)
    return written.getvalue()


def to_rdflib(store: Store) -> rdflib.Dataset:
    """Copy the dataset into an rdflib Dataset."""
    from rdflib import Dataset  # noqa: PLC0415  # slow to import

    from graph.rdf.rdflib_adapter import NodeCache  # noqa: PLC0415  # likewise

    copy, nodes = Dataset(), NodeCache()
    graphs = {ox.DefaultGraph(): copy.default_graph}
    for quad in ox.parse(serialize_dataset(store, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name
        if name not in graphs:
            graphs[name] = copy.graph(cast("IdentifiedNode", nodes[name]))
        graphs[name].add((nodes[quad.subject], nodes[quad.predicate], nodes[quad.object]))
    for prefix, namespace in PREFIXES.items():
        copy.bind(prefix, namespace)
    return copy


def to_json_bindings(table: Table) -> list[dict[str, dict[str, str]]]:
    """Convert solutions to the bindings of SPARQL 1.1 Query Results JSON."""
    return [
        {
            name: _to_json_binding(term)
            for name, term in zip(table.variables, row, strict=True)
            if term is not None
        }
        for row in table.rows
    ]


def _to_json_binding(term: Term) -> dict[str, str]:
    """Convert a term to SPARQL 1.1 Query Results JSON (section 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return {"type": "bnode", "value": getattr(term, "value", str(term))}
