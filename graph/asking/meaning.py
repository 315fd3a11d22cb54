"""The small tree of meaning that a question is read into."""

from dataclasses import dataclass
from typing import Literal

from graph.model import Property, Thing

Language = Literal["en", "zh"]


@dataclass(frozen=True, slots=True)
class Users:
    """Which distributions use all of `wanted` and none of `unwanted`?"""

    wanted: tuple[Thing, ...]
    unwanted: tuple[Thing, ...] = ()
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Uses:
    """Does a distribution use a component, or does it support it?"""

    subject: Thing
    component: Thing
    supports: bool = False
    by_default: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What does a thing have for some properties?"""

    subject: Thing
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How do two or three distributions compare?"""

    subjects: tuple[Thing, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is a thing?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a component does a release ship? Without a release, the newest one of `subject`."""

    subject: Thing
    component: Thing
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two releases? Without `before`, since the one before `after`."""

    after: str
    before: str | None = None


Meaning = Users | Uses | Facts | Comparison | Description | Version | Changes


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a question cannot be answered, and what the trouble is about.

    `gap` is the minor that a release would be of, and the releases before and after the gap of the record.
    """

    reason: Literal["out-of-scope", "unknown-name", "ambiguous", "not-a-question"]
    names: tuple[str, ...] = ()
    gap: tuple[str, str, str] | None = None
