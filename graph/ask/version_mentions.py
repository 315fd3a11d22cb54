"""Releases and versions that a question names: a version after the name of a distribution or a component."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.ask.disambiguation import find_candidates, find_kind
from graph.ask.tokenizer import Token
from graph.index.entity_index import EntityIndex
from graph.models import Thing
from graph.releases.release_index import ReleaseRecord
from graph.releases.version import parse_version

FULL_VERSION = re.compile(r"\d[.-]\d+[.-]\w|\+")
"""What tells the version of a release from a mere number or a minor."""
VERSION_SUFFIX = re.compile(r"[-+].*")
LINE = re.compile(r"\d+(\.\d+)*(\.x)?")
PATCH_VERSION = re.compile(r"\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class ReleaseMention:
    """A place in a question that names a release; `name` is None if none of that version is on record.

    `gap` tells in which gap of the record it would fall, see `ReleaseIndex.find_gap`.
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


def find_version_mentions(
    tokens: Sequence[Token], index: EntityIndex
) -> Iterator[ReleaseMention | VersionMention]:
    """Find the releases and versions of a question: of what is named last before them, or first after."""
    for place, token in enumerate(tokens):
        if token.number:
            yield _make_mention(index, token, _find_owner(tokens, index, place))


def _find_owner(tokens: Sequence[Token], index: EntityIndex, place: int) -> Thing | None:
    before, after = tokens[:place][::-1], tokens[place + 1 :]
    for token in (*before, *after):
        for thing in find_candidates(index, token)[:1]:
            if find_kind(index, thing) in {"Distribution", "Component", "Tool", "Product"}:
                return thing
    return None


def _make_mention(index: EntityIndex, token: Token, thing: Thing | None) -> ReleaseMention | VersionMention:
    """Return a release if the version is that of a distribution and looks like one, else a version."""
    if thing is None or find_kind(index, thing) != "Distribution":
        return VersionMention(token.text, thing)
    shipments = index.release_index
    number = token.text.removeprefix("v")
    known = (
        _release_as_written(index, thing, token.text)
        or shipments.by_spelling.get((thing.id, number))
        or _release_without_suffix(index, thing, number)
    )
    if known is None and not FULL_VERSION.search(token.text):
        own = _releases_of_line(index, thing, number)
        return VersionMention(token.text, line=own[0] if own else None, last=own[-1] if own else None)
    gap = None if known else shipments.find_gap(thing.id, token.text)
    return ReleaseMention(f"{thing.id} {token.text}", known.slug if known else None, gap)


def _release_as_written(index: EntityIndex, distribution: Thing, text: str) -> ReleaseRecord | None:
    """Return the release that is written just so: MicroK8s has a branch 1.30 beside its tag v1.30."""
    own = index.release_index.releases_of(distribution.id)
    return next((each for each in own if each.version.written.casefold() == text), None)


def _release_without_suffix(index: EntityIndex, distribution: Thing, number: str) -> ReleaseRecord | None:
    """Return the release of a version that lacks its suffix, v1.30.0 for v1.30.0+k3s1, if it is alone."""
    if not PATCH_VERSION.fullmatch(number):
        return None
    own = index.release_index.releases_of(distribution.id)
    found = [each for each in own if VERSION_SUFFIX.sub("", each.version.written.removeprefix("v")) == number]
    return found[0] if len(found) == 1 else None


def _releases_of_line(index: EntityIndex, distribution: Thing, number: str) -> list[str]:
    own = index.release_index.releases_of(distribution.id)
    line = parse_version(number).numbers if LINE.fullmatch(number) else ()  # 1gb is none
    return [each.slug for each in own if line and each.version.numbers[: len(line)] == line]
