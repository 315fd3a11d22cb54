"""The claims as one file of Parquet, each column of the type that its values have."""

from __future__ import annotations

import io
from typing import Any

from graph.dataset.metadata import LICENCE, TITLE
from graph.display.dataframes import import_library
from graph.export.columns import Column
from graph.export.tables import build_tables
from graph.graph import Graph

TYPES = {"string": "String", "anyURI": "String", "boolean": "Boolean", "date": "Date"}
"""The types of polars, by those of the columns."""


def write_parquet(graph: Graph) -> bytes:
    """Write the claims; raises MissingLibraryError without polars."""
    polars = import_library("polars", "--format parquet")
    *_, claims = build_tables(graph)
    schema = {column.name: _column_dtype(polars, column) for column in claims.columns}
    rows = [tuple(row[name] for name in schema) for row in claims.rows]
    out = io.BytesIO()
    told = {"title": TITLE.en, "license": LICENCE, "snapshot": graph.snapshot, "as_of": str(graph.as_of)}
    polars.DataFrame(rows, schema, orient="row").write_parquet(out, metadata=told)
    return out.getvalue()


def _column_dtype(polars: Any, column: Column) -> Any:  # noqa: ANN401  # a module, and a type of it
    """Return the type of a column."""
    made = getattr(polars, TYPES[column.datatype])
    return polars.List(made) if column.many else made
