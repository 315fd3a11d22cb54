"""The facts of a thing, short: with their claims, and what it is related to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from graph.catalogue import FACTS, NEIGHBOURS, NeighbourRow, Side
from graph.graph import Graph
from graph.models import Claim, Finding, Label, localize
from i18n import N_, end_sentence
from ontology import ID
from viz.models import ClaimSummary, Fact, FactValue, Name, format_value_label
from viz.view.edges import DEPRECATED
from viz.view.relation_index import RelationIndex

NAMING_KINDS = frozenset({"thing", "literal", "link"})
"""Kinds of values that say something by themselves."""
KINDS_WITH_FACTS = frozenset({"Distribution", "Component"})
"""Kinds whose own relations are facts; of other kinds all relations are listed as relations."""


def list_facts(graph: Graph, name: str) -> list[Fact]:
    """List the facts of a thing, by its slug: what it is related to first, then its own facts.

    Raises UnknownNameError.
    """
    slug = graph.index.resolve("thing", name).value.removeprefix(ID)
    kind = RelationIndex.of(graph).kind(slug)
    own = (
        [_build_fact(graph, finding) for finding in graph.answer(FACTS, subject=slug).items]
        if kind in KINDS_WITH_FACTS
        else []
    )
    if kind == "Distribution":
        return own
    rows = graph.answer(NEIGHBOURS, thing=slug).items
    related = (row for row in rows if kind not in KINDS_WITH_FACTS or row.direction == "in")
    return [*_merge_relations(map(_build_relation_fact, related)), *own]


def _build_fact(graph: Graph, finding: Finding) -> Fact:
    """Shorten a finding."""
    return Fact(
        property=Name.of(finding.property),
        concern=Name.maybe(finding.concern),
        condition=Name.maybe(finding.condition),
        standing=Name.of(finding.standing),
        values=build_values(finding),
        sentence=_state_finding(graph, finding),
        claims=tuple(map(ClaimSummary.of, finding.claims)),
    )


def _state_finding(graph: Graph, finding: Finding) -> Label | None:
    """State a finding whose values name nothing: none, any, left open, or yes and no."""
    if any(each.kind in NAMING_KINDS and not isinstance(each.value, bool) for each in finding.values):
        return None
    sentences = graph.index.sentences
    return Label(
        en=end_sentence(sentences.describe_finding(finding, "en"), "en"),
        zh=end_sentence(sentences.describe_finding(finding, "zh"), "zh"),
    )


def build_values(found: Finding | Side) -> tuple[FactValue, ...]:
    """Shorten the values that hold, each with since when; a measurement has its day instead."""
    return tuple(
        FactValue(
            kind=each.kind,
            id=each.id,
            label=_add_day(format_value_label(each), found.measured),
            since=None
            if found.measured
            else _find_start(claim for claim in found.claims if claim.value == each),
        )
        for each in found.values
    )


def _add_day(label: Label, day: dt.date | None) -> Label:
    return localize(N_("{value} ({day})"), value=label, day=day) if day else label


def _build_relation_fact(row: NeighbourRow) -> Fact:
    """Build the fact that a relation is: the other thing is its value."""
    value = FactValue(kind="thing", id=row.id, label=row.label, since=_find_start(row.claims))
    return Fact(
        property=Name.of(row.property),
        direction=row.direction,
        condition=Name.maybe(row.condition),
        standing=Name.maybe(row.standing),
        values=(value,),
        claims=tuple(map(ClaimSummary.of, row.claims)),
    )


def _merge_relations(relations: Iterable[Fact]) -> list[Fact]:
    """List relations with claims first, each by itself; then the others, merged by property."""
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


def _find_start(claims: Iterable[Claim]) -> str | None:
    """Return since when a value holds by its claims; rejected or ended ones do not count."""
    holding = (claim for claim in claims if claim.rank.id != DEPRECATED and not claim.until)
    return next((claim.since for claim in holding if claim.since), None)
