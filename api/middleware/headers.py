"""What responses have in common: security headers, and what they depend on."""

from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors.problems import make_problem
from api.http.language import request_language
from graph.models import Label

SECURITY = [
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
"""The headers that a browser is told for safety, unless a route says otherwise."""
EXPOSED = (
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
"""The headers that a script from another origin may read, beside those that it always may."""
READABLE = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED).encode()),
]
"""Any script may read what anybody may: there are no credentials (Fetch standard, section 3.2.3)."""
ALWAYS = SECURITY + READABLE
LONGEST_ADDRESS = 65_535
"""Bytes of a query string. What speaks HTTP refuses a longer address before it comes here, see `Protocol`."""
TOO_LONG = Label(
    en=f"an address has at most {LONGEST_ADDRESS} bytes of parameters",
    zh=f"地址的参数最多 {LONGEST_ADDRESS} 字节",
)


class Common:
    """ASGI middleware that adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an address that is too long is refused before anything reads it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, at_home(value) if name == b"location" else value)
                    for name, value in message["headers"]
                ]
                there = {name.lower() for name, _ in headers}
                message["headers"] = [*headers, *(pair for pair in ALWAYS if pair[0] not in there)]
            await send(message)

        if len(scope["query_string"]) > LONGEST_ADDRESS:
            refusal = make_problem(414, "too-long", TOO_LONG, request_language(scope))
            await refusal(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


def at_home(location: bytes) -> bytes:
    """Write where a redirect leads without scheme and host, which a client may have made up.

    All of them lead to this service (RFC 9110, section 10.2.2).
    """
    parts = urlsplit(location)
    return urlunsplit((b"", b"", b"/" + parts.path.lstrip(b"/"), parts.query, parts.fragment))


class CrossOrigin:
    """ASGI middleware that answers a browser which asks whether a script of another origin may ask.

    What scripts may read is said by `Common`, always the same, so that no cache need tell origins apart.
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
        asks = scope["type"] == "http" and scope["method"] == "OPTIONS"
        await (self.preflight if asks else self.app)(scope, receive, send)


class Varied:
    """ASGI middleware that says of answers that they depend on the preferred format and language.

    Files are the same for everybody; they are those that say themselves how long they may be kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""

        async def varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                said = headers.get("vary", "").lower()  # by a problem, which says it itself
                if "cache-control" not in headers and "accept-language" not in said:
                    headers.add_vary_header("Accept, Accept-Language")
            await send(message)

        await self.app(scope, receive, varied)
