"""Rate limits: how much of the service each client may use."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Self

from starlette.types import Receive

from graph.errors import LimitError
from graph.settings import Settings
from i18n import Message

MAX_CONCURRENT = Settings.client_queries.default
"""Queries of one client at once, waiting ones included."""
MAX_SECONDS_PER_MINUTE = Settings.client_seconds.default
"""Seconds that the queries of one client may run within a minute, all together."""
MINUTE = 60.0
MAX_CLIENTS = 10_000
"""Clients whose usage is kept: the most recent ones."""


class RateLimitError(LimitError):
    """A client exceeds its quota; it may ask again after `retry_after` seconds."""

    def __init__(self, message: Message, *, limit: Message, retry_after: float) -> None:
        super().__init__(message, limit=limit, cause="client")
        self.retry_after = retry_after


def make_client_key(address: tuple[str, int] | None) -> str:
    """Return the key of the client at an address: in IPv6 its /64, which one customer is given (RFC 6177)."""
    host = address[0] if address else ""
    if ":" not in host:
        return host
    try:
        number = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    return str(number.ipv4_mapped or ipaddress.IPv6Network((int(number) >> 64 << 64, 64)))


@dataclass(slots=True)
class Usage:
    """The usage of one client: its running queries, and recent seconds, which decay over time."""

    running: int = 0
    seconds: float = 0.0
    updated_at: float = 0.0


class ClientQuotas:
    """Keeps the usage of clients by their address. A limit of 0 means no limit."""

    def __init__(
        self, max_concurrent: int = MAX_CONCURRENT, seconds_per_minute: float = MAX_SECONDS_PER_MINUTE
    ) -> None:
        self.max_concurrent = max_concurrent
        self.seconds_per_minute = seconds_per_minute
        self.usages: OrderedDict[str, Usage] = OrderedDict()

    def acquire(self, address: tuple[str, int] | None, receive: Receive) -> ClientRequest:
        """Count a query of the client at an address until it is released; raises RateLimitError."""
        key = make_client_key(address)
        usage = self.usages.get(key)
        if usage is None:
            usage = self.usages[key] = Usage(updated_at=time.monotonic())
            while len(self.usages) > MAX_CLIENTS:
                self.usages.popitem(last=False)
        if self.max_concurrent and usage.running >= self.max_concurrent:
            raise too_many_requests(self.max_concurrent)
        usage.running += 1
        return ClientRequest(self, usage, receive)

    def remaining(self, usage: Usage) -> float:
        """Return how many seconds a client has left; negative if it is over its quota."""
        now = time.monotonic()
        usage.seconds = max(0.0, usage.seconds - (now - usage.updated_at) * self.seconds_per_minute / MINUTE)
        usage.updated_at = now
        return self.seconds_per_minute - usage.seconds


@dataclass(frozen=True, slots=True)
class ClientRequest:
    """One query of a client, as a ClientContext (see `api.workers.task`)."""

    quotas: ClientQuotas
    usage: Usage
    receive: Receive

    def __enter__(self) -> Self:
        """Return this request, which `ClientQuotas.acquire` has counted."""
        return self

    def __exit__(self, *_: object) -> None:
        """Release the request."""
        self.release()

    def release(self) -> None:
        """Count the request as running no more."""
        self.usage.running -= 1

    async def wait_disconnected(self) -> None:
        """Return when the client has disconnected."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    def quota_error(self) -> RateLimitError | None:
        """Return the error for a client over its quota; None if a slow query may run."""
        quotas = self.quotas
        if not quotas.seconds_per_minute or (remaining := quotas.remaining(self.usage)) > 0:
            return None
        limit = Message(
            "{seconds_per_minute:g} seconds of long queries per minute",
            seconds_per_minute=quotas.seconds_per_minute,
        )
        return RateLimitError(
            Message("your queries have used up {limit}; short queries are still answered", limit=limit),
            limit=limit,
            retry_after=1 - remaining * MINUTE / quotas.seconds_per_minute,
        )

    def record_usage(self, seconds: float) -> None:
        """Add the seconds that a query ran to the client's usage."""
        if self.quotas.seconds_per_minute:
            self.quotas.remaining(self.usage)
            self.usage.seconds += seconds


def too_many_requests(limit: int) -> RateLimitError:
    """Return the error for a client that runs `limit` queries already."""
    return RateLimitError(
        Message("{limit} of your queries are running; wait for one to finish", limit=limit),
        limit=Message("{limit} queries at once per client", limit=limit),
        retry_after=1.0,
    )
