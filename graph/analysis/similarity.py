"""How like each other distributions are, concern by concern, in what is known of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from graph.analysis.migration import CapabilityInventory, inventory_of, map_concerns
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


class DistributionRecord(NamedTuple):
    """The record of a distribution: for each capability what it has, with the sources."""

    items: Mapping[str, frozenset[Item]]
    sources: Mapping[str, list[Citation]]


def rank_similar(graph: Graph, distribution: str) -> list[SimilarRow]:
    """List the other distributions, the most similar first; raises UnknownNameError.

    Of equals comes first of which more is known; those of which nothing is known come last.
    """
    own = graph.index.thing(graph.index.resolve("Distribution", distribution)).id
    recorded = graph.cached(_map_records)
    concerns = graph.cached(_capabilities_by_concern)
    rows = [
        _build_similarity_row(graph, recorded, concerns, own, other) for other in recorded if other != own
    ]
    return sorted(rows, key=_similarity_order)


def _similarity_order(each: SimilarRow) -> tuple[float, int, str]:
    """Return the sort key of a row."""
    similarity = each.likeness.similarity
    return 1.0 if similarity is None else -similarity, -each.likeness.known, each.id


def _map_records(graph: Graph) -> dict[str, DistributionRecord]:
    """Map each distribution to its record."""
    slugs = sorted(iri.removeprefix(ID) for iri in graph.index.slugs("Distribution").values())
    return {slug: _build_record(inventory_of(graph, slug)) for slug in slugs}


def _build_record(box: CapabilityInventory) -> DistributionRecord:
    """Build the record of an inventory: its items by capability, those that it lacks included."""
    items: dict[str, frozenset[Item]] = {
        capability: frozenset((capability, each.id) for each in held)
        for capability in box.components
        if (held := box.list_main(capability))
    }
    for capability in box.lacking - items.keys():
        items[capability] = frozenset([(capability, None)])
    return DistributionRecord(items, box.sources)


def _capabilities_by_concern(graph: Graph) -> dict[str, set[str]]:
    """Return the capabilities of each concern of which something is recorded for any distribution."""
    any_known = {capability for known in graph.cached(_map_records).values() for capability in known.items}
    found: dict[str, set[str]] = {}
    for capability, concern in map_concerns(graph).items():
        if capability in any_known:
            found.setdefault(concern, set()).add(capability)
    return found


def _build_similarity_row(
    graph: Graph,
    recorded: Mapping[str, DistributionRecord],
    concerns: Mapping[str, set[str]],
    own: str,
    other: str,
) -> SimilarRow:
    """Build the row that compares two distributions."""
    one, two = recorded[own], recorded[other]
    by_concern = tuple(
        ConcernLikeness(
            concern=graph.index.thing(ID + concern), **dict(_measure_likeness(one, two, concerns[concern]))
        )
        for concern in sorted(concerns)
    )
    everything = {capability for some in concerns.values() for capability in some}
    both = sorted(everything & one.items.keys() & two.items.keys())
    cited = [
        each for known in (one, two) for capability in both for each in known.sources.get(capability, ())
    ]
    return SimilarRow(
        **dict(graph.index.thing(ID + other)),
        likeness=_measure_likeness(one, two, everything),
        concerns=by_concern,
        sources=tuple({each.claim: each for each in cited}.values()),
    )


def _measure_likeness(
    one: DistributionRecord, two: DistributionRecord, capabilities: Iterable[str]
) -> Likeness:
    """Measure how alike two records are in some capabilities."""
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
