"""A view as an SVG picture: on pages that do without a script, on paper, and as a file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from viz.assets import asset
from viz.layout.force import LINE, text_width
from viz.models import View, ViewEdge, ViewNode
from viz.templating import render
from viz.texts import Language, known
from viz.theme import LOOKS

MARGIN = 90
LONGEST = 120
"""Characters of a label in a picture; the rest is in the text beside it."""


class Line(NamedTuple):
    """An edge as it is drawn: its course, the middle of it, and the classes that say how it looks."""

    edge: ViewEdge
    course: str
    middle: tuple[int, int]
    classes: str


class Spot(NamedTuple):
    """A thing as it is drawn: its size, the lines of its label, and the classes that say how it looks."""

    node: ViewNode
    size: int
    font: int
    words: list[str]
    classes: str


def build_svg_parts(view: View, language: str) -> str:
    """Draw a view as an SVG document by itself, in the light colours."""
    spoken = known(language)
    return render("templates/picture.svg.j2", spoken, picture(view, spoken) | {"style": asset("picture.css")})


def picture(view: View, language: Language) -> dict[str, Any]:
    """Return what the macro of `picture.html.j2` draws."""
    places = {node.id: node for node in view.nodes}
    return {
        "frame": frame(view.nodes),
        "lines": [line(edge, places[edge.origin], places[edge.target]) for edge in view.edges],
        "spots": [spot(node, language) for node in view.nodes],
    }


def frame(nodes: Iterable[ViewNode]) -> str:
    """Return the part of the plane that things fill, as an SVG's viewBox."""
    some = list(nodes)
    across, down = [node.x for node in some] or [0], [node.y for node in some] or [0]
    width, height = max(across) - min(across) + 2 * MARGIN, max(down) - min(down) + 2 * MARGIN
    return f"{min(across) - MARGIN} {min(down) - MARGIN} {width} {height}"


def line(edge: ViewEdge, start: ViewNode, end: ViewNode) -> Line:
    """Draw an edge, curved as far as it is bent."""
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
    return Line(edge, course, middle, " ".join(name for name, has in marks.items() if has))


def spot(node: ViewNode, language: Language) -> Spot:
    """Draw a thing with its label, broken into lines."""
    look = LOOKS[node.kind]
    marks = [f"kind-{node.kind}", *(each for each in (node.share, node.change) if each)]
    return Spot(node, look.size, look.font, broken(getattr(node.label, language), look.font), " ".join(marks))


def broken(label: str, font: int) -> list[str]:
    """Break a label into lines that are no wider than a label may be."""
    short = label if len(label) <= LONGEST else f"{label[:LONGEST]}…"
    lines: list[str] = [""]
    for word in short.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, font) > LINE:
            lines.append(word)
        else:
            lines[-1] = longer
    return [piece for each in lines for piece in cut(each, font)]


def cut(word: str, font: int) -> list[str]:
    """Cut a word that is too wide for a line, as Chinese ones are that have no spaces."""
    fits = max(1, int(len(word) * LINE / max(text_width(word, font), 1)))
    return [word[start : start + fits] for start in range(0, len(word), fits)] or [""]
