"""Distributions that had no release yet: for such a day nothing that was so later is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from graph.ask.capabilities import is_distribution
from graph.ask.citations import is_rejected
from graph.ask.reply import AnswerText, assemble_answer
from graph.ask.sentences import render_text
from graph.catalogue.mapping import collect_citations
from graph.catalogue.releases import RELEASES, SHIPPED
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Citation, Claim, Thing
from i18n import Language
from ontology import ID

FIRST_RELEASE = "firstRelease"
FIRST_COMMIT = "firstCommit"


class FirstReleases:
    """The day on which the record of each distribution begins, by IRI, as far as there is one.

    Where no source says which release was the first, the repository may be older than those on record.
    """

    def __init__(self, graph: Graph) -> None:
        self.days: dict[str, dt.date] = {}
        for release in graph.release_index.releases.values():
            self._note(ID + release.distribution, release.issued)
        claims = [each for each in graph.index.claims.values() if not is_rejected(each)]
        known = {each.subject.iri for each in claims if each.property.id == FIRST_RELEASE and each.valid_from}
        for claim in claims:
            told = claim.property.id != FIRST_COMMIT or claim.subject.iri not in known
            if told and is_distribution(graph, claim.subject.iri):
                self._note(claim.subject.iri, claim.valid_from)

    def _note(self, iri: str, day: dt.date | None) -> None:
        """Keep a day if it is the earliest."""
        if day is not None:
            self.days[iri] = min(day, self.days.get(iri, day))


def is_not_yet_released(graph: Graph, thing: Thing) -> bool:
    """Return whether a distribution had no release by the day of the graph, as far as is on record."""
    first = graph.cached(FirstReleases).days.get(thing.iri)
    return first is not None and graph.as_of < first


def describe_not_yet_released(graph: Graph, things: Sequence[Thing], language: Language) -> list[str]:
    """Return a sentence for each distribution, with the day on which its record begins."""
    days = graph.cached(FirstReleases).days
    return [
        render_text(
            "not_yet", language, subject=get_label(thing, language), day=graph.as_of, first=days[thing.iri]
        )
        for thing in things
    ]


def assemble_not_yet_released(graph: Graph, things: Sequence[Thing], answer: AnswerText) -> dict[str, Any]:
    """Return the parts of a reply about distributions without a release, citing what dates their first."""
    claims = [claim for thing in things for claim in _first_release_claims(graph, thing)]
    sparql = graph.format_query(RELEASES, distribution=things[0].id)
    return assemble_answer(
        answer, claims, sparql, collect_citations(claims) or _cite_first_release(graph, things[0])
    )


def _first_release_claims(graph: Graph, thing: Thing) -> list[Claim]:
    day = graph.cached(FirstReleases).days[thing.iri]
    spoken = [each for each in graph.index.claims_about(thing.iri) if each.valid_from == day]
    return [each for each in spoken if each.property.id == FIRST_RELEASE] or spoken[:1]


def _cite_first_release(graph: Graph, thing: Thing) -> list[Citation]:
    own = [each for each in graph.release_index.releases_of(thing.id) if each.issued]
    first = min(own, key=lambda each: each.issued or dt.date.max, default=None)
    items = graph.answer(SHIPPED, release=first.slug).items if first else []
    return [place for row in items for place in row.sources[:1]]
