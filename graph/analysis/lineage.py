"""Where something comes from and what came of it: forks, variants, what is built on it, and successors."""

from __future__ import annotations

from collections import defaultdict
from typing import Literal

from graph.analysis.migration import list_relations
from graph.analysis.reachability import ReachedRow, find_reachable
from graph.catalogue.relations import RelationRow
from graph.graph import Graph
from ontology.traits import Trait


class KinRow(ReachedRow):
    """Something that another thing comes from or has become, and by which relations."""

    side: Literal["ancestor", "descendant"]


def trace_lineage(graph: Graph, thing: str) -> list[KinRow]:
    """List the ancestors of a thing, the nearest first, and then its descendants; raises UnknownNameError."""
    start = graph.index.thing(graph.index.resolve("thing", thing)).id
    parents: dict[str, list[tuple[str, RelationRow]]] = defaultdict(list)
    children: dict[str, list[tuple[str, RelationRow]]] = defaultdict(list)
    for relation in graph.cached(list_relations):
        traits = graph.index.traits_of(relation.property.iri)
        if Trait.SUBJECT_IS_YOUNGER in traits:
            younger, elder = relation.subject, relation.object
        elif Trait.SUBJECT_IS_ELDER in traits:
            younger, elder = relation.object, relation.subject
        else:
            continue
        parents[younger].append((elder, relation))
        children[elder].append((younger, relation))
    return [
        *(KinRow(**dict(each), side="ancestor") for each in find_reachable(graph.index, start, parents)),
        *(KinRow(**dict(each), side="descendant") for each in find_reachable(graph.index, start, children)),
    ]
