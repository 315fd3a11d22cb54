"""JSON-LD with a context: names are as short as in Turtle, and each thing is described in one place.

The engine writes every IRI in full, and a thing as often as its triples are apart: more than twice as much.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from io import BytesIO
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from graph.errors import LocalError
from graph.graph import Graph
from i18n import Message
from ontology import PREFIXES, shorten

TYPE = PREFIXES["rdf"] + "type"
STRING = PREFIXES["xsd"] + "string"


def write_jsonld(graph: Graph) -> bytes:
    """Write the dataset, with its named graphs."""
    quads = BytesIO()
    graph.store.dump(quads, ox.RdfFormat.N_QUADS)
    return build_document(ox.parse(quads.getvalue(), format=ox.RdfFormat.N_QUADS))


def build_document(quads: Iterable[ox.Quad]) -> bytes:
    """Build the document of sorted quads, a line for a thing of a graph; raises LocalError for a triple."""
    lines: list[str] = []
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad)))
    for name, within in groupby(ordered, lambda quad: quad.graph_name):
        nodes = [
            _dump_line(_build_node(list(same))) for _, same in groupby(within, lambda quad: quad.subject)
        ]
        if not isinstance(name, ox.DefaultGraph):
            inside = ",\n".join(nodes)
            nodes = [f'{{"@id": {_dump_line(_shorten_name(name))}, "@graph": [\n{inside}\n]}}']
        lines += nodes
    body = ",\n".join(lines)
    return f'{{"@context": {_dump_line(dict(PREFIXES))},\n"@graph": [\n{body}\n]}}\n'.encode()


def _dump_line(value: object) -> str:
    """Dump JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _build_node(quads: list[ox.Quad]) -> dict[str, Any]:
    """Describe a thing by its quads, sorted."""
    made: dict[str, Any] = {"@id": _shorten_name(quads[0].subject)}
    for quad in quads:
        if quad.predicate.value == TYPE and not isinstance(quad.object, ox.Literal):
            made.setdefault("@type", []).append(_shorten_name(quad.object))
        else:
            made.setdefault(shorten(quad.predicate.value), []).append(_build_value(quad.object))
    return made


def _shorten_name(term: object) -> str:
    """Write an IRI as a prefixed name where one fits, a blank node by its label."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.BlankNode):
        return str(term)
    raise LocalError(Message("JSON-LD cannot hold quoted triples; use --format trig or nquads"))


def _build_value(term: object) -> str | dict[str, str]:
    """Write what a triple says; all but plain texts keep the datatype and the spelling that they have."""
    if not isinstance(term, ox.Literal):
        return {"@id": _shorten_name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == STRING:
        return term.value
    return {"@value": term.value, "@type": shorten(term.datatype.value)}
