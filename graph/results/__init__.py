"""What a graph gives to those who work with it in Python: results of queries, comparisons, descriptions."""

from graph.results.comparison import Comparison
from graph.results.description import DESCRIPTION_HEADS, STATEMENT_HEADS, Description
from graph.results.formatting import (
    Join,
    format_differs,
    format_side,
    format_values,
    join_minors,
    join_values,
    list_rejected,
    name_property,
)
from graph.results.result import Result

__all__ = [
    "DESCRIPTION_HEADS",
    "STATEMENT_HEADS",
    "Comparison",
    "Description",
    "Join",
    "Result",
    "format_differs",
    "format_side",
    "format_values",
    "join_minors",
    "join_values",
    "list_rejected",
    "name_property",
]
