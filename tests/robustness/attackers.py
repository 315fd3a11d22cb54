"""Clients that want to bring a server down, and one that only wants an answer."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote

from tests.robustness.hostile_queries import CORPUS

EASY = "SELECT ?d { ?d dg:uses id:kine }"
PACE = 0.025
"""Seconds between two easy questions."""
PATIENCE = 60.0
"""Seconds after which no answer comes any more."""
IDLE = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a request: its status (0: none), after how many seconds, and whether it came whole."""

    name: str
    status: int
    seconds: float
    whole: bool


@dataclass(slots=True)
class Canary:
    """What the one who only wants answers saw: the seconds that each took, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    stopped: bool = False


Client = Callable[[int], Awaitable[None]]


@contextlib.asynccontextmanager
async def connected(port: int) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to the server, and hang up at the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def post(query: str) -> bytes:
    """Write a request that posts a query."""
    body = query.encode()
    lines = ["POST /sparql HTTP/1.1", "Host: x", "Content-Type: application/sparql-query"]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def get(query: str) -> bytes:
    """Write a request that asks a query by its address."""
    return f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """Read an answer: its status, its body (or the last of it), and whether it came whole."""
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
    except asyncio.IncompleteReadError:
        return 0, b"", False
    status = int(head[9:12])
    length = head.partition(b"content-length: ")[2].split(b"\r\n")[0]
    try:
        if length:
            return status, await reader.readexactly(int(length)), True
        body = b""
        while True:
            size = int(await reader.readuntil(b"\r\n"), 16)
            part = await reader.readexactly(size + 2)
            if not size:
                return status, body, True
            body = part
    except (asyncio.IncompleteReadError, ConnectionError, ValueError):
        return status, b"", False


async def ask(port: int, name: str) -> Outcome:
    """Ask a hostile query."""
    begun = time.monotonic()
    status, whole = 0, False
    try:
        async with asyncio.timeout(PATIENCE):
            async with connected(port) as (reader, writer):
                writer.write(post(CORPUS[name]))
                status, _, whole = await answer(reader)
    except (OSError, TimeoutError):
        pass
    return Outcome(name, status, time.monotonic() - begun, whole)


async def sing(port: int, canary: Canary) -> None:
    """Ask an easy question every 25 ms, until it is stopped, and take note of each answer."""
    number = 0
    asking: set[asyncio.Task[None]] = set()
    while not canary.stopped:
        number += 1
        task = asyncio.create_task(ask_easy(port, number, canary))
        asking.add(task)
        task.add_done_callback(asking.discard)
        await asyncio.sleep(PACE)
    await asyncio.gather(*asking)


async def ask_easy(port: int, number: int, canary: Canary) -> None:
    """Ask the easy question once, as a query that was never asked before."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            async with connected(port) as (reader, writer):
                writer.write(get(f"{EASY} # {number}"))
                status, body, _ = await answer(reader)
        if status != 200 or body.count(b"/id/k") != 3:  # k0s, k3d and k3s
            canary.failures.append(f"{status} {body[:200]!r}")
    except (OSError, TimeoutError) as error:
        canary.failures.append(repr(error))
    canary.seconds.append(time.perf_counter() - begun)


# --- clients that behave badly, each until it is cancelled


async def never_reads(port: int) -> None:
    """Ask for much, and read nothing of it."""
    async with connected(port) as (_, writer):
        writer.write(post(CORPUS["product, streamed"]))
        await asyncio.sleep(PATIENCE)


async def writes_slowly(port: int) -> None:
    """Send a byte of a request every tenth of a second."""
    async with connected(port) as (_, writer):
        for byte in get(EASY * 20):
            writer.write(bytes([byte]))
            await asyncio.sleep(0.1)


async def closes_half(port: int) -> None:
    """Ask, say that nothing more comes, and wait; again and again."""
    while True:
        async with connected(port) as (reader, writer):
            writer.write(post(CORPUS["product, counted"]))
            writer.write_eof()
            await reader.read()


async def hangs_up(port: int) -> None:
    """Ask, and go before there is an answer; again and again."""
    while True:
        async with connected(port) as (_, writer):
            writer.write(post(CORPUS["product, grouped"]))
            await asyncio.sleep(0.2)


async def never_finishes(port: int) -> None:
    """Promise more than is sent."""
    async with connected(port) as (_, writer):
        writer.write(post(EASY)[:-5])
        await asyncio.sleep(PATIENCE)


async def talks_nonsense(port: int) -> None:
    """Send what is no HTTP; again and again."""
    while True:
        async with connected(port) as (reader, writer):
            writer.write(bytes(range(256)) * 100)
            await reader.read()
        await asyncio.sleep(0.05)


async def sits_idle(port: int) -> None:
    """Open a thousand connections, and say nothing."""
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(IDLE):
            await stack.enter_async_context(connected(port))
        await asyncio.sleep(PATIENCE)


async def asks_in_a_row(port: int) -> None:
    """Send fifty hostile queries at once on one connection."""
    async with connected(port) as (reader, writer):
        writer.write(post(CORPUS["closure of closures"]) * 50)
        while await reader.read(1 << 16):
            pass


CLIENTS: Mapping[str, Client] = MappingProxyType(
    {
        each.__name__.replace("_", " "): each
        for each in (
            never_reads,
            writes_slowly,
            closes_half,
            hangs_up,
            never_finishes,
            talks_nonsense,
            sits_idle,
            asks_in_a_row,
        )
    }
)


async def misbehave(client: Client, port: int) -> None:
    """Make a client misbehave until it is cancelled, whatever the server does to it."""
    with contextlib.suppress(OSError):
        await client(port)
