"""Requests that wait to be computed: few, in turn, and only as long as somebody waits for their answer."""

import asyncio
import itertools
import re
import time
from collections.abc import Iterator

import httpx2
import pytest
from starlette.types import Message

from api.middleware.admission import MAX_WAITING, SLOW_CONCURRENCY, DisconnectedError, FairSemaphore
from api.workers.rate_limits import ClientQuotas, make_client_key
from graph.errors import LimitError
from tests.robustness.raw_http import Connection, connected, request
from tests.support.running_server import served

pytestmark = pytest.mark.alone

NEW = itertools.count()
EXPENSIVE = [
    "/explore?focus=k3s&depth=3&limit={}",
    "/compare?id=k3s&id=k0s&id=rke2&as_of=2021-01-{:02}",
]
CANARY = [
    "/",
    "/healthz",
    "/sparql?query=ASK%7B%7D%23{}",
    "/api/v1/components/kine/distributions?as_of=2026-08-{:02}",
]
WAITING = re.compile(r'^distrograph_requests_under_way\{lane="slow",state="waiting"\} (\S+)', re.MULTILINE)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve the graph, and ask everything once."""
    with served(DISTROGRAPH_LOG="warning") as running:
        for target in (*EXPENSIVE, *CANARY):
            httpx2.get(f"{running.address}{target.format(28)}", timeout=60).raise_for_status()
        yield running.address


def slowest(address: str, seconds: float, source: str = "127.0.0.1") -> float:
    """Ask what is easy for some seconds, as a client; gives how long the slowest answer took."""
    taken, until = 0.0, time.monotonic() + seconds
    while time.monotonic() < until:
        for target in CANARY:
            begun = time.monotonic()
            with connected(address, source) as connection:
                connection.send(request("GET", target.format(next(NEW) % 28 + 1)))
                assert connection.response().status == 200
            taken = max(taken, time.monotonic() - begun)
    return taken


@pytest.mark.parametrize("target", EXPENSIVE)
def test_who_has_left_keeps_nobody_waiting(address: str, target: str) -> None:
    """Forty requests for what takes long, whose clients hang up: others are answered as ever."""
    leaving = [Connection(address) for _ in range(40)]
    for number, each in enumerate(leaving):
        each.send(request("GET", target.format(number % 28 + 1), f"Accept-Language: x{next(NEW)}"))
    time.sleep(0.1)
    for each in leaving:
        each.socket.close()
    assert slowest(address, 1) < 3
    assert float((WAITING.search(httpx2.get(f"{address}/metrics").text) or [""] * 2)[1]) <= SLOW_CONCURRENCY


def test_requests_that_come_together_on_one_connection_are_left_with_it(address: str) -> None:
    """The one that is answered learns that its client has gone, and not only the last one."""
    with connected(address) as connection:
        one = [request("GET", EXPENSIVE[0].format(100 + number)) for number in range(20)]
        connection.send(b"".join(one))
    assert slowest(address, 1) < 3


def test_too_many_are_turned_away_with_when_to_come_back(address: str) -> None:
    """503 with Retry-After, as a problem; the first ones are answered, and so is every other client."""
    waiting = [Connection(address) for _ in range(MAX_WAITING + 20)]
    for number, each in enumerate(waiting):
        each.send(request("GET", EXPENSIVE[1].format(number % 28 + 1), f"Accept-Language: y{next(NEW)}"))
    assert slowest(address, 1, source="127.0.0.2") < 5
    statuses = set()
    for each in waiting:
        answer = each.response()
        each.socket.close()
        statuses.add(answer.status)
        if answer.status == 503:
            assert int(answer.headers["retry-after"]) > 0
            assert answer.headers["content-type"] == "application/problem+json"
    assert statuses == {200, 503}


def test_a_dump_that_is_made_holds_up_nobody(address: str) -> None:
    """Nor do those who wait for it."""
    waiting = [Connection(address) for _ in range(10)]
    for each in waiting:
        each.send(request("GET", "/dumps/distrograph.jsonld.zst"))
    assert slowest(address, 1) < 3
    for each in waiting:
        assert each.response().status == 200
        each.socket.close()


# --- semaphores, by themselves


async def stays() -> None:
    """Be a client that waits for its answer."""
    await asyncio.Event().wait()


async def gone() -> None:
    """Be a client that has left."""


async def hung_up() -> Message:
    """Receive that a client has left."""
    return {"type": "http.disconnect"}


def test_clients_take_turns() -> None:
    """Who has many waiting gets no more than who has one."""

    async def main() -> list[str]:
        semaphore, order = FairSemaphore(1), []
        await semaphore.acquire("first", stays)

        async def ask(client: str) -> None:
            await semaphore.acquire(client, stays)
            order.append(client)
            semaphore.release()

        asking = [asyncio.create_task(ask(client)) for client in ("greedy", "greedy", "greedy", "other")]
        await asyncio.sleep(0)
        semaphore.release()
        await asyncio.gather(*asking)
        assert (semaphore.running, semaphore.waiting_count) == (0, 0)
        return order

    assert asyncio.run(main()) == ["greedy", "other", "greedy", "greedy"]


def test_who_has_most_waiting_is_turned_away() -> None:
    """And not who comes when there is no room."""

    async def main() -> None:
        semaphore = FairSemaphore(1)
        await semaphore.acquire("first", stays)
        greedy = [asyncio.create_task(semaphore.acquire("greedy", stays)) for _ in range(MAX_WAITING)]
        await asyncio.sleep(0)
        other = asyncio.create_task(semaphore.acquire("other", stays))
        await asyncio.wait(greedy, return_when=asyncio.FIRST_COMPLETED)
        (lost,) = [each for each in greedy if each.done()]
        assert lost is greedy[-1]
        with pytest.raises(LimitError):
            await lost
        for each in (*greedy, other):
            each.cancel()
        await asyncio.gather(*greedy, other, return_exceptions=True)
        assert (semaphore.running, semaphore.waiting_count) == (1, 0)

    asyncio.run(main())


def test_who_leaves_is_forgotten() -> None:
    """And a place that it was given just then goes to the next one."""

    async def main() -> None:
        semaphore = FairSemaphore(1)
        await semaphore.acquire("a", stays)
        with pytest.raises(DisconnectedError):
            await semaphore.acquire("b", gone)
        waiting = asyncio.create_task(semaphore.acquire("c", stays))
        await asyncio.sleep(0)
        semaphore.release()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (semaphore.running, semaphore.waiting_count) == (0, 0)

    asyncio.run(main())


def test_a_client_of_ipv6_is_its_network() -> None:
    """A /64 is what one customer has (RFC 6177); what is mapped is the address of IPv4."""
    assert (
        make_client_key(("2001:db8:1:2::1", 1))
        == make_client_key(("2001:db8:1:2:ffff::9", 2))
        != make_client_key(("::1", 1))
    )
    assert make_client_key(("::ffff:192.0.2.1", 1)) == make_client_key(("192.0.2.1", 1)) == "192.0.2.1"
    assert make_client_key(("fe80::1%eth0", 1)) == make_client_key(("fe80::2", 1))
    assert make_client_key(None) == ""
    clients = ClientQuotas(max_concurrent=1)
    clients.acquire(("2001:db8::1", 1), hung_up)
    with pytest.raises(LimitError):
        clients.acquire(("2001:db8::2", 1), hung_up)
