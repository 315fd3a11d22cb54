"""The pages that viz draws: home, and the interactive graph."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

import viz
from api import negotiation
from api.dependencies import Graph, Reader, Slug
from api.errors import RESPONSES
from graph import UnknownNameError

router = APIRouter(tags=["pages"], responses=RESPONSES)
Depth = Annotated[int, Query(ge=1, le=3)]
Compared = Annotated[list[Slug], Query(max_length=3)]


@router.get("/", response_class=HTMLResponse)
def home(
    graph: Graph, reader: Reader, q: Annotated[str | None, Query(max_length=500)] = None
) -> HTMLResponse:
    """Give the home page; with `q`, the answer to a question on it."""
    return HTMLResponse(viz.home_page(graph, reader, q))


@router.get("/disputes", response_class=HTMLResponse)
def disputes(graph: Graph, reader: Reader) -> HTMLResponse:
    """Give the page that shows where sources disagree, and how the secondary ones fared."""
    return HTMLResponse(viz.disputes_page(graph, reader))


@router.get("/explore", response_class=HTMLResponse)
def explore(
    request: Request,
    graph: Graph,
    reader: Reader,
    focus: Slug | None = None,
    depth: Depth = 1,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """Give the page of the interactive graph."""
    try:
        view = viz.view(graph, focus=focus or None, depth=depth, concern=concern or None, compare=compare)
    except UnknownNameError as error:
        # The search form leads here, so a person gets a page that helps; a program gets a problem.
        if not negotiation.prefers_html(request.headers.get("accept", "")):
            raise
        return HTMLResponse(viz.missing_page(error.name, error.suggestions, reader), 404)
    return HTMLResponse(viz.explore_page(view, reader))


@router.get("/explore/data")
def explore_data(
    graph: Graph,
    focus: Slug | None = None,
    depth: Depth = 1,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it
) -> viz.View:
    """Give the nodes and edges that the page of the interactive graph draws, with their places."""
    return viz.view(graph, focus=focus, depth=depth, concern=concern, compare=compare)
