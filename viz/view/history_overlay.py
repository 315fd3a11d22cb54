"""Overlay of other days: relations that have ended, what was added or removed, and the days to stop at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from graph.catalogue import RelationRow
from graph.graph import Graph
from graph.models import Claim
from graph.releases import UPSTREAM
from viz.models import Stop
from viz.query import ViewQuery
from viz.view.edges import relation_key
from viz.view.filters import classify_relation, is_included
from viz.view.relation_index import RelationIndex
from viz.view.selection import Selection, endpoints


def _find_ended(relation_index: RelationIndex, day: dt.date) -> list[RelationRow]:
    """Find the relations that have ended by a day, as their claims say."""
    now = {relation_key(each) for each in relation_index.relations}
    tied = {(each.subject, each.object) for each in relation_index.relations}
    found: dict[str, list[Claim]] = {}
    for claim in relation_index.entity_index.claims.values():
        if claim.value.kind != "thing" or claim.rank.id == "Deprecated" or not _has_ended(claim, day):
            continue
        if claim.property.id == "bundles" and (claim.subject.id, claim.value.id) in tied:
            continue
        relation = _relation_from_claims([claim])
        if relation_key(relation) not in now:
            found.setdefault(relation_key(relation), []).append(claim)
    return [_relation_from_claims(claims) for claims in found.values()]


def _has_ended(claim: Claim, day: dt.date) -> bool:
    """Return whether what a claim says had ended by a day."""
    if claim.valid_from and claim.valid_from > day:
        return False
    return claim.valid_until <= day if claim.valid_until else bool(claim.until)


def _relation_from_claims(claims: list[Claim]) -> RelationRow:
    """Build the relation of claims on one value."""
    first = claims[0]
    return RelationRow(
        subject=first.subject.id,
        property=first.property,
        object=first.value.id or "",
        condition=first.condition,
        standing=None,
        claims=tuple(claims),
        sources=tuple(claim.citation() for claim in claims),
    )


def add_past(
    relation_index: RelationIndex, selection: Selection, query: ViewQuery, day: dt.date
) -> tuple[Selection, list[RelationRow]]:
    """Add relations that have ended, between nodes of the view or at its anchors; returns them too."""
    about = {*query.anchors, *query.open}
    wide = query.depth > 1 or not (query.focus or query.compare)

    def belongs(relation: RelationRow) -> bool:
        both = {relation.subject, relation.object}
        if query.relation and classify_relation(relation_index, relation) not in query.relation:
            return False
        if not all(end in about or is_included(relation_index, end, query) for end in both):
            return False
        if both & about:
            return all(map(relation_index.has_thing, both))
        return wide and both <= set(selection.levels)

    gone = [each for each in _find_ended(relation_index, day) if belongs(each)]
    levels = dict.fromkeys(sorted(endpoints(gone)), 1) | selection.levels
    return selection._replace(levels=levels), gone


def find_removed(now: Selection, then: Selection) -> list[RelationRow]:
    """Return the relations of `then` that `now` no longer has."""
    there = {relation_key(each) for each in now.relations}
    return [each for each in then.relations if relation_key(each) not in there]


def list_stops(graph: Graph, distributions: Iterable[str]) -> list[Stop]:
    """Return the days for a view of some distributions: those of the first release of each minor.

    A distribution without dated releases, or none at all, goes by Kubernetes' own.
    """
    wanted = set(distributions)
    first: dict[tuple[str, tuple[int, ...]], Stop] = {}
    dated = [
        each for each in graph.release_index.releases.values() if each.issued and each.issued <= graph.as_of
    ]
    there = {each.distribution for each in dated} & wanted or {UPSTREAM}
    for each in sorted(dated, key=lambda each: (str(each.issued), each.version.key)):
        if each.distribution in there and each.issued:
            minor = each.distribution, each.version.numbers[:2]
            first.setdefault(minor, Stop(day=each.issued, release=each.slug))
    by_day = {stop.day: stop for stop in sorted(first.values(), key=lambda stop: stop.release)}
    return [by_day[day] for day in sorted(by_day)]
