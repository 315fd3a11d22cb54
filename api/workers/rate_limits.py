"""Who asks, and how much of the service each of them takes."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Self

from starlette.types import Receive

from graph.errors import LimitError
from graph.models import Label

AT_ONCE = 200
"""Queries of one client at once, those that wait included."""
SECONDS_A_MINUTE = 300.0
"""Seconds that the long queries of one client may run within a minute, all together."""
MINUTE = 60.0
REMEMBERED = 10_000
"""Clients whose use is remembered, those who asked last."""


class BusyError(LimitError):
    """A client takes more of the service than one may; it may come back after some seconds."""

    def __init__(self, english: str, chinese: str, *, limit: Label, after: float) -> None:
        super().__init__(english, chinese, limit=limit, cause="client")
        self.after = after


def client_key(address: tuple[str, int] | None) -> str:
    """Name who has an address: in IPv6 all of a /64, which is what one customer is given (RFC 6177)."""
    host = address[0] if address else ""
    if ":" not in host:
        return host
    try:
        number = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return host
    return str(number.ipv4_mapped or ipaddress.IPv6Network((int(number) >> 64 << 64, 64)))


@dataclass(slots=True)
class Use:
    """What a client takes: queries under way, and seconds of late, which are forgotten bit by bit."""

    under_way: int = 0
    seconds: float = 0.0
    at: float = 0.0


class Clients:
    """The clients, by their address. Limits of 0 are none."""

    def __init__(self, at_once: int = AT_ONCE, seconds: float = SECONDS_A_MINUTE) -> None:
        self.at_once = at_once
        self.seconds = seconds
        self.uses: OrderedDict[str, Use] = OrderedDict()

    def enter(self, address: tuple[str, int] | None, receive: Receive) -> Client:
        """Count a query of the client at an address, until it leaves; raises BusyError."""
        key = client_key(address)
        use = self.uses.get(key)
        if use is None:
            use = self.uses[key] = Use(at=time.monotonic())
            while len(self.uses) > REMEMBERED:
                self.uses.popitem(last=False)
        if self.at_once and use.under_way >= self.at_once:
            raise too_many(self.at_once)
        use.under_way += 1
        return Client(self, use, receive)

    def left(self, use: Use) -> float:
        """Return how many seconds a client has left; below 0 it owes some."""
        now = time.monotonic()
        use.seconds = max(0.0, use.seconds - (now - use.at) * self.seconds / MINUTE)
        use.at = now
        return self.seconds - use.seconds


@dataclass(frozen=True, slots=True)
class Client:
    """A client and one query of it: see `api.workers.task.Asker`."""

    clients: Clients
    use: Use
    receive: Receive

    def __enter__(self) -> Self:
        """Be under way, as `Clients.enter` has counted it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Be under way no more."""
        self.leave()

    def leave(self) -> None:
        """Be under way no more."""
        self.use.under_way -= 1

    async def gone(self) -> None:
        """Return when the client has closed its connection."""
        while (await self.receive())["type"] != "http.disconnect":
            pass

    def refusal(self) -> BusyError | None:
        """Describe why a query of the client must not run long."""
        clients = self.clients
        if not clients.seconds or (left := clients.left(self.use)) > 0:
            return None
        limit = Label(
            en=f"{clients.seconds:g} seconds of long queries a minute for a client",
            zh=f"每个客户端每分钟 {clients.seconds:g} 秒的耗时查询",
        )
        return BusyError(
            f"your queries ran longer than {limit.en}; short ones are still answered",
            f"此客户端的查询用时已超过上限：{limit.zh}；简短的查询仍会得到回答",
            limit=limit,
            after=1 - left * MINUTE / clients.seconds,
        )

    def spent(self, seconds: float) -> None:
        """Take note for how long a query ran."""
        if self.clients.seconds:
            self.clients.left(self.use)
            self.use.seconds += seconds


def too_many(most: int) -> BusyError:
    """State that a client has as many queries under way as it may."""
    return BusyError(
        f"{most} queries of yours are under way; wait for one of them",
        f"此客户端已有 {most} 个查询正在进行；请等待其中一个完成",
        limit=Label(en=f"{most} queries at once for a client", zh=f"每个客户端同时 {most} 个查询"),
        after=1.0,
    )
