"""From words to meaning: every word must be accounted for, or the question is not understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from graph.ask.capabilities import CapabilityIndex
from graph.ask.dates import Period
from graph.ask.disambiguation import COMPONENT_KINDS
from graph.ask.intents import match_intent
from graph.ask.intents.model import Intent, ParsedIntent, ParseFailure
from graph.ask.lexicon import Lexicon
from graph.ask.normalization import normalize
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.tense import asks_for_last_day, is_past
from graph.ask.tokenizer import Token, tokenize
from graph.ask.words import IMPERATIVE_WORDS, POLITE_WORDS, PRONOUNS
from graph.index.entity_index import EntityIndex

QUESTION_WORDS = (
    "how",
    "which",
    "whether",
    "howmany",
    "when",
    "describe",
    "compare",
    "alternative",
    "opinion",
    "newest",
)
NAME_CONTEXT_WORDS = (
    "newest",
    "release",
    "howmany",
    "use",
    "bundle",
    "enable",
    "support",
    "offer",
    "compare",
    "move",
    "alternative",
    "since",
    "switch",
    "drop",
    "when",
    "describe",
    "default",
    "version",
    "change",
    "not",
    "belong",
)
"""Words beside which an unknown word is likely to be a name."""
CONTROL_PLANE_WORDS = frozenset(
    ("control plane", "controller", "controllers", "master", "masters", "控制平面", "控制节点", "主节点")
)
CONTROL_PLANE_PROPERTIES = {"windowsWorkers": "windowsControlPlane"}
"""For a property of workers the one of the control plane, where its words do not tell which is meant."""
ONE_DAY = dt.timedelta(days=1)


def parse_question(
    question: str, lexicon: Lexicon, capability_index: CapabilityIndex
) -> ParsedIntent | ParseFailure:
    """Parse a question; every word of it must be a name, a property, a time or a word of questions."""
    tokens = _specify_control_plane(tokenize(normalize(question), lexicon), capability_index.index)
    words = ParsedQuestion(tokens, capability_index.index, capability_index)
    if trouble := _find_obstacle(words):
        return trouble
    intent = match_intent(words)
    return _add_day(intent, words) if intent else _explain_mismatch(words)


def _specify_control_plane(tokens: Iterable[Token], index: EntityIndex) -> tuple[Token, ...]:
    """Take what says something of workers for what says it of the control plane, if that is named."""
    given = tuple(tokens)
    if not any(token.text in CONTROL_PLANE_WORDS for token in given):
        return given
    return tuple(
        replace(
            token,
            properties=tuple(
                index.property(other) if (other := CONTROL_PLANE_PROPERTIES.get(prop.id)) else prop
                for prop in token.properties
            ),
        )
        for token in given
    )


def _find_obstacle(question: ParsedQuestion) -> ParseFailure | None:
    """Return why a question cannot be parsed, whatever it asks for; None if it can."""
    if question.has("opinion") and not question.has("compare"):
        return ParseFailure("out-of-scope")
    if _is_instruction(question):
        return ParseFailure("not-a-question")
    if question.unknown_tokens:
        return _explain_unknown_words(question)
    lost = [release for release in question.releases if release.name is None]
    if lost:
        gap = next((release.gap for release in lost if release.gap), None)
        return ParseFailure("unknown-name", tuple(release.text for release in lost), gap)
    for token in question.tokens:
        if len(question.candidates(token)) > 1 and not token.words and not token.properties:
            return ParseFailure("ambiguous", tuple(thing.id for thing in question.candidates(token)))
    return ParseFailure("ambiguous") if _has_unresolved_pronoun(question) else None


def _has_unresolved_pronoun(question: ParsedQuestion) -> bool:
    """Return whether an “it” stands for nothing that is named."""
    named = (
        question.distributions
        or question.has("distribution")
        or len(question.components) > question.asks_whether
    )
    return not named and any(token.text in PRONOUNS for token in question.tokens)


def _is_instruction(question: ParsedQuestion) -> bool:
    """Return whether the text is an instruction: “upgrade my cluster”."""
    moves = any(token.text in IMPERATIVE_WORDS for token in question.tokens)
    asked = question.has("whether", "which", "when", "howmany", "compare") or (
        question.has("newest") and not moves
    )
    first = next((token for token in question.tokens if token.text not in POLITE_WORDS), None)
    return first is not None and "imperative" in first.words and not (asked and not first.text.isascii())


def _explain_unknown_words(question: ParsedQuestion) -> ParseFailure:
    """Return the failure: unknown words are unknown names, another subject, or no question at all."""
    unknown = question.unknown_tokens
    doubtful = [name for token in unknown for name in token.near_names]
    if doubtful and len(unknown) == 1:
        return ParseFailure("ambiguous", tuple(doubtful))
    latin = [token for token in unknown if token.text.isascii() and any(map(str.isalpha, token.text))]
    if latin and len(latin) == len(unknown) and _looks_like_name(question, unknown):
        return ParseFailure("unknown-name", tuple(token.text for token in latin))
    whole = all(one.end == other.start for one, other in pairwise(unknown))
    if len(latin) == 1 < len(unknown) and whole and question.has(*NAME_CONTEXT_WORDS):
        return ParseFailure("unknown-name", ("".join(token.text for token in unknown),))
    asks = question.has(*QUESTION_WORDS) or any(token.things for token in question.tokens)
    return ParseFailure("out-of-scope" if asks else "not-a-question")


def _looks_like_name(question: ParsedQuestion, unknown: tuple[Token, ...]) -> bool:
    others = question.distributions or question.components
    if len(unknown) == 1:
        bare = all(token.words & {"filler"} for token in question.tokens if token not in unknown)
        return (
            not bare
            and (question.has(*NAME_CONTEXT_WORDS) or bool(question.properties))
            and not question.versions
        )
    near = unknown[-1].start - unknown[0].end <= 1
    return len(unknown) == 2 and near and not others and question.has("use", "bundle", "support", "compare")  # noqa: PLR2004


def _add_day(intent: Intent, question: ParsedQuestion) -> ParsedIntent | ParseFailure:
    """Add the day that is asked about: that of a release, the last one of a time, or the one before.

    A line, such as 1.34, is asked about as its newest release, and before it is before its first one.
    """
    corrected = tuple((token.text, token.correction) for token in question.tokens if token.correction)
    if not intent.is_dated:
        if question.has("before") and not intent.allows_before:
            return ParseFailure("out-of-scope")
        times = any(token.period for token in question.tokens) and not intent.spans_time
        return ParseFailure("out-of-scope") if times else ParsedIntent(intent, None, corrected)
    periods = _narrowest_periods([token.period for token in question.tokens if token.period])
    named = [each.name for each in question.releases if each.name] if intent.dated_by_release else []
    lines = [each for each in question.versions if intent.dated_by_release]
    named += [name for each in lines if (name := each.line if question.has("before") else each.last)]
    release_index = question.index.release_index
    issued = [release_index.releases[release_index.resolve(name).value].issued for name in named]
    days = [(period.first, period.last) for period in periods] + [(day, day) for day in issued if day]
    if len(days) > 1 or len(days) < len(periods) + len(issued):
        return ParseFailure("out-of-scope")
    if not days:
        past = is_past(question) and intent.recalls_past
        if question.has("before") and not past:
            return ParseFailure("out-of-scope")
        return ParsedIntent(intent, None, corrected, dt.date.min if past else None)
    first, last = days[0]
    before = question.has("before")
    whole = first < last and not asks_for_last_day(question)
    day = min(first - ONE_DAY if before else last, dt.datetime.now(dt.UTC).date())
    since = first if whole and first < day and not before else None
    return ParsedIntent(intent, day, corrected, since, named[0] if named and not before else None)


def _narrowest_periods(periods: list[Period]) -> list[Period]:
    """Leave out the times within which another one lies: “early 2019, say 2019-04-01”."""
    return [
        each
        for each in periods
        if not any(
            other is not each and each.first <= other.first and other.last <= each.last for other in periods
        )
    ]


def _explain_mismatch(question: ParsedQuestion) -> ParseFailure:
    if (
        not question.has(*QUESTION_WORDS)
        and not question.properties
        and not any(map(question.candidates, question.tokens))
    ):
        return ParseFailure("not-a-question")
    named = question.distributions or any(
        question.kind(thing) in COMPONENT_KINDS for thing in question.components
    )
    return ParseFailure("out-of-scope" if named or not question.properties else "ambiguous")
