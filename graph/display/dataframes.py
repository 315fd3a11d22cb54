"""Results as data frames of pandas and polars: each column has the type that its literals have."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.errors import MissingLibraryError
from graph.models import Label
from graph.rdf.store import Term
from i18n import Message

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Namer = Callable[[str], Label]
"""Gives the label of an IRI."""
DTYPES: dict[type, str] = {bool: "boolean", int: "Int64", float: "Float64"}
"""The types of pandas that can hold a missing value, by that of the values."""
POLARS: dict[type, str] = {
    bool: "Boolean",
    int: "Int64",
    float: "Float64",
    str: "String",
    dt.date: "Date",
    dt.datetime: "Datetime",
}
"""The types of polars, by that of the values."""


def import_library(name: str, method: str) -> Any:  # noqa: ANN401  # a module
    """Import a library that a method needs; raises MissingLibraryError, which says how it is installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        message = Message(
            "{method} needs {name}: run pip install -e '.[notebook]' in a checkout", method=method, name=name
        )
        raise MissingLibraryError(message) from None


def build_columns(
    columns: Sequence[str],
    terms: Sequence[Sequence[Term | None]],
    plain: Callable[[Term | None], Any],
    names: Namer | None = None,
    language: str = "en",
) -> Iterator[tuple[str, list[Any]]]:
    """Build a column of values for each variable; IRIs are short names.

    A column with texts in some language is followed by one that tells it, `x_lang`; with `names`, a column
    with IRIs by one of their labels, `x_label`.
    """
    for number, column in enumerate(columns):
        own = [row[number] for row in terms]
        yield column, [plain(term) for term in own]
        languages = [term.language if isinstance(term, ox.Literal) else None for term in own]
        if any(languages):
            yield f"{column}_lang", languages
        if names and any(isinstance(term, ox.NamedNode) for term in own):
            yield f"{column}_label", _label_terms(own, names, language)


def _label_terms(terms: Sequence[Term | None], names: Namer, language: str) -> list[str | None]:
    """Return the labels of IRIs in a language, English or Chinese; None for all else."""
    return [
        getattr(names(term.value), language) if isinstance(term, ox.NamedNode) else None for term in terms
    ]


def build_dataframe(columns: Iterator[tuple[str, list[Any]]]) -> pd.DataFrame:
    """Build a data frame of pandas.

    Integers, decimals and truth values become the types that know missing values, days and moments
    `datetime64`; a column whose values are of several types keeps them as they are.
    """
    pandas = import_library("pandas", "to_dataframe")
    made = {name: _build_series(pandas, values) for name, values in columns}
    found: pd.DataFrame = pandas.DataFrame(made, columns=list(made))
    return found


def _build_series(pandas: Any, values: list[Any]) -> Any:  # noqa: ANN401  # pandas, and a Series of it
    """Build a column of pandas."""
    kinds = _value_types(values)
    if len(kinds) == 1 and (dtype := DTYPES.get(*kinds)):
        return pandas.Series(values, dtype=dtype)
    if kinds and kinds <= {dt.date, dt.datetime}:
        return pandas.to_datetime(pandas.Series(values, dtype=object))
    return pandas.Series(values, dtype=object)


def build_polars_frame(columns: Iterator[tuple[str, list[Any]]]) -> pl.DataFrame:
    """Make a data frame of polars; a column whose values are of several types is one of Python's objects."""
    polars = import_library("polars", "to_polars")
    made = []
    for name, values in columns:
        kinds = _value_types(values)
        known = POLARS.get(next(iter(kinds))) if len(kinds) == 1 else None
        dtype = getattr(polars, known or ("Object" if kinds else "Null"))
        made.append(polars.Series(name, values, dtype=dtype))
    found: pl.DataFrame = polars.DataFrame(made)
    return found


def _value_types(values: list[Any]) -> set[type]:
    """Return the types of the values that there are; integers among decimals are decimals."""
    kinds = {type(value) for value in values if value is not None}
    return {float} if kinds == {int, float} else kinds
