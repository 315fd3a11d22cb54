"""Results for people and for notebooks: data frames, HTML, networks, and text that a terminal can show."""

from graph.display.control_characters import escape_control_characters, one_line
from graph.display.networkx import Line, Node

__all__ = [
    "Line",
    "Node",
    "escape_control_characters",
    "one_line",
]
