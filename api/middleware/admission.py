"""Which requests for pages and resources are computed now, which wait, and which are turned away.

They are computed in threads of the server, a few at once: more would only take longer, all of them. What
takes long has places of its own, so that what is quick never waits for it. Whoever waits and leaves is
forgotten; clients take turns; and if too many wait, who has most of them waiting loses the last one.
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
from api.workers.rate_limits import ClientQuotas, client_key
from graph.errors import LimitError
from graph.models import Label

FAST_PLACES, SLOW_PLACES = 2, 1
"""Requests that are computed at once: those of routes that are quick, and those of the others."""
LATE_PLACES = 2
"""Requests of quick routes that turned out not to be quick, and go on beside the others."""
SLOW = 0.5
"""Seconds that a quick route takes at most, on average and by itself."""
MOST_WAITING = 64
"""Requests of a lane that wait."""
PATIENCE = 5.0
"""Seconds for which a request waits."""
RISING, FALLING = 0.15, 0.05
"""What a request counts in the average of its route: one that takes long tells more than another one."""


class DisconnectedError(Exception):
    """Nobody waits for the answer any more."""


@dataclass(eq=False, slots=True)
class Waiter:
    """A request that waits for a place, and whose it is."""

    client: str
    turn: asyncio.Future[None]


class Lane:
    """Some places, and those who wait for one: a queue for each client, served in turn."""

    def __init__(self, places: int) -> None:
        self.places = places
        self.running = 0
        self.queues: OrderedDict[str, deque[Waiter]] = OrderedDict()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return sum(map(len, self.queues.values()))

    async def enter(self, client: str, gone: Callable[[], Awaitable[None]]) -> None:
        """Take a place; raises LimitError if there is none in time, DisconnectedError for who leaves."""
        if self.running < self.places and not self.queues:
            self.running += 1
            return
        waiter = Waiter(client, asyncio.get_running_loop().create_future())
        self.queues.setdefault(client, deque()).append(waiter)
        if self.waiting > MOST_WAITING:
            self.drop_one()
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait({waiter.turn, leaving}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            self.withdraw(waiter)
            raise
        finally:
            leaving.cancel()
        if waiter.turn.done():
            waiter.turn.result()
            return
        self.withdraw(waiter)
        raise DisconnectedError if leaving.done() else crowded(self.places)

    def leave(self) -> None:
        """Return the place to the next one, of the client that was served longest ago."""
        if not self.queues:
            self.running -= 1
            return
        client, queue = next(iter(self.queues.items()))
        queue.popleft().turn.set_result(None)
        self.queues.move_to_end(client)
        self.forget_if_empty(client)

    def drop_one(self) -> None:
        """Turn away the one who came last of the client that has most waiting."""
        client, queue = max(self.queues.items(), key=lambda pair: len(pair[1]))
        queue.pop().turn.set_exception(crowded(self.places))
        self.forget_if_empty(client)

    def withdraw(self, waiter: Waiter) -> None:
        """Forget one who waits no more; who was given a place just now gives it back."""
        if waiter.turn.done():
            if not waiter.turn.exception():
                self.leave()
            return
        self.queues[waiter.client].remove(waiter)
        self.forget_if_empty(waiter.client)

    def forget_if_empty(self, client: str) -> None:
        """Forget a client of whom nobody waits."""
        if not self.queues[client]:
            del self.queues[client]


class Admission:
    """Lets requests in. What a client takes counts with its queries, see `ClientQuotas`."""

    def __init__(self, clients: ClientQuotas) -> None:
        self.clients = clients
        self.fast, self.slow = Lane(FAST_PLACES), Lane(SLOW_PLACES)
        self.late = 0
        self.seconds: dict[str, float] = {}

    @asynccontextmanager
    async def place(self, request: Request, route: str) -> AsyncIterator[None]:
        """Hold a place for a request of a route.

        Raises LimitError if there is none, BusyError if the client has taken too much, and DisconnectedError.
        """
        scope = request.scope
        with self.clients.acquire(scope.get("client"), request.receive) as client:
            # A route of which nothing is known yet is taken for a slow one.
            lane = self.fast if self.seconds.get(route, SLOW) < SLOW else self.slow
            if lane is self.slow and (refusal := client.quota_error()):
                raise refusal
            await lane.enter(client_key(scope.get("client")), client.wait_disconnected)
            turn = Turn(self, lane)
            begun, beside = time.perf_counter(), self.fast.running + self.slow.running + self.late
            try:
                yield
            finally:
                turn.end()
                taken = time.perf_counter() - begun
                client.record_usage(taken)
                self.note(route, taken / beside)

    def note(self, route: str, seconds: float) -> None:
        """Take note of how long a request has taken, as if nothing had been computed beside it."""
        before = self.seconds.get(route, seconds)
        self.seconds[route] = before + (RISING if seconds > before else FALLING) * (seconds - before)


class Turn:
    """A request that is computed. One of a quick route that is not quick gives up its place, and goes on."""

    def __init__(self, admission: Admission, lane: Lane) -> None:
        self.admission = admission
        self.lane = lane
        self.is_late = False
        self.timer = asyncio.get_running_loop().call_later(SLOW, self.give_up_place)

    def give_up_place(self) -> None:
        """Admit the next one, if not too many go on like this one."""
        if self.lane is self.admission.fast and self.admission.late < LATE_PLACES:
            self.is_late = True
            self.admission.late += 1
            self.lane.leave()

    def end(self) -> None:
        """Be done."""
        self.timer.cancel()
        if self.is_late:
            self.admission.late -= 1
        else:
            self.lane.leave()


class ComputedRoute(APIRoute):
    """A route whose answers are computed in threads, which needs a place for it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request, when there is a place."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            admission: Admission = request.app.state.admission
            try:
                async with admission.place(request, self.path_format):
                    return await handler(request)
            except DisconnectedError:
                return Response(status_code=CLIENT_CLOSED_REQUEST)

        return handle


def crowded(places: int) -> LimitError:
    """State that too many wait."""
    return LimitError(
        "too many requests wait to be computed; try again in a moment",
        "等待计算的请求过多；请稍后重试",
        limit=Label(en=f"{places} computed at once", zh=f"同时计算 {places} 个请求"),
        cause="crowd",
    )
