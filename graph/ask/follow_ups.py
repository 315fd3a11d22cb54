"""Questions that lead on from an answer: each is one that is understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask.capabilities import Jobs
from graph.ask.lexicon import lexicon_of
from graph.ask.meaning import Moving, Understood
from graph.ask.parser import read
from ontology import ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ask.meaning import Language
    from graph.ask.reply import Said
    from graph.graph import Graph

MOST = 4
PATTERNS: dict[str, tuple[str, str]] = {
    "compare": ("compare {a} and {b}", "{a} 和 {b} 对比"),
    "move": ("what do I lose by moving from {a} to {b}", "从 {a} 迁到 {b} 会失去什么"),
    "users": ("which distros use {c}", "哪些发行版使用 {c}"),
    "alternatives": ("alternatives to {c}", "有什么可以替代 {c}"),
    "since": ("since when does {a} use {c}", "{a} 从什么时候开始用 {c}"),
    "what": ("what is {c}", "{c} 是什么"),
    "parts": ("which components does {a} bundle", "{a} 内置哪些组件"),
    "newest": ("what is the newest release of {a}", "{a} 的最新版本是哪个"),
    "disputes": ("where do sources disagree on {a}", "关于 {a}，各来源有哪些分歧"),
}
"""Questions about one distribution (a) or two (a, b), and about a component (c)."""


def following(graph: Graph, understood: Understood, answer: Said, language: Language) -> list[str]:
    """Give questions that lead on from an answer, in its language; none that means the same."""
    found: list[str] = []
    for each in candidates(graph, understood, answer, language):
        other = read(each, lexicon_of(graph), graph.once(Jobs))
        if each not in found and isinstance(other, Understood) and other.meaning != understood.meaning:
            found.append(each)
        if len(found) == MOST:
            break
    return found


def candidates(graph: Graph, understood: Understood, answer: Said, language: Language) -> Iterator[str]:
    """Fill patterns with what was asked about and what was answered."""
    names = graph.index.names
    kinds = {slug: names[ID + slug].kinds for slug in named(understood, answer) if ID + slug in names}
    distributions = [slug for slug, some in kinds.items() if "Distribution" in some]
    components = [slug for slug, some in kinds.items() if "Component" in some and slug not in distributions]
    first, second = (*distributions, None, None)[:2]
    component = next(iter(components), None)
    if first and second:
        ways = ("move", "compare") if not isinstance(understood.meaning, Moving) else ("compare",)
        yield from filled(ways, language, a=first, b=second)
    if first and component:
        yield from filled(("since",), language, a=first, c=component)
    if component:
        yield from filled(("users", "alternatives", "what"), language, c=component)
    if first:
        yield from filled(("parts", "newest", "disputes"), language, a=first)


def filled(names: tuple[str, ...], language: Language, **slugs: str) -> Iterator[str]:
    """Fill some patterns in a language."""
    for name in names:
        yield PATTERNS[name][language == "zh"].format(**slugs)


def named(understood: Understood, answer: Said) -> list[str]:
    """Give the slugs of what was asked about and of what was answered, each once."""
    asked = [getattr(understood.meaning, name) for name in understood.meaning.__slots__]
    things = [each for some in asked for each in (some if isinstance(some, tuple) else (some,))]
    parts = [getattr(each, name) for each in things if hasattr(each, "way") for name in ("component",)]
    slugs = [thing.id for thing in (*things, *parts) if is_thing(thing)]
    return list(dict.fromkeys([*slugs, *answer.ids]))


def is_thing(value: object) -> bool:
    """Tell whether something is a thing of the graph."""
    return hasattr(value, "iri") and hasattr(value, "label") and str(getattr(value, "iri", "")).startswith(ID)
