"""The pages that viz draws: home, and the interactive graph."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, JSONResponse

import viz
from api.dependencies import Graph, Reader, Slug
from api.errors import RESPONSES
from graph import KnowledgeGraph

router = APIRouter(tags=["pages"], responses=RESPONSES)
Depth = Annotated[int, Query(ge=1, le=3)]
Compared = Annotated[list[Slug], Query(max_length=3)]


@router.get("/", response_class=HTMLResponse)
def home(
    graph: Graph, reader: Reader, q: Annotated[str | None, Query(max_length=500)] = None
) -> HTMLResponse:
    """Give the home page; with `q`, the answer to a question on it."""
    return HTMLResponse(viz.home_page(graph, reader, q))


@router.get("/explore", response_class=HTMLResponse)
def explore(
    graph: Graph,
    reader: Reader,
    focus: Slug | None = None,
    depth: Depth = 1,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it
) -> HTMLResponse:
    """Give the page of the interactive graph."""
    return HTMLResponse(viz.explore_page(viewed(graph, focus, depth, concern, compare), reader))


@router.get("/explore/data")
def explore_data(
    graph: Graph,
    focus: Slug | None = None,
    depth: Depth = 1,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it
) -> JSONResponse:
    """Give the nodes and edges that the page of the interactive graph draws, with their places."""
    return JSONResponse(viewed(graph, focus, depth, concern, compare).model_dump(mode="json"))


def viewed(
    graph: KnowledgeGraph, focus: str | None, depth: int, concern: str | None, compare: Sequence[str]
) -> Any:  # noqa: ANN401  # a View of viz
    """Make a view; raises UnknownNameError for names that the graph has never heard of."""
    resolve = graph.index.resolve
    return viz.view(
        graph,
        focus=graph.index.thing(resolve("thing", focus)).id if focus else None,
        depth=depth,
        concern=graph.index.thing(resolve("Concern", concern)).id if concern else None,
        compare=[graph.index.thing(resolve("Distribution", slug)).id for slug in compare],
    )
