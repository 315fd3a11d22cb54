"""The page of what can be asked."""

from graph.ask import EXAMPLE_GROUPS
from viz.templating import render
from viz.texts import known


def questions_page(language: str) -> str:
    """Make the page that lists questions of every kind, each leading to its answer."""
    return render("pages/questions/questions.html.j2", known(language), {"kinds": EXAMPLE_GROUPS})
