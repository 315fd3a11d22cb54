"""What a query gives back in a notebook: a table, a truth or triples, in the shapes that people work with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.display import dataframes, html, networkx
from graph.display.html import MAX_ROWS
from graph.errors import BadParameterError, StoreError
from graph.graph import Graph
from graph.rdf.binding import Bindable
from graph.rdf.store import Table, Term, Triples, Truth
from graph.rdf.terms import date_of, to_value
from graph.results import drawing_backend
from graph.results.unknown_terms import describe_unknown_terms
from i18n import Language, Message
from ontology import ID, shorten

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import polars as pl
    import rdflib

LANGUAGES = (None, "en", "zh")


class Result:
    """The answer to a SPARQL query: iterate over its rows, take it as a data frame or a graph, or draw it."""

    def __init__(
        self,
        answer: Table | Truth | Triples,
        origin: Graph,
        query: str = "",
        bound: Mapping[str, Bindable] = MappingProxyType({}),
    ) -> None:
        self.raw = answer
        self.origin = origin
        self._asked = query, bound

    @property
    def columns(self) -> list[str]:
        """The variables of a SELECT; subject, predicate and object of triples; `answer` of an ASK."""
        if isinstance(self.raw, Table):
            return list(self.raw.variables)
        return ["answer"] if isinstance(self.raw, Truth) else ["subject", "predicate", "object"]

    def terms(self) -> list[tuple[Term | None, ...]]:
        """Return the rows as RDF terms; an ASK has none."""
        if isinstance(self.raw, Table):
            return self.raw.rows
        return (
            []
            if isinstance(self.raw, Truth)
            else [(t.subject, t.predicate, t.object) for t in self.raw.triples]
        )

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Return the rows as Python values: integers, booleans and days as such, IRIs as short names."""
        if isinstance(self.raw, Truth):
            yield (self.raw.value,)
        for row in self.terms():
            yield tuple(_python_value(term) for term in row)

    def __len__(self) -> int:
        """Count the rows; an ASK has one."""
        return 1 if isinstance(self.raw, Truth) else len(self.terms())

    def __bool__(self) -> bool:
        """Return what an ASK says; for all else, whether there are rows."""
        return self.raw.value if isinstance(self.raw, Truth) else len(self) > 0

    def to_dataframe(self, labels: str | None = None) -> pd.DataFrame:
        """Return a data frame of pandas: a column for each variable, typed as its literals are.

        With `labels`, a language (`en` or `zh`), IRIs are followed by their labels. Raises BadParameterError
        for another language, and MissingLibraryError without pandas.
        """
        return dataframes.build_dataframe(self._in_columns(labels))

    def to_polars(self, labels: str | None = None) -> pl.DataFrame:
        """Return a data frame of polars, in the same columns; raises what `to_dataframe` raises."""
        return dataframes.build_polars_frame(self._in_columns(labels))

    def _in_columns(self, labels: str | None) -> Iterator[tuple[str, list[Any]]]:
        if labels not in LANGUAGES:
            raise BadParameterError(Message("labels must be en or zh"), parameter="labels")
        if isinstance(self.raw, Truth):
            return dataframes.build_columns(["answer"], [[ox.Literal(self.raw.value)]], _python_value)
        names = self.origin.label if labels else None
        return dataframes.build_columns(self.columns, self.terms(), _python_value, names, labels or "en")

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples of a CONSTRUCT or DESCRIBE as an rdflib graph; raises BadParameterError."""
        from rdflib import Graph  # noqa: PLC0415  # slow to import

        from graph.rdf.rdflib_adapter import NodeCache  # noqa: PLC0415  # likewise

        made, nodes = Graph(), NodeCache()
        for each in self.triples("to_rdflib"):
            made.add((nodes[each.subject], nodes[each.predicate], nodes[each.object]))
        return made

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the triples of a CONSTRUCT or DESCRIBE as a networkx graph; raises BadParameterError.

        Nodes are IRIs, by their short names, and carry what literals say of them; edges carry `property`.
        """
        return networkx.build_network(self.triples("to_networkx"), _python_value, self.origin.label)

    def draw(self, *, language: str = "en") -> Any:  # noqa: ANN401  # of a layer above
        """Draw the triples of a CONSTRUCT or DESCRIBE: what is no literal, with the lines between.

        A notebook shows the picture; `save` keeps it. Raises BadParameterError for anything else.
        """
        return drawing_backend.load_backend().draw_lines(
            self.origin, networkx.to_lines(self.triples("draw")), language
        )

    def triples(self, wanted: str = "triples") -> list[ox.Triple]:
        """Return the triples of a CONSTRUCT or DESCRIBE; raises BadParameterError for another answer."""
        if isinstance(self.raw, Triples):
            return self.raw.triples
        raise BadParameterError(
            Message("{wanted} needs triples; use CONSTRUCT or DESCRIBE", wanted=wanted),
            parameter="query",
        )

    def hints(self, language: Language = "en") -> list[str]:
        """Describe which names in the query the graph does not know, and which ones are near.

        None are said where the store has no answer any more: what is shown is shown all the same.
        """
        try:
            query, bound = self._asked
            return describe_unknown_terms(self.origin, query, {} if len(self) else bound, language)
        except StoreError:
            return []

    def __repr__(self) -> str:
        """Show the first rows in columns, and the true total."""
        rows = [["" if cell is None else str(cell) for cell in row] for row in islice(self, MAX_ROWS)]
        count = html.format_count(len(rows), len(self))
        return "\n".join([html.format_columns(self.columns, rows), count, *self.hints()])

    def _repr_html_(self) -> str:
        """Show the first rows as a table, and the true total; things are links."""
        rows = [[_format_html_cell(term) for term in row] for row in self.terms()[:MAX_ROWS]]
        if isinstance(self.raw, Truth):
            rows = [["yes" if self.raw.value else "no"]]
        return html.html_table(self.columns, rows, len(self), "; ".join(self.hints()))


def _format_html_cell(term: Term | None) -> str:
    """Format a term as a cell of HTML."""
    return "" if term is None else html.link_term(term, str(_python_value(term)))


def _python_value(term: Term | None) -> Any:  # noqa: ANN401  # whatever Python value fits the datatype
    """Return a term as a Python value; a thing by its slug, other IRIs as prefixed names where one fits."""
    if isinstance(term, ox.Literal):
        return _date_value(term) or _literal_value(term)
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(ID) if term.value.startswith(ID) else shorten(term.value)
    return None if term is None else str(term)


def _date_value(term: ox.Literal) -> dt.date | None:
    """Return a literal as a date or datetime, if that is its datatype."""
    if term.datatype.value.endswith("#date"):
        return date_of(term)
    if term.datatype.value.endswith("#dateTime"):
        with suppress(ValueError):  # of a year before 1, or at 24:00
            return dt.datetime.fromisoformat(term.value)
    return None


def _literal_value(term: ox.Literal) -> str | bool | int | float | None:
    """Return a literal as a number or a truth where its datatype says so, else as it is written."""
    if term.datatype.value.endswith(("#decimal", "#double", "#float")):
        with suppress(ValueError):  # of a text that is no number
            return float(term.value)
    return to_value(term).value
