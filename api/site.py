"""The pages that viz draws: home, and the interactive graph."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

import viz
from api import people
from api.dependencies import DatedGraph, Graph, Reader, Slug, graph_on
from api.errors import RESPONSES

router = APIRouter(tags=["pages"], responses=RESPONSES)
Depth = Annotated[int, Query(ge=1, le=3)]
Day = Annotated[
    str | None,
    Query(
        max_length=100,
        description="the day to speak of, or the release of whose day; today if not given",
        examples=["2021-01-15", "k0s/v0.12.0"],
    ),
]
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
    as_of: Day = None,
) -> HTMLResponse:
    """Give the page of the interactive graph, as it is or as it stood on a day or with a release."""

    def page() -> str:
        view = viz.view(
            graph_on(graph, as_of),
            focus=focus,
            depth=depth,
            concern=concern,
            compare=compare,
            dated=bool(as_of),
        )
        return viz.explore_page(view, reader)

    return people.shown(request, graph, reader, page)


@router.get("/explore/data")
def explore_data(
    graph: DatedGraph,
    focus: Slug | None = None,
    depth: Depth = 1,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it
    as_of: Day = None,
) -> viz.View:
    """Give the nodes and edges that the page of the interactive graph draws, with their places."""
    return viz.view(graph, focus=focus, depth=depth, concern=concern, compare=compare, dated=bool(as_of))
