"""Which things and relations a view shows: one function for each kind of view."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from graph.analysis import IMPASSABLE, shortest
from graph.catalogue import RelationRow
from viz.query import ViewQuery
from viz.view.relation_index import TRIAD, RelationIndex


class Choice(NamedTuple):
    """What to show: things with their distance from what was asked for, and their relations.

    `serves` are pairs of a component and a concern, each with the relations that they follow from.
    """

    levels: dict[str, int]
    relations: list[RelationRow]
    serves: dict[tuple[str, str], list[RelationRow]]
    left_out: int


def choose(web: RelationIndex, asked: ViewQuery, limit: int) -> Choice:
    """Choose what is asked for; nothing given, the first view."""
    if asked.compare:
        return select_comparison(web, asked.compare, limit)
    if asked.path:
        return between(web, asked.path, limit)
    if asked.focus:
        return neighbourhood(web, asked.focus, asked.depth, limit)
    if asked.concern:
        return select_concern(web, asked.concern, limit)
    return overview(web, limit)


def overview(web: RelationIndex, limit: int) -> Choice:
    """Choose the distributions, the triad, and the components that a distribution uses."""
    uses = [each for each in web.relations if web.is_use(each) and web.kind(each.object) == "Component"]
    levels = dict.fromkeys(web.of_kind("Distribution"), 0)
    levels |= {concern: 0 for concern in TRIAD if concern in web.around}
    levels |= {each.object: 1 for each in uses}
    kept, left_out = cut(web, levels, limit)
    serves = {
        (slug, concern): relations
        for slug in kept
        if web.kind(slug) == "Component"
        for concern, relations in web.concerns(slug).items()
        if concern in TRIAD and concern in kept
    }
    return Choice(kept, within(uses, kept), serves, left_out)


def neighbourhood(web: RelationIndex, focus: str, depth: int, limit: int) -> Choice:
    """Choose everything up to `depth` relations away from the thing in focus."""
    levels = {focus: 0}
    edge = {focus}
    for level in range(1, depth + 1):
        edge = {end for slug in sorted(edge) for end in ends(web.around.get(slug, ()))} - set(levels)
        levels |= dict.fromkeys(edge, level)
    kept, left_out = cut(web, levels, limit)

    def walked(relation: RelationRow) -> bool:
        return min(kept[relation.subject], kept[relation.object]) < max(depth, 1)

    return Choice(kept, [each for each in within(web.relations, kept) if walked(each)], {}, left_out)


def select_concern(web: RelationIndex, concern: str, limit: int) -> Choice:
    """Choose a concern's capabilities, the components that provide them, and who uses those."""
    levels = {concern: 0}
    levels |= {each.subject: 1 for each in web.arriving(concern, "broader")}
    capabilities = [slug for slug, level in levels.items() if level == 1]
    providers = {each.subject for slug in capabilities for each in web.arriving(slug, "provides")}
    levels |= dict.fromkeys(providers - set(levels), 2)
    users = {each.subject for slug in providers for each in web.around[slug] if web.is_use(each)}
    levels |= dict.fromkeys(users - set(levels), 3)
    kept, left_out = cut(web, levels, limit)

    def belongs(relation: RelationRow) -> bool:
        return relation.property.id in {"broader", "provides"} or (
            web.is_use(relation) and relation.object in providers
        )

    return Choice(kept, [each for each in within(web.relations, kept) if belongs(each)], {}, left_out)


def select_comparison(web: RelationIndex, distributions: Sequence[str], limit: int) -> Choice:
    """Choose distributions and all that they use, offer or support."""
    levels = dict.fromkeys(distributions, 0)
    chosen = [
        each
        for slug in distributions
        for each in web.around.get(slug, ())
        if each.subject == slug and (web.is_use(each) or web.is_offer(each))
    ]
    for each in chosen:
        levels.setdefault(each.object, 1)
    kept, left_out = cut(web, levels, limit)
    return Choice(kept, within(chosen, kept), {}, left_out)


def between(web: RelationIndex, ends_of_path: Sequence[str], limit: int) -> Choice:
    """Choose the shortest paths between two things."""
    start, end = ends_of_path
    found = shortest(web.relations, start, end, lambda slug: web.kind(slug) not in IMPASSABLE)
    levels = dict.fromkeys(ends_of_path, 0)
    chosen: dict[int, RelationRow] = {}
    for path in found:
        chosen |= {id(each): each for step in path for each in step}
    levels |= dict.fromkeys(sorted(ends(chosen.values()) - set(levels)), 1)
    kept, left_out = cut(web, levels, limit)
    return Choice(kept, within(chosen.values(), kept), {}, left_out)


def add_neighbours(
    web: RelationIndex, choice: Choice, slugs: Sequence[str], limit: int
) -> tuple[Choice, dict[str, list[str]]]:
    """Bring in the neighbours of some things, one after the other; say which came with which."""
    levels, relations = dict(choice.levels), list(choice.relations)
    there = set(map(id, relations))
    brought: dict[str, list[str]] = {}
    left_out = choice.left_out
    for slug in slugs:
        around = [each for each in web.around.get(slug, ()) if id(each) not in there]
        fresh = sorted(ends(around) | {slug}, key=lambda each: (-web.degree(each), each))
        fresh = [each for each in fresh if each not in levels]
        room = max(0, limit - len(levels))
        left_out += len(fresh[room:])
        brought[slug] = fresh[:room]
        levels |= dict.fromkeys(brought[slug], 1)
        shown = within(around, levels)
        relations += shown
        there.update(map(id, shown))
    return Choice(levels, relations, choice.serves, left_out), brought


def cut(web: RelationIndex, levels: dict[str, int], limit: int) -> tuple[dict[str, int], int]:
    """Keep the nearest and best connected things up to a limit; say how many were left out."""

    def order(slug: str) -> tuple[int, int, str]:
        return levels[slug], -web.degree(slug), slug

    ranked = sorted(levels, key=order)
    return {slug: levels[slug] for slug in ranked[:limit]}, max(0, len(ranked) - limit)


def within(relations: Iterable[RelationRow], kept: dict[str, int]) -> list[RelationRow]:
    """Keep the relations whose two ends are shown."""
    return [each for each in relations if each.subject in kept and each.object in kept]


def ends(relations: Iterable[RelationRow]) -> set[str]:
    """Return the things that relations connect."""
    return {end for each in relations for end in (each.subject, each.object)}
