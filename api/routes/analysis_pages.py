"""The pages that look at the graph as a whole; the same for programs stands in `api/routes/analysis.py`."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

import viz
from api.dependencies import DatedGraph, RequestLanguage
from api.errors import html
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from graph import KnowledgeGraph
from graph.ask import Language

router = APIRouter(route_class=ComputedRoute, tags=["pages"], responses=ERROR_RESPONSES)
Of = Annotated[
    str, Query(max_length=100, description="the thing to speak of; without, the form that asks for it")
]


def respond_with_analysis(
    request: Request, graph: KnowledgeGraph, reader: Language, what: viz.Whole, *names: str
) -> HTMLResponse:
    """Answer with a page; its links keep the day, if one was asked for."""
    dated = bool(request.query_params.get("as_of"))
    return html.respond_with_page(
        request, graph, reader, lambda: viz.whole_page(graph, what, names, reader, dated=dated)
    )


@router.get("/similar", response_class=HTMLResponse)
def similar(request: Request, graph: DatedGraph, reader: RequestLanguage, id: Of = "") -> HTMLResponse:
    """Return the page of the distributions that are most like one."""
    return respond_with_analysis(request, graph, reader, "similar", id)


@router.get("/unique", response_class=HTMLResponse)
def unique(request: Request, graph: DatedGraph, reader: RequestLanguage, id: Of = "") -> HTMLResponse:
    """Return the page of what only one distribution is known to use."""
    return respond_with_analysis(request, graph, reader, "unique", id)


@router.get("/impact", response_class=HTMLResponse)
def impact(request: Request, graph: DatedGraph, reader: RequestLanguage, id: Of = "") -> HTMLResponse:
    """Return the page of who is hit if a thing goes away."""
    return respond_with_analysis(request, graph, reader, "impact", id)


@router.get("/lineage", response_class=HTMLResponse)
def lineage(request: Request, graph: DatedGraph, reader: RequestLanguage, id: Of = "") -> HTMLResponse:
    """Return the page of what a thing comes from, and what came of it."""
    return respond_with_analysis(request, graph, reader, "lineage", id)


@router.get("/path", response_class=HTMLResponse)
def path(
    request: Request,
    graph: DatedGraph,
    reader: RequestLanguage,
    start: Annotated[str, Query(alias="from", max_length=100)] = "",
    end: Annotated[str, Query(alias="to", max_length=100)] = "",
) -> HTMLResponse:
    """Return the page of how two things are connected."""
    return respond_with_analysis(request, graph, reader, "path", start, end)


@router.get("/spread", response_class=HTMLResponse)
def spread(request: Request, graph: DatedGraph, reader: RequestLanguage) -> HTMLResponse:
    """Return the page of the components that most distributions use."""
    return respond_with_analysis(request, graph, reader, "spread")
