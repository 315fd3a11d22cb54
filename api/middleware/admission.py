"""Admission control: which requests for pages and resources are computed now, wait, or are rejected.

They are computed in threads of the server, a few at once: more would only take longer, all of them. Slow
routes have a semaphore of their own, so that fast ones never wait for them. A request whose client
disconnects stops waiting; clients take turns; if too many wait, the client with most of them loses its last.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.http.request_record import CLIENT_CLOSED_REQUEST
from api.workers.rate_limits import ClientQuotas, make_client_key
from graph.errors import LimitError
from i18n import Message

FAST_CONCURRENCY, SLOW_CONCURRENCY = 2, 1
"""Requests of fast routes, and of slow ones, that are computed at once."""
OVERRUN_CONCURRENCY = 2
"""Requests of fast routes that exceed MAX_FAST_SECONDS, and are computed beside the others."""
MAX_FAST_SECONDS = 0.5
"""Seconds that a fast route takes at most, on average and if nothing is computed beside it."""
MAX_WAITING = 64
"""Requests that wait for a semaphore."""
QUEUE_TIMEOUT = 5.0
"""Seconds for which a request waits."""
RISE_WEIGHT, FALL_WEIGHT = 0.15, 0.05
"""Weights of a request in the moving average of its route, if it is above or below the average."""


class DisconnectedError(Exception):
    """The client of a waiting request has disconnected."""


@dataclass(eq=False, slots=True)
class Waiter:
    """A request that waits for a semaphore, and its client."""

    client: str
    admitted: asyncio.Future[None]


class FairSemaphore:
    """A semaphore with a queue for each client; clients are served in turn."""

    def __init__(self, concurrency: int) -> None:
        self.concurrency = concurrency
        self.running = 0
        self.queues: OrderedDict[str, deque[Waiter]] = OrderedDict()

    @property
    def waiting_count(self) -> int:
        """The number of waiting requests."""
        return sum(map(len, self.queues.values()))

    async def acquire(self, client: str, wait_disconnected: Callable[[], Awaitable[None]]) -> None:
        """Acquire the semaphore; raises LimitError after QUEUE_TIMEOUT, or DisconnectedError."""
        if self.running < self.concurrency and not self.queues:
            self.running += 1
            return
        waiter = Waiter(client, asyncio.get_running_loop().create_future())
        self.queues.setdefault(client, deque()).append(waiter)
        if self.waiting_count > MAX_WAITING:
            self.shed_one()
        disconnect = asyncio.ensure_future(wait_disconnected())
        try:
            await asyncio.wait(
                {waiter.admitted, disconnect}, timeout=QUEUE_TIMEOUT, return_when=asyncio.FIRST_COMPLETED
            )
        except asyncio.CancelledError:
            self.cancel_waiter(waiter)
            raise
        finally:
            disconnect.cancel()
        if waiter.admitted.done():
            waiter.admitted.result()
            return
        self.cancel_waiter(waiter)
        raise DisconnectedError if disconnect.done() else _queue_full(self.concurrency)

    def release(self) -> None:
        """Admit the next request, of the client that was served longest ago, or release the semaphore."""
        if not self.queues:
            self.running -= 1
            return
        client, queue = next(iter(self.queues.items()))
        queue.popleft().admitted.set_result(None)
        self.queues.move_to_end(client)
        self.remove_if_empty(client)

    def shed_one(self) -> None:
        """Reject the latest request of the client that has most waiting."""
        client, queue = max(self.queues.items(), key=lambda pair: len(pair[1]))
        queue.pop().admitted.set_exception(_queue_full(self.concurrency))
        self.remove_if_empty(client)

    def cancel_waiter(self, waiter: Waiter) -> None:
        """Remove a waiter; one that has just been admitted releases the semaphore."""
        if waiter.admitted.done():
            if not waiter.admitted.exception():
                self.release()
            return
        self.queues[waiter.client].remove(waiter)
        self.remove_if_empty(waiter.client)

    def remove_if_empty(self, client: str) -> None:
        """Remove the queue of a client if it is empty."""
        if not self.queues[client]:
            del self.queues[client]


class Admission:
    """Admits requests. Their seconds count in the quota of the client, as those of queries do."""

    def __init__(self, quotas: ClientQuotas) -> None:
        self.quotas = quotas
        self.fast, self.slow = FairSemaphore(FAST_CONCURRENCY), FairSemaphore(SLOW_CONCURRENCY)
        self.overruns = 0
        self.average_seconds: dict[str, float] = {}

    @asynccontextmanager
    async def admit(self, request: Request, route: str) -> AsyncIterator[None]:
        """Hold a slot for a request of a route.

        Raises LimitError if none is free in time, RateLimitError if the client is over its quota, and
        DisconnectedError.
        """
        scope = request.scope
        with self.quotas.acquire(scope.get("client"), request.receive) as client:
            # A route that was not measured yet counts as slow.
            is_fast = self.average_seconds.get(route, MAX_FAST_SECONDS) < MAX_FAST_SECONDS
            semaphore = self.fast if is_fast else self.slow
            if semaphore is self.slow and (error := client.quota_error()):
                raise error
            await semaphore.acquire(make_client_key(scope.get("client")), client.wait_disconnected)
            slot = Slot(self, semaphore)
            started_at, concurrent = (
                time.perf_counter(),
                self.fast.running + self.slow.running + self.overruns,
            )
            try:
                yield
            finally:
                slot.release()
                seconds = time.perf_counter() - started_at
                client.record_usage(seconds)
                self.record_duration(route, seconds / concurrent)

    def record_duration(self, route: str, seconds: float) -> None:
        """Update the average of a route by the seconds that a request took, or would have taken alone."""
        average = self.average_seconds.get(route, seconds)
        weight = RISE_WEIGHT if seconds > average else FALL_WEIGHT
        self.average_seconds[route] = average + weight * (seconds - average)


class Slot:
    """The slot of a request that is computed. After MAX_FAST_SECONDS a fast one becomes an overrun."""

    def __init__(self, admission: Admission, semaphore: FairSemaphore) -> None:
        self.admission = admission
        self.semaphore = semaphore
        self.is_overrun = False
        self.timer = asyncio.get_running_loop().call_later(MAX_FAST_SECONDS, self.start_overrun)

    def start_overrun(self) -> None:
        """Release the semaphore early, unless there are too many overruns."""
        if self.semaphore is self.admission.fast and self.admission.overruns < OVERRUN_CONCURRENCY:
            self.is_overrun = True
            self.admission.overruns += 1
            self.semaphore.release()

    def release(self) -> None:
        """End the slot."""
        self.timer.cancel()
        if self.is_overrun:
            self.admission.overruns -= 1
        else:
            self.semaphore.release()


class ComputedRoute(APIRoute):
    """A route whose responses are computed in a thread, and which therefore needs admission."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return a handler that waits for admission."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            admission: Admission = request.app.state.admission
            try:
                async with admission.admit(request, self.path_format):
                    return await handler(request)
            except DisconnectedError:
                return Response(status_code=CLIENT_CLOSED_REQUEST)

        return handle


def _queue_full(concurrency: int) -> LimitError:
    """Return the error for a request that too many others wait with."""
    return LimitError(
        Message("too many requests are waiting; try again in a moment"),
        limit=Message("{concurrency} requests at once", concurrency=concurrency),
        cause="crowd",
    )
