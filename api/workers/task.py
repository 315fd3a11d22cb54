"""A task, which is one job from submission to result, and the channel to the worker that runs it."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Protocol, cast

from api.workers.worker import FRAME
from graph.errors import GraphError, LimitError

HIGH_WATER_BYTES, LOW_WATER_BYTES = 1 << 20, 1 << 18
"""Bytes of a result not yet read, above which reading from the worker pauses and below which it resumes."""
MAX_FRAME_BYTES = 1 << 28
"""Bytes of a frame; no worker of ours sends as many at once."""


class ClientContext(Protocol):
    """The client of a task: whether it is connected, and its quota."""

    async def wait_disconnected(self) -> None:
        """Return when the client has disconnected."""

    def quota_error(self) -> LimitError | None:
        """Return the error for a client over its quota; None if a slow task may run."""

    def record_usage(self, seconds: float) -> None:
        """Add the seconds that a task ran to the client's usage."""


Chunks = AsyncGenerator[bytes, None]
"""The chunks of a result, as they come."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The result of a task: its head, its first bytes, and the rest if there is more.

    Iterating the rest raises a LimitError where the result was cut; it must be closed or read to its end.
    """

    head: Any
    body: bytes
    rest: Chunks | None


class Task:
    """A job that waits, runs or is done, `timeout` seconds after its submission at most."""

    def __init__(
        self, payload: bytes, client: ClientContext | None, timeout: float, loop: asyncio.AbstractEventLoop
    ) -> None:
        self.payload = payload
        self.client = client
        self.timeout = timeout
        self.submitted_at = loop.time()
        self.deadline = self.submitted_at + timeout
        self.started_at = 0.0
        self.channel: WorkerChannel | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.watcher: asyncio.Task[None] | None = None
        self.first_frame: asyncio.Future[tuple[bytes, bytes]] = loop.create_future()
        self.chunks: deque[bytes] = deque()
        self.buffered_bytes = 0
        self.is_paused = False
        self.error: GraphError | None = None
        self.is_done = False
        self.new_chunk = asyncio.Event()

    def push_chunk(self, content: bytes) -> None:
        """Buffer a chunk, and pause the worker if too much is buffered."""
        self.chunks.append(content)
        self.buffered_bytes += len(content)
        self.new_chunk.set()
        if self.buffered_bytes > HIGH_WATER_BYTES and self.channel and not self.is_paused:
            self.is_paused = True
            self.channel.transport.pause_reading()

    def pop_chunk(self) -> bytes:
        """Return the next chunk, and resume the worker if little is buffered."""
        content = self.chunks.popleft()
        self.buffered_bytes -= len(content)
        if self.is_paused and self.buffered_bytes < LOW_WATER_BYTES and self.channel:
            self.is_paused = False
            self.channel.transport.resume_reading()
        return content

    def finish(self, error: GraphError | None = None) -> WorkerChannel | None:
        """Mark the task as done, with an error if it failed; returns the channel that it had."""
        channel, self.channel = self.channel, None
        if channel:
            channel.task = None
        self.is_done = True
        self.error = error
        for pending in (self.timer, self.watcher):
            if pending:
                pending.cancel()
        if error and not self.first_frame.done():
            self.first_frame.set_exception(error)
        self.new_chunk.set()
        return channel


class ChannelListener(Protocol):
    """Receives the events of a channel."""

    def on_message(self, channel: WorkerChannel, kind: bytes, content: bytes) -> None:
        """Handle a frame."""

    def on_close(self, channel: WorkerChannel) -> None:
        """Handle that the worker has closed the channel."""


class WorkerChannel(asyncio.Protocol):
    """The server's side of the socket to a worker: its process, exit status and current task."""

    transport: asyncio.Transport

    def __init__(self, listener: ChannelListener) -> None:
        self.listener = listener
        self.pid = 0
        self.status: int | None = None
        self.task: Task | None = None
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Split the received bytes into frames."""
        self.buffer += data
        while len(self.buffer) >= FRAME.size:
            kind, length = FRAME.unpack_from(self.buffer)
            if length > MAX_FRAME_BYTES:
                self.transport.abort()
                return
            end = FRAME.size + length
            if len(self.buffer) < end:
                return
            content = bytes(memoryview(self.buffer)[FRAME.size : end])
            del self.buffer[:end]
            self.listener.on_message(self, kind, content)

    def connection_lost(self, exc: Exception | None) -> None:
        """Report that the worker has closed the channel."""
        del exc  # it ended, or we closed: the listener knows which
        self.listener.on_close(self)
