"""The pages that viz draws: home, and the interactive graph."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import viz
from api.dependencies import DatedGraph, Graph, RequestLanguage, Slug
from api.errors import html
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from api.routes.view_query import AskedFor, Day, Since, given, resolve_day

router = APIRouter(route_class=ComputedRoute, tags=["pages"], responses=ERROR_RESPONSES)


@router.get("/", response_class=HTMLResponse)
def home(
    graph: Graph, reader: RequestLanguage, q: Annotated[str | None, Query(max_length=500)] = None
) -> Response:
    """Return the home page; with `q`, with the answer to it, or a redirect to the thing of that name."""
    if q and (slug := viz.find_thing_called(graph, q)):
        return RedirectResponse(f"/things/{quote(slug, safe='')}?lang={reader}", 303)
    return HTMLResponse(viz.home_page(graph, reader, q))


@router.get("/questions", response_class=HTMLResponse)
def questions(reader: RequestLanguage) -> HTMLResponse:
    """Return the page that lists what can be asked in words, in the language of the reader."""
    return HTMLResponse(viz.questions_page(reader))


@router.get("/disputes", response_class=HTMLResponse)
def disputes(graph: Graph, reader: RequestLanguage) -> HTMLResponse:
    """Return the page that shows where sources disagree, and how the secondary ones fared."""
    return HTMLResponse(viz.disputes_page(graph, reader))


@router.get("/things/{id}", response_class=HTMLResponse)
def thing(
    request: Request, graph: Graph, reader: RequestLanguage, id: Annotated[str, Path(max_length=100)]
) -> HTMLResponse:
    """Return the page of all that is known of a thing."""
    return html.respond_with_page(request, graph, reader, lambda: viz.thing_page(graph, id, reader), "things")


@router.get("/compare", response_class=HTMLResponse)
def compare(
    request: Request,
    graph: Graph,
    reader: RequestLanguage,
    id: Annotated[list[Slug], Query(max_length=3, examples=[["k3s", "k0s"]])] = [],  # noqa: B006  # FastAPI copies it
    differs: Annotated[bool, Query(description="show only what differs")] = False,  # noqa: FBT002  # a parameter
    as_of: Day = None,
    since: Since = None,
) -> HTMLResponse:
    """Return the page on which two or three distributions stand side by side."""

    def page() -> str:
        days = {"as_of": resolve_day(graph, as_of), "earlier": resolve_day(graph, since)}
        return viz.compare_page(graph, given(id), reader, differing=differs, **days)

    return html.respond_with_page(request, graph, reader, page)


@router.get("/explore", response_class=HTMLResponse)
def explore(request: Request, graph: Graph, asked: AskedFor, reader: RequestLanguage) -> HTMLResponse:
    """Return the page of the interactive graph, as it is or as it stood on a day or with a release."""
    return html.respond_with_page(request, graph, reader, lambda: viz.explore_page(graph, asked, reader))


@router.get("/explore/data", response_model_exclude_defaults=True)
def explore_data(graph: Graph, asked: AskedFor) -> viz.Drawing:
    """Return the nodes and edges that the page of the interactive graph draws, with their places."""
    return viz.build_drawing(viz.build_view(graph, asked))


@router.get("/explore/facts", response_model_exclude_none=True)
def explore_facts(graph: DatedGraph, thing: Slug) -> list[viz.Fact]:
    """Return what is known of a thing, as the page of the interactive graph tells it beside the picture."""
    return viz.list_facts(graph, thing)


@router.get("/explore/file", response_class=Response)
def explore_file(graph: Graph, asked: AskedFor, reader: RequestLanguage, format: viz.FileFormat) -> Response:
    """Return a view as a file: a picture, a graph for other programs, a table, or a page by itself."""
    file = viz.export_view(graph, asked, format, reader)
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=named)
