"""Whether a question is told in the past tense, and whether of all of a time or of its last day."""

from __future__ import annotations

from graph.ask.parsed_question import ParsedQuestion
from graph.ask.words import FORMER_WORDS, LAST_DAY_WORDS

PAST_VERBS = frozenset({"did", "was", "were", "had"})
PASSIVE_CONTEXTS = frozenset({"", "is", "are", "be", "being", "been", "most", "widely", "commonly"})
"""Words after which “used” is no verb in the past tense."""


def is_past(question: ParsedQuestion) -> bool:
    """Return whether something is asked in the past tense, and of no time in particular."""
    timed = any(token.period or token.number for token in question.tokens)
    told = question.has("past") or any(token.text in PAST_VERBS | FORMER_WORDS for token in question.tokens)
    return (told or _has_verb_used(question)) and not timed


def _has_verb_used(question: ParsedQuestion) -> bool:
    """Return whether “used” is a verb: “which distributions used dqlite”, not “is used” or “used by”."""
    if any(token.text in {"is", "are"} for token in question.tokens):
        return False
    texts = ["", *(token.text for token in question.tokens), ""]
    return any(
        text == "used" and texts[n - 1] not in PASSIVE_CONTEXTS and texts[n + 1] != "by"
        for n, text in enumerate(texts)
    )


def asks_for_last_day(question: ParsedQuestion) -> bool:
    """Return whether the last day of a time is asked about: “at the end of 2021”."""
    return any(token.text in LAST_DAY_WORDS for token in question.tokens)
