"""A view as SVG: on pages without a script, on paper, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from i18n import Language, parse_language
from viz.assets import read_asset
from viz.layout.placement import LABEL_WIDTH, text_width
from viz.models import View, ViewEdge, ViewNode
from viz.templating import render
from viz.theme import LOOKS

MARGIN = 90
MAX_LABEL_LENGTH = 120
"""Characters of a label in a picture; the rest is in the text beside it."""


class DrawnEdge(NamedTuple):
    """An edge as it is drawn: its path, its midpoint, and its CSS classes."""

    edge: ViewEdge
    path: str
    midpoint: tuple[int, int]
    classes: str


class DrawnNode(NamedTuple):
    """A node as it is drawn: its size, the lines of its label, and its CSS classes."""

    node: ViewNode
    size: int
    font: int
    label_lines: list[str]
    classes: str


def render_svg(view: View, language: str) -> str:
    """Render a view as an SVG document by itself, in the light colours."""
    spoken = parse_language(language)
    return render(
        "templates/picture.svg.j2", spoken, build_picture(view, spoken) | {"style": read_asset("picture.css")}
    )


def build_picture(view: View, language: Language) -> dict[str, Any]:
    """Return the context of the macro in `picture.html.j2`."""
    places = {node.id: node for node in view.nodes}
    return {
        "frame": view_box(view.nodes),
        "lines": [_draw_edge(edge, places[edge.origin], places[edge.target]) for edge in view.edges],
        "spots": [_draw_node(node, language) for node in view.nodes],
    }


def view_box(nodes: Iterable[ViewNode]) -> str:
    """Return the viewBox that some nodes fill."""
    some = list(nodes)
    across, down = [node.x for node in some] or [0], [node.y for node in some] or [0]
    width, height = max(across) - min(across) + 2 * MARGIN, max(down) - min(down) + 2 * MARGIN
    return f"{min(across) - MARGIN} {min(down) - MARGIN} {width} {height}"


def _draw_edge(edge: ViewEdge, start: ViewNode, end: ViewNode) -> DrawnEdge:
    """Draw an edge, curved by its bend."""
    across, down = end.x - start.x, end.y - start.y
    # vis-network's `curvedCW` has its control point beside the middle, by the roundness of the line's length.
    by = (start.x + end.x) / 2 - edge.bend * down, (start.y + end.y) / 2 + edge.bend * across
    middle = round(((start.x + end.x) / 2 + by[0]) / 2), round(((start.y + end.y) / 2 + by[1]) / 2)
    course = f"M{start.x} {start.y}Q{by[0]:.0f} {by[1]:.0f} {end.x} {end.y}"
    marks = {
        "disputed": edge.disputed,
        "dashed": edge.dashed,
        "derived": edge.derived,
        "past": edge.past,
        "absent": edge.absent,
        edge.change or "": bool(edge.change),
    }
    return DrawnEdge(edge, course, middle, " ".join(name for name, has in marks.items() if has))


def _draw_node(node: ViewNode, language: Language) -> DrawnNode:
    """Draw a node with its label, broken into lines."""
    look = LOOKS[node.kind]
    marks = [f"kind-{node.kind}", *(each for each in (node.share, node.change) if each)]
    return DrawnNode(
        node, look.size, look.font, _wrap_label(node.label.render(language), look.font), " ".join(marks)
    )


def _wrap_label(label: str, font: int) -> list[str]:
    """Wrap a label into lines no wider than LABEL_WIDTH."""
    short = label if len(label) <= MAX_LABEL_LENGTH else f"{label[:MAX_LABEL_LENGTH]}…"
    lines: list[str] = [""]
    for word in short.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, font) > LABEL_WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return [piece for each in lines for piece in _split_word(each, font)]


def _split_word(word: str, font: int) -> list[str]:
    """Split a word that is too wide for a line, as Chinese text is, which has no spaces."""
    fits = max(1, int(len(word) * LABEL_WIDTH / max(text_width(word, font), 1)))
    return [word[start : start + fits] for start in range(0, len(word), fits)] or [""]
