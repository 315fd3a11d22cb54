"""How like each other distributions are, concern by concern, in what is known of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.analysis.migration import Box, boxed, concerns_of
from graph.graph import Graph
from graph.models import Citation, Shape, Thing
from ontology import ID

Item = tuple[str, str | None]
"""A capability and a component that a distribution has for it; None where a source says that it has none."""


class Likeness(Shape):
    """How like two distributions are in some capabilities.

    `similarity` is the index of Jaccard: how many of the pairs of a capability and a component that either
    has both have (`shared` of `either`). Only capabilities count of which something is recorded for both:
    `known`, of the `of` that anything is recorded for. None where none is known of both.
    """

    similarity: float | None
    shared: int
    either: int
    known: int
    of: int


class ConcernLikeness(Likeness):
    """How like two distributions are in a concern."""

    concern: Thing


class SimilarRow(Thing):
    """A distribution, how like it is to the one that was asked about, as a whole and in each concern."""

    likeness: Likeness
    concerns: tuple[ConcernLikeness, ...]
    sources: tuple[Citation, ...]


class Known(NamedTuple):
    """What is recorded of a distribution: for each capability what it has, and from where."""

    items: Mapping[str, frozenset[Item]]
    sources: Mapping[str, list[Citation]]


def rank_similar(kg: Graph, distribution: str) -> list[SimilarRow]:
    """List the other distributions, the most similar first; raises UnknownNameError.

    Of equals comes first of which more is known; those of which nothing is known come last.
    """
    own = kg.index.thing(kg.index.resolve("Distribution", distribution)).id
    recorded = kg.once(all_recorded)
    concerns = kg.once(capabilities_by_concern)
    rows = [similarity_row(kg, recorded, concerns, own, other) for other in recorded if other != own]
    return sorted(rows, key=order)


def order(each: SimilarRow) -> tuple[float, int, str]:
    """Return the place of a row."""
    similarity = each.likeness.similarity
    return 1.0 if similarity is None else -similarity, -each.likeness.known, each.id


def all_recorded(kg: Graph) -> dict[str, Known]:
    """Return what is recorded of each distribution."""
    slugs = sorted(iri.removeprefix(ID) for iri in kg.index.slugs("Distribution").values())
    return {slug: recorded_of(boxed(kg, slug)) for slug in slugs}


def recorded_of(box: Box) -> Known:
    """Return what a box has for each capability, and where it is said to have nothing."""
    items: dict[str, frozenset[Item]] = {
        capability: frozenset((capability, slug) for slug in some) for capability, some in box.held.items()
    }
    for capability in box.lacking - items.keys():
        items[capability] = frozenset([(capability, None)])
    return Known(items, box.sources)


def capabilities_by_concern(kg: Graph) -> dict[str, set[str]]:
    """Return the capabilities of each concern of which something is recorded for any distribution."""
    any_known = {capability for known in kg.once(all_recorded).values() for capability in known.items}
    found: dict[str, set[str]] = {}
    for capability, concern in concerns_of(kg).items():
        if capability in any_known:
            found.setdefault(concern, set()).add(capability)
    return found


def similarity_row(
    kg: Graph, recorded: Mapping[str, Known], concerns: Mapping[str, set[str]], own: str, other: str
) -> SimilarRow:
    """Compare two distributions."""
    one, two = recorded[own], recorded[other]
    by_concern = tuple(
        ConcernLikeness(concern=kg.index.thing(ID + concern), **dict(likeness(one, two, concerns[concern])))
        for concern in sorted(concerns)
    )
    everything = {capability for some in concerns.values() for capability in some}
    both = sorted(everything & one.items.keys() & two.items.keys())
    cited = [
        each for known in (one, two) for capability in both for each in known.sources.get(capability, ())
    ]
    return SimilarRow(
        **dict(kg.index.thing(ID + other)),
        likeness=likeness(one, two, everything),
        concerns=by_concern,
        sources=tuple({each.claim: each for each in cited}.values()),
    )


def likeness(one: Known, two: Known, capabilities: Iterable[str]) -> Likeness:
    """Compare what is recorded of both in some capabilities."""
    within = set(capabilities)
    both = within & one.items.keys() & two.items.keys()
    ours = {item for capability in both for item in one.items[capability]}
    theirs = {item for capability in both for item in two.items[capability]}
    shared, either = len(ours & theirs), len(ours | theirs)
    return Likeness(
        similarity=shared / either if either else None,
        shared=shared,
        either=either,
        known=len(both),
        of=len(within),
    )
