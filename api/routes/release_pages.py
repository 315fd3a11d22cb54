"""The pages about releases: lists, one release, what differs between two, histories, what changed lately."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

import viz
from api.dependencies import Graph, RequestLanguage
from api.errors.html import respond_with_page
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute

router = APIRouter(route_class=ComputedRoute, tags=["pages"], responses=ERROR_RESPONSES)
Id = Annotated[str, Path(max_length=100, examples=["k3s"])]
Version = Annotated[str, Path(max_length=200, examples=["v1.30.2+k3s1"])]
ReleaseName = Annotated[str, Query(max_length=200, examples=["k3s/v1.30.0+k3s1", "rke2"])]
Day = Annotated[str | None, Query(max_length=100, examples=["2026-08-01"])]


@router.get("/distributions/{id}/releases", response_class=HTMLResponse)
def releases(request: Request, graph: Graph, reader: RequestLanguage, id: Id) -> HTMLResponse:
    """Return the page of a distribution's releases, which says what is on record and what is not."""
    return respond_with_page(request, graph, reader, lambda: viz.releases_page(graph, id, reader), "releases")


@router.get("/distributions/{id}", status_code=303, response_class=RedirectResponse)
@router.get("/components/{id}", status_code=303, response_class=RedirectResponse)
def thing(id: Id) -> RedirectResponse:
    """Lead to the page of a distribution or a component."""
    return RedirectResponse(f"/explore?focus={quote(id)}", 303)


@router.get("/releases/{distribution}", status_code=303, response_class=RedirectResponse)
def releases_of(distribution: Id) -> RedirectResponse:
    """Lead to the page of a distribution's releases."""
    return RedirectResponse(f"/distributions/{quote(distribution)}/releases", 303)


@router.get("/releases/{distribution}/{version:path}", response_class=HTMLResponse)
def release(
    request: Request, graph: Graph, reader: RequestLanguage, distribution: Id, version: Version
) -> HTMLResponse:
    """Return the page of a release: what it ships, and what changed with it."""
    name = f"{distribution}/{version}"
    return respond_with_page(request, graph, reader, lambda: viz.release_page(graph, name, reader))


@router.get("/components/{id}/history", response_class=HTMLResponse)
def history(request: Request, graph: Graph, reader: RequestLanguage, id: Id) -> HTMLResponse:
    """Return the page of a component's history in all distributions."""
    return respond_with_page(request, graph, reader, lambda: viz.history_page(graph, id, reader), "history")


@router.get("/diff", response_class=HTMLResponse)
def diff(
    request: Request,
    graph: Graph,
    reader: RequestLanguage,
    before: Annotated[ReleaseName, Query(alias="from")] = "",
    after: Annotated[ReleaseName, Query(alias="to")] = "",
) -> HTMLResponse:
    """Return the page that compares two releases; a distribution stands for its newest one."""

    def page() -> str:
        first = graph.release(before.strip(), parameter="from") if before.strip() else None
        second = graph.release(after.strip(), parameter="to") if after.strip() else None
        return viz.diff_page(graph, first, second, reader)

    return respond_with_page(request, graph, reader, page, "releases")


@router.get("/changes", response_class=HTMLResponse)
def changes(request: Request, graph: Graph, reader: RequestLanguage, since: Day = None) -> HTMLResponse:
    """Return the page of what changed since a day, or in the last 90 days."""
    return respond_with_page(request, graph, reader, lambda: viz.changes_page(graph, since, reader))
