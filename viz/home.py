"""The home page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.questions import CONCERNS, DISTRIBUTIONS
from viz.style import LOOKS
from viz.templating import render
from viz.texts import TEXTS, known
from viz.view import view
from viz.web import TRIAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph import KnowledgeGraph
    from viz.shapes import View

MARGIN = 70


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
        "snapshot": kg.snapshot,
        "view": drawing,
        "frame": frame(drawing),
        "places": {node.id: node for node in drawing.nodes},
        "looks": LOOKS,
        "payload": {"language": spoken, "texts": {key: TEXTS[key][spoken == "zh"] for key in TEXTS}},
    }
    return render("home.html.j2", spoken, context)


def missing_page(name: str, suggestions: Sequence[str], language: str) -> str:
    """Make the page for a name that the graph has never heard of, with the nearest names that it knows."""
    return render("missing.html.j2", known(language), {"name": name, "suggestions": suggestions})


def frame(drawing: View) -> str:
    """Give the part of the plane that a view fills, as an SVG's viewBox."""
    across = [node.x for node in drawing.nodes] or [0]
    down = [node.y for node in drawing.nodes] or [0]
    width, height = max(across) - min(across) + 2 * MARGIN, max(down) - min(down) + 2 * MARGIN
    return f"{min(across) - MARGIN} {min(down) - MARGIN} {width} {height}"
