"""The output for terminals: tables that know how wide Chinese is, and plain text for pipes."""

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

from cli.terminal import print_line, unwrap_stream, write_format
from graph.ask import Reply
from graph.catalogue import ComparisonRow, Release, ShippedRow, UsageRow
from graph.display import one_line
from graph.results import (
    DESCRIPTION_HEADS,
    STATEMENT_HEADS,
    Description,
    Result,
    format_differs,
    format_side,
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
    "unknown": "not recorded",
}
"""What a distribution answers, as a heading."""
COMPARISON_FORMATS = ("table", "markdown", "json", "csv")
PIPE_WIDTH = 200
"""Columns when the output is no terminal."""


def _create_console() -> Console:
    """Create a console as wide as the terminal, or wide enough for a pipe.

    Its own escapes go to the terminal, so what is printed there is `_escape_text`.
    """
    made = Console(file=unwrap_stream(sys.stdout), highlight=False, soft_wrap=False, emoji=False)
    if not sys.stdout.isatty():
        made.width = PIPE_WIDTH
    return made


def _escape_text(text: str) -> str:
    """Escape a text that others wrote, for a console: on one line, without markup and control characters."""
    return escape(one_line(text))


def print_table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(_escape_text(column), overflow="fold")
    for line in lines:
        made.add_row(*(_escape_text(cell) for cell in line))
    _create_console().print(made)


def print_rows(lines: Sequence[Sequence[str]]) -> None:
    """Print lines in columns without a heading, and how many there are."""
    made = Table.grid(padding=(0, 2))
    for line in lines:
        made.add_row(*(_escape_text(cell) for cell in line))
    _create_console().print(made)
    print(f"{len(lines)} in all")


def print_result(found: Result) -> None:
    """Print the answer to a query."""
    if found.columns == ["answer"]:
        print("yes" if found else "no")
        return
    print_table(found.columns, [["" if cell is None else str(cell) for cell in row] for row in found])
    print(f"{len(found)} row{'' if len(found) == 1 else 's'}")


def print_reply(answer: Reply) -> None:
    """Print an answer with its reading and sources; or why there is none, and what would work."""
    out = _create_console()
    head, *below = answer.lines()
    out.print(_escape_text(head))
    for line in below:
        out.print(_escape_text(line), style="dim" if answer.answer else None)


def print_thing(described: Description) -> None:
    """Print a thing, and its facts with their sources."""
    out, profile = _create_console(), described.thing
    out.print(f"[bold]{_escape_text(profile.label.en)}[/bold]  {_escape_text(', '.join(profile.kinds))}")
    if profile.description:
        out.print(_escape_text(profile.description.en))
    out.print("")
    if statements := described.statements():
        print_table(STATEMENT_HEADS, statements)
    elif lines := described.lines():
        print_table(DESCRIPTION_HEADS, lines)
    elif "Component" not in profile.kinds:
        out.print("Nothing is recorded about it.")
    _print_disputes(described)


def _print_disputes(described: Description) -> None:
    """Print rejected claims: the source, the locator, and the reason."""
    out = _create_console()
    rejected = list_rejected(described.facts)
    if rejected:
        out.print("\n[bold]Rejected claims[/bold]")
    for claim in rejected:
        said = described.origin.index.sentences.describe_claim(claim, "en")
        out.print(
            f"  {_escape_text(said)}  "
            f"[dim]{_escape_text(claim.source.id)}, {_escape_text(claim.locator)}[/dim]"
        )
        out.print(
            f"    {_escape_text(claim.verdict.label.en)}. "
            f"{_escape_text(claim.reason.en if claim.reason else '')}"
        )


def print_users(found: Iterable[UsageRow]) -> None:
    """Print which distributions use a component, and how."""
    out = _create_console()
    out.print("\n[bold]Distributions[/bold]")
    for answer, rows in groupby(found, key=lambda row: row.answer):
        out.print(f"  {ANSWERS[answer]}: {_escape_text(', '.join(row.id for row in rows))}")


def parse_date(text: str) -> dt.date:
    """Parse a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"a day is written like 2021-01-15, not “{text}”") from None


def print_release(found: Release, items: Sequence[ShippedRow]) -> None:
    """Print what a release ships, and how it differs from the one before."""
    out = _create_console()
    out.print(f"[bold]{_escape_text(found.id)}[/bold]  {found.issued or 'no day on record'}")
    lines = [(row.id, " and ".join(row.versions) or "—", _describe_version_change(row)) for row in items]
    print_table(("component", "version", "since the release before"), lines)


def _describe_version_change(row: ShippedRow) -> str:
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
            print_line("| " + " | ".join(part.replace("|", "\\|") for part in line) + " |")
    else:
        out = io.StringIO()
        csv.writer(out).writerows([heading, *lines])
        write_format(out.getvalue().encode())
