"""The page from which the data are downloaded."""

from __future__ import annotations

from graph.export import DUMP_CONTENTS, DUMPS
from graph.graph import Graph
from i18n import parse_language
from viz.pages.page_spec import PageSpec
from viz.templating import render


def dumps_page(graph: Graph, language: str) -> str:
    """Make the page that lists the dumps: the whole dataset first, then its parts."""
    parts = [
        (text, [each for each in DUMPS.values() if each.part == part]) for part, text in DUMP_CONTENTS.items()
    ]
    context = {"parts": parts, "day": graph.as_of, "snapshot": graph.snapshot[:12]}
    return render("pages/dumps/dumps.html.j2", parse_language(language), context)


PAGES = (
    PageSpec(
        path="/dumps",
        name="dumps",
        description="Return the page from which the dataset is downloaded; a program gets the list as JSON.",
        examples=("dumps/",),
    ),
)
