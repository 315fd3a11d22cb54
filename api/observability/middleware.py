"""What is seen of every request: an id, a time, a line in the log, figures for Prometheus, a span."""

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
from api.errors.titles import INTERNAL_ERROR
from api.http.language import request_language
from api.http.request_record import CLIENT_CLOSED_REQUEST, RequestRecord
from api.observability.logging import Log
from api.observability.metrics import Metrics
from api.observability.tracing import Tracing

FIT = re.compile(rb"[A-Za-z0-9._:-]{1,100}")
"""An id that a client or a proxy may give a request."""
KINDS = {2: "ok", 3: "ok", 4: "refused", 5: "failed"}
"""How a request ended, by the first figure of its status, unless somebody knows better."""


LONGEST_PATH = 500
"""Characters of a path that are logged."""
logger = logging.getLogger("distrograph.api")


class FastPath(Protocol):
    """A way past all layers for what is asked most, see `api.server.fast_path`."""

    def take(self, cycle: Any, leave: Any, /) -> bool:  # noqa: ANN401  # of the server's protocol
        """Answer a request, unless it is for the application."""


class Observed:
    """ASGI middleware, the outermost; `quick` is a way past it for those who speak HTTP themselves."""

    quick: FastPath | None = None
    tracing: Tracing | None = None

    def __init__(self, app: ASGIApp, metrics: Metrics, log: Log | None = None) -> None:
        self.app = app
        self.metrics = metrics
        self.log = log if log and log.level <= logging.INFO else None
        self.prefix = secrets.token_hex(4)
        self.numbers = itertools.count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and take note of it.

        The application has a scope of its own to write to. The server goes on reading the one that it made,
        by whose method it decides whether an answer has a body.
        """
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        record: RequestRecord = scope.get("distrograph.record") or self.begin(scope)
        own = {**(as_get(scope) if scope["method"] == "HEAD" else scope), "distrograph.record": record}

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
                headers = [
                    *message["headers"],
                    (b"x-request-id", record.id),
                    (b"server-timing", record.server_timing()),
                ]
                message = {"type": "http.response.start", "status": record.status, "headers": headers}
            elif is_bodiless(scope["method"], record.status):
                message = {**message, "body": b""}
            record.size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(own, receive, told)
        except Exception:
            if record.status != CLIENT_CLOSED_REQUEST:
                raise  # the server ends the connection, so that nobody takes what was sent for the whole
            logger.exception("unexpected error, request %s", record.id.decode())
            await make_problem(500, "internal", INTERNAL_ERROR, request_language(own))(own, receive, told)
        finally:
            self.note(scope, record, own.get("route"))

    def begin(self, scope: Scope) -> RequestRecord:
        """Begin to watch a request."""
        return RequestRecord(self.name(scope))

    def name(self, scope: Scope) -> bytes:
        """Return the id of a request: the one that it comes with, if that is fit, or a new one."""
        for name, value in scope["headers"]:
            if name == b"x-request-id" and FIT.fullmatch(value):
                given: bytes = value
                return given
        return f"{self.prefix}-{next(self.numbers)}".encode()

    def note(self, scope: Scope, record: RequestRecord, matched: object = None) -> None:
        """Count a request, and log it; `matched` is the route that it was led to, if it was led to one."""
        seconds = time.perf_counter() - record.started_at
        route = record.route or getattr(matched, "path", "other")
        outcome = record.outcome or KINDS.get(record.status // 100, "failed")
        if record.status == CLIENT_CLOSED_REQUEST:
            outcome = "gone"
        self.metrics.note(route, record.status, outcome, seconds)
        if self.tracing:
            self.tracing.note(scope, route, record.status, outcome, seconds)
        if self.log is None:
            return
        line = {
            "time": time.time(),
            "level": "error" if outcome == "store" else "info",
            "id": record.id.decode("ascii"),
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"],
            "path": shortened(scope["path"]),
            "route": route,
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


def shortened(path: str) -> str:
    """Return the beginning of a path that is longer than anybody reads."""
    return path if len(path) <= LONGEST_PATH else f"{path[:LONGEST_PATH]}…"


def as_get(scope: Scope) -> Scope:
    """Return the GET that a HEAD stands for, without Range (RFC 9110, 9.3.2, 14.2)."""
    headers = [pair for pair in scope["headers"] if pair[0] != b"range"]
    return {**scope, "method": "GET", "headers": headers}


def is_bodiless(method: str, status: int) -> bool:
    """Return whether an answer ends with its headers (RFC 9110, section 6.4.1).

    On a kept connection, whatever came after them would be read as the next answer.
    """
    return method == "HEAD" or status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
