"""The worker processes: idle, busy and starting ones, and their replacement when they end."""

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
from api.workers.task import Task, WorkerChannel
from api.workers.worker import FAILED, READY
from api.workers.zygote_client import ZygoteClient
from graph.errors import GraphError, LocalError
from i18n import Message

MIN_RETRY_DELAY, MAX_RETRY_DELAY = 0.05, 5.0
"""Seconds before another attempt when a worker did not start; doubled each time."""
EXIT_STATUS_TIMEOUT = 0.2
"""Seconds within which the zygote reports how a worker ended."""
SLOW_NICENESS = 19
"""The niceness of a worker with a slow task (setpriority(2)); it cannot be lowered again."""


class RegistryListener(Protocol):
    """Receives the events of workers."""

    def on_worker_ready(self) -> None:
        """Handle that a worker is idle."""

    def on_message(self, task: Task, kind: bytes, content: bytes) -> None:
        """Handle a frame from the worker of a task."""

    def on_worker_lost(self, task: Task) -> None:
        """Handle that the worker of a task has closed its channel."""

    def on_worker_exit(self, task: Task, status: int | None) -> None:
        """Handle the exit status of the worker of a lost task, as of wait(2); None if it is unknown."""


class WorkerRegistry:
    """Keeps `size` workers that are idle or busy with a fast task, beside those demoted with a slow one."""

    def __init__(self, work: Callable[[socket.socket], None], size: int) -> None:
        self.size = size
        self.channels: set[WorkerChannel] = set()
        self.idle: list[WorkerChannel] = []
        self.busy: set[WorkerChannel] = set()
        self.awaiting_status: dict[int, Task] = {}
        self.attaching: set[asyncio.Task[None]] = set()
        self.failed_starts = 0
        self.retry_delay = 0.0
        self.is_closed = False
        self.zygote = ZygoteClient(work)
        spawned = (self.zygote.spawn() for _ in range(size))
        self.unattached = [each for each in spawned if each]
        self.starting = len(self.unattached)

    async def open(self, listener: RegistryListener, on_broken: Callable[[], None]) -> None:
        """Attach to the workers and wait for the first one. Calls `on_broken` if none can be forked any more.

        Raises the GraphError that the workers report if none starts.
        """
        self.listener = listener
        self.loop = asyncio.get_running_loop()
        self.first_ready: asyncio.Future[None] = self.loop.create_future()
        self.zygote.open(
            self.on_process_exit,
            on_lost=self.spawn_missing,
            on_broken=partial(self.on_zygotes_lost, on_broken),
        )
        unattached, self.unattached = self.unattached, []
        for each in unattached:
            await self.attach(each)
        await self.first_ready

    def on_zygotes_lost(self, on_broken: Callable[[], None]) -> None:
        """Fail the start, or afterwards call `on_broken`, when no worker can be forked any more."""
        if self.first_ready.done():
            on_broken()
        else:
            self.first_ready.set_exception(LocalError(Message("the process that starts workers has exited")))

    def close(self) -> None:
        """End all workers and wait for the zygote; the loop may be closed already."""
        self.is_closed = True
        if self.channels and not self.loop.is_closed():
            for channel in self.channels:
                channel.transport.abort()
        for each in self.unattached:
            each.close()
        self.zygote.close()

    # --- tasks

    def assign(self, task: Task) -> None:
        """Send a task to an idle worker."""
        channel = self.idle.pop()
        self.busy.add(channel)
        channel.task, task.channel = task, channel
        channel.transport.write(task.payload)

    def release(self, channel: WorkerChannel) -> None:
        """Make the worker of a finished task idle; one that was demoted is ended."""
        if channel in self.busy:
            self.busy.discard(channel)
            self.idle.append(channel)
            self.listener.on_worker_ready()
        else:
            channel.transport.abort()

    def demote(self, channel: WorkerChannel) -> None:
        """Lower the priority of a worker with a slow task, and spawn another one in its place."""
        self.busy.discard(channel)
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, channel.pid, SLOW_NICENESS)
        self.spawn_missing()

    def kill(self, channel: WorkerChannel) -> None:
        """Kill a worker and spawn another one in its place."""
        self.busy.discard(channel)
        with suppress(ProcessLookupError):
            os.kill(channel.pid, signal.SIGKILL)
        channel.transport.abort()
        self.spawn_missing()

    # --- starts and exits

    def spawn_missing(self) -> None:
        """Spawn as many workers as are missing."""
        present = len(self.idle) + len(self.busy) + self.starting
        for _ in range(0 if self.is_closed else self.size - present):
            try:
                sock = self.zygote.spawn()
            except OSError:  # there is no file descriptor left for its channel
                sock = None
            if sock is None:
                self.retry_later()
                return
            self.starting += 1
            task = self.loop.create_task(self.attach(sock))
            self.attaching.add(task)
            task.add_done_callback(self.attaching.discard)

    def retry_later(self) -> None:
        """Call `spawn_missing` again after a delay that doubles with each failure."""
        self.retry_delay = min(max(MIN_RETRY_DELAY, self.retry_delay * 2), MAX_RETRY_DELAY)
        self.loop.call_later(self.retry_delay, self.spawn_missing)

    async def attach(self, sock: socket.socket) -> None:
        """Open the channel to a spawned worker."""
        _, channel = await self.loop.create_unix_connection(partial(WorkerChannel, self), sock=sock)
        self.channels.add(channel)

    def on_message(self, channel: WorkerChannel, kind: bytes, content: bytes) -> None:
        """Handle a frame: that the worker is ready, that it failed to start, or one of its task."""
        if kind == READY and not channel.pid:
            channel.pid = int(content)
            self.starting -= 1
            self.retry_delay = 0.0
            self.idle.append(channel)
            if not self.first_ready.done():
                self.first_ready.set_result(None)
            self.listener.on_worker_ready()
        elif kind == FAILED and not channel.pid:
            self.fail_startup(decode_failure(content))
        elif channel.task:
            self.listener.on_message(channel.task, kind, content)

    def on_close(self, channel: WorkerChannel) -> None:
        """Handle the end of a worker; if it had a task, the zygote will report the exit status."""
        self.channels.discard(channel)
        self.busy.discard(channel)
        if channel in self.idle:
            self.idle.remove(channel)
        if not channel.pid:
            self.starting -= 1
            self.failed_starts += 1
            if self.failed_starts >= self.size:
                self.fail_startup(LocalError(Message("the worker processes exit as soon as they start")))
            if not self.is_closed:
                self.retry_later()
            return
        if channel.task:
            self.awaiting_status[channel.pid] = channel.task
            self.listener.on_worker_lost(channel.task)
            known = channel.status is not None
            self.loop.call_later(
                0 if known else EXIT_STATUS_TIMEOUT, self.on_process_exit, channel.pid, channel.status
            )
        self.spawn_missing()

    def fail_startup(self, error: GraphError) -> None:
        """Fail the start with an error, unless a worker was ready before."""
        if not self.first_ready.done():
            self.first_ready.set_exception(error)

    def on_process_exit(self, pid: int, status: int | None) -> None:
        """Handle the exit status of a process, which comes before or after its channel closes."""
        task = self.awaiting_status.pop(pid, None)
        if task:
            self.listener.on_worker_exit(task, status)
        for channel in self.channels:
            if channel.pid == pid:
                channel.status = status
