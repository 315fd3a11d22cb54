"""Files of CSV, and archives of files whose bytes nothing but the graph decides on."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping

from graph.export.tables import Cell, Sheet

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can tell: the time at which it was made is no part of the graph."""
ZIP_SYSTEM = 3
ZIP_MODE = 0o644 << 16
SEPARATORS = (";", "|", "\x1f")
"""What may part the elements of a list; neither of CSV's readers knows a way to escape it."""


def build_archive(files: Mapping[str, str]) -> bytes:
    """Pack files into a zip; the same files give the same bytes, on every system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.create_system, entry.external_attr = ZIP_SYSTEM, ZIP_MODE
            packed.writestr(entry, content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def format_csv(heading: Iterable[str], rows: Iterable[Iterable[Cell]], separator: str) -> str:
    """Write rows as RFC 4180 has it: a missing value is an empty cell, and elements of lists are parted.

    No value is altered: who reads these files are programs, which take no text for a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heading)
    writer.writerows([_format_cell(cell, separator) for cell in row] for row in rows)
    return out.getvalue()


def _format_cell(cell: Cell, separator: str) -> str:
    """Write a cell: truths as XML Schema has them, days as ISO 8601 has them."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return separator.join(cell) if isinstance(cell, list) else str(cell)


def choose_separator(*sheets: Sheet) -> str:
    """Return the first of PARTINGS that no element of a list holds, so that each comes back as it was.

    Raises ValueError if all of them occur, which no data of ours does.
    """
    cells = (cell for sheet in sheets for row in sheet.rows for cell in row.values())
    held = {character for cell in cells if isinstance(cell, list) for text in cell for character in text}
    for character in SEPARATORS:
        if character not in held:
            return character
    raise ValueError("a list holds every character that could part its elements")
