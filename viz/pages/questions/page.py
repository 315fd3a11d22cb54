"""The page of what can be asked."""

from graph.ask import EXAMPLE_GROUPS
from graph.graph import Graph
from viz.pages.page_spec import PageSpec
from viz.templating import render
from viz.texts import parse_language


def _questions_page(_graph: Graph, language: str) -> str:
    """Make the page that lists questions of every kind, each leading to its answer."""
    return render("pages/questions/questions.html.j2", parse_language(language), {"kinds": EXAMPLE_GROUPS})


PAGES = (
    PageSpec(
        path="/questions",
        name="questions",
        description="Return the page that lists what can be asked in words, in the language of the reader.",
        render=_questions_page,
        examples=("questions",),
    ),
)
