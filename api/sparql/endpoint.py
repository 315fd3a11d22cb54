"""`/sparql`: queries, the description of the service, and the editor."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from api import negotiation, pages
from api.dependencies import Graph, Reader
from api.errors import Problem
from api.sparql.request import Asked, read
from graph import BadParameterError, KnowledgeGraph, exchange
from graph.describing import describe_dataset
from graph.guard import check

router = APIRouter(tags=["sparql"])
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in (
        (400, "The query cannot be parsed, or asks for what is refused; with its line and column"),
        (406, "No format that the client accepts"),
        (413, "The query is too long"),
        (415, "A query is posted as a form or as application/sparql-query"),
        (422, "A parameter that makes no sense"),
    )
}
CONTENT: dict[str, Any] = {
    "content": {
        types[0]: {} for offers in (negotiation.SOLUTIONS, negotiation.TRIPLES) for types in offers.values()
    }
}


@router.get("/sparql", response_class=Response, responses={200: CONTENT, **ERRORS})
async def get_query(request: Request, graph: Graph, reader: Reader) -> Response:
    """Answer the query in `query`; without one, describe the service, or give the editor to a browser."""
    asked = await read(request)
    if asked.text is not None:
        return await run_in_threadpool(answer, graph, asked, request.headers.get("accept", ""))
    accept = request.headers.get("accept", "")
    if negotiation.prefers_html(accept):
        return HTMLResponse(pages.editor(graph, reader))
    form = negotiation.choose(accept, negotiation.TRIPLES) or "turtle"
    service = str(request.url.replace(query=""))
    return Response(describe_dataset(graph, service, form), media_type=exchange.media_type("triples", form))


@router.post("/sparql", response_class=Response, responses={200: CONTENT, **ERRORS})
async def post_query(request: Request, graph: Graph) -> Response:
    """Answer a query that is posted as a form or as `application/sparql-query`."""
    asked = await read(request)
    return await run_in_threadpool(answer, graph, asked, request.headers.get("accept", ""))


def answer(graph: KnowledgeGraph, asked: Asked, accept: str) -> Response:
    """Evaluate and write in this one thread: results belong to the thread that made them."""
    text = asked.text or ""
    check(text)
    pending = exchange.begin(graph.store, text, asked.default_graphs, asked.named_graphs)
    try:
        form = wanted(pending.kind, asked.form, accept)
        media_type = exchange.media_type(pending.kind, form)
        return Response(pending.write(form), media_type=media_type, headers={"Vary": "Accept"})
    finally:
        # An error takes the frames that it passed to another thread, and the result must not go with them.
        del pending


def wanted(kind: exchange.Kind, name: str | None, accept: str) -> str:
    """Choose the format: by name if one was given, else by Accept."""
    offers = negotiation.TRIPLES if kind == "triples" else negotiation.SOLUTIONS
    if name is not None:
        if found := negotiation.by_name(name, offers):
            return found
        raise BadParameterError(
            f"this answer comes as {', '.join(offers)}, not as “{name[:50]}”", parameter="format"
        )
    # A browser that runs a query from the address bar would rather see JSON than an error.
    browser = negotiation.weight_of("text/html", negotiation.ranges(accept)) > 0
    chosen = negotiation.choose(accept, offers) or (next(iter(offers)) if browser else None)
    if chosen is None:
        raise HTTPException(406, f"this answer comes as {', '.join(t[0] for t in offers.values())}")
    return chosen
