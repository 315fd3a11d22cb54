"""Distributions side by side, as a list of rows that a notebook shows as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from graph.catalogue.facts import ComparisonRow
from graph.display import dataframes, html
from graph.results import formatting

if TYPE_CHECKING:
    import pandas as pd


class Comparison(list[ComparisonRow]):
    """The rows of a comparison, each a property, and the distributions that are compared.

    In a table `*` marks where sources disagree, `?` what a source leaves open; an empty cell is one of which
    nobody speaks.
    """

    def __init__(self, rows: Iterable[ComparisonRow], ids: Sequence[str]) -> None:
        super().__init__(rows)
        self.ids = tuple(ids)

    def to_dataframe(self, language: str = "en") -> pd.DataFrame:
        """Return a data frame of pandas: a row for each property, a column for each distribution.

        `differs` is true, false, or missing where it is not known. Raises MissingLibraryError without pandas.
        """
        lines = self.lines(language)
        columns = {name: [line[at] for line in lines] for at, name in enumerate(("property", *self.ids))}
        return dataframes.build_dataframe(
            iter([*columns.items(), ("differs", [row.differs for row in self])])
        )

    def lines(self, language: str = "en") -> list[list[str]]:
        """Return the rows as texts: the property, and what holds of each distribution."""
        return [
            [
                formatting.name_property(row.property, row.condition, language),
                *(formatting.format_side(side, language=language) for side in row.sides),
            ]
            for row in self
        ]

    def __repr__(self) -> str:
        """Show all rows in columns."""
        rows = [[*line, formatting.format_differs(row)] for line, row in zip(self.lines(), self, strict=True)]
        table = html.format_columns(("property", *self.ids, "differ"), rows)
        return f"{table}\n{html.format_count(len(self), len(self))}"

    def _repr_html_(self) -> str:
        rows = [
            [*map(escape, line), formatting.format_differs(row)]
            for line, row in zip(self.lines(), self, strict=True)
        ]
        below = "* sources disagree; ? left open, or not known of all; empty: not recorded"
        return html.html_table(("property", *self.ids, "differ"), rows, len(self), below)
