"""The order of a distribution's releases: predecessors, and which one was the newest when."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from graph.releases.table import TableRow
from graph.releases.version import Version, parse_version

UNKNOWN_DAY = date.max
"""Where an undated release stands if nothing dated comes after it."""


@dataclass(frozen=True)
class Release:
    """A release of a distribution, and what the files that were read of it list."""

    distribution: str
    version: Version
    issued: date | None
    rows: tuple[TableRow, ...]

    @cached_property
    def components(self) -> dict[str, list[TableRow]]:
        """The rows of each component; there are two where files disagree."""
        found: dict[str, list[TableRow]] = {}
        for row in self.rows:
            found.setdefault(row.component, []).append(row)
        return found

    @cached_property
    def kinds_of_files(self) -> frozenset[str]:
        """Which kinds of files were read."""
        return frozenset(file_kind(row.repository, row.path) for row in self.rows)

    @cached_property
    def kubernetes(self) -> tuple[int, ...]:
        """The numbers of the Kubernetes version that a file names; none if no file does."""
        named = self.components.get("kubernetes")
        return parse_version(named[0].version).numbers if named else ()


def file_kind(repository: str, path: str) -> str:
    """Return the kind of a file: the same in each release, whatever numbers it bears."""
    return re.sub(r"\d+", "0", f"{repository}/{path}")


def group_releases(distribution: str, rows: Iterable[TableRow]) -> list[Release]:
    """Group the rows of a table by release, in the order of the versions."""
    gathered: dict[str, list[TableRow]] = {}
    for row in rows:
        gathered.setdefault(row.release, []).append(row)
    found = [
        Release(distribution, parse_version(name), _parse_day(own[0].date), tuple(own))
        for name, own in gathered.items()
    ]
    return sorted(found, key=lambda release: release.version.key)


def _parse_day(cell: str) -> date | None:
    """Parse a cell that holds a day, or nothing."""
    return date.fromisoformat(cell) if cell else None


def order_by_day(releases: Sequence[Release]) -> list[Release]:
    """Order releases, given by version, as they came out; one without a date before all higher ones."""
    earliest, days = UNKNOWN_DAY, dict[str, date]()
    for release in reversed(releases):
        earliest = min(earliest, release.issued or UNKNOWN_DAY)
        days[release.version.key] = release.issued or earliest
    return sorted(releases, key=lambda release: (days[release.version.key], release.version.key))


def map_predecessors(releases: Sequence[Release]) -> dict[str, Release]:
    """Map the key of each release to the highest version below it that was out when it came."""
    known: list[tuple[str, int]] = []
    found, order = dict[str, Release](), order_by_day(releases)
    for number, release in enumerate(order):
        key = release.version.key
        below = bisect_left(known, (key, 0))
        if below:
            found[key] = order[known[below - 1][1]]
        insort(known, (key, number))
    return found


def select_mainline(releases: Sequence[Release]) -> Iterator[Release]:
    """Select the releases that were the newest when they came out: no maintenance of older lines."""
    highest = ""
    for release in order_by_day(releases):
        if release.version.key > highest:
            highest = release.version.key
            yield release


def group_lines(releases: Sequence[Release]) -> list[list[Release]]:
    """Group releases, given by version, by their lines: the first two numbers, such as 1.35."""
    ordered = [release for release in releases if release.version.numbers]
    return [list(line) for _, line in groupby(ordered, key=lambda release: release.version.numbers[:2])]


def _is_numbered_like_kubernetes(release: Release) -> bool:
    """Return whether a release bears the minor of the Kubernetes that it ships."""
    return release.kubernetes[:2] == release.version.numbers[:2] != ()


def map_kubernetes_versions(releases: Sequence[Release]) -> dict[str, str]:
    """Map the key of each release to its Kubernetes version, such as 1.30.2, where that is known.

    Where no file names it, the number of the release itself says so, if all that name it are numbered alike.
    """
    named = [release for release in releases if release.kubernetes]
    alike = bool(named) and all(map(_is_numbered_like_kubernetes, named))
    numbers = {
        release.version.key: release.kubernetes or (release.version.numbers if alike else ())
        for release in releases
    }
    return {key: ".".join(map(str, found)) for key, found in numbers.items() if found}
