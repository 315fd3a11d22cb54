"""The small tree of meaning that a question is read into."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from graph.model import Property, Thing

Language = Literal["en", "zh"]
Way = Literal["uses", "default", "offers", "supports"]


@dataclass(frozen=True, slots=True)
class Uses:
    """That a distribution uses a component, has it by default, offers it or supports it; or does not."""

    component: Thing
    way: Way = "uses"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Has:
    """That something has a value for one of some properties, or any value at all; or has none.

    `value` is a thing, or the text that a literal begins with.
    """

    properties: tuple[Property, ...]
    value: Thing | str | None = None
    negated: bool = False


Condition = Uses | Has


@dataclass(frozen=True, slots=True)
class Selection:
    """Which distributions, or how many, meet all conditions, or one of them? Without any: all of them."""

    conditions: tuple[Condition, ...] = ()
    either: bool = False
    count: bool = False


@dataclass(frozen=True, slots=True)
class Whether:
    """Does a thing meet a condition?"""

    subject: Thing
    condition: Condition


@dataclass(frozen=True, slots=True)
class Facts:
    """What does a thing have for some properties, in some circumstance?"""

    subject: Thing
    properties: tuple[Property, ...]
    circumstance: Thing | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """Where is a thing at home, where is its source code, or under which licence is it?"""

    subject: Thing
    field: Literal["homepage", "repository", "licence"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How do two or three distributions compare, as a whole or in a concern or some properties?"""

    subjects: tuple[Thing, ...]
    concern: Thing | None = None
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Moving:
    """What is lost, gained and replaced by moving from one distribution to another?"""

    before: Thing
    after: Thing


@dataclass(frozen=True, slots=True)
class Description:
    """What is a thing?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What could do the job of a component?"""

    subject: Thing


@dataclass(frozen=True, slots=True)
class Membership:
    """Which concern does a component serve? If `asked`: does it serve this one?"""

    subject: Thing
    asked: Thing | None = None


@dataclass(frozen=True, slots=True)
class Serving:
    """Which components serve a concern, anywhere or in a distribution?"""

    concern: Thing
    subject: Thing | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Which components does a distribution bundle, or how many?"""

    subject: Thing
    count: bool = False


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
    above: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """Since when, and until when, did a thing have some others, or values for some properties?"""

    subject: Thing
    others: tuple[Thing, ...] = ()
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Switched:
    """Which distributions went from one thing to another?"""

    before: Thing
    after: Thing


@dataclass(frozen=True, slots=True)
class Releases:
    """What is the newest or the first release of a distribution, or how many are on record?"""

    subject: Thing
    which: Literal["newest", "first", "count"]


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


@dataclass(frozen=True, slots=True)
class Disputes:
    """Where do sources disagree, on anything, a thing, or some properties of it?"""

    subject: Thing | None = None
    properties: tuple[Property, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranking:
    """What comes first: the commonest value of properties, the component that most use, the distribution that
    bundles most, the one whose newest release ships the newest version of a component, or the one that needs
    most, such as memory?
    """  # noqa: D205  # one sentence

    by: Literal["value", "users", "components", "version", "amount"]
    properties: tuple[Property, ...] = ()
    component: Thing | None = None
    least: bool = False


Meaning = (
    Selection
    | Whether
    | Facts
    | Profile
    | Comparison
    | Moving
    | Description
    | Alternatives
    | Membership
    | Serving
    | Parts
    | Version
    | Shipped
    | Issued
    | Carrying
    | Behind
    | Timeline
    | Switched
    | Releases
    | Changes
    | Happenings
    | Disputes
    | Ranking
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A meaning, the day for which it is asked, and the names that were taken for misspelt ones."""

    meaning: Meaning
    day: dt.date | None = None
    mended: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a question cannot be answered, and what the trouble is about.

    `gap` is the minor that a release would be of, and the releases before and after the gap of the record.
    """

    reason: Literal["out-of-scope", "unknown-name", "ambiguous", "not-a-question"]
    names: tuple[str, ...] = ()
    gap: tuple[str, str, str] | None = None
