"""From meaning to an answer: the catalogue is asked, and what it gives is said in words."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from graph.asking.lexicon import Lexicon
from graph.asking.meaning import Comparison, Description, Facts, Language, Meaning, NotUnderstood, Users
from graph.asking.phrases import EXAMPLES, listed, named, said
from graph.asking.reading import language_of, read
from graph.asking.replies import compared, described, found_facts, found_users, whether
from graph.asking.reply import Reply

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

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
    if isinstance(meaning, Users):
        return found_users(graph, meaning, language)
    if isinstance(meaning, Facts):
        return found_facts(graph, meaning, language)
    if isinstance(meaning, Comparison):
        return compared(graph, meaning, language)
    if isinstance(meaning, Description):
        return described(graph, meaning, language)
    return whether(graph, meaning, language)


def reading(meaning: Meaning, language: Language) -> str:
    """Say a meaning back in words."""
    default = said("by_default", language) if getattr(meaning, "by_default", False) else ""
    return plain_reading(meaning, language) + default


def plain_reading(meaning: Meaning, language: Language) -> str:
    """Say a meaning back, short of whether it asks for what is default."""
    if isinstance(meaning, Users):
        wanted, unwanted = (
            listed([named(t, language) for t in side], language)
            for side in (meaning.wanted, meaning.unwanted)
        )
        return said("users_not" if unwanted else "users", language, wanted=wanted, unwanted=unwanted)
    if isinstance(meaning, Facts):
        properties = listed([named(p.thing(), language) for p in meaning.properties], language)
        return said("facts", language, subject=named(meaning.subject, language), properties=properties)
    if isinstance(meaning, Comparison):
        return said(
            "comparison", language, subjects=listed([named(t, language) for t in meaning.subjects], language)
        )
    if isinstance(meaning, Description):
        return said("description", language, subject=named(meaning.subject, language))
    key = "supports" if meaning.supports else "uses"
    return said(
        key, language, subject=named(meaning.subject, language), component=named(meaning.component, language)
    )


def refusal(trouble: NotUnderstood, question: str, lexicon: Lexicon, language: Language) -> dict[str, Any]:
    """Say why a question was not understood, and which would be."""
    better = (
        [repaired(question, name, lexicon) for name in trouble.names]
        if trouble.reason == "unknown-name"
        else []
    )
    return {
        "understood": False,
        "reason": trouble.reason,
        "reading": said(trouble.reason, language, names=listed(list(trouble.names), language)),
        "suggestions": [*filter(None, better), *EXAMPLES[language]][:5],
    }


def repaired(question: str, name: str, lexicon: Lexicon) -> str | None:
    """Put the nearest known name in the place of an unknown one; None if none is near."""
    near = get_close_matches(name, lexicon.things, n=1, cutoff=0.7)
    start = question.lower().find(name)
    return question[:start] + near[0] + question[start + len(name) :] if near and start >= 0 else None
