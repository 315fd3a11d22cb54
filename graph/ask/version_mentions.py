"""Releases and versions that a question names: a version after the name of a distribution or a component."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ask.parsed_question import Words
    from graph.ask.tokenizer import Token
    from graph.models import Thing
    from graph.releases.release_index import ReleaseRecord

WHOLE = re.compile(r"\d[.-]\d+[.-]\w|\+")
"""What tells the version of a release from a mere number or a minor."""
SUFFIX = re.compile(r"[-+].*")
PATCH = re.compile(r"\d+\.\d+\.\d+")


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

    `line` and `last` are the first and the newest release of a distribution's line, such as that of v0.12.
    """

    text: str
    component: Thing | None = None
    line: str | None = None
    last: str | None = None


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
    number = token.text.removeprefix("v")
    known = (
        as_written(words, thing, token.text)
        or shipments.spelled.get((thing.id, number))
        or unsuffixed(words, thing, number)
    )
    if known is None and not WHOLE.search(token.text):
        own = line_of(words, thing, number)
        return VersionMention(token.text, line=own[0] if own else None, last=own[-1] if own else None)
    gap = None if known else shipments.gap(thing.id, token.text)
    return ReleaseMention(f"{thing.id} {token.text}", known.slug if known else None, gap)


def as_written(words: Words, distribution: Thing, text: str) -> ReleaseRecord | None:
    """Give the release that is written just so: MicroK8s has a branch 1.30 beside its tag v1.30."""
    own = words.index.shipments.in_order(distribution.id)
    return next((each for each in own if each.version.written.casefold() == text), None)


def unsuffixed(words: Words, distribution: Thing, number: str) -> ReleaseRecord | None:
    """Give the release of a version that lacks its suffix, v1.30.0 for v1.30.0+k3s1, if it is alone."""
    if not PATCH.fullmatch(number):
        return None
    own = words.index.shipments.in_order(distribution.id)
    found = [each for each in own if SUFFIX.sub("", each.version.written.removeprefix("v")) == number]
    return found[0] if len(found) == 1 else None


def line_of(words: Words, distribution: Thing, number: str) -> list[str]:
    """Give the releases of a line of a distribution, in their order."""
    own = words.index.shipments.in_order(distribution.id)
    return [each.slug for each in own if each.version.written.removeprefix("v").startswith(f"{number}.")]
