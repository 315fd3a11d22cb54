"""The connections that are open, of which there are no more than the process may have files for.

Whoever comes when there are as many as there may be is let in, and whoever has asked for nothing for longest
has to go. Only if all of them are being answered, the one who comes has to.
"""

from __future__ import annotations

import resource
from typing import Protocol

RESERVED = 256
"""Files for all that is no connection: workers, the store, dumps, other services."""
FEWEST = 16


class Connection(Protocol):
    """A connection, as far as ending it goes."""

    def hang_up(self) -> None:
        """End it at once."""


class Connections:
    """The open connections: how many there are, and which of them wait for a request, longest first."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most or affordable_connections()
        self.count = self.dropped = 0
        self.waiting: dict[Connection, None] = {}

    def opened(self, connection: Connection) -> None:
        """Take note of a new one, which waits for a request; makes room for it."""
        self.count += 1
        self.waiting[connection] = None
        if self.count > self.most:
            self.dropped += 1
            longest = next(iter(self.waiting))
            del self.waiting[longest]
            longest.hang_up()

    def closed(self, connection: Connection) -> None:
        """Take note of one that has ended."""
        self.count -= 1
        self.waiting.pop(connection, None)

    def busy(self, connection: Connection) -> None:
        """Take note of one that has sent the head of a request."""
        self.waiting.pop(connection, None)

    def idle(self, connection: Connection) -> None:
        """Take note of one that waits for a request again, if it has not ended."""
        self.waiting[connection] = None


def affordable_connections() -> int:
    """Return how many connections the process has files for."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(FEWEST, files - RESERVED)
