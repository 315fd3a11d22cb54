"""The methods of an address, for the header Allow (RFC 9110, section 10.2.1)."""

from fastapi import Request
from starlette.routing import Match

ROUTE_METHODS = ("GET", "POST")
"""The methods that routes declare. HEAD goes with GET, and OPTIONS with any."""


def find_allowed_methods(request: Request) -> str:
    """Return the methods of an address as Allow lists them; one path may have several routes."""
    # Matching writes into the scope that it is given.
    scopes = {method: {**request.scope, "method": method, "path_params": {}} for method in ROUTE_METHODS}
    found = [
        method
        for method, scope in scopes.items()
        if any(route.matches(dict(scope))[0] is Match.FULL for route in request.app.router.routes)
    ]
    return ", ".join([*found[:1], *(["HEAD"] if "GET" in found else []), *found[1:], "OPTIONS"])
