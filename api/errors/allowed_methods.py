"""What may be done with an address: the methods that Allow names (RFC 9110, section 10.2.1)."""

from fastapi import Request
from starlette.routing import Match

KNOWN = ("GET", "POST")
"""The methods that routes here have. HEAD goes with GET, and OPTIONS with any."""


def allowed(request: Request) -> str:
    """Name the methods of an address. One path may have several routes, each with a method of its own."""
    # Matching writes into the scope that it is given.
    scopes = {method: {**request.scope, "method": method, "path_params": {}} for method in KNOWN}
    found = [
        method
        for method, scope in scopes.items()
        if any(route.matches(dict(scope))[0] is Match.FULL for route in request.app.router.routes)
    ]
    return ", ".join([*found[:1], *(["HEAD"] if "GET" in found else []), *found[1:], "OPTIONS"])
