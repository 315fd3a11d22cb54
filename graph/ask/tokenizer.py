"""A question taken apart: from left to right, the longest spelling that means something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from graph.ask.dates import Period, find_periods
from graph.ask.lexicon import Lexicon, Sense
from graph.ask.words import FINAL_NEGATIONS
from graph.models import Property, Thing

LATIN_WORD = re.compile(r"[a-z0-9_](?:[\w.+/@'-]*[a-z0-9_])?", re.ASCII)
NUMBER_PATTERN = re.compile(
    r"\d+(?:\.\d+)? ?[kmgt]i?b?(?![a-z0-9])|\d+(?:\.\d+){3}/\d+"
    r"|(?:[a-z]+-[\d.]+@)?v?\d+(?:\.(?:\d+|x))*(?:[-+.~_][\w.+-]*\w)?(?![a-z0-9])"
    r"|(?:two|three|four|five|six)(?![a-z0-9-])|[两三四五六](?=个|种|款)",
    re.ASCII,
)
"""An amount of memory, a range of addresses, a version, or a small number."""
SEPARATORS = re.compile(r"[\s?!,;:\"。、《》()\[\]·.'/&-]")
"""What stands between words; a `、` that joins names is found by the lexicon first."""


@dataclass(frozen=True, slots=True)
class Token:
    """A place in a question, from `start` up to `end`, and all that it may mean; nothing if it is unknown.

    `correction` is the name that was taken for a spelling that is one letter off.
    """

    start: int
    end: int
    text: str
    words: frozenset[str] = frozenset()
    things: tuple[Thing, ...] = ()
    properties: tuple[Property, ...] = ()
    value: tuple[Property, str] | None = None
    period: Period | None = None
    number: bool = False
    correction: str | None = None
    near_names: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it means anything."""
        means = self.words or self.things or self.properties or self.value
        return bool(means or self.period or self.number)


def tokenize(question: str, lexicon: Lexicon) -> list[Token]:
    """Split a normalised question into tokens."""
    times = {period.start: period for period in find_periods(question)}
    tokens = list(_scan(question, lexicon, times))
    last = max((place for place, token in enumerate(tokens) if "filler" not in token.words), default=-1)
    if last >= 0 and tokens[last].text in FINAL_NEGATIONS:
        tokens[last] = replace(tokens[last], words=frozenset({"whether"}))
    return tokens


def _scan(question: str, lexicon: Lexicon, times: dict[int, Period]) -> Iterator[Token]:
    place = 0
    while place < len(question):
        token: Token | None
        if period := times.get(place):
            token = Token(place, period.end, question[place : period.end], period=period)
        else:
            token = _match_hyphenated(question, place, lexicon) or _match_longest(question, place, lexicon)
            token = token or _make_unknown_token(question, place, lexicon)
        if token:
            yield token
        place = token.end if token else place + 1


def _match_hyphenated(question: str, place: int, lexicon: Lexicon) -> Token | None:
    """Match a name with hyphens that is one letter off, before a part of it is taken for another name."""
    latin = None if _is_within_word(question, place) else LATIN_WORD.match(question, place)
    if (
        latin is None
        or "-" not in latin[0]
        or lexicon.find_sense(latin[0])
        or NUMBER_PATTERN.fullmatch(latin[0])
    ):
        return None
    token = _make_unknown_token(question, place, lexicon)
    return token if token and token.correction else None


def _match_longest(question: str, place: int, lexicon: Lexicon) -> Token | None:
    """Match the longest spelling at a place: a name, a word, or a version, which yields to a longer name."""
    if _is_within_word(question, place):
        return None
    number = NUMBER_PATTERN.match(question, place)
    least = number.end() if number else place
    for end in range(min(len(question), place + lexicon.longest + 1), least, -1):
        if _is_within_word(question, end):
            continue
        sense = lexicon.find_sense(question[place:end])
        if sense:
            return _make_token(question, place, end, sense)
    return Token(place, least, question[place:least], number=True) if number else None


def _make_token(question: str, start: int, end: int, sense: Sense, correction: str | None = None) -> Token:
    return Token(
        start,
        end,
        question[start:end],
        frozenset(sense.words),
        tuple(sense.things.values()),
        tuple(sense.properties.values()),
        sense.value,
        correction=correction,
    )


def _make_unknown_token(question: str, place: int, lexicon: Lexicon) -> Token | None:
    """Return a token without a meaning, or, if only one name is one letter off, one of that name."""
    latin = LATIN_WORD.match(question, place)
    if latin is None:
        bare = SEPARATORS.match(question, place)
        return None if bare else Token(place, place + 1, question[place])
    near = lexicon.find_near_names(latin[0])
    senses = {tuple(sorted(lexicon.senses[name].things)): name for name in near}
    if len(senses) == 1 and all(len(things) == 1 for things in senses):
        [name] = senses.values()
        sense = lexicon.senses[name]
        [thing] = sense.things.values()
        return _make_token(question, place, latin.end(), sense, correction=thing.id)
    if not senses and (word := lexicon.find_near_word(latin[0])):
        return _make_token(question, place, latin.end(), lexicon.senses[word], correction=word)
    return Token(place, latin.end(), latin[0], near_names=tuple(sorted(senses.values())))


def _is_within_word(question: str, place: int) -> bool:
    if not 0 < place < len(question):
        return False
    before, after = question[place - 1], question[place]
    if after == "." and before.isdigit() and question[place + 1 : place + 2].isdigit():
        return True  # within a version
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
