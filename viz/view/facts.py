"""What is known of a thing, short: its facts with their claims, and what it is related to."""

from __future__ import annotations

from collections.abc import Iterable

from graph.catalogue import FACTS, NEIGHBOURS, NeighbourRow, Side
from graph.graph import Graph
from graph.models import Claim, Finding
from ontology import ID
from viz.models import ClaimSummary, Fact, FactValue, Name, value_label
from viz.view.edges import DEPRECATED
from viz.view.relation_index import RelationIndex

OF_FACTS = frozenset({"Distribution", "Component"})
"""Kinds whose own relations are facts; of the other kinds all relations are told as such."""


def list_facts(kg: Graph, name: str) -> list[Fact]:
    """Return what is known of a thing, by its slug: what it is related to first, then its own facts.

    Raises UnknownNameError.
    """
    slug = kg.index.resolve("thing", name).value.removeprefix(ID)
    kind = RelationIndex.of(kg).kind(slug)
    own = [fact_of(finding) for finding in kg.answer(FACTS, subject=slug).items] if kind in OF_FACTS else []
    if kind == "Distribution":
        return own
    rows = kg.answer(NEIGHBOURS, thing=slug).items
    related = (row for row in rows if kind not in OF_FACTS or row.direction == "in")
    return [*together(map(relation_of, related)), *own]


def fact_of(finding: Finding) -> Fact:
    """Shorten a finding."""
    return Fact(
        property=Name.of(finding.property),
        concern=Name.maybe(finding.concern),
        condition=Name.maybe(finding.condition),
        standing=Name.of(finding.standing),
        values=values_of(finding),
        claims=tuple(map(ClaimSummary.of, finding.claims)),
    )


def values_of(found: Finding | Side) -> tuple[FactValue, ...]:
    """Shorten the values that hold, each with since when."""
    return tuple(
        FactValue(
            kind=each.kind,
            id=each.id,
            label=value_label(each),
            since=since(claim for claim in found.claims if claim.value == each),
        )
        for each in found.values
    )


def relation_of(row: NeighbourRow) -> Fact:
    """Describe a relation as of a fact: the other thing is its value."""
    value = FactValue(kind="thing", id=row.id, label=row.label, since=since(row.claims))
    return Fact(
        property=Name.of(row.property),
        direction=row.direction,
        condition=Name.maybe(row.condition),
        standing=Name.maybe(row.standing),
        values=(value,),
        claims=tuple(map(ClaimSummary.of, row.claims)),
    )


def together(relations: Iterable[Fact]) -> list[Fact]:
    """Place relations that somebody speaks of first, each by itself; then the others, like with like."""
    spoken: list[Fact] = []
    merged: dict[tuple[str | None, str], Fact] = {}
    for each in relations:
        if each.claims:
            spoken.append(each)
            continue
        place = each.direction, each.property.id
        before = merged[place].values if place in merged else ()
        merged[place] = each.model_copy(update={"values": before + each.values})
    return [*spoken, *merged.values()]


def since(claims: Iterable[Claim]) -> str | None:
    """Return since when claims on one value say that it holds; what is rejected or past does not count."""
    holding = (claim for claim in claims if claim.rank.id != DEPRECATED and not claim.until)
    return next((claim.since for claim in holding if claim.since), None)
