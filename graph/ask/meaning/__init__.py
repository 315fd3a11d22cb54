"""The small tree of meaning that a question is read into."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from graph.ask.meaning.things import (
    Alternatives,
    Comparison,
    Condition,
    Description,
    Disputes,
    Facts,
    Has,
    Holding,
    Implementing,
    Membership,
    Moving,
    Parts,
    Profile,
    Ranking,
    Relatives,
    Selection,
    Serving,
    Shared,
    Sourced,
    Uses,
    Way,
    Whether,
)
from graph.ask.meaning.times import (
    Behind,
    Carrying,
    Changes,
    Happenings,
    Issued,
    Releases,
    Shipped,
    Switched,
    Timeline,
    Version,
)

__all__ = [
    "Alternatives",
    "Behind",
    "Carrying",
    "Changes",
    "Comparison",
    "Condition",
    "Description",
    "Disputes",
    "Facts",
    "Happenings",
    "Has",
    "Holding",
    "Implementing",
    "Issued",
    "Language",
    "Meaning",
    "Membership",
    "Moving",
    "NotUnderstood",
    "Parts",
    "Profile",
    "Ranking",
    "Relatives",
    "Releases",
    "Selection",
    "Serving",
    "Shared",
    "Shipped",
    "Sourced",
    "Switched",
    "Timeline",
    "Understood",
    "Uses",
    "Version",
    "Way",
    "Whether",
]

Language = Literal["en", "zh"]
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
    | Implementing
    | Relatives
    | Holding
    | Shared
    | Sourced
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
    """A meaning, the day for which it is asked, and the names that were taken for misspelt ones.

    `since`: the first of the days that are asked about, if there are more than the one: that of a year, or,
    for what is asked in the past tense, the first of all.
    """

    meaning: Meaning
    day: dt.date | None = None
    mended: tuple[tuple[str, str], ...] = ()
    since: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Why a question cannot be answered, and what the trouble is about.

    `gap` is the minor that a release would be of, and the releases before and after the gap of the record.
    """

    reason: Literal["out-of-scope", "unknown-name", "ambiguous", "not-a-question"]
    names: tuple[str, ...] = ()
    gap: tuple[str, str, str] | None = None
