"""The page of a thing: all that is known of it, who uses it, what may stand in its place, and since when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from graph.catalogue import DISTRIBUTIONS_USING, NEWEST_VERSIONS, SHIPPED, NewestRow, ShippedRow, UsageRow
from graph.graph import Graph
from graph.models import Claim, Label, Profile
from i18n import parse_language
from viz.models import Fact, Name, format_value_label
from viz.pages.page_spec import PageParameter, PageSpec
from viz.render.jsonld import describe_thing
from viz.templating import render
from viz.theme import LOOKS
from viz.view.facts import list_facts
from viz.view.history_overlay import list_stops
from viz.view.relation_index import RelationIndex

USAGE_ANSWERS = ("yes", "offered", "supported", "no", "unknown")
DATA_FORMATS = (("turtle", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("xml", "RDF/XML"))
MAX_EVENTS = 12
"""As many steps of a timeline as are shown without opening the rest."""


class Group(NamedTuple):
    """Facts that belong to one concern; None for those of no concern, `related` for what points here."""

    name: Label | None
    related: bool
    facts: list[Fact]


class Event(NamedTuple):
    """Something on a timeline: a first release of a minor, or a claim that began or ended."""

    day: dt.date
    release: str | None
    claim: Claim | None
    ended: bool = False


def thing_page(graph: Graph, language: str, name: str) -> str:
    """Make the page of a thing; raises UnknownNameError."""
    profile = graph.index.profile(graph.index.resolve("thing", name).value)
    web, said = RelationIndex.of(graph), list_facts(graph, profile.id)
    kind = web.kind(profile.id)
    past = _list_events(graph, profile, kind)
    context: dict[str, Any] = {
        "thing": profile,
        "kind": kind,
        "looks": LOOKS,
        "groups": _group_facts(said),
        "users": _split_users(graph, profile) if kind == "Component" else {},
        "alternatives": _list_alternatives(web, profile.id),
        "versions_of": _newest_releases_with(graph, profile.id) if kind == "Component" else [],
        "ships": _shipped_by_newest(graph, profile.id) if kind == "Distribution" else None,
        "recent": past[:MAX_EVENTS],
        "older": past[MAX_EVENTS:],
        "rivals": [each for each in graph.index.slugs("Distribution").values() if each != profile.iri]
        if kind == "Distribution"
        else [],
        "name_of": graph.index.thing,
        "claim_value": format_value_label,
        "formats": DATA_FORMATS,
        "linked": describe_thing(profile, said),
        "here": f"/things/{profile.id}",
    }
    return render("pages/thing/thing.html.j2", parse_language(language), context)


def _group_facts(said: Sequence[Fact]) -> list[Group]:
    """Gather facts by concern, in the order in which they come; what points here is last."""
    found: dict[tuple[bool, str], list[Fact]] = {}
    for fact in said:
        place = fact.direction is not None, fact.concern.id if fact.concern else ""
        found.setdefault(place, []).append(fact)
    made = [
        Group(some[0].concern.label if some[0].concern else None, related, some)
        for (related, _), some in found.items()
    ]
    return sorted(made, key=lambda group: group.related)


def _split_users(graph: Graph, profile: Profile) -> dict[str, list[UsageRow]]:
    """Return the distributions by whether they use a component: "no" is not "not recorded"."""
    rows = graph.answer(DISTRIBUTIONS_USING, component=profile.id).items
    return {answer: [row for row in rows if row.answer == answer] for answer in USAGE_ANSWERS}


def _list_alternatives(web: RelationIndex, slug: str) -> list[Name]:
    """Return what may stand in the place of a thing."""
    around = (each for each in web.by_thing.get(slug, ()) if each.property.id == "alternative")
    others = {each.object if each.subject == slug else each.subject for each in around}
    return sorted(map(web.name, others), key=lambda other: other.label.en.casefold())


def _newest_releases_with(graph: Graph, slug: str) -> list[NewestRow]:
    """Return the newest releases that ship a component, and in which version."""
    return [row for row in graph.answer(NEWEST_VERSIONS, component=slug).items if row.answer == "yes"]


def _shipped_by_newest(graph: Graph, slug: str) -> tuple[str, list[ShippedRow]] | None:
    """Return the newest release of a distribution and what it ships; None if no release is on record."""
    release = graph.release_index.newest_release(slug)
    if release is None:
        return None
    return release, [row for row in graph.answer(SHIPPED, release=release).items if row.versions]


def _list_events(graph: Graph, profile: Profile, kind: str) -> list[Event]:
    """Return what happened, the latest first: minors of a distribution, and what began or ended on record."""
    found = []
    if kind == "Distribution":
        own = [each for each in list_stops(graph, [profile.id]) if each.release.startswith(f"{profile.id}/")]
        found = [Event(each.day, each.release, None) for each in own]
    for claim in graph.index.claims.values():
        if claim.rank.id == "Deprecated" or claim.property.id == "conformsTo":
            continue
        if profile.iri not in {claim.subject.iri, claim.value.iri}:
            continue
        if claim.valid_from and claim.valid_from <= graph.as_of:
            found.append(Event(claim.valid_from, claim.since, claim))
        if claim.valid_until and claim.valid_until <= graph.as_of:
            found.append(Event(claim.valid_until, None, claim, ended=True))
    return sorted(found, key=lambda event: (event.day, event.claim is None), reverse=True)


PAGES = (
    PageSpec(
        path="/things/{id}",
        name="thing",
        description="Return the page of an entry.",
        render=thing_page,
        parameters=(PageParameter("id", argument="name"),),
        suggestions="/things/{id}",
        examples=("things/kine", "things/microshift"),
    ),
)
