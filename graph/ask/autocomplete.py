"""Completion while a question is typed: every completion is a question that is understood."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.ask.capabilities import Jobs
from graph.ask.examples import KINDS
from graph.ask.lexicon import lexicon_of
from graph.ask.meaning import Understood
from graph.ask.normalization import normal
from graph.ask.parser import language_of, read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ask.meaning import Language
    from graph.graph import Graph

MOST = 6
MOST_TRIED = 30
"""Names with which a question is tried; of “k” there are many."""
LAST = re.compile(r"[a-z0-9][a-z0-9.+_-]*$", re.IGNORECASE)
LONGEST = 200


def complete(graph: Graph, typed: str, language: Language | None = None) -> list[str]:
    """Give up to six questions that begin with, or hold, what is typed; none for nothing."""
    if not typed.strip() or len(typed) > LONGEST:
        return []
    found = dict.fromkeys(examples(typed, language or language_of(typed)))
    for each in ended(graph, typed):
        if len(found) >= MOST:
            break
        if isinstance(read(each, lexicon_of(graph), graph.once(Jobs)), Understood):
            found[each] = None
    return list(found)[:MOST]


def examples(typed: str, language: Language) -> Iterator[str]:
    """Give the example questions that begin with what is typed, then those that hold all its words."""
    written = normal(typed)
    known = [getattr(question, language) for _, questions in KINDS for question in questions]
    yield from (each for each in known if normal(each).startswith(written))
    begun = [re.compile(rf"(?<![a-z0-9]){re.escape(word)}") for word in written.split()]
    yield from (each for each in known if all(word.search(normal(each)) for word in begun))


def ended(graph: Graph, typed: str) -> Iterator[str]:
    """End the last word with the names that begin so; those of distributions first."""
    last = LAST.search(typed)
    if last is None or last.start() == 0:
        return
    begun = last[0].lower()
    slugs = [
        *sorted(graph.index.slugs("Distribution")),
        *sorted(graph.index.slugs("Component")),
    ]
    names = list(dict.fromkeys(slug for slug in slugs if slug.startswith(begun)))
    for name in names[:MOST_TRIED]:
        yield typed[: last.start()] + name
