"""Pages for people: what goes wrong with one is a page too, and a problem for programs."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

import viz
from api.http import content_negotiation
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.ask import Language
from graph.models import Label

FOR_PROGRAMS = ("/api/", "/sparql", "/static/")
"""Where only programs ask, whatever they say that they accept."""
KEPT = "/%:@!$&'()*+,;=~"
"""What stands in the address of a page as it came."""


def respond_with_page(
    request: Request,
    graph: KnowledgeGraph,
    reader: Language,
    make: Callable[[], str],
    address: str = "",
) -> HTMLResponse:
    """Answer with a page, or with one that helps: `address` is that of its suggestions, with `{id}` in it.

    Raises, for a program, what the making of the page raises.
    """
    try:
        return HTMLResponse(make())
    except UnknownNameError as error:
        if not is_person(request):
            raise
        return respond_with_not_found(request, graph, error, reader, address)
    except BadParameterError as error:
        if not is_person(request):
            raise
        return refused(request, error.wording, HTTPStatus.UNPROCESSABLE_ENTITY, reader)


def is_person(request: Request) -> bool:
    """Return whether who asks would rather have a page."""
    accept = request.headers.get("accept", "")
    return not request.scope["path"].startswith(FOR_PROGRAMS) and content_negotiation.prefers_html(accept)


def respond_with_not_found(
    request: Request,
    graph: KnowledgeGraph,
    error: UnknownNameError,
    reader: Language,
    address: str = "",
) -> HTMLResponse:
    """Answer with the page for a name that the graph has never heard of."""
    page = viz.missing_page(graph, error, reader, address, turned=turned(request, reader))
    return HTMLResponse(page, HTTPStatus.NOT_FOUND, {"Content-Language": reader})


def refused(request: Request, wording: Label, status: int, reader: Language) -> HTMLResponse:
    """Answer with the page for a question that makes no sense."""
    failed = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    page = viz.refused_page(getattr(wording, reader), reader, failed=failed, turned=turned(request, reader))
    return HTMLResponse(page, status, {"Content-Language": reader})


def lost(request: Request, reader: Language) -> HTMLResponse:
    """Answer with the page for an address that leads nowhere."""
    page = viz.lost_page(request.scope["path"], reader, turned=turned(request, reader))
    return HTMLResponse(page, HTTPStatus.NOT_FOUND, {"Content-Language": reader})


def turned(request: Request, reader: Language) -> str:
    """Return the address of the same page in the other language, with all other parameters as they are.

    The path begins with one slash and no more, or a browser would take what follows for another host.
    """
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = quote(raw, safe=KEPT).lstrip("/")
    other = "en" if reader == "zh" else "zh"
    given = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return f"/{path}?{urlencode([*given, ('lang', other)])}"
