"""Who is hit if something goes away: what depends on it, and what depends on that."""

from __future__ import annotations

from collections import defaultdict

from graph.analysis.migration import relations_of
from graph.analysis.reachability import Next, ReachedRow, reached
from graph.catalogue.relations import RelationRow
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.graph import Graph
from graph.models import Thing
from ontology.traits import Trait


def find_affected(kg: Graph, thing: str) -> list[ReachedRow]:
    """List what depends on a thing, the nearest first; raises UnknownNameError."""
    start = kg.index.thing(kg.index.resolve("thing", thing)).id
    return list(reached(kg.index, start, kg.once(dependents_of)))


def dependents_of(kg: Graph) -> Next:
    """Return for each thing those that depend on it."""
    found: dict[str, list[tuple[str, RelationRow]]] = defaultdict(list)
    depending = {prop.id for prop in kg.index.properties_with(Trait.DEPENDENCE)}
    for relation in kg.once(relations_of):
        if depending & kg.index.broader_names(relation.property.iri):
            found[relation.object].append((relation.subject, relation))
    return dict(found)


def find_unknown_users(kg: Graph, thing: str) -> list[Thing]:
    """List the distributions of which nobody has said whether a component's going would hit them.

    None for what is no component. Raises UnknownNameError.
    """
    known = {thing.lower(), *(each.id for each in find_affected(kg, thing))}
    if thing.lower() not in kg.index.slugs("Component"):
        return []
    rows = kg.answer(DISTRIBUTIONS_USING, component=thing).items
    return [kg.index.thing(row.iri) for row in rows if row.answer == "unknown" and row.id not in known]
