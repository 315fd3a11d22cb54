"""Errors as HTML pages, for browsers; programs get problem details."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

import viz
from api.http import content_negotiation
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from i18n import Language, Message

PROGRAM_PREFIXES = ("/api/", "/sparql", "/static/")
"""Paths that are for programs only, whatever they accept."""
SAFE_CHARACTERS = "/%:@!$&'()*+,;=~"
"""Characters of a path that are not percent-encoded."""


def respond_with_page(
    request: Request,
    graph: KnowledgeGraph,
    reader: Language,
    make: Callable[[], str],
    address: str = "",
) -> HTMLResponse:
    """Respond with a page, or an error page: `address` is that of its suggestions, with `{id}` in it.

    Raises what `make` raises if the client is a program.
    """
    try:
        return HTMLResponse(make())
    except UnknownNameError as error:
        if not is_page_request(request):
            raise
        return respond_with_unknown_name(request, graph, error, reader, address)
    except BadParameterError as error:
        if not is_page_request(request):
            raise
        return respond_with_error(request, error.message, HTTPStatus.UNPROCESSABLE_ENTITY, reader)


def is_page_request(request: Request) -> bool:
    """Return whether the client prefers a page to problem details."""
    accept = request.headers.get("accept", "")
    return not request.scope["path"].startswith(PROGRAM_PREFIXES) and content_negotiation.prefers_html(accept)


def respond_with_unknown_name(
    request: Request,
    graph: KnowledgeGraph,
    error: UnknownNameError,
    reader: Language,
    address: str = "",
) -> HTMLResponse:
    """Respond with the page for a name that the graph does not know."""
    page = viz.unknown_name_page(graph, error, reader, address, turned=_other_language_url(request, reader))
    return HTMLResponse(page, HTTPStatus.NOT_FOUND, {"Content-Language": reader})


def respond_with_error(request: Request, message: Message, status: int, reader: Language) -> HTMLResponse:
    """Respond with the page for an error, such as a bad parameter."""
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    page = viz.error_page(
        message.render(reader), reader, failed=failed, turned=_other_language_url(request, reader)
    )
    return HTMLResponse(page, status, {"Content-Language": reader})


def respond_with_unknown_path(request: Request, reader: Language) -> HTMLResponse:
    """Respond with the page for an address that has no route."""
    page = viz.unknown_address_page(
        request.scope["path"], reader, turned=_other_language_url(request, reader)
    )
    return HTMLResponse(page, HTTPStatus.NOT_FOUND, {"Content-Language": reader})


def _other_language_url(request: Request, reader: Language) -> str:
    """Return the address of the same page in the other language, with all other parameters as they are.

    The path begins with one slash and no more, or a browser would take what follows for another host.
    """
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = quote(raw, safe=SAFE_CHARACTERS).lstrip("/")
    other = "en" if reader == "zh" else "zh"
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return f"/{path}?{urlencode([*given, ('lang', other)])}"
