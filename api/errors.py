"""Every error as `application/problem+json` (RFC 9457): what is wrong, where, and what helps."""

import logging
import math
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

import viz
from api.clients import BusyError
from api.dependencies import preferred
from api.methods import allowed
from api.negotiation import prefers_html
from graph import BadParameterError, BadQueryError, GraphError, UnknownNameError
from graph.errors import LimitError, TooLongError

log = logging.getLogger("distrograph.api")
PROBLEM = "application/problem+json"
RETRY_AFTER = {"killed": 1, "crowd": 2}
"""Seconds after which it is worth to ask again, by the cause of a refusal."""
TYPES = "https://w3id.org/distrograph/problem/"


class Position(BaseModel):
    """A place in a query, counted from 1."""

    line: int
    column: int


class Problem(BaseModel):
    """What went wrong (RFC 9457, section 3), and what helps."""

    type: str
    title: str
    status: int
    detail: str
    suggestions: list[str] | None = None
    position: Position | None = None
    parameter: str | None = None
    limit: str | None = None


class ProblemResponse(JSONResponse):
    """A response that holds a Problem."""

    media_type = PROBLEM


def problem(status: int, name: str, detail: str, **helps: Any) -> ProblemResponse:  # noqa: ANN401  # fields of Problem
    """Make a problem response; `name` ends its type, the further fields are those of Problem."""
    title = HTTPStatus(status).phrase
    body = Problem(type=TYPES + name, title=title, status=status, detail=detail, **helps)
    return ProblemResponse(body.model_dump(exclude_none=True), status)


def of_graph(error: GraphError) -> ProblemResponse:
    """Say an error of the graph: 404 for an unknown name, 400 for a bad query, 422 for a bad parameter."""
    if isinstance(error, UnknownNameError):
        return problem(404, "unknown-name", str(error), suggestions=error.suggestions)
    if isinstance(error, BadQueryError):
        place = Position(line=error.line, column=error.column) if error.line and error.column else None
        return problem(400, "bad-query", str(error), position=place)
    if isinstance(error, BadParameterError):
        return problem(422, "bad-parameter", str(error), parameter=error.parameter)
    if isinstance(error, LimitError):
        return of_limit(error)
    return problem(500, "internal", "the graph could not answer")


def of_limit(error: LimitError) -> ProblemResponse:
    """Say that a limit was hit: 413 too long an answer, 429 a busy client, 502 another service, else 503."""
    if isinstance(error, TooLongError):
        return problem(413, "limit", str(error), limit=error.limit)
    busy = isinstance(error, BusyError)
    status = 429 if busy else {"service": 502}.get(error.cause, 503)
    response = problem(status, "limit", str(error), limit=error.limit or None)
    seconds = error.after if isinstance(error, BusyError) else RETRY_AFTER.get(error.cause, 5)
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def of_http(error: HTTPException) -> ProblemResponse:
    """Say an error of HTTP."""
    name = HTTPStatus(error.status_code).name.lower().replace("_", "-")
    response = problem(error.status_code, name, str(error.detail))
    response.headers.update(error.headers or {})
    return response


def for_people(request: Request, detail: str, status: int) -> Response | None:
    """Make a page of an error for who would rather have one, except where only programs ask."""
    path, accept = request.url.path, request.headers.get("accept", "")
    if path.startswith(("/api/", "/sparql")) or not prefers_html(accept):
        return None
    language = preferred(request.headers.get("accept-language", ""))
    return HTMLResponse(viz.refused_page(detail, language), status)


def install(app: FastAPI) -> None:
    """Make an application answer every error with a problem."""

    @app.exception_handler(GraphError)
    async def graph_error(_: Request, error: GraphError) -> ProblemResponse:
        return of_graph(error)

    @app.exception_handler(RequestValidationError)
    async def bad_parameter(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        name = str(first["loc"][-1])
        said = f"parameter “{name}”: {first['msg']}"
        return for_people(request, said, 422) or problem(422, "bad-parameter", said, parameter=name)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            headers["Allow"] = allowed(request)
            if request.method == "OPTIONS":
                return Response(status_code=204, headers=headers)
        details = {
            404: f"there is nothing at {request.url.path[:100]}; see /docs",
            405: f"this method is not allowed here, but {headers.get('Allow', 'others')} are",
        }
        detail = details.get(error.status_code, str(error.detail))
        response = for_people(request, detail, error.status_code) or problem(
            error.status_code, HTTPStatus(error.status_code).name.lower().replace("_", "-"), detail
        )
        response.headers.update(headers)
        return response

    @app.exception_handler(Exception)
    async def internal_error(_: Request, error: Exception) -> ProblemResponse:
        log.error("unexpected error", exc_info=error)
        return problem(500, "internal", "something went wrong on our side; it was logged")


RESPONSES: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "The graph has never heard of it", "content": {PROBLEM: {}}},
    422: {"model": Problem, "description": "A parameter that makes no sense", "content": {PROBLEM: {}}},
}
"""The errors that every route of `/api/v1` may answer with, for OpenAPI."""
