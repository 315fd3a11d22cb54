"""The edges of a view: what they say, the claims for it, and the claims against it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from graph.catalogue import RelationRow
from graph.models import Thing, localize
from viz.models import ClaimSummary, Name, RelationName, ViewEdge
from viz.view.filters import classify_relation
from viz.view.relation_index import RelationIndex

DEPRECATED = "Deprecated"
SERVES_PROPERTY = RelationName(id="serves", label=localize("serves"), inverse=localize("served by"))
BEND = 0.18


def relation_key(relation: RelationRow) -> str:
    """Return the key of a relation: what it connects, by which property, under which condition."""
    condition = relation.condition.id if relation.condition else ""
    return f"{relation.subject}~{relation.property.id}~{relation.object}~{condition}"


def name_relation(relation_index: RelationIndex, relation: Thing) -> RelationName:
    """Name a property as it is read from both of its ends."""
    index = relation_index.entity_index
    return RelationName(
        id=relation.id,
        label=index.relation_label(relation.iri),
        inverse=index.relation_label(relation.iri, inverse=True),
    )


def build_edge(relation_index: RelationIndex, relation: RelationRow, *, past: bool = False) -> ViewEdge:
    """Build the edge of a relation."""
    standing = relation.standing
    return ViewEdge(
        id=relation_key(relation),
        origin=relation.subject,
        target=relation.object,
        property=name_relation(relation_index, relation.property),
        relation=classify_relation(relation_index, relation),
        condition=Name.maybe(relation.condition),
        standing=Name.maybe(standing),
        dashed=relation.condition is not None or relation_index.is_offer(relation),
        disputed=standing is not None and standing.id == "Disputed",
        derived=not relation.claims,
        past=past,
        claims=tuple(map(ClaimSummary.of, relation.claims)),
        against=_find_counterclaims(relation_index, relation),
    )


def build_derived_edges(serves: Mapping[tuple[str, str], Iterable[RelationRow]]) -> list[ViewEdge]:
    """Build the edges from components to the concerns that they serve."""
    return [
        ViewEdge(
            id=f"{slug}~concern~{concern}~",
            origin=slug,
            target=concern,
            property=SERVES_PROPERTY,
            derived=True,
            claims=tuple(ClaimSummary.of(claim) for each in relations for claim in each.claims),
        )
        for (slug, concern), relations in serves.items()
    ]


def _find_counterclaims(relation_index: RelationIndex, relation: RelationRow) -> tuple[ClaimSummary, ...]:
    """Return the rejected claims on the same matter.

    Where a property takes one value, any rejected value is a word against this one; elsewhere only what was
    said of this value, or what the claims name as their contradiction.
    """
    known = relation_index.entity_index.properties.get(relation.property.iri)
    iris = {claim.iri for claim in relation.claims}
    sole = known is not None and known.functional
    return tuple(
        ClaimSummary.of(claim)
        for claim in relation_index.claims_on(relation.subject)
        if claim.rank.id == DEPRECATED
        and claim.property.iri == relation.property.iri
        and (sole or claim.value.id == relation.object or iris & {*claim.contradicted_by, *claim.answered_by})
    )


def bend_parallel_edges(edges: Iterable[ViewEdge]) -> list[ViewEdge]:
    """Curve all but one of the edges between the same two nodes, so that none covers another."""

    def pair(edge: ViewEdge) -> tuple[str, str]:
        return min(edge.origin, edge.target), max(edge.origin, edge.target)

    found = []
    for _, same in itertools.groupby(sorted(edges, key=pair), key=pair):
        for rank, edge in enumerate(same):
            away = 1 if edge.origin < edge.target else -1
            bend = round(BEND * ((rank + 1) // 2) * (-1) ** rank * away, 2)
            found.append(edge.model_copy(update={"bend": bend}) if bend else edge)
    return found
