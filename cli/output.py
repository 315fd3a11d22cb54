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

from cli.language import detect_language, gettext, render
from cli.terminal import print_line, print_message, unwrap_stream, write_format
from graph.ask import Reply
from graph.catalogue import ComparisonRow, Release, ShippedRow, UsageRow
from graph.display import one_line
from graph.models import Thing
from graph.results import (
    DESCRIPTION_HEADS,
    STATEMENT_HEADS,
    Description,
    Join,
    Result,
    format_differs,
    format_side,
    join_minors,
    join_values,
    list_rejected,
    name_property,
)
from i18n import N_, Language, Message, PluralMessage, end_sentence, format_list, join_sentences

ANSWERS = {
    "yes": N_("use it"),
    "offered": N_("offer it"),
    "supported": N_("support it"),
    "no": N_("have something else, or nothing, for its job"),
    "unknown": N_("not recorded"),
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
    print_message(PluralMessage("{count} entry", "{count} entries", count=len(lines)))


def join_names(names: Iterable[str]) -> str:
    """Join names by the commas of the language."""
    return render(Message(", ")).join(names)


def add_brackets(text: str) -> str:
    """Enclose a remark in the brackets of the language."""
    return render(Message(" ({text})", text=text))


def print_result(found: Result) -> None:
    """Print the answer to a query."""
    if found.columns == ["answer"]:
        print_message(Message("yes") if found else Message("no"))
        return
    print_table(found.columns, [["" if cell is None else str(cell) for cell in row] for row in found])
    print_message(PluralMessage("{count} row", "{count} rows", count=len(found)))


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
    language = detect_language()
    # The catalogue has the kinds of the graph; one of the user's data stays as it is.
    kinds = join_names(map(gettext, profile.kinds))
    out.print(f"[bold]{_escape_text(render(profile.label))}[/bold]  {_escape_text(kinds)}")
    if profile.description:
        out.print(_escape_text(render(profile.description)))
    out.print("")
    if statements := described.statements(language):
        print_table([gettext(head) for head in STATEMENT_HEADS], statements)
    elif lines := described.lines(language):
        print_table([gettext(head) for head in DESCRIPTION_HEADS], lines)
    elif "Component" not in profile.kinds:
        print_message(Message("Nothing is recorded about it yet."))
    _print_disputes(described)


def _print_disputes(described: Description) -> None:
    """Print rejected claims: the source, the locator, and the reason."""
    out = _create_console()
    rejected = list_rejected(described.facts)
    if rejected:
        _print_heading(out, Message("Rejected claims"))
    for claim in rejected:
        said = described.origin.index.sentences.describe_claim(claim, detect_language())
        out.print(
            f"  {_escape_text(said)}  "
            f"[dim]{_escape_text(claim.source.id)}, {_escape_text(claim.locator)}[/dim]"
        )
        verdict = end_sentence(render(claim.verdict.label), detect_language())
        reason = render(claim.reason) if claim.reason else ""
        out.print(f"    {_escape_text(join_sentences([verdict, reason], detect_language()))}")


def _print_heading(out: Console, title: Message) -> None:
    """Print a heading below an empty line."""
    out.print(f"\n[bold]{_escape_text(render(title))}[/bold]")


def print_users(found: Iterable[UsageRow]) -> None:
    """Print which distributions use a component, and how."""
    out = _create_console()
    _print_heading(out, Message("Distributions"))
    for answer, rows in groupby(found, key=lambda row: row.answer):
        named = Message(
            "{property}: {values}",
            property=Message(ANSWERS[answer]),
            values=join_names(render(row.label) for row in rows),
        )
        out.print(f"  {_escape_text(render(named))}")


def parse_date(text: str) -> dt.date:
    """Parse a day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        told = Message("a day is written like 2021-01-15, not “{given}”", given=text)
        raise argparse.ArgumentTypeError(render(told)) from None


def print_release(found: Release, items: Sequence[ShippedRow]) -> None:
    """Print what a release ships, and how it differs from the one before."""
    out = _create_console()
    out.print(f"[bold]{_escape_text(found.id)}[/bold]  {found.issued or gettext('date not recorded')}")
    lines = [(row.id, join_versions(row.versions) or "—", _describe_version_change(row)) for row in items]
    print_table((gettext("component"), gettext("version"), gettext("since the previous release")), lines)


def join_versions(versions: Sequence[str]) -> str:
    """Join the versions that a release ships of a component."""
    return format_list(versions, detect_language())


def _describe_version_change(row: ShippedRow) -> str:
    """Describe how a component differs from the release before."""
    if row.change is None or row.change == "unchanged":
        return ""
    if row.change == "unrecorded":
        return gettext("not recorded in one of the two")
    if not (row.before and row.versions):
        return gettext(row.change)
    changes = {
        "upgraded": Message("upgraded from {before}", before=row.before),
        "downgraded": Message("downgraded from {before}", before=row.before),
    }
    return render(changes.get(row.change, Message("changed from {before}", before=row.before)))


def print_comparison(distributions: Sequence[Thing], found: Sequence[ComparisonRow], form: str) -> None:
    """Print a comparison in a format: by ids for programs, by labels for people.

    People see no row of which nothing holds today.
    """
    if form == "json":
        told = json.dumps([row.model_dump(mode="json") for row in found], ensure_ascii=False, indent=2)
        write_format(f"{told}\n".encode())
        return
    ids, labels = [each.id for each in distributions], [render(each.label) for each in distributions]
    if form == "csv":
        out = io.StringIO()
        lines = _format_comparison(found, join_values, "en", ids=True)
        csv.writer(out).writerows([["property", *ids], *lines])
        write_format(out.getvalue().encode())
        return
    language = detect_language()
    found = [row for row in found if any(format_side(side) for side in row.sides)]
    heading, lines = [gettext("property"), *labels], _format_comparison(found, join_minors, language)
    if form == "table":
        compared = [[*line, format_differs(row, language)] for line, row in zip(lines, found, strict=True)]
        print_table([*heading, gettext("differs")], compared)
        print()
        print_message(
            Message(
                "* sources disagree (distrograph show ID); ? left open, or not recorded for all; "
                "empty: not recorded"
            )
        )
        print()
    else:
        for line in (heading, ["---"] * len(heading), *lines):
            print_line("| " + " | ".join(part.replace("|", "\\|") for part in line) + " |")


def _format_comparison(
    found: Sequence[ComparisonRow], join: Join, language: Language, *, ids: bool = False
) -> list[list[str]]:
    """Format a comparison: each property with its sides, in which things stand by their labels or ids."""
    return [
        [
            name_property(row.property, row.condition, language),
            *(format_side(side, join, language, ids=ids) for side in row.sides),
        ]
        for row in found
    ]
