"""OpenTelemetry: a span for each request, exported if the environment configures it.

Its own variables configure it (OpenTelemetry specification, "Environment Variable Specification"):
OTEL_EXPORTER_OTLP_ENDPOINT turns it on, OTEL_SERVICE_NAME names the service, OTEL_TRACES_SAMPLER thins out.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from opentelemetry.propagate import extract
from opentelemetry.trace import SpanKind, Status, StatusCode
from starlette.types import Scope

from graph.errors import MissingLibraryError
from graph.settings import refuse_plain_http
from i18n import Alternatives, Message

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

ENDPOINT_VARIABLES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
HEADER_VARIABLES = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")
SERVER_ERROR = 500


class Tracing:
    """Makes spans. It starts a thread, so create it after the workers are forked."""

    def __init__(self, provider: TracerProvider) -> None:
        self.provider = provider
        self.tracer = provider.get_tracer("distrograph")

    def record_request(self, scope: Scope, route: str, status: int, outcome: str, seconds: float) -> None:
        """Record the span of a request that ends now (semantic conventions for HTTP servers)."""
        now = time.time_ns()
        carried = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        span = self.tracer.start_span(
            f"{scope['method']} {route}",
            extract(carried),
            SpanKind.SERVER,
            {
                "http.request.method": scope["method"],
                "http.response.status_code": status,
                "http.route": route,
                "url.path": scope["path"],
                "url.scheme": scope.get("scheme", "http"),
                "client.address": (scope.get("client") or ("",))[0],
                "distrograph.outcome": outcome,
            },
            start_time=now - int(seconds * 1e9),
        )
        if status >= SERVER_ERROR:
            span.set_status(Status(StatusCode.ERROR))
        span.end(now)

    def shutdown(self) -> None:
        """Export the remaining spans."""
        self.provider.shutdown()


def configure_tracing() -> Tracing | None:
    """Return the tracing that the environment configures; None if it configures none.

    Raises MissingLibraryError if the SDK is not installed, and LocalError if headers, which hold the keys of
    the collector, would be sent in plain text.
    """
    if not any(os.environ.get(name) for name in ENDPOINT_VARIABLES):
        return None
    for name in HEADER_VARIABLES:
        if os.environ.get(name):
            refuse_plain_http(
                os.environ.get(ENDPOINT_VARIABLES[1]) or os.environ.get(ENDPOINT_VARIABLES[0]) or "",
                f"what {name} holds",
            )
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        message = Message(
            "{variables} is set, which needs an extra: run pip install -e '.[telemetry]'",
            variables=Alternatives(ENDPOINT_VARIABLES),
        )
        raise MissingLibraryError(message) from None
    os.environ.setdefault("OTEL_SERVICE_NAME", "distrograph")
    provider = TracerProvider(resource=Resource.create())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)
