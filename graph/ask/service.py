"""From meaning to an answer: the catalogue is asked, and what it gives is said in words."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from graph.ask.answers import reply
from graph.ask.answers.beginnings import not_yet
from graph.ask.answers.past import remembering, undated
from graph.ask.capabilities import Jobs
from graph.ask.examples import FIRST
from graph.ask.follow_ups import following
from graph.ask.lexicon import Lexicon, lexicon_of
from graph.ask.llm_rewrite import Translator
from graph.ask.meaning import Language, NotUnderstood, Understood
from graph.ask.normalization import normal
from graph.ask.parser import language_of, read
from graph.ask.readings import reading
from graph.ask.reply import Reply, Translation
from graph.ask.sentences import joined, listed, said
from graph.ask.tokenizer import tokenize

if TYPE_CHECKING:
    from graph.graph import Graph

LONGEST_QUESTION = 500
"""Characters of a question that are read; a longer one is no question."""


def ask(graph: Graph, question: str, language: str | None = None) -> Reply:
    """Answer a question in words.

    The language is that of the question unless `language` (`en` or `zh`) says otherwise for the answer.
    """
    spoken: Language = "zh" if (language or language_of(question)) == "zh" else "en"
    readable = len(question) <= LONGEST_QUESTION
    meaning = (
        read(question, lexicon_of(graph), graph.once(Jobs)) if readable else NotUnderstood("not-a-question")
    )
    said_so: dict[str, Any] = {
        "question": question[:LONGEST_QUESTION],
        "language": spoken,
        "snapshot": graph.snapshot,
        "as_of": graph.as_of,
    }
    if isinstance(meaning, NotUnderstood) and meaning.reason == "out-of-scope":
        meaning, said_so["translated"] = translated(graph, question, meaning)
    if isinstance(meaning, NotUnderstood):
        return Reply(**said_so, **refusal(meaning, question, lexicon_of(graph), spoken))
    if meaning.day:
        graph = graph.on(meaning.day)
        said_so["as_of"] = graph.as_of
    answer = answered(graph, meaning, spoken)
    further = following(graph, meaning, answer["answer"], spoken)
    return Reply(**said_so, understood=True, reading=reading(meaning, spoken), suggestions=further, **answer)


def answered(graph: Graph, asked: Understood, language: Language) -> dict[str, Any]:
    """Answer a meaning for its day, with what was before and what no day is known of."""
    if asked.day and (missing := not_yet(graph, asked.meaning, language)):
        return missing
    answer = remembering(graph, asked, reply(graph, asked.meaning, language), language)
    return undated(graph, answer, language) if asked.day and asked.day < today() else answer


def today() -> dt.date:
    """Give the day of today."""
    return dt.datetime.now(dt.UTC).date()


def translated(
    graph: Graph, question: str, meaning: NotUnderstood
) -> tuple[Understood | NotUnderstood, Translation | None]:
    """Have a language model put a question into words that are understood, if one is named and can."""
    translator = Translator.from_environment()
    words = translator.translate(question, lexicon_of(graph)) if translator else None
    if translator is None or words is None:
        return meaning, None
    other = read(words, lexicon_of(graph), graph.once(Jobs))
    return (
        (meaning, None)
        if isinstance(other, NotUnderstood)
        else (other, Translation(question=words, by=translator.model))
    )


def refusal(trouble: NotUnderstood, question: str, lexicon: Lexicon, language: Language) -> dict[str, Any]:
    """Say why a question was not understood, and which would be."""
    better = (
        [repaired(question, name, lexicon) for name in trouble.names]
        if trouble.reason == "unknown-name"
        else []
    )
    bare = trouble.reason in {"ambiguous", "unknown-name"} and not trouble.names
    sentences = [
        said("bare" if bare else trouble.reason, language, names=listed(list(trouble.names), language))
    ]
    if trouble.gap:
        minor, after, before = trouble.gap
        sentences.append(said("gap", language, minor=minor, after=after, before=before))
    return {
        "understood": False,
        "reason": trouble.reason,
        "reading": joined(sentences, language),
        "suggestions": suggested([*filter(None, better), *FIRST[language]], lexicon),
    }


def suggested(questions: list[str], lexicon: Lexicon) -> list[str]:
    """Give up to five questions, none twice in other words."""
    read_as: dict[str, str] = {}
    for question in questions:
        read_as.setdefault(meant(question, lexicon), question)
    return list(read_as.values())[:5]


def meant(question: str, lexicon: Lexicon) -> str:
    """Write a question so that those that differ in plain words alone are written alike."""
    return " ".join(
        ",".join(sorted([*token.words, *(thing.id for thing in token.things)])) or token.text
        for token in tokenize(normal(question), lexicon)
    )


def repaired(question: str, name: str, lexicon: Lexicon) -> str | None:
    """Put the nearest known name in the place of an unknown one; None if none is near."""
    near = get_close_matches(name, lexicon.names, n=1, cutoff=0.7)
    start = question.lower().find(name)
    return question[:start] + near[0] + question[start + len(name) :] if near and start >= 0 else None
