"""The statistics of a dataset as VoID has them: as a whole, by property, by class, by graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from graph.rdf.store import Store, Table
from ontology import ID

DEFAULT_GRAPH_PATTERN = "?s ?p ?o"
ALL_GRAPHS_PATTERN = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
TOTALS_QUERY = f"""
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
       (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
       (COUNT(DISTINCT ?thing) AS ?entities)
WHERE {{
  %s
  BIND(IF(?p = rdf:type, ?o, ?none) AS ?class)
  BIND(IF(STRSTARTS(STR(?s), "{ID}"), ?s, ?none) AS ?thing)
}}
"""
PROPERTIES_QUERY = """
SELECT ?p (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?triples) ?p
"""
CLASSES_QUERY = (
    "SELECT ?class (COUNT(*) AS ?entities) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?entities) ?class"
)
GRAPHS_QUERY = "SELECT ?g (COUNT(*) AS ?triples) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"


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


def count_store(store: Store) -> Counts:
    """Count the contents of a store."""

    def rows(text: str) -> list[tuple[ox.NamedNode, list[int]]]:
        return [
            (first, [_parse_count(term) for term in rest])
            for first, *rest in cast("Table", store.query(text)).rows
            if isinstance(first, ox.NamedNode)
        ]

    return Counts(
        _count_part(store, ALL_GRAPHS_PATTERN),
        _count_part(store, DEFAULT_GRAPH_PATTERN),
        {name.value: (held, of, to) for name, (held, of, to) in rows(PROPERTIES_QUERY)},
        {name.value: held for name, (held,) in rows(CLASSES_QUERY)},
        {name.value: held for name, (held,) in rows(GRAPHS_QUERY)},
    )


def _count_part(store: Store, part: str) -> Size:
    """Count a part of a store."""
    (row,) = cast("Table", store.query(TOTALS_QUERY % part)).rows
    triples, subjects, objects, properties, classes, entities = map(_parse_count, row)
    return Size(triples, subjects, objects, properties, classes, entities)


def _parse_count(term: object) -> int:
    """Parse a count."""
    return int(cast("ox.Literal", term).value)
