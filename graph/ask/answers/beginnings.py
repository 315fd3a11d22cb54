"""Distributions that had no release yet: for such a day nothing that was so later is answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graph.ask.meaning import Comparison, Facts, Language, Meaning, Whether
from graph.ask.reply import Said
from graph.ask.sentences import joined, named, packed, said
from graph.catalogue.mapping import citations
from graph.catalogue.releases import RELEASES, SHIPPED
from ontology import ID

if TYPE_CHECKING:
    from graph.graph import Graph
    from graph.models import Citation, Claim, Thing

FIRST, COMMIT = "firstRelease", "firstCommit"


class Beginnings:
    """The day on which the record of each distribution begins, by IRI, as far as there is one.

    Where no source says which release was the first, the repository may be older than those on record.
    """

    def __init__(self, graph: Graph) -> None:
        self.days: dict[str, dt.date] = {}
        for release in graph.shipments.releases.values():
            self.note(ID + release.distribution, release.issued)
        claims = [each for each in graph.index.claims.values() if each.rank.id != "Deprecated"]
        known = {each.subject.iri for each in claims if each.property.id == FIRST and each.valid_from}
        for claim in claims:
            told = claim.property.id != COMMIT or claim.subject.iri not in known
            if told and "Distribution" in graph.index.names[claim.subject.iri].kinds:
                self.note(claim.subject.iri, claim.valid_from)

    def note(self, iri: str, day: dt.date | None) -> None:
        """Keep a day if it is the earliest."""
        if day is not None:
            self.days[iri] = min(day, self.days.get(iri, day))


def unborn(graph: Graph, thing: Thing) -> bool:
    """Tell whether a distribution had no release by the day of the graph, as far as is on record."""
    first = graph.once(Beginnings).days.get(thing.iri)
    return first is not None and graph.as_of < first


def not_yet(graph: Graph, meaning: Meaning, language: Language) -> dict[str, Any] | None:
    """Say that what is asked about had no release by the day of the graph; None if it had."""
    if not isinstance(meaning, Whether | Facts | Comparison):
        return None
    asked = meaning.subjects if isinstance(meaning, Comparison) else (meaning.subject,)
    missing = [thing for thing in asked if unborn(graph, thing)]
    if not missing:
        return None
    days = graph.once(Beginnings).days
    sentences = [
        said("not_yet", language, subject=named(thing, language), day=graph.as_of, first=days[thing.iri])
        for thing in missing
    ]
    kind, value, ids = ("value", None, [])
    if isinstance(meaning, Whether):
        kind, value = "boolean", False
        sentences = [said("no_plain", language), *sentences]
    elif isinstance(meaning, Comparison):
        kind, ids = "comparison", [thing.id for thing in asked]
    spoken = Said(kind=kind, text=joined(sentences, language), ids=ids, value=value)
    claims = [claim for thing in missing for claim in firsts(graph, thing)]
    sparql = graph.written(RELEASES, distribution=missing[0].id)
    return packed(spoken, claims, sparql, citations(claims) or first_places(graph, missing[0]))


def firsts(graph: Graph, thing: Thing) -> list[Claim]:
    """Give the claims that say on which day a distribution began."""
    day = graph.once(Beginnings).days[thing.iri]
    spoken = [each for each in graph.index.spoken_of(thing.iri) if each.valid_from == day]
    return [each for each in spoken if each.property.id == FIRST] or spoken[:1]


def first_places(graph: Graph, thing: Thing) -> list[Citation]:
    """Give where it stands what the first release on record ships."""
    own = [each for each in graph.shipments.in_order(thing.id) if each.issued]
    first = min(own, key=lambda each: each.issued or dt.date.max, default=None)
    items = graph.answer(SHIPPED, release=first.slug).items if first else []
    return [place for row in items for place in row.sources[:1]]
