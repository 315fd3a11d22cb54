"""From meaning to an answer: the catalogue is asked, and what it gives is said in words."""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, cast

from graph.asking.lexicon import Lexicon
from graph.asking.meaning import (
    Changes,
    Comparison,
    Description,
    Facts,
    Language,
    Meaning,
    NotUnderstood,
    Users,
    Uses,
    Version,
)
from graph.asking.phrases import EXAMPLES, joined, listed, said
from graph.asking.reading import language_of, read
from graph.asking.readings import reading
from graph.asking.replies import compared, described, found_facts, found_users, whether
from graph.asking.reply import Reply
from graph.asking.shipping import changed, version

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

Answering = Callable[["KnowledgeGraph", Meaning, Language], dict[str, Any]]
"""How a meaning is answered: what to ask of the catalogue, and how to say it."""
ANSWERS = {
    Users: found_users,
    Uses: whether,
    Facts: found_facts,
    Comparison: compared,
    Description: described,
    Version: version,
    Changes: changed,
}
LONGEST_QUESTION = 500
"""Characters of a question that are read; a longer one is no question."""


def ask(graph: KnowledgeGraph, question: str, language: str | None = None) -> Reply:
    """Answer a question in words.

    The language is that of the question unless `language` (`en` or `zh`) says otherwise for the answer.
    """
    spoken: Language = "zh" if (language or language_of(question)) == "zh" else "en"
    readable = len(question) <= LONGEST_QUESTION
    meaning = read(question, graph.lexicon, graph.index) if readable else NotUnderstood("not-a-question")
    said_so: dict[str, Any] = {
        "question": question[:LONGEST_QUESTION],
        "language": spoken,
        "snapshot": graph.snapshot,
        "as_of": graph.as_of,
    }
    if isinstance(meaning, NotUnderstood):
        return Reply(**said_so, **refusal(meaning, question, graph.lexicon, spoken))
    return Reply(
        **said_so, understood=True, reading=reading(meaning, spoken), **reply(graph, meaning, spoken)
    )


def reply(graph: KnowledgeGraph, meaning: Meaning, language: Language) -> dict[str, Any]:
    """Answer a meaning."""
    answer = cast("Answering", ANSWERS[type(meaning)])
    return answer(graph, meaning, language)


def refusal(trouble: NotUnderstood, question: str, lexicon: Lexicon, language: Language) -> dict[str, Any]:
    """Say why a question was not understood, and which would be."""
    better = (
        [repaired(question, name, lexicon) for name in trouble.names]
        if trouble.reason == "unknown-name"
        else []
    )
    sentences = [said(trouble.reason, language, names=listed(list(trouble.names), language))]
    if trouble.gap:
        minor, after, before = trouble.gap
        sentences.append(said("gap", language, minor=minor, after=after, before=before))
    return {
        "understood": False,
        "reason": trouble.reason,
        "reading": joined(sentences, language),
        "suggestions": [*filter(None, better), *EXAMPLES[language]][:5],
    }


def repaired(question: str, name: str, lexicon: Lexicon) -> str | None:
    """Put the nearest known name in the place of an unknown one; None if none is near."""
    near = get_close_matches(name, lexicon.things, n=1, cutoff=0.7)
    start = question.lower().find(name)
    return question[:start] + near[0] + question[start + len(name) :] if near and start >= 0 else None
