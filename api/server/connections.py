"""The open connections, limited by the files that the process may have.

A new connection beyond the limit is accepted, and the one that has been idle for longest is aborted. Only if
all others are busy, that is the new one.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from typing import Protocol

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric

RESERVED_FILES = 256
"""Files for all that is no connection: workers, the store, dumps, other services."""
MIN_CONNECTIONS = 16


class Connection(Protocol):
    """A connection that can be aborted."""

    def abort(self) -> None:
        """End the connection at once."""


class Connections:
    """Counts the open connections and keeps the idle ones, the longest idle first."""

    def __init__(self, max_count: int | None = None) -> None:
        self.max_count = max_count or _compute_max_connections()
        self.count = self.dropped = 0
        self.idle: dict[Connection, None] = {}

    def add(self, connection: Connection) -> None:
        """Add a connection, which is idle, and abort the oldest idle one if there are too many."""
        self.count += 1
        self.idle[connection] = None
        if self.count > self.max_count:
            self.dropped += 1
            oldest = next(iter(self.idle))
            del self.idle[oldest]
            oldest.abort()

    def remove(self, connection: Connection) -> None:
        """Remove a closed connection."""
        self.count -= 1
        self.idle.pop(connection, None)

    def mark_busy(self, connection: Connection) -> None:
        """Mark a connection as busy, since the head of a request has come."""
        self.idle.pop(connection, None)

    def mark_idle(self, connection: Connection) -> None:
        """Mark a connection as idle, since its requests are answered."""
        self.idle[connection] = None


def _compute_max_connections() -> int:
    """Return how many connections the process has files for."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(MIN_CONNECTIONS, files - RESERVED_FILES)


def collect_connections(connections: Connections) -> Iterator[Metric]:
    """Collect the number of connections."""
    yield GaugeMetricFamily("distrograph_connections", "Connections that are open", value=connections.count)
    yield CounterMetricFamily(
        "distrograph_connections_dropped",
        "Connections that were ended because there was no room for a new one",
        value=connections.dropped,
    )
