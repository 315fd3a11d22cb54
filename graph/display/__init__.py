"""Results for people and for notebooks: data frames, HTML, networks, and text that a terminal can show."""

from graph.display.control_characters import escape_control_characters, one_line
from graph.display.networkx import Line, Node
from graph.display.wording import add_brackets, get_label, render_value

__all__ = [
    "Line",
    "Node",
    "add_brackets",
    "escape_control_characters",
    "get_label",
    "one_line",
    "render_value",
]
