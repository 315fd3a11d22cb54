"""OpenTelemetry: what a collector receives."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import httpx2
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from api.observability.tracing import configure_tracing
from graph.errors import MissingLibraryError
from tests.support.running_server import served

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


class Collector(BaseHTTPRequestHandler):
    """What spans are sent to."""

    spans: ClassVar[list[Span]] = []
    services: ClassVar[set[str]] = set()

    def do_POST(self) -> None:  # the name that the library calls
        """Take spans."""
        sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["content-length"])))
        for resource in sent.resource_spans:
            self.services.update(
                each.value.string_value for each in resource.resource.attributes if each.key == "service.name"
            )
            self.spans.extend(span for scope in resource.scope_spans for span in scope.spans)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def test_each_request_is_a_span_of_its_callers_trace() -> None:
    """With route, status and outcome; without a caller it begins a trace, and failures are marked."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector:
        thread = threading.Thread(target=collector.serve_forever, args=(0.01,))
        thread.start()
        try:
            ask(f"http://127.0.0.1:{collector.server_port}")
        finally:
            collector.shutdown()
            thread.join()
    spans = {span.name: span for span in Collector.spans}
    assert Collector.services == {"distrograph"}
    page, query = spans["GET /api/v1/components/{id}"], spans["GET /sparql"]
    assert (page.trace_id.hex(), page.parent_span_id.hex()) == (TRACE, PARENT)
    assert query.parent_span_id == b""
    told = {each.key: each.value for each in query.attributes}
    assert told["http.response.status_code"].int_value == 400
    assert told["distrograph.outcome"].string_value == "refused"
    assert 0 < query.end_time_unix_nano - query.start_time_unix_nano < 60e9


def ask(collector: str) -> None:
    """Ask a server that sends its spans to a collector two things, and end it."""
    caller = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
    with served("--workers", "1", OTEL_EXPORTER_OTLP_ENDPOINT=collector) as running:
        page = f"{running.address}/api/v1/components/kine"
        assert httpx2.get(page, headers=caller, timeout=30).status_code == 200
        assert httpx2.get(f"{running.address}/sparql?query=nonsense").status_code == 400


def test_without_the_sdk_the_way_to_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who turns it on without the extra is told so, and nothing is made where nobody asks for it."""
    assert configure_tracing() is None
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(MissingLibraryError, match="telemetry"):
        configure_tracing()
