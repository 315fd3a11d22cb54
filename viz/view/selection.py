"""Selects the things and relations that a view shows: one function for each kind of view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.analysis import IMPASSABLE, find_shortest_paths
from graph.catalogue import RelationRow
from viz.query import ViewQuery
from viz.view.relation_index import TRIAD, RelationIndex


class Selection(NamedTuple):
    """What a view shows: things with their distance from the anchors, and their relations.

    `serves` are pairs of a component and a concern, each with the relations that they follow from.
    """

    levels: dict[str, int]
    relations: list[RelationRow]
    serves: dict[tuple[str, str], list[RelationRow]]
    left_out: int


def select(relation_index: RelationIndex, query: ViewQuery, limit: int) -> Selection:
    """Select what a query asks for, the first view if it names nothing."""
    if query.compare:
        return _select_comparison(relation_index, query.compare, limit)
    if query.path:
        return _select_paths(relation_index, query.path, limit)
    if query.focus:
        return _select_neighbourhood(relation_index, query.focus, query.depth, limit)
    if query.concern:
        return _select_concern(relation_index, query.concern, limit)
    return _select_overview(relation_index, limit)


def _select_overview(relation_index: RelationIndex, limit: int) -> Selection:
    """Select the distributions, the three main concerns, and the components that a distribution uses."""
    uses = [
        each
        for each in relation_index.relations
        if relation_index.is_use(each) and relation_index.kind(each.object) == "Component"
    ]
    levels = dict.fromkeys(relation_index.slugs_of_kind("Distribution"), 0)
    levels |= {concern: 0 for concern in TRIAD if concern in relation_index.by_thing}
    levels |= {each.object: 1 for each in uses}
    kept, left_out = _limit_nodes(relation_index, levels, limit)
    serves = {
        (slug, concern): relations
        for slug in kept
        if relation_index.kind(slug) == "Component"
        for concern, relations in relation_index.concerns(slug).items()
        if concern in TRIAD and concern in kept
    }
    return Selection(kept, _filter_relations(uses, kept), serves, left_out)


def _select_neighbourhood(relation_index: RelationIndex, focus: str, depth: int, limit: int) -> Selection:
    """Select everything up to `depth` relations away from the thing in focus."""
    levels = {focus: 0}
    edge = {focus}
    for level in range(1, depth + 1):
        edge = {
            end for slug in sorted(edge) for end in endpoints(relation_index.by_thing.get(slug, ()))
        } - set(levels)
        levels |= dict.fromkeys(edge, level)
    kept, left_out = _limit_nodes(relation_index, levels, limit)

    def walked(relation: RelationRow) -> bool:
        return min(kept[relation.subject], kept[relation.object]) < max(depth, 1)

    return Selection(
        kept,
        [each for each in _filter_relations(relation_index.relations, kept) if walked(each)],
        {},
        left_out,
    )


def _select_concern(relation_index: RelationIndex, concern: str, limit: int) -> Selection:
    """Select a concern's capabilities, the components that provide them, and who uses those."""
    levels = {concern: 0}
    levels |= {each.subject: 1 for each in relation_index.incoming(concern, "broader")}
    capabilities = [slug for slug, level in levels.items() if level == 1]
    providers = {each.subject for slug in capabilities for each in relation_index.incoming(slug, "provides")}
    levels |= dict.fromkeys(providers - set(levels), 2)
    users = {
        each.subject
        for slug in providers
        for each in relation_index.by_thing[slug]
        if relation_index.is_use(each)
    }
    levels |= dict.fromkeys(users - set(levels), 3)
    kept, left_out = _limit_nodes(relation_index, levels, limit)

    def belongs(relation: RelationRow) -> bool:
        return relation.property.id in {"broader", "provides"} or (
            relation_index.is_use(relation) and relation.object in providers
        )

    return Selection(
        kept,
        [each for each in _filter_relations(relation_index.relations, kept) if belongs(each)],
        {},
        left_out,
    )


def _select_comparison(relation_index: RelationIndex, distributions: Sequence[str], limit: int) -> Selection:
    """Select distributions and all that they use, offer or support."""
    levels = dict.fromkeys(distributions, 0)
    chosen = [
        each
        for slug in distributions
        for each in relation_index.by_thing.get(slug, ())
        if each.subject == slug and (relation_index.is_use(each) or relation_index.is_offer(each))
    ]
    for each in chosen:
        levels.setdefault(each.object, 1)
    kept, left_out = _limit_nodes(relation_index, levels, limit)
    return Selection(kept, _filter_relations(chosen, kept), {}, left_out)


def _select_paths(relation_index: RelationIndex, ends_of_path: Sequence[str], limit: int) -> Selection:
    """Select the shortest paths between two things."""
    start, end = ends_of_path
    found = find_shortest_paths(
        relation_index.relations, start, end, lambda slug: relation_index.kind(slug) not in IMPASSABLE
    )
    levels = dict.fromkeys(ends_of_path, 0)
    chosen: dict[int, RelationRow] = {}
    for path in found:
        chosen |= {id(each): each for step in path for each in step}
    levels |= dict.fromkeys(sorted(endpoints(chosen.values()) - set(levels)), 1)
    kept, left_out = _limit_nodes(relation_index, levels, limit)
    return Selection(kept, _filter_relations(chosen.values(), kept), {}, left_out)


def add_neighbours(
    relation_index: RelationIndex, selection: Selection, slugs: Sequence[str], limit: int
) -> tuple[Selection, dict[str, list[str]]]:
    """Add the neighbours of some things, one after the other; returns which came with which, too."""
    levels, relations = dict(selection.levels), list(selection.relations)
    there = set(map(id, relations))
    brought: dict[str, list[str]] = {}
    left_out = selection.left_out
    for slug in slugs:
        around = [each for each in relation_index.by_thing.get(slug, ()) if id(each) not in there]
        fresh = sorted(endpoints(around) | {slug}, key=lambda each: (-relation_index.degree(each), each))
        fresh = [each for each in fresh if each not in levels]
        room = max(0, limit - len(levels))
        left_out += len(fresh[room:])
        brought[slug] = fresh[:room]
        levels |= dict.fromkeys(brought[slug], 1)
        shown = _filter_relations(around, levels)
        relations += shown
        there.update(map(id, shown))
    return Selection(levels, relations, selection.serves, left_out), brought


def _limit_nodes(
    relation_index: RelationIndex, levels: dict[str, int], limit: int
) -> tuple[dict[str, int], int]:
    """Keep the nearest and best connected things up to a limit; returns how many were left out, too."""

    def order(slug: str) -> tuple[int, int, str]:
        return levels[slug], -relation_index.degree(slug), slug

    ranked = sorted(levels, key=order)
    return {slug: levels[slug] for slug in ranked[:limit]}, max(0, len(ranked) - limit)


def _filter_relations(relations: Iterable[RelationRow], kept: dict[str, int]) -> list[RelationRow]:
    """Keep the relations whose two ends are shown."""
    return [each for each in relations if each.subject in kept and each.object in kept]


def endpoints(relations: Iterable[RelationRow]) -> set[str]:
    """Return the things that relations connect."""
    return {end for each in relations for end in (each.subject, each.object)}
