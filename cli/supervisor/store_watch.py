"""Watches data, to see whether other ones are to be served."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from graph import stores
from graph.stores import CURRENT

POLL_INTERVAL = 2.0
"""Seconds between two polls of a server: one of many replicas must be no burden."""
POLL_TIMEOUT = 1.0
"""Seconds that a server has to answer a poll: the supervisor has a port to keep."""


def watch_data(store: str | None, data: Sequence[Path]) -> Callable[[], object]:
    """Return a function whose result changes with the store's snapshot, or, without a store, with files."""
    if store is None:
        return partial(_read_file_state, data)
    if stores.is_url(store):
        return SnapshotPoll(store)
    return partial(_read_file_state, [Path(store) / CURRENT])


def _read_file_state(paths: Sequence[Path]) -> object:
    """Read a state that changes with files, or the files of folders."""
    found: list[object] = []
    for path in paths:
        with suppress(OSError):
            for each in (path, *(sorted(path.iterdir()) if path.is_dir() else ())):
                stat = each.stat()
                found.append((str(each), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


class SnapshotPoll:
    """Polls a server for the current snapshot; while it does not answer, the last one is returned."""

    def __init__(self, store: str) -> None:
        self.store = store
        self.last_known: object = None
        self.next_poll = 0.0

    def __call__(self) -> object:
        """Return the last known name of the current snapshot."""
        if time.monotonic() >= self.next_poll:
            self.last_known = stores.peek_current(self.store, POLL_TIMEOUT) or self.last_known
            self.next_poll = time.monotonic() + POLL_INTERVAL
        return self.last_known
