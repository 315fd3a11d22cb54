"""What a query gives back in a notebook: a table, a truth or triples, in the shapes that people work with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph import frames
from graph.errors import BadParameterError
from graph.store import Table, Term, Triples, Truth
from graph.terms import day, literal
from ontology import ID, shorten

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

LANGUAGES = (None, "en", "zh")
SHOWN = 20
"""Rows that a display shows; the true total stands below."""


class Result:
    """The answer to a SPARQL query: iterate over its rows, or take it as a data frame or an rdflib graph."""

    def __init__(self, answer: Table | Truth | Triples, names: frames.Namer | None = None) -> None:
        self.raw = answer
        self.names = names

    @property
    def columns(self) -> list[str]:
        """The variables of a SELECT; subject, predicate and object of triples; `answer` of an ASK."""
        if isinstance(self.raw, Table):
            return list(self.raw.variables)
        return ["answer"] if isinstance(self.raw, Truth) else ["subject", "predicate", "object"]

    def terms(self) -> list[tuple[Term | None, ...]]:
        """Give the rows as RDF terms; an ASK has none."""
        if isinstance(self.raw, Table):
            return self.raw.rows
        return (
            []
            if isinstance(self.raw, Truth)
            else [(t.subject, t.predicate, t.object) for t in self.raw.triples]
        )

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Give the rows as Python values: integers, booleans and days as such, IRIs as short names."""
        if isinstance(self.raw, Truth):
            yield (self.raw.value,)
        for row in self.terms():
            yield tuple(plain(term) for term in row)

    def __len__(self) -> int:
        """Count the rows; an ASK has one."""
        return 1 if isinstance(self.raw, Truth) else len(self.terms())

    def __bool__(self) -> bool:
        """Tell what an ASK says; for all else, whether there are rows."""
        return self.raw.value if isinstance(self.raw, Truth) else len(self) > 0

    def to_dataframe(self, labels: str | None = None) -> pd.DataFrame:
        """Give a pandas data frame: a column for each variable, typed as its literals are.

        With `labels`, a language (`en` or `zh`), IRIs are followed by their labels. Raises BadParameterError
        for another language, and MissingLibraryError without pandas.
        """
        if labels not in LANGUAGES:
            raise BadParameterError("labels are en or zh", "标签语言应为 en 或 zh", parameter="labels")
        if isinstance(self.raw, Truth):
            return frames.frame(["answer"], [[ox.Literal(self.raw.value)]], plain)
        names = self.names if labels else None
        return frames.frame(self.columns, self.terms(), plain, names, labels or "en")

    def to_rdflib(self) -> rdflib.Graph:
        """Give the triples of a CONSTRUCT or DESCRIBE as an rdflib graph; empty for anything else."""
        from rdflib import Graph  # noqa: PLC0415  # slow to import

        triples = self.raw.triples if isinstance(self.raw, Triples) else []
        return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")

    def __repr__(self) -> str:
        """Show the first rows in columns, and the true total."""
        rows = [[str(cell) for cell in row] for _, row in zip(range(SHOWN), self, strict=False)]
        widths = [max(map(len, column)) for column in zip(self.columns, *rows, strict=True)]
        lines = [
            "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in (self.columns, *rows)
        ]
        return "\n".join([*(line.rstrip() for line in lines), f"{len(self)} row{'s' * (len(self) != 1)}"])


def plain(term: Term | None) -> Any:  # noqa: ANN401  # whatever Python value fits the datatype
    """Give a term as a Python value; a thing by its slug, other IRIs as prefixed names where one fits."""
    if isinstance(term, ox.Literal):
        return moment(term) or number(term)
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(ID) if term.value.startswith(ID) else shorten(term.value)
    return None if term is None else str(term)


def moment(term: ox.Literal) -> dt.date | None:
    """Give a literal as a day or a moment, if its datatype says that it is one."""
    if term.datatype.value.endswith("#date"):
        return day(term)
    if term.datatype.value.endswith("#dateTime"):
        with suppress(ValueError):  # of a year before 1, or at 24:00
            return dt.datetime.fromisoformat(term.value)
    return None


def number(term: ox.Literal) -> str | bool | int | float | None:
    """Give a literal as a number or a truth where its datatype says so, else as it is written."""
    if term.datatype.value.endswith(("#decimal", "#double", "#float")):
        return float(term.value)
    return literal(term).value
