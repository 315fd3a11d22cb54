"""The fast path: cached responses and new queries, answered as soon as the head of a request is parsed.

The application could answer all of this, and answers what falls back to it: requests that are not plain, and
results of more than one frame. The fast path has no asyncio task, no middleware and one write; its responses
must be the same.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.http.request_record import RequestRecord
from api.middleware import response_cache
from api.middleware.headers import COMMON_HEADERS
from api.middleware.response_cache import ResponseCache
from api.observability.middleware import ObservabilityMiddleware
from api.sparql.endpoint import SparqlEndpoint
from api.sparql.protocol import read_get
from api.sparql.result_formats import make_headers
from api.workers.pool import Pool
from api.workers.rate_limits import ClientRequest
from api.workers.task import Task, TaskResult
from api.workers.worker import WHOLE, split_head
from graph import GraphError

PLAIN_HEADERS = frozenset(
    {b"accept", b"accept-encoding", b"accept-language", b"connection", b"host", b"origin", b"user-agent"}
)
"""The headers that a plain request may have: no conditions, no body, no proxy, no request id."""
Fallback = Callable[[Mapping[str, object]], None]
"""Leaves a request to the application, with further entries for its scope."""


@dataclass(frozen=True, slots=True)
class PendingQuery:
    """A request whose query was submitted to the pool."""

    cycle: RequestResponseCycle
    scope: Scope
    key: response_cache.CacheKey
    form: str | None
    record: RequestRecord
    client: ClientRequest
    task: Task
    fall_back: Fallback


class FastPath:
    """Handles plain requests without the application."""

    def __init__(
        self, middleware: ObservabilityMiddleware, cache: ResponseCache, endpoint: SparqlEndpoint, pool: Pool
    ) -> None:
        self.middleware = middleware
        self.cache = cache
        self.endpoint = endpoint
        self.pool = pool

    def try_handle(self, cycle: RequestResponseCycle, fall_back: Fallback) -> bool:
        """Answer a request or submit its query; return False to leave it to the application."""
        scope = cast("Scope", cycle.scope)
        if not _is_plain(cycle, scope):
            return False
        key = response_cache.make_key(scope)
        response = self.cache.get(key)
        if response is None:
            return scope["path"] == self.endpoint.path and self.submit_query(cycle, scope, key, fall_back)
        record = self.middleware.start_record(scope)
        record.outcome = "remembered"
        self.write_response(response, cycle, scope, record)
        return True

    def submit_query(
        self, cycle: RequestResponseCycle, scope: Scope, key: response_cache.CacheKey, fall_back: Fallback
    ) -> bool:
        """Submit the query of a request to the pool; False if the application must answer it."""
        try:
            request = read_get(scope)
            if request.text is None:
                return False
            client = self.endpoint.quotas.acquire(scope["client"], cast("Receive", cycle.receive))
        except (GraphError, HTTPException):
            return False  # the application answers with the error
        job = self.endpoint.make_job(request, request.text, scope)
        if self.endpoint.federation.has_calls(job):
            client.release()
            return False
        record = self.middleware.start_record(scope)
        record.query, record.route = request.text, self.endpoint.path
        task = self.pool.submit(job, request.timeout, client)
        pending = PendingQuery(cycle, scope, key, request.form, record, client, task, fall_back)
        task.first_frame.add_done_callback(partial(self.on_first_frame, pending))
        return True

    def on_first_frame(self, pending: PendingQuery, first_frame: asyncio.Future[tuple[bytes, bytes]]) -> None:
        """Answer with the result of a query, or leave it to the application."""
        pending.client.release()
        cycle, error = pending.cycle, first_frame.exception()
        if cycle.disconnected:
            self.pool.cancel(pending.task)
            return self.middleware.finish(pending.scope, pending.record)
        if error or not cycle.keep_alive or cycle.flow.write_paused:
            return self.leave_result(pending)
        kind, content = first_frame.result()
        result = TaskResult(*split_head(content), None)
        if kind != WHOLE or result.head[1] is None:
            return self.leave_result(pending)
        headers = [
            *make_headers(result, pending.form),
            (b"content-length", str(len(result.body)).encode()),
            *COMMON_HEADERS,
        ]
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        response = response_cache.make_cached_response(start, result.body, pending.key, self.endpoint.path)
        self.cache.put(pending.key, response)
        return self.write_response(response, cycle, pending.scope, pending.record)

    def leave_result(self, pending: PendingQuery) -> None:
        """Leave a submitted query to the application, which waits for its result."""
        wait_for_result = partial(self.pool.wait_for_result, pending.task)
        pending.fall_back({"distrograph.record": pending.record, "distrograph.result": wait_for_result})

    def write_response(
        self,
        response: response_cache.CachedResponse,
        cycle: RequestResponseCycle,
        scope: Scope,
        record: RequestRecord,
    ) -> None:
        """Write a response, and end the request as uvicorn does."""
        record_headers = [(b"x-request-id", record.id), (b"server-timing", record.format_server_timing())]
        headers = response_cache.encode_headers([*cycle.default_headers, *record_headers])
        cycle.response_started = cycle.response_complete = True
        cycle.transport.write(b"".join((response.head, headers, b"\r\n", response.body)))
        cycle.on_response()
        record.route, record.status, record.size = response.route, 200, len(response.body)
        self.middleware.finish(scope, record)


def _is_plain(cycle: RequestResponseCycle, scope: Scope) -> bool:
    """Return whether a request may take the fast path: a GET of HTTP/1.1 with plain headers."""
    return (
        scope["method"] == "GET"
        and scope["http_version"] == "1.1"
        and cycle.keep_alive
        and not cycle.flow.write_paused
        and PLAIN_HEADERS.issuperset([name for name, _ in scope["headers"]])
    )
