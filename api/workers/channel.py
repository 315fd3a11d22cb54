"""The server's end of the line to a worker: bytes in, parts out."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol, cast

from api.workers.worker import FRAME

if TYPE_CHECKING:
    from api.workers.task import Run


MAX_FRAME = 1 << 28
"""Bytes of a part, of which no worker of ours says so many at once."""


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
        """Tell that the worker has gone."""
        del exc  # it ended, or we closed: who listens knows which
        self.listener.lost(self)
