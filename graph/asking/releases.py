"""Releases and versions that a question names: a version after the name of a distribution or a component."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.asking.tokens import Token
    from graph.asking.words import Words
    from graph.model import Thing

WHOLE = re.compile(r"\d[.-]\d+[.-]\w|\+")
"""What tells the version of a release from a mere number or a minor."""


@dataclass(frozen=True, slots=True)
class ReleaseMention:
    """A place in a question that names a release; `name` is None if none of that version is on record.

    `gap` tells in which gap of the record it would fall, see `Shipments.gap`.
    """

    text: str
    name: str | None
    gap: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class VersionMention:
    """A place in a question that names a version, or another number, and of which component.

    `line` is the first release of a distribution's line, such as that of v0.12.
    """

    text: str
    component: Thing | None = None
    line: str | None = None


def versions_of(words: Words) -> Iterator[ReleaseMention | VersionMention]:
    """Find the releases and versions of a question, each of what is named last before it, or first after."""
    for place, token in enumerate(words.tokens):
        if token.number:
            yield mention(words, token, owner(words, place))


def owner(words: Words, place: int) -> Thing | None:
    """Give the distribution or component of which a version is."""
    before, after = words.tokens[:place][::-1], words.tokens[place + 1 :]
    for token in (*before, *after):
        for thing in words.meant(token)[:1]:
            if words.kind(thing) in {"Distribution", "Component", "Tool", "Product"}:
                return thing
    return None


def mention(words: Words, token: Token, thing: Thing | None) -> ReleaseMention | VersionMention:
    """Make a release of a version of a distribution, if it looks like one; else it is a version."""
    if thing is None or words.kind(thing) != "Distribution":
        return VersionMention(token.text, thing)
    shipments = words.index.shipments
    known = shipments.spelled.get((thing.id, token.text.removeprefix("v")))
    if known is None and not WHOLE.search(token.text):
        return VersionMention(token.text, line=line_of(words, thing, token.text.removeprefix("v")))
    gap = None if known else shipments.gap(thing.id, token.text)
    return ReleaseMention(f"{thing.id} {token.text}", known.slug if known else None, gap)


def line_of(words: Words, distribution: Thing, number: str) -> str | None:
    """Give the first release of a line of a distribution, with which the line was its newest."""
    own = words.index.shipments.in_order(distribution.id)
    begun = (each for each in own if each.version.written.removeprefix("v").startswith(f"{number}."))
    return next((each.slug for each in begun), None)
