"""One job, from its start to its end, and the channel to the worker that does it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from api.workers.worker import FRAME
from graph.errors import GraphError, LimitError

MOST_HELD, FEW_HELD = 1 << 20, 1 << 18
"""Bytes of an answer not yet read: with so many the worker must wait, with so few it goes on."""
MAX_FRAME = 1 << 28
"""Bytes of a part, of which no worker of ours says so many at once."""


class Asker(Protocol):
    """Who asks, as far as running its query goes."""

    async def gone(self) -> None:
        """Return when nobody waits for the answer any more."""

    def refusal(self) -> LimitError | None:
        """Describe why a query of this asker must not run long; None if it may."""

    def spent(self, seconds: float) -> None:
        """Take note for how long a query ran."""


Parts = AsyncGenerator[bytes, None]
"""Parts of an answer, as they come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a job: its head, its first bytes, and the rest if there is more.

    Iterating the rest raises a LimitError where the answer was cut; it must be closed or read to its end.
    """

    head: Any
    body: bytes
    rest: Parts | None


class Run:
    """A job that waits, runs or has ended; it may take so many seconds, its waiting included."""

    def __init__(
        self, job: bytes, asker: Asker | None, seconds: float, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.job = job
        self.asker = asker
        self.seconds = seconds
        self.came = loop.time()
        self.due = self.came + seconds
        self.begun = 0.0
        self.line: Line | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.watch: asyncio.Task[None] | None = None
        self.first: asyncio.Future[tuple[bytes, bytes]] = loop.create_future()
        self.parts: deque[bytes] = deque()
        self.held = 0
        self.waits = False
        self.failure: GraphError | None = None
        self.ended = False
        self.more = asyncio.Event()

    def add(self, content: bytes) -> None:
        """Take a part; the worker waits if too much has not been read."""
        self.parts.append(content)
        self.held += len(content)
        self.more.set()
        if self.held > MOST_HELD and self.line and not self.waits:
            self.waits = True
            self.line.transport.pause_reading()

    def take(self) -> bytes:
        """Return the next part to who reads."""
        content = self.parts.popleft()
        self.held -= len(content)
        if self.waits and self.held < FEW_HELD and self.line:
            self.waits = False
            self.line.transport.resume_reading()
        return content

    def end(self, failure: GraphError | None = None) -> Line | None:
        """End it, well or with a failure; gives the line that it had."""
        line, self.line = self.line, None
        if line:
            line.run = None
        self.ended = True
        self.failure = failure
        for pending in (self.timer, self.watch):
            if pending:
                pending.cancel()
        if failure and not self.first.done():
            self.first.set_exception(failure)
        self.more.set()
        return line


class Listener(Protocol):
    """Who is told what comes over a line."""

    def heard(self, line: Line, kind: bytes, content: bytes) -> None:
        """Take a part."""

    def lost(self, line: Line) -> None:
        """Take note that the worker has gone."""


class Line(asyncio.Protocol):
    """The line to a worker: its process, how that ended if it has, and the job that it is at."""

    transport: asyncio.Transport

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.pid = 0
        self.status: int | None = None
        self.run: Run | None = None
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Cut what has come into parts."""
        self.buffer += data
        while len(self.buffer) >= FRAME.size:
            kind, length = FRAME.unpack_from(self.buffer)
            if length > MAX_FRAME:
                self.transport.abort()
                return
            end = FRAME.size + length
            if len(self.buffer) < end:
                return
            content = bytes(memoryview(self.buffer)[FRAME.size : end])
            del self.buffer[:end]
            self.listener.heard(self, kind, content)

    def connection_lost(self, exc: Exception | None) -> None:
        """Report that the worker has gone."""
        del exc  # it ended, or we closed: who listens knows which
        self.listener.lost(self)
