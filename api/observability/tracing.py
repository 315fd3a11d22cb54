"""OpenTelemetry: a span for each request, sent wherever the environment says; without that, nothing.

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
from graph.plain_http import refuse_plain_http

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

SWITCHES = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
SECRETS = ("OTEL_EXPORTER_OTLP_HEADERS", "OTEL_EXPORTER_OTLP_TRACES_HEADERS")
FAILED = 500


class Tracing:
    """What makes spans. It has a thread, so make it after the workers are forked."""

    def __init__(self, provider: TracerProvider) -> None:
        self.provider = provider
        self.tracer = provider.get_tracer("distrograph")

    def note(self, scope: Scope, route: str, status: int, outcome: str, seconds: float) -> None:
        """Describe a request that took so many seconds until now (semantic conventions for HTTP servers)."""
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
        if status >= FAILED:
            span.set_status(Status(StatusCode.ERROR))
        span.end(now)

    def stop(self) -> None:
        """Send what is left."""
        self.provider.shutdown()


def tracing() -> Tracing | None:
    """Make what the environment asks for.

    Raises MissingLibraryError if the SDK is not installed, and LocalError if headers, which hold the keys of
    who takes spans, would go out in the open.
    """
    if not any(os.environ.get(name) for name in SWITCHES):
        return None
    for name in SECRETS:
        if os.environ.get(name):
            refuse_plain_http(
                os.environ.get(SWITCHES[1]) or os.environ.get(SWITCHES[0]) or "", f"what {name} holds"
            )
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        message = f"{' or '.join(SWITCHES)} is set, which needs an extra: pip install -e '.[telemetry]'"
        raise MissingLibraryError(message) from None
    os.environ.setdefault("OTEL_SERVICE_NAME", "distrograph")
    provider = TracerProvider(resource=Resource.create())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)
