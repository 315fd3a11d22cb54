"""A circuit breaker: who asks a server that is down is told so at once, and the server is left in peace."""

from __future__ import annotations

import mmap
import struct
import time

STATE = struct.Struct("!id")
MOST = 5
"""Failures in a row after which nobody asks any more."""
PAUSE = 3.0
"""Seconds until one asks again, to see whether it is better."""


class Breaker:
    """Counts failures in a row. What is forked from this process shares it: memory is all that it has.

    It has no lock: of two who count at once one may be lost, which does no harm.
    """

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, STATE.size)

    def wait(self) -> float:
        """Return the seconds for which the server must be left in peace; 0 if it may be asked.

        Who may ask after a pause asks alone: the next one has to wait for what comes of it.
        """
        failures, until = STATE.unpack(self.memory[:])
        left = until - time.monotonic()
        if failures < MOST:
            return 0.0
        if left > 0:
            return float(left)
        self.write(failures, PAUSE)
        return 0.0

    def failed(self) -> bool:
        """Take note of a failure; tells whether there were so many now that nobody asks any more."""
        failures, _ = STATE.unpack(self.memory[:])
        self.write(failures + 1, PAUSE)
        return bool(failures + 1 >= MOST)

    def worked(self) -> None:
        """Take note that the server answers."""
        if self.memory[:] != bytes(STATE.size):
            self.write(0, -time.monotonic())

    def write(self, failures: int, pause: float) -> None:
        """Keep the state."""
        until = time.monotonic() + pause
        self.memory[:] = STATE.pack(failures, until if failures else 0.0)
