"""What a graph gives to those who work with it in Python: results of queries, comparisons, descriptions."""

from graph.results.comparison import Comparison
from graph.results.description import DESCRIPTION_HEADS, Description
from graph.results.formatting import (
    differ,
    format_values,
    is_rejected,
    join_minors,
    join_values,
    name_property,
    side_in_words,
)
from graph.results.result import Result

__all__ = [
    "DESCRIPTION_HEADS",
    "Comparison",
    "Description",
    "Result",
    "differ",
    "format_values",
    "is_rejected",
    "join_minors",
    "join_values",
    "name_property",
    "side_in_words",
]
