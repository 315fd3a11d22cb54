"""The shortest ways from one thing to another, each step a relation that somebody may check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice, pairwise

from graph.catalogue.relations import RelationRow

IMPASSABLE = frozenset({"Concept", "Concern"})
"""Kinds that do not make a path: that two things run on amd64 does not connect them."""
MAX_PATHS = 12
"""Paths that are returned: what many paths lead through says little."""


def find_shortest_paths(
    relations: Iterable[RelationRow], start: str, end: str, passable: Callable[[str], bool]
) -> list[list[list[RelationRow]]]:
    """Find the shortest paths between two things, by their slugs.

    Relations count in both directions. Only what is passable may lie on a path, its ends aside. A path is a
    list of steps, a step all the relations between its two things.
    """
    import networkx as nx  # noqa: PLC0415  # slow to import

    steps: dict[tuple[str, str], list[RelationRow]] = defaultdict(list)
    for relation in relations:
        steps[_sort_pair(relation.subject, relation.object)].append(relation)
    ends = {start, end}
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(ends)
    network.add_edges_from(step for step in steps if all(each in ends or passable(each) for each in step))
    try:
        found = sorted(islice(nx.all_shortest_paths(network, start, end), 10 * MAX_PATHS))
    except nx.NetworkXNoPath:
        return []
    return [[steps[_sort_pair(*step)] for step in pairwise(path)] for path in found[:MAX_PATHS]]


def _sort_pair(one: str, other: str) -> tuple[str, str]:
    """Return two slugs in alphabetical order."""
    return min(one, other), max(one, other)
