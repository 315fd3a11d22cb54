"""Middleware for the headers that responses have in common: security, CORS, Vary."""

from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as ASGIMessage

from api.errors.problems import make_problem
from api.http.language import request_language
from i18n import Message

SECURITY_HEADERS = [
    (
        b"content-security-policy",
        (
            b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            b"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
"""Security headers, unless a route sets its own."""
EXPOSED_HEADERS = (
    "ETag",
    "Link",
    "Allow",
    "Retry-After",
    "Content-Disposition",
    "Accept-Ranges",
    "Content-Range",
    "Server-Timing",
    "X-Request-Id",
)
"""Headers that a script of another origin may read, beside the safelisted ones."""
CORS_HEADERS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED_HEADERS).encode()),
]
"""Any origin may read any response: there are no credentials (Fetch standard, section 3.2.3)."""
COMMON_HEADERS = SECURITY_HEADERS + CORS_HEADERS
MAX_QUERY_STRING_BYTES = 65_535
"""Bytes of a query string. Our server rejects a longer address before it comes here, see `HttpProtocol`."""
QUERY_STRING_TOO_LONG = Message(
    "the parameters in an address may have at most {max_query_string_bytes} bytes",
    max_query_string_bytes=MAX_QUERY_STRING_BYTES,
)


class CommonHeadersMiddleware:
    """ASGI middleware that adds the common headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; 414 if its query string is too long."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: ASGIMessage) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, make_relative(value) if name == b"location" else value)
                    for name, value in message["headers"]
                ]
                present = {name.lower() for name, _ in headers}
                message["headers"] = [*headers, *(pair for pair in COMMON_HEADERS if pair[0] not in present)]
            await send(message)

        if len(scope["query_string"]) > MAX_QUERY_STRING_BYTES:
            response = make_problem(414, "too-long", QUERY_STRING_TOO_LONG, request_language(scope))
            await response(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


def make_relative(location: bytes) -> bytes:
    """Strip scheme and host, which a client may have made up, from the target of a redirect.

    All redirects lead to this service (RFC 9110, section 10.2.2).
    """
    parts = urlsplit(location)
    return urlunsplit((b"", b"", b"/" + parts.path.lstrip(b"/"), parts.query, parts.fragment))


class PreflightMiddleware:
    """ASGI middleware that answers the preflight requests of CORS.

    The other headers of CORS are the same in all responses (see CORS_HEADERS), so that caches need not tell
    origins apart.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.preflight = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
            allow_headers=["*"],
            max_age=86400,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_preflight = scope["type"] == "http" and scope["method"] == "OPTIONS"
        await (self.preflight if is_preflight else self.app)(scope, receive, send)


class VaryMiddleware:
    """ASGI middleware that adds Accept and Accept-Language to Vary.

    Files do not vary; they are those with a Cache-Control of their own.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def send_varied(message: ASGIMessage) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                vary = headers.get("vary", "").lower()  # a problem sets it itself
                if "cache-control" not in headers and "accept-language" not in vary:
                    headers.add_vary_header("Accept, Accept-Language")
            await send(message)

        await self.app(scope, receive, send_varied)
