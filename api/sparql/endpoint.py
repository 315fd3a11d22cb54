"""`/sparql`: queries, the description of the service, and the editor."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import State
from starlette.exceptions import HTTPException

from api import negotiation, pages
from api.dependencies import Graph, Reader
from api.errors import Problem
from api.sparql.request import Asked, read
from graph import BadParameterError, exchange
from graph.describing import describe_dataset

router = APIRouter(tags=["sparql"])
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": description}
    for status, description in (
        (400, "The query cannot be parsed, or asks for what is refused; with its line and column"),
        (406, "No format that the client accepts"),
        (413, "The query or its answer is too long"),
        (415, "A query is posted as a form or as application/sparql-query"),
        (422, "A parameter that makes no sense"),
        (503, "The query took too much time or memory, or too many are running"),
    )
}
OFFERS: Mapping[exchange.Kind, negotiation.Offers] = {
    "solutions": negotiation.SOLUTIONS,
    "triples": negotiation.TRIPLES,
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
    accept = request.headers.get("accept", "")
    if asked.text is not None:
        return await run_in_threadpool(answer, request.app.state, asked, accept)
    if negotiation.prefers_html(accept):
        return HTMLResponse(pages.editor(graph, reader))
    form = negotiation.choose(accept, negotiation.TRIPLES) or "turtle"
    service = str(request.url.replace(query=""))
    return Response(describe_dataset(graph, service, form), media_type=exchange.media_type("triples", form))


@router.post("/sparql", response_class=Response, responses={200: CONTENT, **ERRORS})
async def post_query(request: Request) -> Response:
    """Answer a query that is posted as a form or as `application/sparql-query`."""
    asked = await read(request)
    accept = request.headers.get("accept", "")
    return await run_in_threadpool(answer, request.app.state, asked, accept)


def answer(state: State, asked: Asked, accept: str) -> Response:
    """Have a query answered, and give the answer in the format that was asked for."""
    forms = {kind: wanted(kind, asked.form, accept) for kind in OFFERS}
    job = partial(
        exchange.evaluate,
        text=asked.text or "",
        forms=forms,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        most=state.longest,
    )
    kind, content = state.run(job, asked.seconds)
    if content is None:
        raise refusal(kind, asked.form)
    media_type = exchange.media_type(kind, forms[kind] or "")
    return Response(content, media_type=media_type, headers={"Vary": "Accept"})


def wanted(kind: exchange.Kind, name: str | None, accept: str) -> str | None:
    """Choose the format for a kind of answer, by name if one was given, else by Accept; None if none fits."""
    offers = OFFERS[kind]
    if name is not None:
        return negotiation.by_name(name, offers)
    # A browser that runs a query from the address bar would rather see JSON than an error.
    browser = negotiation.weight_of("text/html", negotiation.ranges(accept)) > 0
    return negotiation.choose(accept, offers) or (next(iter(offers)) if browser else None)


def refusal(kind: exchange.Kind, name: str | None) -> Exception:
    """Say in which formats an answer could have been given."""
    if name is not None:
        there = ", ".join(OFFERS[kind])
        return BadParameterError(f"this answer comes as {there}, not as “{name[:50]}”", parameter="format")
    return HTTPException(
        406, f"this answer comes as {', '.join(types[0] for types in OFFERS[kind].values())}"
    )
