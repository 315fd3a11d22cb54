"""From words to meaning: every word must be accounted for, or the question is not understood."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING

from graph.ask.meaning import (
    Comparison,
    Disputes,
    Facts,
    Happenings,
    Language,
    Meaning,
    NotUnderstood,
    Releases,
    Selection,
    Timeline,
    Understood,
    Version,
    Whether,
)
from graph.ask.normalization import CHINESE, normal
from graph.ask.parsed_question import COMPONENTS, Words
from graph.ask.rules import RULES
from graph.ask.tense import ends, is_past
from graph.ask.tokenizer import Token, tokenize

if TYPE_CHECKING:
    from graph.ask.capabilities import Jobs
    from graph.ask.dates import Period
    from graph.ask.lexicon import Lexicon

DATED = (Facts, Selection, Whether, Comparison, Version)
"""The meanings that can be asked of another day."""
ASKING = (
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
NAMING = (
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
POLITE = frozenset({"please", "pls", "请", "麻烦", "kindly"})
"""Words that may stand before what demands something."""
PRONOUNS = frozenset({"it", "this one", "that one", "它", "它们", "这个", "那个"})
DAY = dt.timedelta(days=1)


def language_of(question: str) -> Language:
    """Tell Chinese from English."""
    return "zh" if CHINESE.search(question) else "en"


def read(question: str, lexicon: Lexicon, jobs: Jobs) -> Understood | NotUnderstood:
    """Read a question; every word of it must be a name, a property, a time or a word of questions."""
    words = Words(tuple(tokenize(normal(question), lexicon)), jobs.index, jobs)
    if trouble := refused(words):
        return trouble
    for rule in RULES:
        if meaning := rule(words):
            return dated(meaning, words)
    return unfit(words)


def refused(words: Words) -> NotUnderstood | None:
    """Say what stands in the way of reading a question at all; None if nothing does."""
    if words.has("opinion") and not words.has("compare"):
        return NotUnderstood("out-of-scope")
    if demands(words):
        return NotUnderstood("not-a-question")
    if words.unknown:
        return of_unknown(words)
    lost = [release for release in words.releases if release.name is None]
    if lost:
        gap = next((release.gap for release in lost if release.gap), None)
        return NotUnderstood("unknown-name", tuple(release.text for release in lost), gap)
    for token in words.tokens:
        if len(words.meant(token)) > 1 and not token.words and not token.properties:
            return NotUnderstood("ambiguous", tuple(thing.id for thing in words.meant(token)))
    return NotUnderstood("ambiguous") if speaks_of_it(words) else None


def speaks_of_it(words: Words) -> bool:
    """Tell whether something is asked of an “it” that nothing stands for."""
    named = words.distributions or words.has("distribution") or len(words.components) > words.asks_whether
    return not named and any(token.text in PRONOUNS for token in words.tokens)


def demands(words: Words) -> bool:
    """Tell whether something is to be done rather than said: “upgrade my cluster”, “把 … 改成 …”."""
    moves = any(token.text in {"把", "请把", "将"} for token in words.tokens)  # 把 … 升级到最新版
    asked = words.has("whether", "which", "when", "howmany", "compare") or (words.has("newest") and not moves)
    first = next((token for token in words.tokens if token.text not in POLITE), None)
    return first is not None and "imperative" in first.words and not (asked and not first.text.isascii())


def of_unknown(words: Words) -> NotUnderstood:
    """Say whether unknown words are names that nobody knows, another subject, or no question at all."""
    unknown = words.unknown
    doubtful = [name for token in unknown for name in token.doubtful]
    if doubtful and len(unknown) == 1:
        return NotUnderstood("ambiguous", tuple(doubtful))
    latin = [token for token in unknown if token.text.isascii() and any(map(str.isalpha, token.text))]
    if latin and len(latin) == len(unknown) and is_name(words, unknown):
        return NotUnderstood("unknown-name", tuple(token.text for token in latin))
    whole = all(one.end == other.start for one, other in pairwise(unknown))
    if len(latin) == 1 < len(unknown) and whole and words.has(*NAMING):  # 银河k8x
        return NotUnderstood("unknown-name", ("".join(token.text for token in unknown),))
    asks = words.has(*ASKING) or any(token.things for token in words.tokens)
    return NotUnderstood("out-of-scope" if asks else "not-a-question")


def is_name(words: Words, unknown: tuple[Token, ...]) -> bool:
    """Tell whether unknown words stand where a name would."""
    others = words.distributions or words.components
    if len(unknown) == 1:
        bare = all(token.words & {"filler"} for token in words.tokens if token not in unknown)
        return not bare and (words.has(*NAMING) or bool(words.properties)) and not words.versions
    near = unknown[-1].start - unknown[0].end <= 1
    return len(unknown) == 2 and near and not others and words.has("use", "bundle", "support", "compare")  # noqa: PLR2004


def dated(meaning: Meaning, words: Words) -> Understood | NotUnderstood:
    """Add the day that is asked about: that of a release, the last one of a time, or the one before."""
    mended = tuple((token.text, token.mended) for token in words.tokens if token.mended)
    newest = isinstance(meaning, Releases) and meaning.which == "newest"
    if not isinstance(meaning, DATED) and not newest:
        if words.has("before") and not isinstance(meaning, Disputes | Timeline):
            return NotUnderstood("out-of-scope")
        spans = isinstance(meaning, Happenings) or (isinstance(meaning, Releases) and meaning.first)
        times = any(token.period for token in words.tokens) and not spans
        return NotUnderstood("out-of-scope") if times else Understood(meaning, None, mended)
    periods = narrowest([token.period for token in words.tokens if token.period])
    # A version in a release is the same on every day.
    named = [] if isinstance(meaning, Version) else [each.name for each in words.releases if each.name]
    named += [each.line for each in words.versions if each.line and not isinstance(meaning, Version)]
    shipments = words.index.shipments
    issued = [shipments.releases[shipments.resolve(name).value].issued for name in named]
    days = [(period.first, period.last) for period in periods] + [(day, day) for day in issued if day]
    if len(days) > 1 or len(days) < len(periods) + len(issued):
        return NotUnderstood("out-of-scope")
    if not days:
        past = is_past(words) and isinstance(meaning, Whether | Facts | Selection)
        if words.has("before") and not past:
            return NotUnderstood("out-of-scope")
        return Understood(meaning, None, mended, dt.date.min if past else None)
    first, last = days[0]
    before = words.has("before")
    whole = first < last and not ends(words)
    day = min(first - DAY if before else last, dt.datetime.now(dt.UTC).date())
    return Understood(meaning, day, mended, first if whole and first < day and not before else None)


def narrowest(periods: list[Period]) -> list[Period]:
    """Leave out the times within which another one lies: “early 2019, say 2019-04-01”."""
    return [
        each
        for each in periods
        if not any(
            other is not each and each.first <= other.first and other.last <= each.last for other in periods
        )
    ]


def unfit(words: Words) -> NotUnderstood:
    """Say why known words make no question that can be answered."""
    if not words.has(*ASKING) and not words.properties and not any(map(words.meant, words.tokens)):
        return NotUnderstood("not-a-question")
    named = words.distributions or any(words.kind(thing) in COMPONENTS for thing in words.components)
    return NotUnderstood("out-of-scope" if named or not words.properties else "ambiguous")
