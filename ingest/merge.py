"""Merges what a run read into the existing table."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.releases import TableRow


@dataclass
class Changes:
    """What a run changes. A dispute is a pair of rows that name different versions, and both stay."""

    unchanged: int = 0
    added: list[TableRow] = field(default_factory=list)
    changed: list[tuple[TableRow, TableRow]] = field(default_factory=list)
    removed: list[TableRow] = field(default_factory=list)
    disputes: list[tuple[TableRow, TableRow]] = field(default_factory=list)
    redated: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The releases whose date in the table differs from the one just read; the table's stays."""
    dated: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The releases that get a new date, from a source that says when they came out."""


def merge_rows(
    old: Iterable[TableRow], new: Iterable[TableRow], repository: str, *, dates_releases: bool = False
) -> tuple[list[TableRow], Changes]:
    """Merge the rows that were read of a repository into a table.

    A row of the same file is replaced; a row of another file or repository that says otherwise is kept
    beside the new one, as a dispute. What other repositories said is never touched.
    """
    old = list(old)
    changes = Changes()
    if dates_releases:
        new = list(new)
        old = _apply_dates(old, new, changes)
    else:
        new = _keep_dates(old, new, changes)
    before: dict[tuple[str, str], list[TableRow]] = defaultdict(list)
    for row in old:
        before[row.release, row.component].append(row)
    now: dict[tuple[str, str], list[TableRow]] = defaultdict(list)
    for row in new:
        now[row.release, row.component].append(row)
    result: list[TableRow] = []
    for key in before.keys() | now.keys():
        result += _merge_component(before[key], now[key], repository, changes)
    for listed in (changes.added, changes.changed, changes.removed, changes.disputes):
        listed.sort()
    return result, changes


def _merge_component(
    before: list[TableRow], now: list[TableRow], repository: str, changes: Changes
) -> list[TableRow]:
    """Merge the rows of one release and component."""
    left = {row.place: row for row in before}
    result: list[TableRow] = []
    for row in now:
        result += _place_row(row, left, changes)
    for row in left.values():
        if row.repository == repository and not now:
            changes.removed.append(row)
            continue
        result.append(row)
        changes.disputes += [
            (row, other)
            for other in now
            if _comparable_version(other.version) != _comparable_version(row.version)
            and other.place != row.place
        ]
    return result


def _place_row(
    row: TableRow, left: dict[tuple[str, str, str, str], TableRow], changes: Changes
) -> list[TableRow]:
    """Place one row that was read, and remove from `left` the row that it replaces."""
    there = left.pop(row.place, None)
    if there:
        # The newer ref of an unmoved statement is no news, and every run would bring another.
        same = (there.version, there.date) == (row.version, row.date)
        if same:
            changes.unchanged += 1
            return [there]
        changes.changed.append((there, row))
        return [row]
    for other in left.values():
        if _comparable_version(other.version) == _comparable_version(row.version):
            if other.repository != row.repository:
                changes.unchanged += 1
                return []
            changes.changed.append((left.pop(other.place), row))
            return [row]
    if not left:
        changes.added.append(row)
    return [row]


def _apply_dates(old: Iterable[TableRow], new: Iterable[TableRow], changes: Changes) -> list[TableRow]:
    """Date the rows of the table by the days on which their releases came out."""
    dates = {row.release: row.date for row in new if row.date}
    result = []
    for row in old:
        date = dates.get(row.release, row.date)
        if date != row.date:
            changes.dated[row.release] = row.date, date
        result.append(row._replace(date=date))
    return result


def _keep_dates(old: Iterable[TableRow], new: Iterable[TableRow], changes: Changes) -> list[TableRow]:
    """Date new rows as the table does, where it dates the same ref or follows another repository.

    A tag may be older than the release that was made of it, and the table may know better; but a branch
    that has moved on has a new date.
    """
    same_ref = {(row.release, row.ref): row.date for row in old if row.date}
    repositories: dict[str, dict[str, str]] = defaultdict(dict)
    for row in old:
        if row.date:
            repositories[row.release][row.repository] = row.date
    result = []
    for row in new:
        others = [date for name, date in repositories[row.release].items() if name != row.repository]
        known = same_ref.get((row.release, row.ref)) or min(others, default="")
        if known and row.date and known != row.date:
            changes.redated[row.release] = known, row.date
        result.append(row._replace(date=known or row.date))
    return result


def _comparable_version(version: str) -> str:
    """Normalise a version for comparison: v1.2, 1.2 and 1.2-build20240101 do not contradict each other."""
    return re.sub(r"-(build|hardened)\d+$", "", version.removeprefix("v"))
