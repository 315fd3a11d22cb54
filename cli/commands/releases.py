"""The verbs for what shipped when: releases, diff, newest, changes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import groupby

from cli import output
from cli.options import Options, open_graph
from cli.terminal import print_line
from graph.catalogue import (
    COVERAGE,
    DIFF,
    NEWEST_VERSIONS,
    RELEASES,
    CoverageRow,
    DiffRow,
    NewestRow,
    ReleaseRow,
)
from graph.releases import parse_version_range

CHANGES_ACROSS = {"upgraded": "higher in {after}", "downgraded": "lower in {after}"}
"""Headings that differ between two distributions, of which neither is the later one."""
HEADINGS = {
    "upgraded": "upgraded",
    "downgraded": "downgraded",
    "changed": "changed",
    "added": "added",
    "removed": "removed",
    "only_from": "on record only in {before}",
    "only_to": "on record only in {after}",
    "unrecorded": "not on record in one of the two",
    "unchanged": "unchanged",
}


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    releases = verbs.add_parser("releases", parents=[common], help="list the releases of a distribution")
    releases.add_argument("id", metavar="DISTRIBUTION", help="name such as k3s")
    releases.add_argument("--version", metavar="RANGE", help="version range such as 1.30 or >=1.28,<1.31")
    releases.set_defaults(run=_run_releases)
    diff = verbs.add_parser("diff", parents=[common], help="show the differences between two releases")
    diff.add_argument(
        "before",
        metavar="FROM",
        help="release such as k3s/v1.29.0+k3s1, or a distribution for its newest release",
    )
    diff.add_argument("after", metavar="TO", help="the other release")
    diff.set_defaults(run=_run_diff)
    newest = verbs.add_parser(
        "newest", parents=[common], help="list the newest releases that ship a component"
    )
    newest.add_argument("id", metavar="COMPONENT", help="name such as traefik")
    newest.add_argument("--version", metavar="RANGE", help='version range such as "<3.7.8"')
    newest.set_defaults(run=_run_newest)
    changes = verbs.add_parser("changes", parents=[common], help="list recent changes")
    changes.add_argument(
        "--since",
        type=output.parse_date,
        metavar="DATE",
        help="start date (default: three months before the newest release)",
    )
    changes.set_defaults(run=_run_changes)


def _run_releases(options: Options) -> int:
    """List the releases of a distribution, and say what is not on record."""
    graph = open_graph(options)
    rows = graph.answer(RELEASES, distribution=options.id).items
    if options.version:
        held = parse_version_range(options.version)
        rows = [row for row in rows if held.contains_any([row.version])]
    columns = ("release", "day", "kubernetes", "days after it", "minors behind it")
    if rows:
        output.print_table(columns, [_format_release(row) for row in rows])
    else:
        print("No such release is on record.")
    (coverage,) = graph.answer(COVERAGE, distribution=options.id).items
    print()
    for line in _describe_coverage(coverage):
        print_line(line)
    return 0


def _format_release(row: ReleaseRow) -> Sequence[str]:
    """Format a release as a line of a table; an unknown cell is a dash."""
    cells = (row.issued, row.kubernetes, row.days_behind, row.minors_behind)
    return row.version + (" *" if row.newest else ""), *("—" if cell is None else str(cell) for cell in cells)


def _describe_coverage(row: CoverageRow) -> list[str]:
    """Describe the coverage of a distribution's releases."""
    if not row.first or not row.last:
        return [f"No release of {row.label.en} is on record."]
    lines = [
        f"On record: {row.releases} releases from {row.first.version} to {row.last.version} (* the newest)."
    ]
    if row.undated:
        lines.append(f"{row.undated} of them bear no day.")
    lines += [
        f"Not on record: {', '.join(gap.minors)}, between {gap.after} and {gap.before}." for gap in row.gaps
    ]
    return lines


def _run_diff(options: Options) -> int:
    """Describe what changed between two releases."""
    graph = open_graph(options)
    before, after = graph.release(options.before), graph.release(options.after)
    rows = graph.answer(DIFF, **{"from": before.id, "to": after.id}).items
    headings = HEADINGS | (CHANGES_ACROSS if before.distribution != after.distribution else {})
    order = list(headings)
    ordered = sorted(rows, key=lambda row: order.index(row.change))
    print_line(" → ".join(f"{side.id} ({side.issued or 'no day on record'})" for side in (before, after)))
    for change, same in groupby(ordered, key=lambda row: row.change):
        print()
        print_line(headings[change].format(before=before.id, after=after.id))
        output.print_table(("  component", "before", "after"), [_format_diff(row) for row in same])
    return 0


def _format_diff(row: DiffRow) -> Sequence[str]:
    """Format a component of two releases as a line of a table."""
    return f"  {row.id}", " and ".join(row.before) or "—", " and ".join(row.after) or "—"


def _run_newest(options: Options) -> int:
    """List whose newest release ships a component in a range of versions; exit with 1 for none."""
    graph = open_graph(options)
    held = parse_version_range(options.version) if options.version else None
    rows = graph.answer(NEWEST_VERSIONS, component=options.id).items
    shipping = [row for row in rows if row.answer == "yes"]
    found = [row for row in shipping if held is None or held.contains_any(row.versions)]
    if found:
        output.print_table(
            ("distribution", "newest release", "ships"), [_format_newest(row) for row in found]
        )
    else:
        print("No newest release on record ships it.")
    for title, some in (
        ("Another version: ", [row for row in shipping if row not in found]),
        ("No longer: ", [row for row in rows if row.answer == "no"]),
        ("Not on record: ", [row for row in rows if row.answer == "unknown"]),
    ):
        if some:
            print_line(title + ", ".join(row.id for row in some))
    return int(not found)


def _format_newest(row: NewestRow) -> Sequence[str]:
    """Format a distribution as a line of a table."""
    release = row.release
    named = f"{release.version} ({release.issued or 'no day on record'})" if release else "—"
    return row.id, named, " and ".join(row.versions)


def _run_changes(options: Options) -> int:
    """Describe what changed since a day."""
    graph = open_graph(options)
    since = options.since or graph.recent_since
    rows = graph.changes(since).items
    output.print_rows([(row.day.isoformat(), row.title.en) for row in rows])
    return 0
