"""The pages that viz declares, one route for each, and what leads to them or belongs to them."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

import viz
from api.dependencies import DatedGraph, RequestLanguage, ServedGraph, Slug
from api.errors.html import respond_with_page
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from api.routes.signature import make_parameter, python_name, set_signature
from api.routes.view_query import AskedFor, drop_empty, resolve_day
from graph import KnowledgeGraph
from i18n import Language

router = APIRouter(route_class=ComputedRoute, tags=["pages"], responses=ERROR_RESPONSES)
Id = Annotated[str, Path(max_length=100, examples=["k3s"])]


@router.get("/", response_class=HTMLResponse)
def home(
    graph: ServedGraph, reader: RequestLanguage, q: Annotated[str | None, Query(max_length=500)] = None
) -> Response:
    """Return the home page; with `q`, the answer to the question, or a redirect to the entry of that name."""
    if q and (slug := viz.find_thing_called(graph, q)):
        return RedirectResponse(f"/things/{quote(slug, safe='')}?lang={reader}", 303)
    return HTMLResponse(viz.home_page(graph, reader, q))


@router.get("/distributions/{id}", status_code=303, response_class=RedirectResponse)
@router.get("/components/{id}", status_code=303, response_class=RedirectResponse)
def thing(id: Id) -> RedirectResponse:
    """Redirect to the page of a distribution or component."""
    return RedirectResponse(f"/explore?focus={quote(id)}", 303)


@router.get("/releases/{distribution}", status_code=303, response_class=RedirectResponse)
def releases_of(distribution: Id) -> RedirectResponse:
    """Redirect to the page of a distribution's releases."""
    return RedirectResponse(f"/distributions/{quote(distribution)}/releases", 303)


@router.get("/disputes", status_code=303, response_class=RedirectResponse)
def disputes(reader: RequestLanguage) -> RedirectResponse:
    """Redirect to the page of conflicts and corrections."""
    return RedirectResponse(f"/corrections?lang={reader}", 303)


@router.get("/explore", response_class=HTMLResponse)
def explore(request: Request, graph: ServedGraph, asked: AskedFor, reader: RequestLanguage) -> HTMLResponse:
    """Return the page of the interactive graph, today or as of a date or release."""
    return respond_with_page(request, graph, reader, lambda: viz.explore_page(graph, asked, reader))


@router.get("/explore/data", response_model_exclude_defaults=True)
def explore_data(graph: ServedGraph, asked: AskedFor) -> viz.Drawing:
    """Return the nodes and edges that the page of the interactive graph draws, with their places."""
    return viz.build_drawing(viz.build_view(graph, asked))


@router.get("/explore/facts", response_model_exclude_none=True)
def explore_facts(graph: DatedGraph, thing: Slug) -> list[viz.Fact]:
    """Return the facts about an entry, as the side panel of the interactive graph shows them."""
    return viz.list_facts(graph, thing)


@router.get("/explore/file", response_class=Response)
def explore_file(
    graph: ServedGraph, asked: AskedFor, reader: RequestLanguage, format: viz.FileFormat
) -> Response:
    """Return a view as a file: a picture, a graph for other programs, a table or a self-contained page."""
    file = viz.export_view(graph, asked, format, reader)
    named = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=named)


def _add_pages() -> None:
    for spec in viz.PAGES:
        if spec.render:
            router.add_api_route(
                spec.path,
                _make_endpoint(spec, spec.render),
                methods=["GET"],
                response_class=HTMLResponse,
                name=spec.name,
                description=spec.description,
            )


def _make_endpoint(spec: viz.PageSpec, render: Callable[..., str]) -> Callable[..., HTMLResponse]:
    def respond(request: Request, graph: KnowledgeGraph, reader: Language, **values: Any) -> HTMLResponse:  # noqa: ANN401
        def page() -> str:
            arguments = {
                each.argument or each.name: _read(graph, each, values[python_name(each.name)])
                for each in spec.parameters
            }
            if spec.dated:
                arguments["dated"] = bool(request.query_params.get("as_of"))
            return render(graph, reader, **arguments)

        return respond_with_page(request, graph, reader, page, spec.suggestions)

    parameters = [
        make_parameter("request", Request),
        make_parameter("graph", DatedGraph if spec.dated else ServedGraph),
        make_parameter("reader", RequestLanguage),
        *(_address_parameter(spec, each) for each in spec.parameters),
    ]
    set_signature(respond, parameters, HTMLResponse, name=spec.name, description=spec.description)
    return respond


_TYPES: dict[viz.ParameterKind, Any] = {"text": str, "names": list[Slug], "flag": bool, "day": str | None}
_DEFAULTS: dict[viz.ParameterKind, Any] = {"text": "", "names": [], "flag": False, "day": None}


def _address_parameter(spec: viz.PageSpec, parameter: viz.PageParameter) -> inspect.Parameter:
    kind: Any = _TYPES[parameter.kind]
    limit = None if parameter.kind == "flag" else parameter.max_length
    examples: Any = parameter.examples
    if f"{{{parameter.name}" in spec.path:
        return make_parameter(parameter.name, Annotated[kind, Path(max_length=limit, examples=examples)])
    query = Query(
        alias=parameter.name, max_length=limit, description=parameter.description, examples=examples
    )
    return make_parameter(python_name(parameter.name), Annotated[kind, query], _DEFAULTS[parameter.kind])


def _read(graph: KnowledgeGraph, parameter: viz.PageParameter, value: Any) -> Any:  # noqa: ANN401  # as it is given
    """Read a value; raises UnknownNameError and BadParameterError."""
    if parameter.kind == "day":
        return resolve_day(graph, value)
    return drop_empty(value) if parameter.kind == "names" else value


_add_pages()
