"""What a notebook shows: tables and cards as HTML, in which whatever the graph says stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

import pyoxigraph as ox

from graph.rdf.store import Term

SHOWN = 20
"""Rows that a display shows; the true total stands below."""
LONGEST = 60
"""Characters of a cell in a terminal."""


def html_table(columns: Iterable[str], rows: Iterable[Sequence[str]], total: int, below: str = "") -> str:
    """Return rows, whose cells are HTML, as a table; `below` it may stand more than how many there are."""
    heads = "".join(f"<th>{escape(column)}</th>" for column in columns)
    lines = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows]
    told = count(len(lines), total)
    more = f"<p>{escape(below)}</p>" if below else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table><p>{told}</p>{more}"


def count(shown: int, total: int) -> str:
    """Describe how many rows there are, and how many of them are shown."""
    whole = f"{total:,} row{'s' * (total != 1)}"
    return f"the first {shown} of {whole}" if shown < total else whole


def linked(term: Term | None, name: str) -> str:
    """Return a term as HTML: what leads somewhere as a link with a short name, all else as text."""
    if isinstance(term, ox.NamedNode) and term.value.startswith(("https://", "http://")):
        return link(term.value, name)
    return escape(name)


def link(address: str, name: str) -> str:
    """Return a link that opens beside the notebook, and tells the page that it leads to nothing of it."""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(name)}</a>'


def columns_of(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns of plain text, for a terminal."""
    lines = [[shortened(cell) for cell in line] for line in (heads, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(cell + " " * (room - width(cell)) for cell, room in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def shortened(cell: str) -> str:
    """Cut what is too long for a column; the whole is in the data frame."""
    return cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"


def width(text: str) -> int:
    """Return how many columns a text takes: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)  # noqa: PLR2004  # CJK starts
