"""What a view shows of other days: relations that are over, what came, what went, and where to stop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from graph.catalogue import RelationRow
from graph.graph import Graph
from graph.models import Claim
from graph.releases import UPSTREAM
from viz.models import Stop
from viz.query import ViewQuery
from viz.view.edges import key
from viz.view.filters import broad_relation, fits
from viz.view.relation_index import RelationIndex
from viz.view.selection import Choice, ends


def over(web: RelationIndex, day: dt.date) -> list[RelationRow]:
    """Return the relations that held once and hold no more on a day, as their claims say."""
    now = {key(each) for each in web.relations}
    tied = {(each.subject, each.object) for each in web.relations}
    found: dict[str, list[Claim]] = {}
    for claim in web.index.claims.values():
        if claim.value.kind != "thing" or claim.rank.id == "Deprecated" or not ended(claim, day):
            continue
        if claim.property.id == "bundles" and (claim.subject.id, claim.value.id) in tied:
            continue
        relation = relation_of([claim])
        if key(relation) not in now:
            found.setdefault(key(relation), []).append(claim)
    return [relation_of(claims) for claims in found.values()]


def ended(claim: Claim, day: dt.date) -> bool:
    """Return whether what a claim says was over on a day."""
    if claim.valid_from and claim.valid_from > day:
        return False
    return claim.valid_until <= day if claim.valid_until else bool(claim.until)


def relation_of(claims: list[Claim]) -> RelationRow:
    """Make the relation that claims on one value speak of."""
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


def with_past(
    web: RelationIndex, choice: Choice, asked: ViewQuery, day: dt.date
) -> tuple[Choice, list[RelationRow]]:
    """Add what is over: between things of the view, or at one that it is about; give the added relations."""
    about = {*asked.anchors, *asked.open}
    wide = asked.depth > 1 or not (asked.focus or asked.compare)

    def belongs(relation: RelationRow) -> bool:
        both = {relation.subject, relation.object}
        if asked.relation and broad_relation(web, relation) not in asked.relation:
            return False
        if not all(end in about or fits(web, end, asked) for end in both):
            return False
        if both & about:
            return all(map(web.knows, both))
        return wide and both <= set(choice.levels)

    gone = [each for each in over(web, day) if belongs(each)]
    levels = dict.fromkeys(sorted(ends(gone)), 1) | choice.levels
    return choice._replace(levels=levels), gone


def went(now: Choice, then: Choice) -> list[RelationRow]:
    """Return the relations of one choice that the other no longer has."""
    there = {key(each) for each in now.relations}
    return [each for each in then.relations if key(each) not in there]


def stops(kg: Graph, distributions: Iterable[str]) -> list[Stop]:
    """Return the days for a view of some distributions: those of the first release of each minor.

    A distribution without dated releases, or none at all, goes by Kubernetes' own.
    """
    wanted = set(distributions)
    first: dict[tuple[str, tuple[int, ...]], Stop] = {}
    dated = [each for each in kg.shipments.releases.values() if each.issued and each.issued <= kg.as_of]
    there = {each.distribution for each in dated} & wanted or {UPSTREAM}
    for each in sorted(dated, key=lambda each: (str(each.issued), each.version.key)):
        if each.distribution in there and each.issued:
            minor = each.distribution, each.version.numbers[:2]
            first.setdefault(minor, Stop(day=each.issued, release=each.slug))
    by_day = {stop.day: stop for stop in sorted(first.values(), key=lambda stop: stop.release)}
    return [by_day[day] for day in sorted(by_day)]
