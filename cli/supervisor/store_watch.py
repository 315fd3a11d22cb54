"""Looking at data, to see whether other ones are to be served."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from graph import stores
from graph.stores import CURRENT

PAUSE = 2.0
"""Seconds between two looks at a server: one of many replicas must be no burden."""
PATIENCE = 1.0
"""Seconds that a server has to tell: whoever looks has a port to keep."""


def look_at(store: str | None, data: Sequence[Path]) -> Callable[[], object]:
    """Return what tells whether a store has another snapshot, or, without one, whether files have changed."""
    if store is None:
        return partial(state_of, data)
    if stores.is_url(store):
        return Glance(store)
    return partial(state_of, [Path(store) / CURRENT])


def state_of(paths: Sequence[Path]) -> object:
    """Return what tells whether files, or the files of folders, have changed."""
    found: list[object] = []
    for path in paths:
        with suppress(OSError):
            for each in (path, *(sorted(path.iterdir()) if path.is_dir() else ())):
                stat = each.stat()
                found.append((str(each), stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


class Glance:
    """Asks a server now and then which snapshot is current; while it does not tell, it is the same."""

    def __init__(self, store: str) -> None:
        self.store = store
        self.known: object = None
        self.due = 0.0

    def __call__(self) -> object:
        """Return the name of the current snapshot, as it was told last."""
        if time.monotonic() >= self.due:
            from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # only who has a server needs it

            self.known = remote.peek_current(self.store, PATIENCE) or self.known
            self.due = time.monotonic() + PAUSE
        return self.known
