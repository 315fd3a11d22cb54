"""Small multiples: the same picture several times, once for each distribution or day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from i18n import Language, parse_language
from viz.assets import read_asset
from viz.models import View
from viz.render.svg import DrawnEdge, DrawnNode, build_picture, view_box
from viz.templating import render

MAX_COLUMNS = 2
"""Panels beside each other at most."""
PANEL_WIDTH = 640
"""Width of a panel in SVG units; its height follows from what is in it."""
CAPTION_HEIGHT = 40


class Panel(NamedTuple):
    """One of the pictures: what it is called, what it shows, and, if it shows a part, of which thing."""

    caption: str
    view: View
    of: str | None = None


def render_panels(panels: Sequence[Panel], language: str) -> str:
    """Render panels side by side in one SVG at one scale: what two of them have stands in one position."""
    spoken = parse_language(language)
    window = view_box([node for panel in panels for node in panel.view.nodes])
    across, down = (float(part) for part in window.split()[2:])
    abreast = min(len(panels), MAX_COLUMNS)
    height = round(PANEL_WIDTH * down / across)
    drawn = [
        _draw_panel(panel, spoken)
        | {
            "x": at % abreast * PANEL_WIDTH,
            "y": at // abreast * (height + CAPTION_HEIGHT),
            "caption": panel.caption,
        }
        for at, panel in enumerate(panels)
    ]
    whole = {
        "width": abreast * PANEL_WIDTH,
        "height": math.ceil(len(panels) / abreast) * (height + CAPTION_HEIGHT),
        "panel": {"width": PANEL_WIDTH, "height": height, "caption": CAPTION_HEIGHT, "frame": window},
    }
    return render(
        "templates/multiples.svg.j2", spoken, whole | {"panels": drawn, "style": read_asset("picture.css")}
    )


def _draw_panel(panel: Panel, language: Language) -> dict[str, Any]:
    """Draw one panel; other things than those of its own are only marked."""
    drawn = build_picture(panel.view, language)
    if panel.of is None:
        return drawn
    lines: list[DrawnEdge] = [
        each for each in drawn["lines"] if panel.of in {each.edge.origin, each.edge.target}
    ]
    own = {end for each in lines for end in (each.edge.origin, each.edge.target)} | {panel.of}
    spots: list[DrawnNode] = [
        each if each.node.id in own else each._replace(label_lines=[], classes=f"{each.classes} elsewhere")
        for each in drawn["spots"]
    ]
    return {"lines": lines, "spots": spots}
