"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.questions import CONCERNS, DISTRIBUTIONS
from viz.lately import latest
from viz.style import LOOKS
from viz.templating import render
from viz.texts import PAGE_TEXTS, known
from viz.view import view
from viz.web import TRIAD

if TYPE_CHECKING:
    from graph import KnowledgeGraph
    from viz.shapes import View

MARGIN = 70
LATEST = 5
"""As many releases as the home page names."""


def home_page(kg: KnowledgeGraph, language: str, question: str | None = None) -> str:
    """Make the home page; with a question, its answer is on it."""
    spoken = known(language)
    asked = (question or "").strip()
    drawing = view(kg)
    rows = kg.answer(CONCERNS).items
    triad = {row.id: row for row in rows if row.id in TRIAD}
    context: dict[str, Any] = {
        "question": asked,
        "reply": kg.ask(asked, language=spoken) if asked else None,
        "triad": [triad[slug] for slug in TRIAD if slug in triad],
        "distributions": kg.answer(DISTRIBUTIONS).items,
        "latest": latest(kg, LATEST),
        "snapshot": kg.snapshot,
        "view": drawing,
        "frame": frame(drawing),
        "places": {node.id: node for node in drawing.nodes},
        "looks": LOOKS,
        "payload": {
            "language": spoken,
            "texts": {key: PAGE_TEXTS[key][spoken == "zh"] for key in PAGE_TEXTS},
        },
    }
    return render("home.html.j2", spoken, context)


def frame(drawing: View) -> str:
    """Give the part of the plane that a view fills, as an SVG's viewBox."""
    across = [node.x for node in drawing.nodes] or [0]
    down = [node.y for node in drawing.nodes] or [0]
    width, height = max(across) - min(across) + 2 * MARGIN, max(down) - min(down) + 2 * MARGIN
    return f"{min(across) - MARGIN} {min(down) - MARGIN} {width} {height}"
