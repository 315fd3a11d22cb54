"""What a notebook shows: tables and cards as HTML, in which whatever the graph says stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pyoxigraph as ox

from graph.rdf.store import Term

MAX_ROWS = 20
"""Rows that a display shows; the true total stands below."""
MAX_CELL_WIDTH = 60
"""Characters of a cell in a terminal."""


def html_table(columns: Iterable[str], rows: Iterable[Sequence[str]], total: int, below: str = "") -> str:
    """Return rows, whose cells are HTML, as a table; `below` it may stand more than how many there are."""
    heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    told = format_count(len(lines), total)
    more = f"<p>{escape(below)}</p>" if below else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table><p>{told}</p>{more}"


def format_count(shown: int, total: int) -> str:
    """Format the number of rows, and how many of them are shown."""
    whole = f"{total:,} row{'s' * (total != 1)}"
    return f"the first {shown} of {whole}" if shown < total else whole


def link_term(term: Term | None, name: str) -> str:
    """Format a term as HTML: an IRI as a link with a short name, all else as text."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(("https://", "http://")):
        return format_link(term.value, name)
    return escape(name)


def format_link(address: str, name: str) -> str:
    """Format a link that opens beside the notebook, without opener and referrer."""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(name)}</a>'


def format_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Format rows in columns of plain text, for a terminal."""
    lines = [[shorten_cell(cell) for cell in line] for line in (heads, *rows)]
    widths = [max(map(_text_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (room - _text_width(cell)) for cell, room in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def shorten_cell(cell: str) -> str:
    """Shorten a cell that is too long for a column."""
    return cell if len(cell) <= MAX_CELL_WIDTH else f"{cell[: MAX_CELL_WIDTH - 1]}…"


def _text_width(text: str) -> int:
    """Return the width of a text in columns: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)  # noqa: PLR2004  # CJK starts
