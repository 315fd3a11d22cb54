"""Completion while a question is typed: every completion is a question that is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.ask.capabilities import CapabilityIndex
from graph.ask.examples import EXAMPLE_GROUPS
from graph.ask.intents.model import ParsedIntent
from graph.ask.language import detect_language
from graph.ask.lexicon import get_lexicon
from graph.ask.normalization import normalize
from graph.ask.parser import parse_question
from graph.graph import Graph
from i18n import Language

MAX_SUGGESTIONS = 6
MAX_NAMES_TRIED = 30
"""Names with which a question is tried; of “k” there are many."""
LAST_WORD = re.compile(r"[a-z0-9][a-z0-9.+_-]*$", re.IGNORECASE)
MAX_TYPED_LENGTH = 200


def complete_question(graph: Graph, typed: str, language: Language | None = None) -> list[str]:
    """Return up to six questions that begin with, or contain, what is typed."""
    if not typed.strip() or len(typed) > MAX_TYPED_LENGTH:
        return []
    found = dict.fromkeys(_matching_examples(typed, language or detect_language(typed)))
    for each in _complete_last_word(graph, typed):
        if len(found) >= MAX_SUGGESTIONS:
            break
        if isinstance(parse_question(each, get_lexicon(graph), graph.cached(CapabilityIndex)), ParsedIntent):
            found[each] = None
    return list(found)[:MAX_SUGGESTIONS]


def _matching_examples(typed: str, language: Language) -> Iterator[str]:
    """Return the example questions that begin with what is typed, then those that hold all its words."""
    written = normalize(typed)
    known = [question.render(language) for _, questions in EXAMPLE_GROUPS for question in questions]
    yield from (each for each in known if normalize(each).startswith(written))
    begun = [re.compile(rf"(?<![a-z0-9]){re.escape(word)}") for word in written.split()]
    yield from (each for each in known if all(word.search(normalize(each)) for word in begun))


def _complete_last_word(graph: Graph, typed: str) -> Iterator[str]:
    """Complete the last word with the names that begin with it, those of distributions first."""
    last = LAST_WORD.search(typed)
    if last is None or last.start() == 0:
        return
    begun = last[0].lower()
    slugs = [
        *sorted(graph.index.slugs("Distribution")),
        *sorted(graph.index.slugs("Component")),
    ]
    names = list(dict.fromkeys(slug for slug in slugs if slug.startswith(begun)))
    for name in names[:MAX_NAMES_TRIED]:
        yield typed[: last.start()] + name
