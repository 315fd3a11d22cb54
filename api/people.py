"""Pages for people: what goes wrong with one is a page too, and a problem for programs."""

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import HTMLResponse

import viz
from api import negotiation
from graph import BadParameterError, KnowledgeGraph, UnknownNameError


def shown(
    request: Request, graph: KnowledgeGraph, reader: str, make: Callable[[], str], wanted: str = "explore"
) -> HTMLResponse:
    """Answer with a page, or with one that helps: `wanted` is the page that its suggestions lead to.

    Raises, for a program, what the making of the page raises.
    """
    try:
        return HTMLResponse(make())
    except UnknownNameError as error:
        if not negotiation.prefers_html(request.headers.get("accept", "")):
            raise
        return HTMLResponse(viz.missing_page(graph, error, reader, wanted), 404)
    except BadParameterError as error:
        if not negotiation.prefers_html(request.headers.get("accept", "")):
            raise
        return HTMLResponse(viz.refused_page(str(error), reader), 422)
