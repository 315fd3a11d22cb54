"""Observability of every request: an id, a duration, a line in the log, metrics and a span."""

from __future__ import annotations

import itertools
import logging
import re
import secrets
import time
from http import HTTPStatus
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors.problems import make_problem
from api.errors.texts import INTERNAL_ERROR
from api.http.language import request_language
from api.http.request_record import CLIENT_CLOSED_REQUEST, RequestRecord
from api.observability.logging import Log
from api.observability.metrics import Metrics
from api.observability.tracing import Tracing

REQUEST_ID = re.compile(rb"[A-Za-z0-9._:-]{1,100}")
"""A request id that is accepted from a client or a proxy."""
OUTCOMES = {2: "ok", 3: "ok", 4: "refused", 5: "failed"}
"""The outcome of a request by the first digit of its status, unless its record has one."""


MAX_PATH_CHARACTERS = 500
"""Characters of a path that are logged."""
logger = logging.getLogger("distrograph.api")


class FastPathHandler(Protocol):
    """Answers frequent requests without the application, see `api.fast_path`."""

    def try_handle(self, cycle: Any, fall_back: Any, /) -> bool:  # noqa: ANN401  # of the server's protocol
        """Handle a request; return False to leave it to the application."""


class ObservabilityMiddleware:
    """ASGI middleware, the outermost; the HTTP protocol tries `fast_path` before it."""

    fast_path: FastPathHandler | None = None
    tracing: Tracing | None = None

    def __init__(self, app: ASGIApp, metrics: Metrics, log: Log | None = None) -> None:
        self.app = app
        self.metrics = metrics
        self.log = log if log and log.level <= logging.INFO else None
        self.prefix = secrets.token_hex(4)
        self.numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and record it.

        The application gets a copy of the scope. The server goes on reading the original, by whose method it
        decides whether a response has a body.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        record: RequestRecord = scope.get("distrograph.record") or self.start_record(scope)
        app_scope = _convert_head_to_get(scope) if scope["method"] == "HEAD" else scope
        app_scope = {**app_scope, "distrograph.record": record}

        async def send_recorded(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                headers = [
                    *message["headers"],
                    (b"x-request-id", record.id),
                    (b"server-timing", record.format_server_timing()),
                ]
                message = {"type": "http.response.start", "status": record.status, "headers": headers}
            elif _is_bodiless(scope["method"], record.status):
                message = {**message, "body": b""}
            record.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(app_scope, receive, send_recorded)
        except Exception:
            if record.status != CLIENT_CLOSED_REQUEST:
                raise  # the server closes the connection, so that no client takes the part for the whole
            logger.exception("unexpected error, request %s", record.id.decode())
            response = make_problem(500, "internal", INTERNAL_ERROR, request_language(app_scope))
            await response(app_scope, receive, send_recorded)
        finally:
            self.finish(scope, record, app_scope.get("route"))

    def start_record(self, scope: Scope) -> RequestRecord:
        """Start the record of a request."""
        return RequestRecord(self.choose_request_id(scope))

    def choose_request_id(self, scope: Scope) -> bytes:
        """Return the id of a request: the one that it comes with, if that is valid, or a new one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and REQUEST_ID.fullmatch(value):
                valid_id: bytes = value
                return valid_id
        return f"{self.prefix}-{next(self.numbers)}".encode()

    def finish(self, scope: Scope, record: RequestRecord, route: object = None) -> None:
        """Count, trace and log a request; `route` is the one that matched, if any."""
        seconds = time.perf_counter() - record.started_at
        path = record.route or getattr(route, "path", "other")
        outcome = record.outcome or OUTCOMES.get(record.status // 100, "failed")
        if record.status == CLIENT_CLOSED_REQUEST:
            outcome = "gone"
        self.metrics.observe_request(path, record.status, outcome, seconds)
        if self.tracing:
            self.tracing.record_request(scope, path, record.status, outcome, seconds)
        if self.log is None:
            return
        line = {
            "time": time.time(),
            "level": "error" if outcome == "store" else "info",
            "id": record.id.decode("ascii"),
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"],
            "path": _shorten_path(scope["path"]),
            "route": path,
            "status": record.status,
            "outcome": outcome,
            "bytes": record.size,
            "ms": round(seconds * 1e3, 2),
        }
        if record.reason:
            line["reason"] = record.reason
        if record.query and self.log.level <= logging.DEBUG:
            line["query"] = record.query
        self.log.add(line)


def _shorten_path(path: str) -> str:
    """Return a path, or the beginning of a long one."""
    return path if len(path) <= MAX_PATH_CHARACTERS else f"{path[:MAX_PATH_CHARACTERS]}…"


def _convert_head_to_get(scope: Scope) -> Scope:
    """Return the scope of the GET that a HEAD stands for, without Range (RFC 9110, 9.3.2, 14.2)."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
    return {**scope, "method": "GET", "headers": headers}


def _is_bodiless(method: str, status: int) -> bool:
    """Return whether a response ends with its headers (RFC 9110, section 6.4.1).

    On a kept-alive connection, a body would be read as the next response.
    """
    return method == "HEAD" or status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
