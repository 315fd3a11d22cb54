"""Clients that keep a server waiting, and what each of them may take."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from api.server import http_protocol
from api.server.http_protocol import HttpProtocol
from api.workers.rate_limits import ClientQuotas, RateLimitError

pytestmark = pytest.mark.alone

LARGE = 8 << 20


async def large(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with much."""
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": bytes(LARGE)})


Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def served(client: Callable[[Streams], Awaitable[None]]) -> set[HttpProtocol]:
    """Serve a client, looking for stalled connections all the time; gives the connections that are left."""

    async def main() -> set[HttpProtocol]:
        state = ServerState()
        config = uvicorn.Config(large, ws="none")
        make = partial(HttpProtocol, config=config, server_state=state, app_state={}, fast_path=None)
        server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        streams = await asyncio.open_connection(*server.sockets[0].getsockname())
        asking = asyncio.ensure_future(client(streams))
        while not asking.done():
            await asyncio.sleep(0.02)
            for each in list(state.connections):
                each.abort_if_stalled()  # type: ignore[union-attr]  # it is one of ours
        await asking
        streams[1].transport.abort()
        with suppress(OSError):
            await streams[1].wait_closed()
        left = set(state.connections)
        server.close()
        return left  # type: ignore[return-value]  # as above

    return asyncio.run(main())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make little patience."""
    monkeypatch.setattr(http_protocol, "STALL_TIMEOUT", 0.2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "sent", [b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nbegun"]
)
def test_who_does_not_finish_a_request_is_hung_up_on(sent: bytes) -> None:
    """Whether nothing was sent, or a part of it."""

    async def client(streams: Streams) -> None:
        streams[1].write(sent)
        async with asyncio.timeout(20):
            with suppress(ConnectionError):
                await streams[0].read()

    assert not served(client)


@pytest.mark.usefixtures("impatient")
def test_who_does_not_read_is_hung_up_on() -> None:
    """An answer that nobody takes is not kept."""

    async def client(streams: Streams) -> None:
        streams[1].transport.pause_reading()  # type: ignore[attr-defined]  # a transport that reads, too
        streams[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await asyncio.sleep(1)

    assert not served(client)


def test_who_reads_slowly_gets_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as something is read, the connection lasts."""
    monkeypatch.setattr(http_protocol, "STALL_TIMEOUT", 1.0)
    got = 0

    async def client(streams: Streams) -> None:
        nonlocal got
        streams[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        while got < LARGE:
            await asyncio.sleep(0.03)
            got += len(await streams[0].read(1 << 17))

    served(client)
    assert got >= LARGE


async def nothing() -> dict[str, str]:
    """Receive nothing."""
    await asyncio.sleep(0)
    return {"type": "http.disconnect"}


def test_a_client_has_so_many_queries_at_once() -> None:
    """One more is refused until one of them has left; another client is not concerned."""
    clients = ClientQuotas(max_concurrent=2)
    first, _ = (clients.acquire(("192.0.2.1", 1), nothing) for _ in range(2))
    with pytest.raises(RateLimitError, match="2 of your queries"):
        clients.acquire(("192.0.2.1", 2), nothing)
    clients.acquire(("192.0.2.2", 1), nothing)
    first.release()
    clients.acquire(("192.0.2.1", 2), nothing)


def test_a_client_that_took_its_seconds_may_not_run_long() -> None:
    """It is told when it may again, and then it may."""
    clients = ClientQuotas(seconds_per_minute=60)
    client = clients.acquire(("192.0.2.1", 1), nothing)
    assert client.quota_error() is None
    client.record_usage(70)
    refusal = client.quota_error()
    assert refusal
    assert 10 <= refusal.retry_after <= 12
    client.usage.updated_at -= 15
    assert client.quota_error() is None
