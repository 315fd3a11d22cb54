"""The shortest way: answers from memory and new queries, given as soon as the head of a request is read.

The application could answer all of this, and answers what is left to it here: whatever is not plain, and
whatever turns out to need more than one piece. This way has no task, no middleware and one write; it must
say just the same.
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
from api.sparql.endpoint import Service
from api.sparql.protocol import asked_by
from api.sparql.result_formats import head
from api.workers.pool import Pool
from api.workers.rate_limits import ClientRequest
from api.workers.task import Task, TaskResult
from api.workers.worker import WHOLE, split_head
from graph import GraphError

PLAIN = frozenset(
    {b"accept", b"accept-encoding", b"accept-language", b"connection", b"host", b"origin", b"user-agent"}
)
"""The headers that a plain request may have: no condition, no body, no proxy, no id of its own."""
Leave = Callable[[Mapping[str, object]], None]
"""Leaves a request to the application, and tells it what is known of it already: entries of its scope."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A request whose query was given to a worker."""

    cycle: RequestResponseCycle
    scope: Scope
    key: response_cache.CacheKey
    form: str | None
    watched: RequestRecord
    client: ClientRequest
    run: Task
    leave: Leave


class Quick:
    """What answers a request at once, or begins to."""

    def __init__(
        self, observed: ObservabilityMiddleware, cache: ResponseCache, service: Service, pool: Pool
    ) -> None:
        self.observed = observed
        self.cache = cache
        self.service = service
        self.pool = pool

    def try_handle(self, cycle: RequestResponseCycle, leave: Leave) -> bool:
        """Answer a request, or begin to; False if it is none for this way."""
        scope = cast("Scope", cycle.scope)
        if not is_plain(cycle, scope):
            return False
        key = response_cache.make_key(scope)
        answer = self.cache.get(key)
        if answer is None:
            return scope["path"] == self.service.path and self.ask(cycle, scope, key, leave)
        watched = self.observed.start_record(scope)
        watched.outcome = "remembered"
        self.give(answer, cycle, scope, watched)
        return True

    def ask(
        self, cycle: RequestResponseCycle, scope: Scope, key: response_cache.CacheKey, leave: Leave
    ) -> bool:
        """Return a query to a worker."""
        try:
            asked = asked_by(scope)
            if asked.text is None:
                return False
            client = self.service.clients.acquire(scope["client"], cast("Receive", cycle.receive))
        except (GraphError, HTTPException):
            return False  # the application says it better
        job = self.service.job(asked, asked.text, scope)
        if self.service.federation.concerns(job):
            client.release()
            return False
        watched = self.observed.start_record(scope)
        watched.query, watched.route = asked.text, self.service.path
        run = self.pool.submit(job, asked.seconds, client)
        asking = Asking(cycle, scope, key, asked.form, watched, client, run, leave)
        run.first_frame.add_done_callback(partial(self.answered, asking))
        return True

    def answered(self, asking: Asking, first: asyncio.Future[tuple[bytes, bytes]]) -> None:
        """Return what came of a query, or leave it to the application."""
        asking.client.release()
        cycle, failure = asking.cycle, first.exception()
        if cycle.disconnected:
            self.pool.cancel(asking.run)
            return self.observed.finish(asking.scope, asking.watched)
        if failure or not cycle.keep_alive or cycle.flow.write_paused:
            return self.pass_on(asking)
        kind, content = first.result()
        answer = TaskResult(*split_head(content), None)
        if kind != WHOLE or answer.head[1] is None:
            return self.pass_on(asking)
        headers = [
            *head(answer, asking.form),
            (b"content-length", str(len(answer.body)).encode()),
            *COMMON_HEADERS,
        ]
        start = {"type": "http.response.start", "status": 200, "headers": headers}
        made = response_cache.make_cached_response(start, answer.body, asking.key, self.service.path)
        self.cache.put(asking.key, made)
        return self.give(made, cycle, asking.scope, asking.watched)

    def pass_on(self, asking: Asking) -> None:
        """Report to the application what came of a query."""
        begun = partial(self.pool.wait_for_result, asking.run)
        asking.leave({"distrograph.record": asking.watched, "distrograph.begun": begun})

    def give(
        self,
        answer: response_cache.CachedResponse,
        cycle: RequestResponseCycle,
        scope: Scope,
        watched: RequestRecord,
    ) -> None:
        """Write an answer, and end the request as uvicorn does."""
        told = [(b"x-request-id", watched.id), (b"server-timing", watched.server_timing())]
        headers = response_cache.encode_headers([*cycle.default_headers, *told])
        cycle.response_started = cycle.response_complete = True
        cycle.transport.write(b"".join((answer.head, headers, b"\r\n", answer.body)))
        cycle.on_response()
        watched.route, watched.status, watched.size = answer.route, 200, len(answer.body)
        self.observed.finish(scope, watched)


def is_plain(cycle: RequestResponseCycle, scope: Scope) -> bool:
    """Return whether a request goes this way: a GET of HTTP/1.1 that needs no more thought."""
    return (
        scope["method"] == "GET"
        and scope["http_version"] == "1.1"
        and cycle.keep_alive
        and not cycle.flow.write_paused
        and PLAIN.issuperset([name for name, _ in scope["headers"]])
    )
