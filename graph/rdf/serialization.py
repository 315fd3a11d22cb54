"""The graph for other tools: rdflib, files of every RDF format, results in every format, queries to paste."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Literal, cast

import pyoxigraph as ox

from graph.errors import BadParameterError
from graph.rdf.binding import Bindable, bound, to_term
from graph.rdf.store import Evaluated, Store, Table, Term, has_triples
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
    """Answer a query in a format, without a limit; raises BadParameterError if it has no such format."""
    with store.answering(text) as result:
        return result_as(result, form)


def result_as(result: Evaluated, form: str) -> bytes:
    """Write a result in a format; raises BadParameterError if it has no such format."""
    offered = RDF_FORMATS if has_triples(result) else RESULT_FORMATS
    if form not in offered:
        raise BadParameterError(
            f"this answer comes as {', '.join(offered)}",
            f"此结果可用的格式：{'、'.join(offered)}",
            parameter="format",
        )
    if has_triples(result):
        return ox.serialize(result, format=RDF_FORMATS[form], prefixes=dict(PREFIXES)) or b""
    return result.serialize(format=RESULT_FORMATS[form]) or b""


def media_type(kind: Kind, form: str) -> str:
    """Return the media type of a format."""
    return RDF_FORMATS[form].media_type if kind == "triples" else RESULT_FORMATS[form].media_type


def written_out(text: str, bindings: Mapping[str, Bindable]) -> str:
    """Return a query with its parameters written into it, ready to paste into any SPARQL tool.

    Raises BadQueryError for a parameter that the query does not have.
    """
    terms = {name: short(str(to_term(value))) for name, value in bindings.items()}
    used = {term.rpartition("^^")[2].partition(":")[0] for term in terms.values()} & PREFIXES.keys()
    missing = [
        f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used) if f"PREFIX {name}:" not in text
    ]
    return HEAD.sub("".join(missing), bound(text, terms), count=1)


def short(term: str) -> str:
    """Write the IRI at the end of a term as a prefixed name, if that is a plain one."""
    return IRI_AT_END.sub(
        lambda found: name if PLAIN.fullmatch(name := shorten(found[1])) else found[0], term
    )


def serialise(store: Store, form: ox.RdfFormat) -> bytes:
    """Write the dataset in an RDF format; one without named graphs gets the default graph alone."""
    graph = None if form.supports_datasets else ox.DefaultGraph()
    written = BytesIO()
    store.dump(written, form, graph)
    return written.getvalue()


def to_rdflib(store: Store) -> rdflib.Dataset:
    """Copy the dataset into an rdflib Dataset."""
    from rdflib import Dataset  # noqa: PLC0415  # slow to import

    from graph.rdf.rdflib_adapter import Nodes  # noqa: PLC0415  # likewise

    copy, nodes = Dataset(), Nodes()
    graphs = {ox.DefaultGraph(): copy.default_graph}
    for quad in ox.parse(serialise(store, ox.RdfFormat.N_QUADS), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name
        if name not in graphs:
            graphs[name] = copy.graph(cast("IdentifiedNode", nodes[name]))
        graphs[name].add((nodes[quad.subject], nodes[quad.predicate], nodes[quad.object]))
    for prefix, namespace in PREFIXES.items():
        copy.bind(prefix, namespace)
    return copy


def plain_rows(table: Table) -> list[dict[str, dict[str, str]]]:
    """Return solutions as SPARQL 1.1 Query Results JSON has its bindings."""
    return [
        {name: binding(term) for name, term in zip(table.variables, row, strict=True) if term is not None}
        for row in table.rows
    ]


def binding(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON has it (section 3.2.2)."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        if term.language:
            return {"type": "literal", "value": term.value, "xml:lang": term.language}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value}
    return {"type": "bnode", "value": getattr(term, "value", str(term))}
