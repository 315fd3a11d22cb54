"""The table of a distribution's releases: one row a release and component, and which file says so."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from graph.atomic_files import open_temporary, remove_stale
from graph.errors import BadDataError
from i18n import Message


class TableRow(NamedTuple):
    """What one file of one repository, at one ref, says that a release ships."""

    release: str
    date: str
    component: str
    version: str
    repository: str
    ref: str
    path: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        """Where the statement stands; a table has one row for each place."""
        return self.release, self.component, self.repository, self.path


HEADER = TableRow._fields


def read_table(file: Path) -> list[TableRow]:
    """Read a table; none yet is an empty one. Raises `BadDataError` with the line that is wrong."""
    if not file.exists():
        return []
    try:
        return parse_table(file.read_text(encoding="utf-8"), str(file))
    except UnicodeDecodeError as error:
        raise BadDataError(Message("not UTF-8 at byte {start}", start=error.start), file=str(file)) from None


def parse_table(text: str, name: str) -> list[TableRow]:
    """Parse the text of a table, called by `name`; raises `BadDataError` with the wrong line."""
    return [TableRow(*cells) for _, cells in read_records(text, name, HEADER)]


def read_records(text: str, name: str, header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """Read the numbered records under the header of a text; raises `BadDataError` with the wrong line."""
    lines = csv.reader(io.StringIO(text, newline=""))
    try:
        if tuple(next(lines, [])) != header:
            raise BadDataError(
                Message("the header must be {header}", header=",".join(header)), file=name, line=1
            )
        for cells in lines:
            if len(cells) != len(header):
                message = Message("{count} cells instead of {wanted}", count=len(cells), wanted=len(header))
                raise BadDataError(message, file=name, line=lines.line_num)
            yield lines.line_num, cells
    except csv.Error as error:
        raise BadDataError(
            Message("not a CSV table: {error}", error=error), file=name, line=lines.line_num
        ) from None


def format_table(rows: Iterable[TableRow]) -> str:
    """Format a table: the same rows in any order give the same text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    in_order: list[TableRow] = sorted(rows, key=row_order)
    writer.writerows(in_order)
    return out.getvalue()


def row_order(row: TableRow) -> tuple[str, list[tuple[int, str]], TableRow]:
    """Return the sort key of a row: by day, then release (1.9 before 1.10), then component."""
    parts = re.findall(r"\d+|\D+", row.release)
    return row.date, [(int(part), "") if part.isdigit() else (-1, part) for part in parts], row


def write_table(file: Path, rows: Iterable[TableRow]) -> bool:
    """Replace a table atomically; returns whether anything changed."""
    rows = list(rows)
    text = format_table(rows)
    _validate_rows(rows, file)
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return False
    place = file.resolve()  # a symbolic link stays one
    place.parent.mkdir(parents=True, exist_ok=True)
    with open_temporary(place) as (path, out):
        out.write(text.encode())
        out.flush()
        # What is moved into place is what was read back, not what was meant to be written.
        if sorted(read_table(path)) != sorted(rows):
            raise BadDataError(Message("reads back differently from what was written"), file=str(path))
        path.replace(place)
    remove_stale(place.parent)
    return True


def _validate_rows(rows: Iterable[TableRow], file: Path) -> None:
    """Raise `BadDataError` for rows that no table may have."""
    seen: set[tuple[str, str, str, str]] = set()
    for row in rows:
        wrong = describe_row_error(row)
        if row.place in seen:
            wrong = Message("the same place appears twice")
        if wrong:
            raise BadDataError(Message("{wrong}: {row}", wrong=wrong, row=", ".join(row)), file=str(file))
        seen.add(row.place)


def describe_row_error(row: TableRow) -> Message | None:
    """Describe the error of a row; None if there is none."""
    if row.date:
        try:
            date.fromisoformat(row.date)
        except ValueError:
            return Message("not a date")
    unnamed = not (row.release and row.component and row.repository and row.ref and row.path)
    if unnamed or not row.version:
        return Message("a cell is empty")
    if not re.search(r"\d", row.version) or re.search(r"[\s$]|[^\w]$", row.version):
        return Message("not a version")
    return None
