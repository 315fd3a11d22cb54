"""Small multiples: the same picture several times, each time with what is said of one distribution or day."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from viz.assets import asset
from viz.models import View
from viz.render.svg import Line, Spot, frame, picture
from viz.templating import render
from viz.texts import Language, known

ABREAST = 2
"""So many pictures stand beside each other at most."""
WIDTH = 640
"""How wide each is, in the units of the whole; its height follows from what is in it."""
CAPTION = 40


class Panel(NamedTuple):
    """One of the pictures: what it is called, what it shows, and, if it shows a part, of which thing."""

    caption: str
    view: View
    of: str | None = None


def multiples(panels: Sequence[Panel], language: str) -> str:
    """Draw pictures side by side, in one SVG and one measure: what two of them have stands in one place."""
    spoken = known(language)
    window = frame([node for panel in panels for node in panel.view.nodes])
    across, down = (float(part) for part in window.split()[2:])
    abreast = min(len(panels), ABREAST)
    height = round(WIDTH * down / across)
    drawn = [
        drawn_panel(panel, spoken)
        | {"x": at % abreast * WIDTH, "y": at // abreast * (height + CAPTION), "caption": panel.caption}
        for at, panel in enumerate(panels)
    ]
    whole = {
        "width": abreast * WIDTH,
        "height": math.ceil(len(panels) / abreast) * (height + CAPTION),
        "panel": {"width": WIDTH, "height": height, "caption": CAPTION, "frame": window},
    }
    return render(
        "templates/multiples.svg.j2", spoken, whole | {"panels": drawn, "style": asset("picture.css")}
    )


def drawn_panel(panel: Panel, language: Language) -> dict[str, Any]:
    """Draw one picture; of what is not of its thing only the place is marked."""
    drawn = picture(panel.view, language)
    if panel.of is None:
        return drawn
    lines: list[Line] = [each for each in drawn["lines"] if panel.of in {each.edge.origin, each.edge.target}]
    own = {end for each in lines for end in (each.edge.origin, each.edge.target)} | {panel.of}
    spots: list[Spot] = [
        each if each.node.id in own else each._replace(words=[], classes=f"{each.classes} elsewhere")
        for each in drawn["spots"]
    ]
    return {"lines": lines, "spots": spots}
