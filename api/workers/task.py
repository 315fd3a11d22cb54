"""One job, from its start to its end: what has come of it, and what has not been taken yet."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Protocol

from api.workers.channel import Line
from graph.errors import GraphError, LimitError

MOST_HELD, FEW_HELD = 1 << 20, 1 << 18
"""Bytes of an answer not yet read: with so many the worker must wait, with so few it goes on."""


class Asker(Protocol):
    """Who asks, as far as running its query goes."""

    async def gone(self) -> None:
        """Return when nobody waits for the answer any more."""

    def refusal(self) -> LimitError | None:
        """Say why a query of this asker must not run long; None if it may."""

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
        """Give the next part to who reads."""
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
