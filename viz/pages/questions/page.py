"""The page of what can be asked."""

from graph.ask import EXAMPLE_GROUPS
from graph.graph import Graph
from i18n import parse_language
from viz.pages.page_spec import PageSpec
from viz.templating import render


def _questions_page(_graph: Graph, language: str) -> str:
    """Make the page that lists questions of every kind, each leading to its answer."""
    return render("pages/questions/questions.html.j2", parse_language(language), {"kinds": EXAMPLE_GROUPS})


PAGES = (
    PageSpec(
        path="/questions",
        name="questions",
        description="Return the page of example questions.",
        render=_questions_page,
        examples=("questions",),
    ),
)
