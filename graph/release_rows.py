"""The rows of the questions about releases: one class for each."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from graph.models import Citation, Claim, Label, Shape, Thing, Value

Change = Literal["upgraded", "downgraded", "changed", "unchanged", "added", "removed", "unrecorded"]
"""How the version of a component in one release compares to that in another.

`changed`: the versions have no order. `added` and `removed`: the files that were read say so. `unrecorded`:
the files that were read of one of the two do not cover the component; nobody knows.
"""


class Release(Shape):
    """A release by name: its slug, the distribution, the version as written, and its day if known."""

    id: Annotated[str, Field(examples=["k3s/v1.30.2+k3s1"])]
    iri: str
    distribution: str
    version: str
    issued: dt.date | None


class ReleaseRow(Release):
    """A release of the list.

    `kubernetes` is the Kubernetes version that it ships. `days_behind`: how long after Kubernetes itself that
    version came; `minors_behind`: how many Kubernetes minors were out by then that it did not have. `newest`:
    whether it is the newest release of the day that was asked for.
    """

    normal: str
    kubernetes: str | None
    days_behind: int | None
    minors_behind: int | None
    predecessor: str | None
    newest: bool
    sources: tuple[Citation, ...]


class ShippedRow(Shape):
    """A component in a release, or in its predecessor only; there are two versions where files disagree."""

    id: str
    iri: str
    label: Label
    versions: tuple[str, ...]
    normal: tuple[str, ...]
    before: tuple[str, ...]
    change: Change | None
    sources: tuple[Citation, ...]


class DiffRow(Shape):
    """A component in two releases. `only_from`, `only_to`: they are of different distributions, and only the
    files of the one list it.
    """  # noqa: D205  # one sentence

    id: str
    iri: str
    label: Label
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change | Literal["only_from", "only_to"]
    sources: tuple[Citation, ...]

    @property
    def differs(self) -> bool:
        """Whether the two releases are known to differ in it."""
        return self.change not in {"unchanged", "unrecorded"}


class VersionRow(Release):
    """A release that ships the component: in which version, as written and normalised."""

    component_version: str
    normal: str
    newest: bool
    sources: tuple[Citation, ...]


class NewestRow(Shape):
    """A distribution: its newest release, and what that ships of the component.

    `yes`: it ships it, in `versions`. `no`: its files list it no more. `unknown`: no file that was read
    covers it; `last` is then the last release on record that did ship it.
    """

    id: str
    iri: str
    label: Label
    answer: Literal["yes", "no", "unknown"]
    release: Release | None
    versions: tuple[str, ...]
    last: str | None
    sources: tuple[Citation, ...]


Event = Literal["joined", "recorded", "upgraded", "downgraded", "changed", "unchanged", "left", "unrecorded"]
"""What happened to a component in the newest releases of a distribution.

`joined`: the release before is known not to ship it. `recorded`: the first release whose files cover it.
`left`: the files list it no more. `unrecorded`: the files that were read cover it no more; nobody knows.
"""


class HistoryRow(Shape):
    """Something that happened to a component in a distribution.

    `release` brought it, on `day`; where it is an end, `release` is the last one with the component, and
    `day` that of the first one without.
    """

    distribution: Thing
    event: Event
    release: Release
    day: dt.date | None
    versions: tuple[str, ...]
    before: tuple[str, ...]
    sources: tuple[Citation, ...]


class Column(Shape):
    """A component of a table: in how many releases it is on record, from which to which."""

    component: Thing
    releases: int
    first: str
    last: str


class MissingMinors(Shape):
    """Kubernetes minors of which no release is on record, between two releases that are."""

    minors: tuple[str, ...]
    after: str
    before: str


class CoverageRow(Shape):
    """What is on record of a distribution's releases, and what is not; no releases if there is no table."""

    id: str
    iri: str
    label: Label
    releases: int
    undated: int
    first: Release | None
    last: Release | None
    columns: tuple[Column, ...]
    gaps: tuple[MissingMinors, ...]
    sources: tuple[Citation, ...]


class SwitchRow(Shape):
    """A distribution went from one thing to another: for which property, with which release, on which day."""

    distribution: Thing
    property: Thing
    condition: Thing | None
    before: Value
    after: Value
    release: str | None
    day: dt.date | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


class Upgrade(Shape):
    """A component whose version differs from that in the release before."""

    id: str
    label: Label
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change


class ChangeRow(Shape):
    """Something that changed on a day: a release with its upgrades, or a claim that began or ended."""

    id: str
    day: dt.date
    kind: Literal["release", "joined", "recorded", "left", "unrecorded", "began", "ended"]
    subject: Thing
    title: Label
    release: Release | None
    previous: str | None
    kubernetes: str | None
    upgrades: tuple[Upgrade, ...]
    claim: Claim | None
    sources: tuple[Citation, ...]
