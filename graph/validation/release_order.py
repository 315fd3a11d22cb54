"""Checks the order of a table: days against one another, days against versions, rows against their place."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import combinations, pairwise
from typing import NamedTuple

from graph.releases.mainline import Release, group_releases
from graph.releases.table import TableRow, read_records, row_order
from graph.validation.report import Violation
from i18n import Message

EXCEPTIONS_FILE = "graph/data/out-of-order.csv"
"""The file of pairs of releases that are known to sort against their days."""


class ReleasePair(NamedTuple):
    """Two releases of a minor line of a distribution, of which the lower version has the later day."""

    distribution: str
    lower: str
    higher: str


class NumberedRow(NamedTuple):
    """A row, and its line in the file."""

    number: int
    row: TableRow


def load_known_pairs() -> dict[ReleasePair, int]:
    """Load the pairs that are known to sort against their days, and the lines where they are listed.

    Numbers were skipped and filled later, or a table of upstream was amended.
    """
    text = (files("graph") / "data" / "out-of-order.csv").read_text(encoding="utf-8")
    return {
        ReleasePair(*cells): number
        for number, cells in read_records(text, EXCEPTIONS_FILE, ReleasePair._fields)
    }


def check_order(
    name: str, distribution: str, lines: Sequence[NumberedRow], known: Mapping[ReleasePair, int]
) -> Iterator[Violation]:
    """Check the order of a distribution's table, which is called by `name`."""
    first: dict[str, NumberedRow] = {}
    for line in lines:
        first.setdefault(line.row.release, line)
    releases = group_releases(distribution, [line.row for line in lines])
    found = list(_find_inverted_pairs(releases))
    yield from _check_single_days(name, lines, first)
    yield from _check_inverted_days(name, [pair for pair in found if pair not in known], first)
    yield from _check_row_order(name, lines)
    own = {pair: number for pair, number in known.items() if pair.distribution == distribution}
    yield from check_exceptions(own, found)


def _find_inverted_pairs(releases: Sequence[Release]) -> Iterator[ReleasePair]:
    """Find the pairs within a minor line that sort against their days; releases come by version."""
    minors: dict[tuple[int, ...], list[tuple[date, Release]]] = {}
    for release in releases:
        if release.issued:
            minors.setdefault(release.version.numbers[:2], []).append((release.issued, release))
    for dated in minors.values():
        for (day, lower), (other, higher) in combinations(dated, 2):
            if day > other:
                yield ReleasePair(lower.distribution, lower.version.written, higher.version.written)


def _check_single_days(
    name: str, lines: Sequence[NumberedRow], first: Mapping[str, NumberedRow]
) -> Iterator[Violation]:
    """Report releases whose rows bear different days, at their first row."""
    others: dict[str, NumberedRow] = {}
    for line in lines:
        if line.row.date != first[line.row.release].row.date:
            others.setdefault(line.row.release, line)
    for release, other in others.items():
        number, row = first[release]
        message = Message(
            "{date} here, {other} at line {line}",
            date=row.date or Message("no date"),
            other=other.row.date or Message("no date"),
            line=other.number,
        )
        mend = Message("Give all rows of the release the same date.")
        yield Violation(name, number, "releases-have-one-day", release, message, mend)


def _check_inverted_days(
    name: str, pairs: Sequence[ReleasePair], first: Mapping[str, NumberedRow]
) -> Iterator[Violation]:
    """Report releases that came before a lower version, each once, with the nearest of those."""
    nearest = {pair.higher: pair.lower for pair in pairs}
    for higher, lower in nearest.items():
        number, row = first[higher]
        message = Message(
            "is dated {date}, but the lower version {lower} is dated {later}",
            date=row.date,
            lower=lower,
            later=first[lower].row.date,
        )
        mend = Message(
            "Correct the date that is wrong; if both are right, list the pair in {file}.",
            file=EXCEPTIONS_FILE,
        )
        yield Violation(name, number, "days-run-forward", higher, message, mend)


def _check_row_order(name: str, lines: Sequence[NumberedRow]) -> Iterator[Violation]:
    """Report the first row that stands after one that the ingester would write behind it."""
    for before, line in pairwise(lines):
        if row_order(line.row) < row_order(before.row):
            message = Message(
                "{component} belongs before {other} of {release}",
                component=line.row.component,
                other=before.row.component,
                release=before.row.release,
            )
            mend = Message("Put the rows in order, or write the table again with distrograph ingest.")
            yield Violation(name, line.number, "rows-stand-in-order", line.row.release, message, mend)
            return


def check_exceptions(known: Mapping[ReleasePair, int], found: Container[ReleasePair]) -> Iterator[Violation]:
    """Report listed pairs that do not sort against their days, or no more."""
    for pair, number in known.items():
        if pair not in found:
            message = Message(
                "the table does not date it before {lower} of {distribution}",
                lower=pair.lower,
                distribution=pair.distribution,
            )
            mend = Message("Remove the line, or correct it.")
            yield Violation(EXCEPTIONS_FILE, number, "exceptions-still-occur", pair.higher, message, mend)
