"""The record of a request, for the log and the metrics; whatever answers it adds what only it knows."""

import time

from starlette.types import Scope

CLIENT_CLOSED_REQUEST = 499
"""The status that is counted if the client disconnects before there is one, as in nginx."""


class RequestRecord:
    """What is recorded of a request; `outcome`, `reason` and `query` are set by whatever answers it."""

    __slots__ = ("id", "outcome", "query", "reason", "route", "size", "started_at", "status")

    def __init__(self, id: bytes) -> None:
        self.id = id
        self.started_at = time.perf_counter()
        self.status = CLIENT_CLOSED_REQUEST
        self.size = 0
        self.route = ""
        self.outcome = ""
        self.reason = ""
        self.query = ""

    def record_failure(self, outcome: str, error: Exception) -> None:
        """Record the outcome of an error, and its reason if the operator should know it."""
        self.outcome = outcome
        self.reason = str(error) if outcome == "store" else ""

    def format_server_timing(self) -> bytes:
        """Return the duration so far as a Server-Timing header (W3C Server Timing, section 3)."""
        hit = ", hit" if self.outcome == "remembered" else ""
        return f"app;dur={(time.perf_counter() - self.started_at) * 1e3:.2f}{hit}".encode()


def get_record(scope: Scope) -> RequestRecord:
    """Return the request's record, or a throw-away one outside the middleware."""
    found: RequestRecord = scope.get("distrograph.record") or RequestRecord(b"")
    return found
