"""A circuit breaker: requests to a server that is down fail at once, and the server is left in peace."""

from __future__ import annotations

import mmap
import struct
import time

STATE = struct.Struct("!id")
MAX_FAILURES = 5
"""Failures in a row after which nobody asks any more."""
OPEN_SECONDS = 3.0
"""Seconds until one asks again, to see whether it is better."""


class CircuitBreaker:
    """Counts consecutive failures. Forked processes share it, as its state is in shared memory.

    It has no lock: of two who count at once one may be lost, which does no harm.
    """

    def __init__(self) -> None:
        self.memory = mmap.mmap(-1, STATE.size)

    def remaining_pause(self) -> float:
        """Return the seconds until the circuit closes; 0 if it is closed.

        Who may ask after a pause asks alone: the next one has to wait for what comes of it.
        """
        failures, until = STATE.unpack(self.memory[:])
        left = until - time.monotonic()
        if failures < MAX_FAILURES:
            return 0.0
        if left > 0:
            return float(left)
        self.write(failures, OPEN_SECONDS)
        return 0.0

    def record_failure(self) -> bool:
        """Record a failure; returns whether the circuit is open now."""
        failures, _ = STATE.unpack(self.memory[:])
        self.write(failures + 1, OPEN_SECONDS)
        return bool(failures + 1 >= MAX_FAILURES)

    def record_success(self) -> None:
        """Record that the server answers."""
        if self.memory[:] != bytes(STATE.size):
            self.write(0, -time.monotonic())

    def write(self, failures: int, pause: float) -> None:
        """Keep the state."""
        until = time.monotonic() + pause
        self.memory[:] = STATE.pack(failures, until if failures else 0.0)
