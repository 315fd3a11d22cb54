"""What may be asked of releases, versions and time."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from graph.models import Property, Thing


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of a component does a release ship? Without a release, the newest one of `subject`."""

    subject: Thing
    component: Thing
    release: str | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """What does a release ship?"""

    release: str


@dataclass(frozen=True, slots=True)
class Issued:
    """On which day did a release come out?"""

    release: str


@dataclass(frozen=True, slots=True)
class Carrying:
    """Which releases, of a distribution or of all, ship a version of a component; which was the first?"""

    component: Thing
    version: str
    subject: Thing | None = None
    first: bool = False


@dataclass(frozen=True, slots=True)
class Behind:
    """Whose newest release ships a component in a version below another one, or, if `above`, not below it?"""

    component: Thing
    version: str
    side: Literal["below", "above", "at"] = "below"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Since when, and until when, did a thing have some others, or values for some properties?

    `jobs`: as what it had the others, such as the ingress controller.
    """

    subject: Thing
    others: tuple[Thing, ...] = ()
    properties: tuple[Property, ...] = ()
    jobs: tuple[Thing, ...] = ()


@dataclass(frozen=True, slots=True)
class Switched:
    """Which distributions went from one thing to another, or gave it up?"""

    before: Thing
    after: Thing | None = None


@dataclass(frozen=True, slots=True)
class Releases:
    """What is the newest or the first release of a distribution, or how many are on record, or which?

    `first` and `last` are the days between which they came out.
    """

    subject: Thing
    which: Literal["newest", "first", "count", "all"]
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two releases? Without `before`, since the one before `after`."""

    after: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Happenings:
    """What changed from one day to another, anywhere or with a thing?"""

    first: dt.date
    last: dt.date
    subject: Thing | None = None
