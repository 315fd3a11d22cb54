"""For those who run the service: is it alive, is it ready, what has it done; and its documentation."""

import datetime as dt
from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.exceptions import HTTPException

import viz
from api.dependencies import RequestLanguage, ServedGraph
from api.sparql.editor import page
from graph.models import Shape

router = APIRouter()


class Alive(Shape):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(Shape):
    """The graph is loaded: the hash of its files, its day, and the name if it was published under one."""

    status: Literal["ready"] = "ready"
    snapshot: str
    as_of: dt.date
    published: str | None = None


@router.get("/healthz", tags=["operations"])
async def healthz() -> Alive:
    """State that the process is alive."""
    return Alive()


@router.get("/readyz", tags=["operations"])
async def readyz(graph: ServedGraph) -> Ready:
    """State that the graph is loaded, and which snapshot of it."""
    return Ready(snapshot=graph.snapshot, as_of=graph.as_of, published=graph.published)


@router.get("/metrics", tags=["operations"], response_class=Response)
async def metrics(request: Request) -> Response:
    """Return the metrics in the text format of Prometheus."""
    return Response(generate_latest(request.app.state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


@router.get("/docs", include_in_schema=False)
async def docs(reader: RequestLanguage) -> HTMLResponse:
    """Return the documentation of the API, which loads nothing from elsewhere."""
    # Swagger UI sets style attributes in its markup; it runs no script but our own and the one it comes with.
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'"
    )
    return HTMLResponse(page.render_documentation(reader), headers={"Content-Security-Policy": policy})


@router.get("/static/{name}", include_in_schema=False)
def static(name: str) -> Response:
    """Return a script, a style sheet or a picture of a page."""
    found = page.read_static_file(name) or viz.read_static_file(name)
    if found is None:
        raise HTTPException(404)
    content, media_type = found
    return Response(content, media_type=media_type, headers={"Cache-Control": "public, max-age=3600"})
