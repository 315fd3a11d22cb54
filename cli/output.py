"""What a terminal shows: tables that know how wide Chinese is, and plain text for pipes."""

import argparse
import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.terminal import say, unguarded, write_format
from graph.ask import Reply
from graph.catalogue import ComparisonRow, Release, ShippedRow, UsageRow
from graph.display import one_line
from graph.models import Finding
from graph.results import (
    DESCRIPTION_HEADS,
    Description,
    Result,
    format_differs,
    format_side,
    format_values,
    join_minors,
    join_values,
    list_rejected,
    name_property,
)

ANSWERS = {
    "yes": "use it",
    "offered": "offer it",
    "supported": "support it",
    "no": "have something else, or nothing, for its job",
    "unknown": "nobody has said",
}
"""What a distribution answers, as a heading."""
COMPARISONS = ("table", "markdown", "json", "csv")
PIPED = 200
"""Columns when the output is no terminal."""


def console() -> Console:
    """Make a console that is as wide as the terminal, and wide enough for a pipe.

    Its own escapes go to the terminal, so what is printed there is `console_text`.
    """
    made = Console(file=unguarded(sys.stdout), highlight=False, soft_wrap=False, emoji=False)
    if not sys.stdout.isatty():
        made.width = PIPED
    return made


def console_text(text: str) -> str:
    """Return a text that others wrote, for a console: on one line, without markup and control characters."""
    return escape(one_line(text))


def print_table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(console_text(column), overflow="fold")
    for line in lines:
        made.add_row(*(console_text(cell) for cell in line))
    console().print(made)


def rows(lines: Sequence[Sequence[str]]) -> None:
    """Print lines in columns without a heading, and how many there are."""
    made = Table.grid(padding=(0, 2))
    for line in lines:
        made.add_row(*(console_text(cell) for cell in line))
    console().print(made)
    print(f"{len(lines)} in all")


def result(found: Result) -> None:
    """Print the answer to a query."""
    if found.columns == ["answer"]:
        print("yes" if found else "no")
        return
    print_table(found.columns, [["" if cell is None else str(cell) for cell in row] for row in found])
    print(f"{len(found)} row{'' if len(found) == 1 else 's'}")


def reply(answer: Reply) -> None:
    """Print an answer, how the question was read, and its sources; why there is none, and what would work."""
    out = console()
    head, *below = answer.lines()
    out.print(console_text(head))
    for line in below:
        out.print(console_text(line), style="dim" if answer.answer else None)


def print_thing(described: Description) -> None:
    """Print who a thing is, and what is said of it by whom."""
    out, profile = console(), described.thing
    out.print(f"[bold]{console_text(profile.label.en)}[/bold]  {console_text(', '.join(profile.kinds))}")
    if profile.description:
        out.print(console_text(profile.description.en))
    out.print("")
    if lines := described.lines():
        print_table(DESCRIPTION_HEADS, lines)
    elif "Component" not in profile.kinds:
        out.print("Nobody has said anything about it.")
    quarrels(described.facts)


def quarrels(facts: Iterable[Finding]) -> None:
    """Print what was rejected: by whom it was said, where, and why it is not believed."""
    out = console()
    rejected = list_rejected(facts)
    if rejected:
        out.print("\n[bold]Not believed[/bold]")
    for claim in rejected:
        said = f"{claim.property.label.en}: {format_values([claim.value])}"
        out.print(
            f"  {console_text(said)}  "
            f"[dim]{console_text(claim.source.id)}, {console_text(claim.locator)}[/dim]"
        )
        out.print(
            f"    {console_text(claim.verdict.label.en)}. "
            f"{console_text(claim.reason.en if claim.reason else '')}"
        )


def users(found: Iterable[UsageRow]) -> None:
    """Print which distributions use a component, and how."""
    out = console()
    out.print("\n[bold]Distributions[/bold]")
    for answer, rows in groupby(found, key=lambda row: row.answer):
        out.print(f"  {ANSWERS[answer]}: {console_text(', '.join(row.id for row in rows))}")


def date(text: str) -> dt.date:
    """Read a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written like 2021-01-15, not “{text}”") from None


def print_release(found: Release, items: Sequence[ShippedRow]) -> None:
    """Print what a release ships, and how it differs from the one before."""
    out = console()
    out.print(f"[bold]{console_text(found.id)}[/bold]  {found.issued or 'no day on record'}")
    lines = [(row.id, " and ".join(row.versions) or "—", describe_version_change(row)) for row in items]
    print_table(("component", "version", "since the release before"), lines)


def describe_version_change(row: ShippedRow) -> str:
    """Describe how a component differs from the release before."""
    if row.change is None or row.change == "unchanged":
        return ""
    if row.change == "unrecorded":
        return "not on record in one of the two"
    return row.change + (f" from {' and '.join(row.before)}" if row.before and row.versions else "")


def print_comparison(ids: Sequence[str], found: Sequence[ComparisonRow], form: str) -> None:
    """Print a comparison in a format."""
    if form == "json":
        told = json.dumps([row.model_dump(mode="json") for row in found], ensure_ascii=False, indent=2)
        write_format(f"{told}\n".encode())
        return
    heading = ["property", *ids]
    join = join_values if form == "csv" else join_minors
    lines = [
        [
            name_property(row.property, row.condition),
            *(format_side(side, join) for side in row.sides),
        ]
        for row in found
    ]
    if form == "table":
        compared = [[*line, format_differs(row)] for line, row in zip(lines, found, strict=True)]
        print_table([*heading, "differ"], compared)
        print("\n*  sources disagree: distrograph show ID      ?  left open, or not known of all\n")
    elif form == "markdown":
        for line in (heading, ["---"] * len(heading), *lines):
            say("| " + " | ".join(part.replace("|", "\\|") for part in line) + " |")
    else:
        out = io.StringIO()
        csv.writer(out).writerows([heading, *lines])
        write_format(out.getvalue().encode())
