"""Releases that a question mentions: a version after the name of a distribution."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from graph.asking.lexicon import Lexicon, normal
from graph.index import Index

VERSION = re.compile(r"(?<![\w.+-])(?:[a-z]+-[\d.]+@)?v?\d+[.-]\d+[\w.+~-]*[\w]")
WHOLE = re.compile(r"\d[.-]\d+[.-]\w|\+")
"""What tells the version of a release from a mere number or a minor."""


class Span(Protocol):
    """A part of a question."""

    @property
    def start(self) -> int:
        """Where it starts."""

    @property
    def end(self) -> int:
        """Where it has ended."""


@dataclass(frozen=True, slots=True)
class ReleaseMention:
    """A place in a question that names a release; `name` is None if none of that version is on record.

    `gap` tells in which gap of the record it would fall, see `Shipments.gap`.
    """

    start: int
    end: int
    text: str
    name: str | None
    gap: tuple[str, str, str] | None


def find_releases(question: str, lexicon: Lexicon, index: Index) -> list[ReleaseMention]:
    """Find the releases that a normalised question mentions, each of the distribution named last before it.

    What looks like a minor, or stands after no distribution, is left alone.
    """
    found: list[ReleaseMention] = []
    for match in VERSION.finditer(question):
        named = [
            thing
            for mention in lexicon.mentions(question[: match.start()])
            for thing in mention.things
            if "Distribution" in index.names[thing.iri].kinds
        ]
        if not named:
            continue
        known = index.shipments.spelled.get((named[-1].id, normal(match[0]).removeprefix("v")))
        if known or WHOLE.search(match[0]):
            text, name = f"{named[-1].id} {match[0]}", known.slug if known else None
            gap = None if known else index.shipments.gap(named[-1].id, match[0])
            found.append(ReleaseMention(match.start(), match.end(), text, name, gap))
    return found


def blanked(question: str, spans: Iterable[Span]) -> str:
    """Put spaces in the place of parts of a question."""
    letters = list(question)
    for span in spans:
        letters[span.start : span.end] = " " * (span.end - span.start)
    return "".join(letters)
