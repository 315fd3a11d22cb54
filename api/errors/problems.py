"""Every error as `application/problem+json` (RFC 9457), in English or Chinese: what is wrong, what helps."""

import logging
import math
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.dependencies import spoken
from api.errors import html
from api.errors.allowed_methods import allowed
from api.errors.titles import INTERNAL, UNANSWERED, not_allowed, nothing_at, title
from api.errors.validation import of_validation
from api.http.request_record import seen
from api.workers.rate_limits import RateLimitError
from graph import BadParameterError, BadQueryError, GraphError, UnknownNameError
from graph.ask import Language
from graph.errors import LimitError, LocalError, StoreError, TooLongError
from graph.models import Label

log = logging.getLogger("distrograph.api")
PROBLEM = "application/problem+json"
RETRY_AFTER = {"killed": 1, "crowd": 2}
"""Seconds after which it is worth to ask again, by the cause of a refusal."""
TYPES = "https://w3id.org/distrograph/problem/"
VARY = "Accept, Accept-Language"


class Refusal(HTTPException):
    """A refusal by a status of HTTP, worded in English and Chinese."""

    def __init__(
        self, status: int, english: str, chinese: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, english, headers)
        self.wording = Label(en=english, zh=chinese)


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


def problem(
    status: int,
    name: str,
    wording: Label,
    language: Language,
    **helps: Any,  # noqa: ANN401  # fields of Problem
) -> ProblemResponse:
    """Make a problem response; `name` ends its type, the further fields are those of Problem."""
    body = Problem(
        type=TYPES + name,
        title=getattr(title(status), language),
        status=status,
        detail=getattr(wording, language),
        **helps,
    )
    headers = {"Content-Language": language, "Vary": VARY}
    return ProblemResponse(body.model_dump(exclude_none=True), status, headers)


def of_graph(error: GraphError, language: Language) -> ProblemResponse:
    """State an error of the graph: 404 for an unknown name, 400 for a bad query, 422 for a bad parameter."""
    said = error.wording
    if isinstance(error, UnknownNameError):
        return problem(404, "unknown-name", said, language, suggestions=error.suggestions)
    if isinstance(error, BadQueryError):
        place = Position(line=error.line, column=error.column) if error.line and error.column else None
        return problem(400, "bad-query", said, language, position=place)
    if isinstance(error, BadParameterError):
        return problem(422, "bad-parameter", said, language, parameter=error.parameter)
    if isinstance(error, LimitError):
        return of_limit(error, language)
    if isinstance(error, StoreError):
        response = problem(error.status, "store", said, language)
        response.headers["Retry-After"] = str(math.ceil(error.after))
        return response
    return problem(500, "internal", UNANSWERED, language)


def of_limit(error: LimitError, language: Language) -> ProblemResponse:
    """State the limit that was hit: 413 too long an answer, 429 a busy client, 502 another service, 503."""
    limit = getattr(error.limit, language) if error.limit else None
    if isinstance(error, TooLongError):
        return problem(413, "limit", error.wording, language, limit=limit)
    busy = isinstance(error, RateLimitError)
    status = 429 if busy else {"service": 502}.get(error.cause, 503)
    response = problem(status, "limit", error.wording, language, limit=limit)
    seconds = error.retry_after if isinstance(error, RateLimitError) else RETRY_AFTER.get(error.cause, 5)
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def of_http(error: HTTPException, wording: Label, language: Language) -> ProblemResponse:
    """State an error of HTTP."""
    name = HTTPStatus(error.status_code).name.lower().replace("_", "-")
    response = problem(error.status_code, name, wording, language)
    response.headers.update(error.headers or {})
    return response


def as_wanted(request: Request, response: ProblemResponse, wording: Label) -> Response:
    """Return a problem, or, to who would rather have one, a page that says the same."""
    if not html.is_person(request):
        return response
    page = html.refused(request, wording, response.status_code, spoken(request.scope))
    about = ("allow", "retry-after")
    page.headers.update({name: value for name, value in response.headers.items() if name in about})
    return page


def install(app: FastAPI) -> None:
    """Make an application answer every error with a problem."""

    @app.exception_handler(GraphError)
    async def graph_error(request: Request, error: GraphError) -> Response:
        if isinstance(error, StoreError):
            seen(request.scope).failed("store", error)
        response = of_graph(error, spoken(request.scope))
        wording = UNANSWERED if isinstance(error, LocalError) else error.wording
        return as_wanted(request, response, wording)

    @app.exception_handler(RequestValidationError)
    async def bad_parameter(request: Request, error: RequestValidationError) -> Response:
        name, said = of_validation(request, error.errors()[0])
        response = problem(422, "bad-parameter", said, spoken(request.scope), parameter=name)
        return as_wanted(request, response, said)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        return of_routes(request, error)

    @app.exception_handler(Exception)
    async def internal_error(request: Request, error: Exception) -> ProblemResponse:
        log.error("unexpected error", exc_info=error)
        return problem(500, "internal", INTERNAL, spoken(request.scope))


def of_routes(request: Request, error: HTTPException) -> Response:
    """State an error of HTTP that a route has raised, or that there is no route."""
    language = spoken(request.scope)
    if error.status_code == HTTPStatus.NOT_FOUND and html.is_person(request):
        return html.lost(request, language)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = allowed(request)
        error.headers = {**(error.headers or {}), "Allow": methods}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=error.headers)
        wording = not_allowed(methods)
    elif error.status_code == HTTPStatus.NOT_FOUND:
        wording = nothing_at(request.scope["path"])
    elif isinstance(error, Refusal):
        wording = error.wording
    else:
        wording = Label(en=str(error.detail), zh=title(error.status_code).zh)
    return as_wanted(request, of_http(error, wording, language), wording)


RESPONSES: dict[int | str, dict[str, Any]] = {
    404: {"model": Problem, "description": "The graph has never heard of it", "content": {PROBLEM: {}}},
    422: {"model": Problem, "description": "A parameter that makes no sense", "content": {PROBLEM: {}}},
}
"""The errors that every route of `/api/v1` may answer with, for OpenAPI."""
