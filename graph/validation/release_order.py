"""The check of a table's order: days against one another, days against versions, rows against their place."""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import date
from importlib.resources import files
from itertools import combinations, pairwise
from typing import NamedTuple

from graph.releases.mainline import Release, releases_of
from graph.releases.table import TableRow, order, records
from graph.validation.report import Violation

LISTED = "graph/data/out-of-order.csv"
"""Where the pairs of releases stand that are known to sort against their days."""


class Pair(NamedTuple):
    """Two releases of a minor line of a distribution, of which the lower version has the later day."""

    distribution: str
    lower: str
    higher: str


class Line(NamedTuple):
    """A row, and where it stands in its file."""

    number: int
    row: TableRow


def known_pairs() -> dict[Pair, int]:
    """Return the pairs that are known to sort against their days, and the lines where they are listed.

    Numbers were skipped and filled later, or a table of upstream was amended.
    """
    text = (files("graph") / "data" / "out-of-order.csv").read_text(encoding="utf-8")
    return {Pair(*cells): number for number, cells in records(text, LISTED, Pair._fields)}


def faults_of_order(
    name: str, distribution: str, lines: Sequence[Line], known: Mapping[Pair, int]
) -> Iterator[Violation]:
    """Return what is wrong with the order of a distribution's table, which is called by `name`."""
    first: dict[str, Line] = {}
    for line in lines:
        first.setdefault(line.row.release, line)
    releases = releases_of(distribution, [line.row for line in lines])
    found = list(pairs_against_days(releases))
    yield from several_days(name, lines, first)
    yield from days_backward(name, [pair for pair in found if pair not in known], first)
    yield from misplaced(name, lines)
    own = {pair: number for pair, number in known.items() if pair.distribution == distribution}
    yield from settled(own, found)


def pairs_against_days(releases: Sequence[Release]) -> Iterator[Pair]:
    """Return the pairs within a minor line that sort against their days; releases come by version."""
    minors: dict[tuple[int, ...], list[tuple[date, Release]]] = {}
    for release in releases:
        if release.issued:
            minors.setdefault(release.version.numbers[:2], []).append((release.issued, release))
    for dated in minors.values():
        for (day, lower), (other, higher) in combinations(dated, 2):
            if day > other:
                yield Pair(lower.distribution, lower.version.written, higher.version.written)


def several_days(name: str, lines: Sequence[Line], first: Mapping[str, Line]) -> Iterator[Violation]:
    """Return the releases whose rows bear different days, at their first row."""
    others: dict[str, Line] = {}
    for line in lines:
        if line.row.date != first[line.row.release].row.date:
            others.setdefault(line.row.release, line)
    for release, other in others.items():
        number, row = first[release]
        message = f"{row.date or 'no day'} here, {other.row.date or 'no day'} at line {other.number}"
        mend = "Give all rows of the release one day."
        yield Violation(name, number, "releases-have-one-day", release, message, mend)


def days_backward(name: str, pairs: Sequence[Pair], first: Mapping[str, Line]) -> Iterator[Violation]:
    """Return the releases that came before a lower version, each once, with the nearest of those."""
    nearest = {pair.higher: pair.lower for pair in pairs}
    for higher, lower in nearest.items():
        number, row = first[higher]
        message = f"it is of {row.date}, but {lower}, which sorts before it, is of {first[lower].row.date}"
        mend = f"Correct the day that is wrong; if both are right, list the pair in {LISTED}."
        yield Violation(name, number, "days-run-forward", higher, message, mend)


def misplaced(name: str, lines: Sequence[Line]) -> Iterator[Violation]:
    """Return the first row that stands after one that the ingester would write behind it."""
    for before, line in pairwise(lines):
        if order(line.row) < order(before.row):
            message = f"{line.row.component} belongs before {before.row.component} of {before.row.release}"
            mend = "Put the rows in order, or write the table anew with distrograph ingest."
            yield Violation(name, line.number, "rows-stand-in-order", line.row.release, message, mend)
            return


def settled(known: Mapping[Pair, int], found: Container[Pair]) -> Iterator[Violation]:
    """Return the listed pairs that do not sort against their days, or no more."""
    for pair, number in known.items():
        if pair not in found:
            message = f"the table does not date it before {pair.lower} of {pair.distribution}"
            mend = "Take the line out, or correct it."
            yield Violation(LISTED, number, "exceptions-still-occur", pair.higher, message, mend)
