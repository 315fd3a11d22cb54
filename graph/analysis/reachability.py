"""Things that can be reached from a thing along relations, the nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.analysis.paths import Step, build_step
from graph.catalogue.relations import RelationRow
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Thing
from ontology import ID

Adjacency = Mapping[str, Sequence[tuple[str, "RelationRow"]]]
"""For each thing its successors, and by which relation."""


class ReachedRow(Thing):
    """A thing that is reached: how far away it stands, and by which relations from what is nearer."""

    distance: int
    through: tuple[Step, ...]
    sources: tuple[Citation, ...]


def find_reachable(index: EntityIndex, start: str, following: Adjacency) -> Iterator[ReachedRow]:
    """Iterate over all that can be reached, breadth first; each thing once, where it is nearest."""
    seen, here, distance = {start}, [start], 0
    while here:
        distance += 1
        coming: dict[str, list[RelationRow]] = defaultdict(list)
        for nearer in here:
            for other, relation in following.get(nearer, ()):
                if other not in seen:
                    coming[other].append(relation)
        seen |= coming.keys()
        here = sorted(coming)
        for slug in here:
            through = tuple(build_step(index, each, backwards=False) for each in coming[slug])
            cited = {place.claim: place for each in through for place in each.sources}
            yield ReachedRow(
                **dict(index.thing(ID + slug)),
                distance=distance,
                through=through,
                sources=tuple(cited.values()),
            )
