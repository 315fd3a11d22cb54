"""The graph for other tools: rdflib, files of every RDF format, and queries to paste elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.store import Bindable, MemoryStore, to_term
from ontology import PREFIXES

if TYPE_CHECKING:
    import rdflib

RDF_FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats in which the dataset can be written; Turtle has no named graphs and so holds the facts alone."""


def written_out(text: str, bindings: Mapping[str, Bindable]) -> str:
    """Give a query with its parameters written into it as VALUES, ready to paste into any SPARQL tool."""
    if not bindings:
        return text
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(to_term(value)) for value in bindings.values())
    line = f"WHERE {{\n  VALUES ({names}) {{ ({terms}) }}"
    return re.sub(r"^WHERE \{", lambda _: line, text, count=1, flags=re.MULTILINE)


def serialise(store: MemoryStore, form: ox.RdfFormat) -> bytes:
    """Write the dataset in an RDF format; one without named graphs gets the default graph alone."""
    graph = None if form.supports_datasets else ox.DefaultGraph()
    return store.quads.dump(format=form, from_graph=graph, prefixes=dict(PREFIXES)) or b""


def to_rdflib(store: MemoryStore) -> rdflib.Dataset:
    """Copy the dataset into an rdflib Dataset."""
    from rdflib import Dataset  # noqa: PLC0415  # slow to import

    copy = Dataset()
    copy.parse(data=serialise(store, ox.RdfFormat.N_QUADS), format="nquads")
    for prefix, namespace in PREFIXES.items():
        copy.bind(prefix, namespace)
    return copy
