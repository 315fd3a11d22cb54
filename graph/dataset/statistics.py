"""How much a dataset holds, as VoID counts it: as a whole, by property, by class, by graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from graph.rdf.store import Store, Table
from ontology import ID

DEFAULT = "?s ?p ?o"
EVERYTHING = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
TOTALS = f"""
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
       (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
       (COUNT(DISTINCT ?thing) AS ?entities)
WHERE {{
  %s
  BIND(IF(?p = rdf:type, ?o, ?none) AS ?class)
  BIND(IF(STRSTARTS(STR(?s), "{ID}"), ?s, ?none) AS ?thing)
}}
"""
BY_PROPERTY = """
SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?triples) ?p
"""
BY_CLASS = (
    "SELECT ?class (COUNT(*) AS ?entities) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?entities) ?class"
)
BY_GRAPH = "SELECT ?g (COUNT(*) AS ?triples) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


@dataclass(frozen=True, slots=True)
class Size:
    """How many triples there are, and of how many different things they are made."""

    triples: int
    subjects: int
    objects: int
    properties: int
    classes: int
    entities: int


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted of a dataset.

    `properties` gives for each property of the default graph its triples, subjects and objects; `classes` the
    instances of each class; `graphs` the triples of each named graph that has an IRI.
    """

    whole: Size
    default: Size
    properties: Mapping[str, tuple[int, int, int]]
    classes: Mapping[str, int]
    graphs: Mapping[str, int]


def count(store: Store) -> Counts:
    """Count what a store holds."""

    def rows(text: str) -> list[tuple[ox.NamedNode, list[int]]]:
        return [
            (first, [read_count(term) for term in rest])
            for first, *rest in cast("Table", store.query(text)).rows
            if isinstance(first, ox.NamedNode)
        ]

    return Counts(
        size(store, EVERYTHING),
        size(store, DEFAULT),
        {name.value: (held, of, to) for name, (held, of, to) in rows(BY_PROPERTY)},
        {name.value: held for name, (held,) in rows(BY_CLASS)},
        {name.value: held for name, (held,) in rows(BY_GRAPH)},
    )


def size(store: Store, part: str) -> Size:
    """Count a part of what a store holds."""
    (row,) = cast("Table", store.query(TOTALS % part)).rows
    triples, subjects, objects, properties, classes, entities = map(read_count, row)
    return Size(triples, subjects, objects, properties, classes, entities)


def read_count(term: object) -> int:
    """Read a count."""
    return int(cast("ox.Literal", term).value)
