"""The pages that look at the graph as a whole; the same for programs stands in `api/analysis.py`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

import viz
from api import people
from api.dependencies import DatedGraph, Reader
from api.errors import RESPONSES

router = APIRouter(tags=["pages"], responses=RESPONSES)
Of = Annotated[
    str, Query(max_length=100, description="the thing to speak of; without, the form that asks for it")
]


@router.get("/similar", response_class=HTMLResponse)
def similar(request: Request, graph: DatedGraph, reader: Reader, id: Of = "") -> HTMLResponse:
    """Give the page of the distributions that are most like one."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "similar", [id], reader))


@router.get("/unique", response_class=HTMLResponse)
def unique(request: Request, graph: DatedGraph, reader: Reader, id: Of = "") -> HTMLResponse:
    """Give the page of what only one distribution is known to use."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "unique", [id], reader))


@router.get("/impact", response_class=HTMLResponse)
def impact(request: Request, graph: DatedGraph, reader: Reader, id: Of = "") -> HTMLResponse:
    """Give the page of who is hit if a thing goes away."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "impact", [id], reader))


@router.get("/lineage", response_class=HTMLResponse)
def lineage(request: Request, graph: DatedGraph, reader: Reader, id: Of = "") -> HTMLResponse:
    """Give the page of what a thing comes from, and what came of it."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "lineage", [id], reader))


@router.get("/path", response_class=HTMLResponse)
def path(
    request: Request,
    graph: DatedGraph,
    reader: Reader,
    start: Annotated[str, Query(alias="from", max_length=100)] = "",
    end: Annotated[str, Query(alias="to", max_length=100)] = "",
) -> HTMLResponse:
    """Give the page of how two things are connected."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "path", [start, end], reader))


@router.get("/spread", response_class=HTMLResponse)
def spread(request: Request, graph: DatedGraph, reader: Reader) -> HTMLResponse:
    """Give the page of the components that most distributions use."""
    return people.shown(request, graph, reader, lambda: viz.whole_page(graph, "spread", [], reader))
