"""From meaning to an answer: the catalogue is asked, and what it gives is said in words."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from typing import Any

from graph.ask.capabilities import CapabilityIndex
from graph.ask.examples import FIRST_EXAMPLES
from graph.ask.first_release import assemble_not_yet_released, describe_not_yet_released, is_not_yet_released
from graph.ask.follow_ups import suggest_follow_ups
from graph.ask.intents.model import Intent, ParsedIntent, ParseFailure
from graph.ask.language import detect_language
from graph.ask.lexicon import Lexicon, get_lexicon
from graph.ask.llm_rewrite import QuestionRewriter
from graph.ask.normalization import normalize
from graph.ask.parser import parse_question
from graph.ask.past import add_date, add_date_caveat, add_history, add_release
from graph.ask.reply import Reply, Translation
from graph.ask.sentences import name_id, name_release, render_text
from graph.ask.tokenizer import tokenize
from graph.graph import Graph
from i18n import Language, format_list, join_sentences

MAX_QUESTION_LENGTH = 500
"""Characters of a question that are read; a longer one is no question."""


def answer_question(graph: Graph, question: str, language: str | None = None) -> Reply:
    """Answer a question in words.

    The language is that of the question unless `language` (`en` or `zh`) says otherwise for the answer.
    """
    spoken: Language = "zh" if (language or detect_language(question)) == "zh" else "en"
    readable = len(question) <= MAX_QUESTION_LENGTH
    parsed = (
        parse_question(question, get_lexicon(graph), graph.cached(CapabilityIndex))
        if readable
        else ParseFailure("not-a-question")
    )
    common: dict[str, Any] = {
        "question": question[:MAX_QUESTION_LENGTH],
        "language": spoken,
        "snapshot": graph.snapshot,
        "as_of": graph.as_of,
    }
    if isinstance(parsed, ParseFailure) and parsed.reason == "out-of-scope":
        parsed, common["translated"] = _rewrite_question(graph, question, parsed)
    if isinstance(parsed, ParseFailure):
        return Reply(**common, **_explain_failure(graph, parsed, question, spoken))
    if parsed.day:
        graph = graph.at(parsed.release) if parsed.release else graph.on(parsed.day)
        common["as_of"] = graph.as_of
    answer = _answer_intent(graph, parsed, spoken)
    further = suggest_follow_ups(graph, parsed, answer["answer"], spoken)
    return Reply(
        **common,
        understood=True,
        reading=parsed.paraphrase(graph, spoken),
        suggestions=further,
        names={slug: name_id(graph, slug, spoken) for slug in answer["answer"].ids},
        **answer,
    )


def _answer_intent(graph: Graph, asked: ParsedIntent, language: Language) -> dict[str, Any]:
    if asked.day and (missing := _answer_not_yet_released(graph, asked.intent, language)):
        return missing
    answer = _name_what_is_missing(graph, asked.intent, asked.intent.answer(graph, language), language)
    answer = add_history(graph, asked, answer, language)
    if asked.release:
        return add_release(graph, asked.release, add_date_caveat(graph, answer, language), language)
    if asked.day is None or asked.day >= _today():
        return answer
    return add_date(asked.day, add_date_caveat(graph, answer, language), language)


def _name_what_is_missing(
    graph: Graph, intent: Intent, answer: dict[str, Any], language: Language
) -> dict[str, Any]:
    """Name what is not recorded, where an answer says no more than that."""
    spoken = answer["answer"]
    if spoken.text != render_text("unrecorded", language):
        return answer
    text = render_text("unrecorded_about", language, question=intent.paraphrase(graph, language))
    return answer | {"answer": spoken.model_copy(update={"text": text})}


def _answer_not_yet_released(graph: Graph, intent: Intent, language: Language) -> dict[str, Any] | None:
    """Answer that what is asked about had no release by the day of the graph; None if it had."""
    missing = [thing for thing in intent.required_distributions if is_not_yet_released(graph, thing)]
    if not missing:
        return None
    answer = intent.answer_not_yet_released(describe_not_yet_released(graph, missing, language), language)
    return assemble_not_yet_released(graph, missing, answer)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _rewrite_question(
    graph: Graph, question: str, failure: ParseFailure
) -> tuple[ParsedIntent | ParseFailure, Translation | None]:
    """Rewrite a question with a language model, if one is configured and the result is understood."""
    translator = QuestionRewriter.from_environment()
    words = translator.translate(question, get_lexicon(graph)) if translator else None
    if translator is None or words is None:
        return failure, None
    other = parse_question(words, get_lexicon(graph), graph.cached(CapabilityIndex))
    return (
        (failure, None)
        if isinstance(other, ParseFailure)
        else (other, Translation(question=words, by=translator.model))
    )


def _explain_failure(
    graph: Graph, trouble: ParseFailure, question: str, language: Language
) -> dict[str, Any]:
    lexicon = get_lexicon(graph)
    better = (
        [_replace_unknown_name(question, name, lexicon) for name in trouble.names]
        if trouble.reason == "unknown-name"
        else []
    )
    bare = trouble.reason in {"ambiguous", "unknown-name"} and not trouble.names
    quoted = trouble.reason == "unknown-name"
    names = [render_text("quoted", language, name=each) if quoted else each for each in trouble.names]
    sentences = [
        render_text("bare" if bare else trouble.reason, language, names=format_list(names, language))
    ]
    if trouble.gap:
        minor, after, before = trouble.gap
        sentences.append(
            render_text(
                "gap",
                language,
                minor=minor,
                after=name_release(graph, after, language),
                before=name_release(graph, before, language),
            )
        )
    return {
        "understood": False,
        "reason": trouble.reason,
        "reading": join_sentences(sentences, language),
        "suggestions": _distinct_suggestions([*filter(None, better), *FIRST_EXAMPLES[language]], lexicon),
    }


def _distinct_suggestions(questions: list[str], lexicon: Lexicon) -> list[str]:
    read_as: dict[str, str] = {}
    for question in questions:
        read_as.setdefault(_meaning_key(question, lexicon), question)
    return list(read_as.values())[:5]


def _meaning_key(question: str, lexicon: Lexicon) -> str:
    """Return a key that is equal for questions that differ in plain words alone."""
    return " ".join(
        ",".join(sorted([*token.words, *(thing.id for thing in token.things)])) or token.text
        for token in tokenize(normalize(question), lexicon)
    )


def _replace_unknown_name(question: str, name: str, lexicon: Lexicon) -> str | None:
    """Return the question with the nearest known name for an unknown one; None if none is near."""
    near = get_close_matches(name, lexicon.names, n=1, cutoff=0.7)
    start = question.lower().find(name)
    return question[:start] + near[0] + question[start + len(name) :] if near and start >= 0 else None
