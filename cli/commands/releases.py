"""The verbs for what shipped when: releases, diff, newest, changes."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from cli import output
from cli.language import gettext, render
from cli.options import Options, open_graph
from cli.terminal import print_line, print_message
from graph.catalogue import (
    COVERAGE,
    DIFF,
    NEWEST_VERSIONS,
    RELEASES,
    CoverageRow,
    DiffRow,
    LineRow,
    Release,
    ReleaseRow,
)
from graph.releases import parse_version_range
from i18n import N_, Message, PluralMessage

CHANGES = (
    "upgraded",
    "downgraded",
    "changed",
    "added",
    "removed",
    "only_from",
    "only_to",
    "unrecorded",
    "unchanged",
)
"""The changes between two releases, in the order of their tables."""


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    releases = verbs.add_parser(
        "releases", parents=[common], help=gettext("list the releases of a distribution")
    )
    releases.add_argument("id", metavar="DISTRIBUTION", help=gettext("name such as k3s"))
    releases.add_argument(
        "--version", metavar="RANGE", help=gettext("version range such as 1.30 or >=1.28,<1.31")
    )
    releases.set_defaults(run=_run_releases)
    diff = verbs.add_parser(
        "diff", parents=[common], help=gettext("show the differences between two releases")
    )
    diff.add_argument(
        "before",
        metavar="FROM",
        help=gettext("release such as k3s/v1.29.0+k3s1, or a distribution for its newest release"),
    )
    diff.add_argument("after", metavar="TO", help=gettext("the other release"))
    diff.set_defaults(run=_run_diff)
    newest = verbs.add_parser(
        "newest", parents=[common], help=gettext("list the newest releases that ship a component")
    )
    newest.add_argument("id", metavar="COMPONENT", help=gettext("name such as traefik"))
    newest.add_argument("--version", metavar="RANGE", help=gettext('version range such as "<3.7.8"'))
    newest.set_defaults(run=_run_newest)
    changes = verbs.add_parser("changes", parents=[common], help=gettext("list recent changes"))
    changes.add_argument(
        "--since",
        type=output.parse_date,
        metavar="DATE",
        help=gettext("start date (default: three months before the newest release)"),
    )
    changes.set_defaults(run=_run_changes)


def _run_releases(options: Options) -> int:
    """List the releases of a distribution, and say what is not on record."""
    graph = open_graph(options)
    rows = graph.answer(RELEASES, distribution=options.id).items
    if options.version:
        held = parse_version_range(options.version)
        rows = [row for row in rows if held.contains_any([row.version])]
    columns = (
        gettext("release"),
        gettext("released"),
        gettext("Kubernetes"),
        gettext("days behind upstream"),
        gettext("minor versions behind"),
    )
    if rows:
        output.print_table(columns, [_format_release(row) for row in rows])
    else:
        print_message(Message("No such release is recorded."))
    (coverage,) = graph.answer(COVERAGE, distribution=options.id).items
    print()
    for message in _describe_coverage(coverage):
        print_message(message)
    return 0


def _format_release(row: ReleaseRow) -> Sequence[str]:
    """Format a release as a line of a table; an unknown cell is a dash."""
    cells = (row.issued, row.kubernetes, row.days_behind, row.minors_behind)
    return row.version + (" *" if row.newest else ""), *("—" if cell is None else str(cell) for cell in cells)


def _describe_coverage(row: CoverageRow) -> list[Message]:
    """Describe the coverage of a distribution's releases."""
    if not row.first or not row.last:
        return [Message("No release of {name} is recorded.", name=row.label)]
    told: list[Message] = [
        PluralMessage(
            "{count} release is recorded, from {first} to {last} (* the newest).",
            "{count} releases are recorded, from {first} to {last} (* the newest).",
            count=row.releases,
            first=row.first.version,
            last=row.last.version,
        )
    ]
    if row.undated:
        told.append(Message("For {count} of them, no date is recorded.", count=row.undated))
    told += [
        Message(
            "Gap: no release with Kubernetes {minors} is recorded between {after} and {before}.",
            minors=gap.minors,
            after=gap.after,
            before=gap.before,
        )
        for gap in row.gaps
    ]
    return told


def _run_diff(options: Options) -> int:
    """Describe what changed between two releases."""
    graph = open_graph(options)
    before, after = graph.release(options.before), graph.release(options.after)
    rows = graph.answer(DIFF, **{"from": before.id, "to": after.id}).items
    ordered = sorted(rows, key=lambda row: CHANGES.index(row.change))
    print_line(" → ".join(_name_release(side.id, side.issued) for side in (before, after)))
    headings = ("  " + gettext("component"), gettext("before"), gettext("after"))
    for change, same in groupby(ordered, key=lambda row: row.change):
        print()
        print_message(_describe_change(change, before, after))
        output.print_table(headings, [_format_diff(row) for row in same])
    return 0


def _describe_change(change: str, before: Release, after: Release) -> Message:
    """Describe a change; of two distributions, neither has the later release."""
    if before.distribution != after.distribution and change == "upgraded":
        return Message("higher in {name}", name=after.id)
    if before.distribution != after.distribution and change == "downgraded":
        return Message("lower in {name}", name=after.id)
    return {
        "upgraded": Message("upgraded"),
        "downgraded": Message("downgraded"),
        "changed": Message("changed"),
        "added": Message("added"),
        "removed": Message("removed"),
        "only_from": Message("recorded only in {name}", name=before.id),
        "only_to": Message("recorded only in {name}", name=after.id),
        "unrecorded": Message("not recorded in one of the two"),
        "unchanged": Message("unchanged"),
    }[change]


def _name_release(name: str, issued: dt.date | None) -> str:
    """Return the name of a release with its day."""
    return name + output.add_brackets(str(issued) if issued else gettext("date not recorded"))


def _format_diff(row: DiffRow) -> Sequence[str]:
    """Format a component of two releases as a line of a table."""
    return f"  {row.id}", output.join_versions(row.before) or "—", output.join_versions(row.after) or "—"


def _run_newest(options: Options) -> int:
    """List which newest releases of maintained lines ship a component in a range; exit with 1 for none."""
    graph = open_graph(options)
    held = parse_version_range(options.version) if options.version else None
    rows = graph.answer(NEWEST_VERSIONS, component=options.id).items
    shipping = [row for row in rows if row.answer == "yes"]
    chosen = {row.id: row.select_releases(held) for row in rows}
    found = [row for row in rows if chosen[row.id]]
    if found:
        headings = (gettext("distribution"), gettext("newest release of a line"), gettext("version"))
        output.print_table(
            headings, [_format_newest(row.id, each) for row in found for each in chosen[row.id]]
        )
    else:
        print_message(Message("No newest release is recorded to ship it."))
    for title, some in (
        (N_("Another version"), [row for row in shipping if row not in found]),
        (N_("No longer"), [row for row in rows if row.answer == "no" and row not in found]),
        (N_("Not recorded"), [row for row in rows if row.answer == "unknown" and row not in found]),
    ):
        if some:
            names = output.join_names(row.id for row in some)
            print_message(Message("{property}: {values}", property=Message(title), values=names))
    return int(not found)


def _format_newest(distribution: str, row: LineRow) -> Sequence[str]:
    """Format a release as a line of a table."""
    named = _name_release(row.release.version, row.release.issued)
    return distribution, named, output.join_versions(row.versions)


def _run_changes(options: Options) -> int:
    """Describe what changed since a day."""
    graph = open_graph(options)
    since = options.since or graph.recent_since
    rows = graph.changes(since).items
    output.print_rows([(row.day.isoformat(), render(row.title)) for row in rows])
    return 0
