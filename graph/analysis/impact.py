"""What is affected if something goes away: what depends on it, and what depends on that."""

from __future__ import annotations

from collections import defaultdict

from graph.analysis.migration import list_relations
from graph.analysis.reachability import Adjacency, ReachedRow, find_reachable
from graph.catalogue.relations import RelationRow
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.graph import Graph
from graph.models import Thing
from ontology.traits import Trait


def find_affected(graph: Graph, thing: str) -> list[ReachedRow]:
    """List what depends on a thing, the nearest first; raises UnknownNameError."""
    start = graph.index.thing(graph.index.resolve("thing", thing)).id
    return list(find_reachable(graph.index, start, graph.cached(_map_dependents)))


def _map_dependents(graph: Graph) -> Adjacency:
    """Map each thing to those that depend on it."""
    found: dict[str, list[tuple[str, RelationRow]]] = defaultdict(list)
    depending = {prop.id for prop in graph.index.properties_with(Trait.DEPENDENCE)}
    for relation in graph.cached(list_relations):
        if depending & graph.index.broader_names(relation.property.iri):
            found[relation.object].append((relation.subject, relation))
    return dict(found)


def find_unknown_users(graph: Graph, thing: str) -> list[Thing]:
    """List the distributions of which nothing is recorded on whether they use a component.

    None for what is no component. Raises UnknownNameError.
    """
    known = {thing.lower(), *(each.id for each in find_affected(graph, thing))}
    if thing.lower() not in graph.index.slugs("Component"):
        return []
    rows = graph.answer(DISTRIBUTIONS_USING, component=thing).items
    return [graph.index.thing(row.iri) for row in rows if row.answer == "unknown" and row.id not in known]
