"""Every error as problem details (RFC 9457), in English or Chinese: what is wrong, and what helps."""

import logging
import math
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.errors import html
from api.errors.allowed_methods import find_allowed_methods
from api.errors.texts import (
    INTERNAL_ERROR,
    STORE_ERROR,
    describe_allowed_methods,
    describe_unknown_path,
    get_status_name,
    get_status_title,
)
from api.errors.validation import explain_validation_error
from api.http.language import request_language
from api.http.request_record import get_record
from api.workers.rate_limits import RateLimitError
from graph import BadParameterError, BadQueryError, GraphError, UnknownNameError
from graph.errors import LimitError, LocalError, StoreError, TooLongError
from i18n import Language, Message

log = logging.getLogger("distrograph.api")
PROBLEM_MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = {"killed": 1, "crowd": 2}
"""Seconds after which to retry, by the cause of a LimitError."""
TYPE_PREFIX = "https://w3id.org/distrograph/problem/"
VARY = "Accept, Accept-Language"


class LocalizedHTTPError(HTTPException):
    """An HTTPException with a message of the catalogue."""

    def __init__(self, status: int, message: Message, headers: dict[str, str] | None = None) -> None:
        super().__init__(status, str(message), headers)
        self.message = message


class QueryPosition(BaseModel):
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
    position: QueryPosition | None = None
    parameter: str | None = None
    limit: str | None = None


class ProblemResponse(JSONResponse):
    """A response that holds a Problem."""

    media_type = PROBLEM_MEDIA_TYPE


def make_problem(
    status: int,
    name: str,
    message: Message,
    language: Language,
    **helps: Any,  # noqa: ANN401  # fields of Problem
) -> ProblemResponse:
    """Make a response with a Problem; `name` ends its type, and `helps` are further fields."""
    body = Problem(
        type=TYPE_PREFIX + name,
        title=get_status_title(status).render(language),
        status=status,
        detail=message.render(language),
        **helps,
    )
    headers = {"Content-Language": language, "Vary": VARY}
    return ProblemResponse(body.model_dump(exclude_none=True), status, headers)


def make_graph_problem(error: GraphError, language: Language) -> ProblemResponse:
    """Make the problem for a GraphError: 404 an unknown name, 400 a bad query, 422 a bad parameter."""
    message = error.message
    if isinstance(error, UnknownNameError):
        return make_problem(404, "unknown-name", message, language, suggestions=error.suggestions)
    if isinstance(error, BadQueryError):
        place = QueryPosition(line=error.line, column=error.column) if error.line and error.column else None
        return make_problem(400, "bad-query", message, language, position=place)
    if isinstance(error, BadParameterError):
        return make_problem(422, "bad-parameter", message, language, parameter=error.parameter)
    if isinstance(error, LimitError):
        return _make_limit_problem(error, language)
    if isinstance(error, StoreError):
        response = make_problem(error.status, "store", message, language)
        response.headers["Retry-After"] = str(math.ceil(error.after))
        return response
    return make_problem(500, "internal", STORE_ERROR, language)


def _make_limit_problem(error: LimitError, language: Language) -> ProblemResponse:
    """Make the problem for a LimitError: 413 too long an answer, 429 a quota, 502 a service, or 503."""
    limit = error.limit.render(language) if error.limit else None
    if isinstance(error, TooLongError):
        return make_problem(413, "limit", error.message, language, limit=limit)
    status = 429 if isinstance(error, RateLimitError) else {"service": 502}.get(error.cause, 503)
    response = make_problem(status, "limit", error.message, language, limit=limit)
    seconds = (
        error.retry_after if isinstance(error, RateLimitError) else RETRY_AFTER_SECONDS.get(error.cause, 5)
    )
    response.headers["Retry-After"] = str(math.ceil(seconds))
    return response


def make_http_problem(error: HTTPException, message: Message, language: Language) -> ProblemResponse:
    """Make the problem for an HTTPException."""
    name = get_status_name(error.status_code)
    response = make_problem(error.status_code, name, message, language)
    response.headers.update(error.headers or {})
    return response


def _negotiate_error(request: Request, response: ProblemResponse, message: Message) -> Response:
    """Return a problem, or a page with the same message if the client prefers HTML."""
    if not html.is_page_request(request):
        return response
    page = html.respond_with_error(request, message, response.status_code, request_language(request.scope))
    copied = ("allow", "retry-after")
    page.headers.update({name: value for name, value in response.headers.items() if name in copied})
    return page


def install_handlers(app: FastAPI) -> None:
    """Install the exception handlers of an application, which answer every error with a problem."""

    @app.exception_handler(GraphError)
    async def graph_error(request: Request, error: GraphError) -> Response:
        if isinstance(error, StoreError):
            get_record(request.scope).record_failure("store", error)
        response = make_graph_problem(error, request_language(request.scope))
        message = STORE_ERROR if isinstance(error, LocalError) else error.message
        return _negotiate_error(request, response, message)

    @app.exception_handler(RequestValidationError)
    async def bad_parameter(request: Request, error: RequestValidationError) -> Response:
        name, message = explain_validation_error(request, error.errors()[0])
        response = make_problem(
            422, "bad-parameter", message, request_language(request.scope), parameter=name
        )
        return _negotiate_error(request, response, message)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> Response:
        return _respond_to_http_error(request, error)

    @app.exception_handler(Exception)
    async def internal_error(request: Request, error: Exception) -> ProblemResponse:
        log.error("unexpected error", exc_info=error)
        return make_problem(500, "internal", INTERNAL_ERROR, request_language(request.scope))


def _respond_to_http_error(request: Request, error: HTTPException) -> Response:
    """Respond to an HTTPException of a route, or of a path or method that has no route."""
    language = request_language(request.scope)
    if error.status_code == HTTPStatus.NOT_FOUND and html.is_page_request(request):
        return html.respond_with_unknown_path(request, language)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = find_allowed_methods(request)
        error.headers = {**(error.headers or {}), "Allow": methods}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=error.headers)
        message = describe_allowed_methods(methods)
    elif error.status_code == HTTPStatus.NOT_FOUND:
        message = describe_unknown_path(request.scope["path"])
    elif isinstance(error, LocalizedHTTPError):
        message = error.message
    else:
        message = get_status_title(error.status_code)
    return _negotiate_error(request, make_http_problem(error, message, language), message)


ERROR_RESPONSES: dict[int | str, dict[str, Any]] = {
    404: {
        "model": Problem,
        "description": "No such name in the graph",
        "content": {PROBLEM_MEDIA_TYPE: {}},
    },
    422: {
        "model": Problem,
        "description": "Invalid parameter",
        "content": {PROBLEM_MEDIA_TYPE: {}},
    },
}
"""The error responses of every route of `/api/v1`, for OpenAPI."""
