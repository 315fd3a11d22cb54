"""The page of a distribution's releases: all that are on record, and what is not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from graph.catalogue import (
    COVERAGE,
    RELEASES,
    Column,
    CoverageRow,
    MissingMinors,
    ReleaseRow,
    is_from_release_table,
)
from graph.graph import Graph
from graph.models import Thing
from graph.releases import parse_version
from i18n import Message, PluralMessage, parse_language
from ontology import DG
from viz.pages.page_spec import PageParameter, PageSpec
from viz.templating import render

FEW_RELEASES = 3
"""Up to so many releases of a Kubernetes minor, on average, one list is easier to read than many."""
OPEN_MINORS = 2
"""How many of the newest minors are open when the page is."""


class Minor(NamedTuple):
    """The releases of one Kubernetes minor, or a gap in the record; an empty minor is one nobody recorded."""

    minor: str
    releases: Sequence[ReleaseRow]
    gap: MissingMinors | None = None


class EndedComponent(NamedTuple):
    """Components whose record ends with one release, and whether they are known to be gone."""

    release: str
    left: bool
    components: list[Thing]


def _releases_page(graph: Graph, language: str, distribution: str) -> str:
    """Make the page of a distribution's releases; raises UnknownNameError."""
    found = graph.index.resolve("Distribution", distribution)
    thing = graph.index.thing(found)
    rows = [
        row
        for row in graph.answer(RELEASES, distribution=thing.id).items
        if row.issued is None or row.issued <= graph.as_of
    ]
    (coverage,) = graph.answer(COVERAGE, distribution=thing.id).items
    current, ended = _split_columns(graph, coverage)
    gaps = coverage.gaps
    minors = _group_by_minor(rows, gaps)
    context: dict[str, Any] = {
        "thing": thing,
        "rows": rows,
        "newest": next((row for row in rows if row.newest), None),
        "coverage": coverage,
        "gaps": gaps,
        "skipped": list_skipped({_minor_of(row) for row in rows}),
        "current": current,
        "ended": ended,
        "minors": minors,
        "grouped": len(rows) > FEW_RELEASES * len(minors),
        "in_order": order_minors(rows, gaps),
        "opened": {each.minor for each in [each for each in minors if not each.gap][:OPEN_MINORS]},
        "behind": describe_lag,
        "here": f"/distributions/{thing.id}/releases",
    }
    return render("pages/releases/releases.html.j2", parse_language(language), context)


def _split_columns(graph: Graph, coverage: CoverageRow) -> tuple[list[Thing], list[EndedComponent]]:
    """Distinguish the components on record up to the newest release from those whose record ends before."""
    current: list[Thing] = []
    ended: dict[tuple[str, bool], EndedComponent] = {}
    for column in coverage.columns:
        end = _find_ending(graph, coverage, column)
        if end is None:
            current.append(column.component)
        else:
            ended.setdefault(end, EndedComponent(*end, [])).components.append(column.component)
    return current, sorted(ended.values(), key=lambda each: parse_version(each.release).key, reverse=True)


def _find_ending(graph: Graph, coverage: CoverageRow, column: Column) -> tuple[str, bool] | None:
    """Return the last release that is on record with a component, and whether it is known to have left then.

    None if it is on record to this day.
    """
    place = coverage.iri, f"{DG}bundles", column.component.iri, ""
    runs = [claim for claim in graph.index.claims_by_statement.get(place, []) if is_from_release_table(claim)]
    if any(claim.until is None for claim in runs):
        return None
    if not runs:
        return (column.last, False) if coverage.last and column.last != coverage.last.version else None
    last = max(runs, key=lambda claim: parse_version(claim.until or "").key)
    return last.until or column.last, f"{DG}None" in last.succeeded_by


def _minor_of(row: ReleaseRow) -> str:
    """Return the Kubernetes minor of a release; nothing if it is not on record."""
    return ".".join((row.kubernetes or "").split(".")[:2])


def _group_by_minor(rows: Sequence[ReleaseRow], gaps: Sequence[MissingMinors]) -> list[Minor]:
    """Gather releases by Kubernetes minor, the newest first, with the gaps in their places."""

    def order(minor: str) -> str:
        return parse_version(minor).key if minor else ""

    ranked = sorted(rows, key=lambda row: order(_minor_of(row)), reverse=True)
    found = [Minor(minor, list(some)) for minor, some in groupby(ranked, key=_minor_of)]
    found += [Minor(gap.minors[-1], (), gap) for gap in gaps]
    return sorted(found, key=lambda each: order(each.minor), reverse=True)


def list_skipped(minors: Collection[str]) -> list[str]:
    """Return the Kubernetes minors between the first and the last of some that are not among them."""
    there = {parse_version(minor).numbers for minor in minors if minor}
    by_major = {major: [numbers[1] for numbers in there if numbers[0] == major] for major, *_ in there}
    return [
        f"{major}.{minor}"
        for major, some in sorted(by_major.items())
        for minor in range(min(some), max(some))
        if (major, minor) not in there
    ]


def order_minors(
    rows: Sequence[ReleaseRow], gaps: Sequence[MissingMinors]
) -> list[ReleaseRow | MissingMinors]:
    """Place the gaps between the releases around them, in one list, the highest version first."""
    after = {gap.before: gap for gap in gaps}
    found: list[ReleaseRow | MissingMinors] = []
    for row in rows:
        found.append(row)
        if row.version in after:
            found.append(after[row.version])
    return found


def describe_lag(row: ReleaseRow) -> list[Message]:
    """Describe how far a release is behind Kubernetes itself; empty if that is not recorded."""
    found = []
    if row.days_behind is not None:
        found.append(_describe_days(row.days_behind))
    if row.minors_behind:
        found.append(
            PluralMessage(
                "{count} minor version behind", "{count} minor versions behind", count=row.minors_behind
            )
        )
    elif row.minors_behind == 0:
        found.append(Message("newest minor version at the time"))
    return found


def _describe_days(days: int) -> Message:
    """Describe how many days after Kubernetes itself a release came."""
    if days < 0:
        return PluralMessage("{count} day before", "{count} days before", count=-days)
    if days == 0:
        return Message("same day")
    return PluralMessage("{count} day", "{count} days", count=days)


PAGES = (
    PageSpec(
        path="/distributions/{id}/releases",
        name="releases",
        description="Return the page of a distribution's releases and of the gaps in their record.",
        render=_releases_page,
        parameters=(PageParameter("id", argument="distribution", examples=["k3s"]),),
        suggestions="/distributions/{id}/releases",
        examples=("distributions/talos/releases",),
    ),
)
