"""Results as data frames of pandas: each column has the type that its literals have."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from graph.errors import MissingLibraryError
from graph.model import Label
from graph.store import Term

if TYPE_CHECKING:
    import pandas as pd

Namer = Callable[[str], Label]
"""Gives the label of an IRI."""
DTYPES: dict[type, str] = {bool: "boolean", int: "Int64", float: "Float64"}
"""The types of pandas that can hold a missing value, by that of the values."""


def library() -> Any:  # noqa: ANN401  # a module
    """Give pandas; raises MissingLibraryError if it is not installed."""
    try:
        return importlib.import_module("pandas")
    except ModuleNotFoundError:
        mend = "to_dataframe needs pandas: pip install '.[notebook]' in a checkout"
        raise MissingLibraryError(mend) from None


def frame(
    columns: Sequence[str],
    terms: Sequence[Sequence[Term | None]],
    plain: Callable[[Term | None], Any],
    names: Namer | None = None,
    language: str = "en",
) -> pd.DataFrame:
    """Make a data frame: a column for each variable, typed by what its literals are.

    Integers, decimals and truth values become the types of pandas that know missing values, days and moments
    `datetime64`; IRIs are short names. A column with texts in some language is followed by one that tells it,
    `x_lang`; with `names`, a column with IRIs by one of their labels, `x_label`.
    """
    pandas = library()
    made: dict[str, Any] = {}
    for number, column in enumerate(columns):
        own = [row[number] for row in terms]
        made[column] = typed(pandas, [plain(term) for term in own])
        languages = [term.language if isinstance(term, ox.Literal) else None for term in own]
        if any(languages):
            made[f"{column}_lang"] = pandas.Series(languages, dtype=object)
        if names and any(isinstance(term, ox.NamedNode) for term in own):
            made[f"{column}_label"] = pandas.Series(labelled(own, names, language), dtype=object)
    found: pd.DataFrame = pandas.DataFrame(made, columns=list(made))
    return found


def labelled(terms: Sequence[Term | None], names: Namer, language: str) -> list[str | None]:
    """Give the labels of IRIs in a language, English or Chinese; None for all else."""
    return [
        getattr(names(term.value), language) if isinstance(term, ox.NamedNode) else None for term in terms
    ]


def typed(pandas: Any, values: list[Any]) -> Any:  # noqa: ANN401  # pandas, and a Series of it
    """Make a column; one whose values are of several types keeps them as they are."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int, float}:
        kinds = {float}
    if len(kinds) == 1 and (dtype := DTYPES.get(*kinds)):
        return pandas.Series(values, dtype=dtype)
    if kinds and kinds <= {dt.date, dt.datetime}:
        return pandas.to_datetime(pandas.Series(values, dtype=object))
    return pandas.Series(values, dtype=object)
