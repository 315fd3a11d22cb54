"""The answer to a question of the catalogue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from graph.display import dataframes, html
from graph.models import Label, Shape, Value

if TYPE_CHECKING:
    import pandas as pd

RowType = TypeVar("RowType", bound=Shape)


class Answer(Shape, Generic[RowType]):
    """The answer to a question of the catalogue, with the query that was run and what it was run on."""

    items: list[RowType]
    total: int
    snapshot: str
    as_of: dt.date
    sparql: str

    def to_dataframe(self) -> pd.DataFrame:
        """Return a data frame of pandas with a column for each field of a row; raises MissingLibraryError.

        Things are their slugs, texts in two languages English; several things are one text, parted by commas,
        and of what has no slug, such as claims and sources, it is the number.
        """
        heads = self._heads()
        return dataframes.build_dataframe(
            (head, [_format_cell(getattr(row, head)) for row in self.items]) for head in heads
        )

    def _heads(self) -> list[str]:
        return list(type(self.items[0]).model_fields) if self.items else []

    def _cells(self) -> list[list[str]]:
        """Return the first rows as texts."""
        return [
            [
                "" if cell is None else str(cell)
                for cell in (_format_cell(getattr(row, head)) for head in self._heads())
            ]
            for row in self.items[: html.MAX_ROWS]
        ]

    def __repr__(self) -> str:
        """Show the first rows in columns, and the true total."""
        rows = self._cells()
        return f"{html.format_columns(self._heads(), rows)}\n{html.format_count(len(rows), len(self.items))}"

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the first rows as a table, and the true total."""
        rows = [[escape(html.shorten_cell(cell)) for cell in row] for row in self._cells()]
        return html.html_table(self._heads(), rows, len(self.items))


def _format_cell(value: object) -> Any:  # noqa: ANN401  # whatever fits a cell
    """Format a field of a row for a cell."""
    if isinstance(value, Label):
        return value.en
    if isinstance(value, Value):
        return value.id or (value.kind if value.value is None else value.value)
    if isinstance(value, Shape):
        return getattr(value, "id", None) or getattr(value, "iri", str(value))
    if isinstance(value, Sequence) and not isinstance(value, str):
        named = all(not isinstance(each, Shape) or hasattr(each, "id") for each in value)
        return ", ".join(str(_format_cell(each)) for each in value) if named else len(value)
    return value
