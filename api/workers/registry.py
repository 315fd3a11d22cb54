"""The workers: those that are free, those that are at a cheap job, and those that are being made."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Protocol

from api.workers.errors import decode_failure
from api.workers.task import Line, Run
from api.workers.worker import FAILED, READY
from api.workers.zygote_client import Nurseries
from graph.errors import GraphError, LocalError

SOONEST, LATEST = 0.05, 5.0
"""Seconds before a worker is made in the place of one that did not come up."""
LAST = 0.2
"""Seconds in which the nursery will have said how a worker ended."""
LOWEST = 19
"""The priority of a worker whose query runs long (setpriority(2)); it cannot rise again."""


class Head(Protocol):
    """Who gives the workers their jobs."""

    def ready(self) -> None:
        """Take note that a worker is free."""

    def told(self, run: Run, kind: bytes, content: bytes) -> None:
        """Take a part of what a worker says of its job."""

    def orphaned(self, run: Run) -> None:
        """Take note that the worker of a job is gone."""

    def explained(self, run: Run, status: int | None) -> None:
        """Take note of how the worker of an orphaned job has ended (wait(2)); None if nobody can say."""


class Staff:
    """So many workers, free or at a cheap job, and those that are let go on with a long one beside them."""

    def __init__(self, work: Callable[[socket.socket], None], size: int) -> None:
        self.size = size
        self.lines: set[Line] = set()
        self.free: list[Line] = []
        self.busy: set[Line] = set()
        self.unexplained: dict[int, Run] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.early_deaths = 0
        self.pause = 0.0
        self.closed = False
        self.nurseries = Nurseries(work)
        hired = (self.nurseries.hire() for _ in range(size))
        self.early = [each for each in hired if each]
        self.starting = len(self.early)

    async def open(self, head: Head, broken: Callable[[], None]) -> None:
        """Listen to the workers until the first one is ready; if none can be made any more, that is told.

        Raises GraphError if none comes up, with what they say of it.
        """
        self.head = head
        self.loop = asyncio.get_running_loop()
        self.first: asyncio.Future[None] = self.loop.create_future()
        self.nurseries.open(self.ended, lost=self.refill, broken=partial(self.broken, broken))
        early, self.early = self.early, []
        for each in early:
            await self.attach(each)
        await self.first

    def broken(self, tell: Callable[[], None]) -> None:
        """Take note that no worker can be made any more."""
        if self.first.done():
            tell()
        else:
            self.first.set_exception(LocalError("the processes that start workers have ended"))

    def close(self) -> None:
        """End all workers, and wait for the nursery; the loop may have ended before."""
        self.closed = True
        if self.lines and not self.loop.is_closed():
            for line in self.lines:
                line.transport.abort()
        for each in self.early:
            each.close()
        self.nurseries.close()

    # --- for who gives the jobs

    def take(self, run: Run) -> None:
        """Return a free worker to a job."""
        line = self.free.pop()
        self.busy.add(line)
        line.run, run.line = run, line
        line.transport.write(run.job)

    def give_back(self, line: Line) -> None:
        """Take a worker that has done its job; one that was let go on is sent away."""
        if line in self.busy:
            self.busy.discard(line)
            self.free.append(line)
            self.head.ready()
        else:
            line.transport.abort()

    def let_go_on(self, line: Line) -> None:
        """Lower the priority of a worker, and put another one in its place."""
        self.busy.discard(line)
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, line.pid, LOWEST)
        self.refill()

    def kill(self, line: Line) -> None:
        """End a worker at once, and have another one in its place."""
        self.busy.discard(line)
        with suppress(ProcessLookupError):
            os.kill(line.pid, signal.SIGKILL)
        line.transport.abort()
        self.refill()

    # --- how workers come and go

    def refill(self) -> None:
        """Fork as many workers as are missing."""
        there = len(self.free) + len(self.busy) + self.starting
        for _ in range(0 if self.closed else self.size - there):
            try:
                hired = self.nurseries.hire()
            except OSError:  # there is no file left for the line to it
                hired = None
            if hired is None:
                self.refill_later()
                return
            self.starting += 1
            task = self.loop.create_task(self.attach(hired))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def refill_later(self) -> None:
        """Try again after a pause, which is twice as long each time that it was in vain."""
        self.pause = min(max(SOONEST, self.pause * 2), LATEST)
        self.loop.call_later(self.pause, self.refill)

    async def attach(self, hired: socket.socket) -> None:
        """Listen to a worker."""
        _, line = await self.loop.create_unix_connection(partial(Line, self), sock=hired)
        self.lines.add(line)

    def heard(self, line: Line, kind: bytes, content: bytes) -> None:
        """Take a part of what a worker says: that it is ready, or something of its job."""
        if kind == READY and not line.pid:
            line.pid = int(content)
            self.starting -= 1
            self.pause = 0.0
            self.free.append(line)
            if not self.first.done():
                self.first.set_result(None)
            self.head.ready()
        elif kind == FAILED and not line.pid:
            self.failed(decode_failure(content))
        elif line.run:
            self.head.told(line.run, kind, content)

    def lost(self, line: Line) -> None:
        """Take note that a worker has gone; if it was at a job, the nursery will say how it ended."""
        self.lines.discard(line)
        self.busy.discard(line)
        if line in self.free:
            self.free.remove(line)
        if not line.pid:
            self.starting -= 1
            self.early_deaths += 1
            if self.early_deaths >= self.size:
                self.failed(LocalError("the processes that answer queries end as soon as they start"))
            if not self.closed:
                self.refill_later()
            return
        if line.run:
            self.unexplained[line.pid] = line.run
            self.head.orphaned(line.run)
            known = line.status is not None
            self.loop.call_later(0 if known else LAST, self.ended, line.pid, line.status)
        self.refill()

    def failed(self, error: GraphError) -> None:
        """Take note of why workers do not come up, if none has before."""
        if not self.first.done():
            self.first.set_exception(error)

    def ended(self, pid: int, status: int | None) -> None:
        """Take note of how a process has ended, before or after its line has."""
        run = self.unexplained.pop(pid, None)
        if run:
            self.head.explained(run, status)
        for line in self.lines:
            if line.pid == pid:
                line.status = status
