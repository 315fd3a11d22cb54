"""Who is hit if something goes away: what depends on it, and what depends on that."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from graph.analysis.ways import Step, step
from graph.model import Citation, Thing
from graph.moving import relations_of
from graph.questions import DISTRIBUTIONS_USING
from ontology import ID

if TYPE_CHECKING:
    from graph.index import Index
    from graph.knowledge import KnowledgeGraph
    from graph.rows import RelationRow

DEPENDS = frozenset({"uses", "requires", "builtOn", "packages"})
"""What makes the subject depend on the object, narrower properties included; what is on offer does not."""


class HitRow(Thing):
    """Something that is hit: how far away it stands, and by which relations it depends on what is nearer."""

    distance: int
    through: tuple[Step, ...]
    sources: tuple[Citation, ...]


def hit(kg: KnowledgeGraph, thing: str) -> list[HitRow]:
    """List what depends on a thing, the nearest first; raises UnknownNameError."""
    index = kg.index
    start = index.thing(index.resolve("thing", thing)).id
    dependents = kg.once(dependents_of)
    found: dict[str, HitRow] = {}
    reached, distance = [start], 0
    while reached:
        distance += 1
        coming: dict[str, list[RelationRow]] = defaultdict(list)
        for nearer in reached:
            for relation in dependents.get(nearer, ()):
                if relation.subject != start and relation.subject not in found:
                    coming[relation.subject].append(relation)
        found |= {slug: row(index, slug, distance, relations) for slug, relations in coming.items()}
        reached = sorted(coming)
    return sorted(found.values(), key=lambda each: (each.distance, each.id))


def row(index: Index, slug: str, distance: int, relations: list[RelationRow]) -> HitRow:
    """Say by what a thing is hit."""
    through = tuple(step(index, each, backwards=False) for each in relations)
    cited = {place.claim: place for each in through for place in each.sources}
    return HitRow(
        **dict(index.thing(ID + slug)), distance=distance, through=through, sources=tuple(cited.values())
    )


def dependents_of(kg: KnowledgeGraph) -> dict[str, list[RelationRow]]:
    """Give for each thing the relations by which others depend on it."""
    found: dict[str, list[RelationRow]] = defaultdict(list)
    for relation in kg.once(relations_of):
        if DEPENDS & kg.index.broader_names(relation.property.iri):
            found[relation.object].append(relation)
    return dict(found)


def unsaid(kg: KnowledgeGraph, thing: str) -> list[Thing]:
    """List the distributions of which nobody has said whether a component's going would hit them.

    None for what is no component. Raises UnknownNameError.
    """
    known = {each.id for each in hit(kg, thing)}
    if thing.lower() not in kg.index.slugs("Component"):
        return []
    rows = kg.answer(DISTRIBUTIONS_USING, component=thing).items
    return [kg.index.thing(row.iri) for row in rows if row.answer == "unknown" and row.id not in known]
