"""What every response has in common: security headers, and a count and a time for the metrics."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
LONGEST_ADDRESS = 800_000
"""Bytes of a query string: a SPARQL query of the greatest length, percent-encoded."""


class Metrics:
    """What is counted: requests by route and status, and their seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "distrograph_requests", "Requests answered", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "distrograph_request_seconds",
            "Seconds until a request was answered",
            ["route"],
            registry=self.registry,
        )
        self.remembered = Counter(
            "distrograph_remembered", "Requests answered from memory", registry=self.registry
        )


class Common:
    """ASGI middleware that adds the headers and keeps the metrics."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; an address that is too long is refused before anything reads it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            # What a GET would say, without its body, which the server leaves out (RFC 9110, section 9.3.2).
            scope = {**scope, "method": "GET"}
        begun, status = time.perf_counter(), 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        if len(scope["query_string"]) > LONGEST_ADDRESS:
            refusal = problem(
                414, "too-long", f"an address has at most {LONGEST_ADDRESS} bytes of parameters"
            )
            await refusal(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)
        route = getattr(scope.get("route"), "path", "other")
        self.metrics.requests.labels(route, str(status)).inc()
        self.metrics.seconds.labels(route).observe(time.perf_counter() - begun)
