"""Reading questions about time: releases, versions, changes, since when and until when, and disputes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal

from graph.ask.meaning import (
    Behind,
    Carrying,
    Changes,
    Disputes,
    Facts,
    Happenings,
    Issued,
    Releases,
    Shipped,
    Switched,
    Timeline,
    Version,
)
from graph.ask.rules.roles import roles

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words
    from graph.models import Thing

RELEASED = {"version", "release", "newest", "first", "when", "since", "enable", "and"}
DATED = RELEASED | {
    "drop",
    "switch",
    "change",
    "not",
    "default",
    "support",
    "past",
    "before",
    "move",
    "whether",
    "offer",
}
TWO = 2


def disputes(words: Words) -> Disputes | None:
    """Read “where do sources disagree on k0s”."""
    subjects = (*words.distributions, *words.components)
    if not words.has("dispute") or len(subjects) > 1:
        return None
    if not words.explained(
        {"dispute", "whether", "default", "support", "howmany", "source"}, things=subjects, properties=None
    ):
        return None
    return Disputes(next(iter(subjects), None), words.properties)


def changes(words: Words) -> Changes | Happenings | None:
    """Read what changed between two releases, with one, or in a time."""
    asked = words.has("change", "compare")
    if not asked or words.components or words.properties:
        return None
    allowed = {"change", "compare", "and", "version", "release", "newest", "since"}
    names = [release.name for release in words.releases if release.name]
    lines = [each.last for each in words.versions if each.last]
    if not names and len(lines) == len(words.versions) == TWO:
        names = lines  # from the newest of one line to the newest of the other
    if 1 <= len(names) <= TWO and words.explained(allowed, things=words.distributions, numbers=True):
        return Changes(names[-1], names[0] if len(names) == TWO else None)
    times = [token.period for token in words.tokens if token.period]
    fits = len(words.distributions) <= 1 and words.explained(allowed, things=words.distributions)
    if not fits or not 1 <= len(times) <= TWO:
        return None
    first, last = times[0].first, times[-1].last
    if len(times) == 1 and words.has("since"):
        last = dt.datetime.now(dt.UTC).date()
    return Happenings(first, last, next(iter(words.distributions), None)) if first <= last else None


def carrying(words: Words) -> Carrying | Behind | None:
    """Read which release ships a version of a component, and whose newest one ships an older one."""
    numbered = [each for each in words.versions if each.component and len(words.versions) == 1]
    subjects = words.distributions
    if len(words.components) != 1 or len(numbered) != 1 or words.releases or len(subjects) > 1:
        return None
    things = (*words.components, *subjects)
    if words.has("below", "above"):
        allowed = RELEASED | {"below", "above"}
        explained = not subjects and words.explained(allowed, things=things, numbers=True)
        side: Literal["above", "below"] = "above" if words.has("above") else "below"
        return Behind(words.components[0], numbered[0].text, side) if explained else None
    if not words.explained(RELEASED, things=things, numbers=True):
        return None
    if words.has("newest") and not subjects:
        return Behind(words.components[0], numbered[0].text, "at")
    first = words.has("first", "when", "since")
    return Carrying(words.components[0], numbered[0].text, next(iter(subjects), None), first=first)


def timeline(words: Words) -> Timeline | None:
    """Read since when, until when, or when from what to what."""
    if not asks_when(words) or words.has("newest") or words.releases or words.versions:
        return None
    certified = any(prop.id.startswith(("certified", "conforms")) for prop in words.properties)
    named = (
        *words.distributions,
        *(thing for thing in words.components if not (certified and thing.id == "kubernetes")),
    )
    if not named or len(words.distributions) > 1:
        return None
    subject, others = named[0], named[1:]
    concepts = words.concepts
    if not others and not words.properties:
        return None
    if not words.explained(DATED, things=(*named, *concepts, *words.components), properties=None):
        return None
    asked = words.properties
    if certified:
        asked = tuple(
            prop for prop in words.index.properties.values() if prop.id in {"certifiedFrom", "conformsTo"}
        )
    parts = roles(words) if words.distributions else {}
    jobs = tuple(dict.fromkeys(parts[each] for each in others if each in parts))
    return Timeline(subject, others, () if others else asked, jobs)


def asks_when(words: Words) -> bool:
    """Tell whether a time is asked for, or what was once; not if that is asked of a time that is named."""
    timed = any(token.period for token in words.tokens)
    of_release = words.has("since", "drop", "first") and words.has("version", "release")
    return words.has("when") or (words.has("past") and not timed) or of_release


def switched(words: Words) -> Switched | None:
    """Read “which distributions switched from dqlite to etcd”, and which gave dqlite up."""
    things = words.components
    if words.distributions or words.has("when") or words.asks_whether or words.versions:
        return None
    fits = words.has("distribution", "which") and words.explained(DATED, things=things, properties=None)
    if words.has("switch", "move") and len(things) == TWO and words.has("distribution"):
        return Switched(things[0], things[1]) if fits else None
    left = words.has("drop", "past") or (words.has("switch") and not words.has("not"))
    return Switched(things[0]) if fits and left and len(things) == 1 and not words.properties else None


def shipped(words: Words) -> Shipped | Issued | None:
    """Read what a release ships, and when it came out."""
    names = [release.name for release in words.releases if release.name]
    if len(names) != 1 or len(words.distributions) != 1 or words.components:
        return None
    things, plain = words.distributions, ("and", "version", "release")
    if words.has("when"):
        fits = words.explained((*plain, "when", "since"), things=things, properties=None, numbers=True)
        return Issued(names[0]) if fits else None
    return Shipped(names[0]) if words.explained(plain, things=things, numbers=True) else None


def releases(words: Words) -> Releases | Facts | None:
    """Read what the newest or first release of a distribution is, or how many there are."""
    subjects = words.distributions
    named = {prop.id for prop in words.properties}
    if len(subjects) != 1 or words.components or words.releases or named - {"firstRelease", "versionScheme"}:
        return None
    if not words.explained(RELEASED | {"howmany", "describe"}, things=subjects, properties=None):
        return None
    released = words.has("version", "release")
    times = [token.period for token in words.tokens if token.period]
    counted = words.has("howmany") and released
    if released and len(times) == 1 and not words.has("newest", "first", "before"):
        return Releases(subjects[0], "count" if counted else "all", times[0].first, times[0].last)
    if counted or words.has("newest"):
        return Releases(subjects[0], "count" if counted else "newest")
    first = words.has("first") and (released or words.has("since"))
    return first_release(words, subjects[0]) if first or "firstRelease" in named else None


def first_release(words: Words, subject: Thing) -> Releases | Facts:
    """Ask for what a source calls the first release, if one does: the record may begin later."""
    stated = words.index.property("firstRelease")
    known = any(claim.property.iri == stated.iri for claim in words.index.spoken_of(subject.iri))
    return Facts(subject, (stated,)) if known else Releases(subject, "first")


def version(words: Words) -> Version | None:
    """Read which version of a component a release ships, or the newest one of a distribution."""
    subjects, components = words.distributions, words.components
    lines = [each.last for each in words.versions if each.last]
    if len(subjects) != 1 or len(components) != 1 or len(words.releases) + len(words.versions) > 1:
        return None
    if len(lines) < len(words.versions):
        return None
    certified = any(prop.id.startswith(("certified", "conforms")) for prop in words.properties)
    if certified or not (words.releases or words.has("version")):
        return None
    if not words.explained(
        ("version", "release", "newest", "and"),
        things=(*subjects, *components),
        properties=None,
        numbers=True,
    ):
        return None
    names = [*(each.name for each in words.releases), *lines]
    return Version(subjects[0], components[0], names[0] if names else None)
