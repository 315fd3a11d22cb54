"""Stores by name: a folder of snapshots, or the URL of a server that holds them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.dataset.builder import Dataset
from graph.errors import BadDataError, BadParameterError, LocalError
from graph.stores import ownership, snapshot_directory
from graph.stores.ownership import CURRENT
from graph.stores.snapshot_directory import SNAPSHOTS_TO_KEEP, current_name
from graph.stores.snapshot_writer import MAX_REDATABLE_BYTES, Progress, Snapshot, Verify
from graph.stores.verification import SnapshotCheck, find_misleading_link, repair_hint, verify_snapshots
from i18n import Message

__all__ = [
    "CURRENT",
    "MAX_REDATABLE_BYTES",
    "SCHEMELESS_URL",
    "SNAPSHOTS_TO_KEEP",
    "URL_SCHEME",
    "FolderTarget",
    "SnapshotCheck",
    "SnapshotTarget",
    "current_name",
    "find_misleading_link",
    "is_url",
    "open_store",
    "open_target",
    "peek_current",
    "repair_hint",
    "verify_snapshots",
]


SCHEMELESS_URL = re.compile(r"[\w.-]+:\d+(/|$)")
"""The address of a server that lacks its scheme."""
URL_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
"""The scheme of a URL; a folder of such a name can be given as ./name."""


class SnapshotTarget(Protocol):
    """Where snapshots are published: a `FolderTarget`, or `graph.stores.remote.snapshots.ServerTarget`."""

    def check_ready(self) -> None:
        """Raise LocalError if nothing can be published there, as far as can be told before."""

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        progress: Progress = lambda _: None,
        verify: Verify = lambda _: None,
    ) -> Snapshot:
        """Build a snapshot, verify it, and make it current; see `graph.stores.snapshot_directory.publish`."""

    def list_snapshots(self) -> list[Snapshot]:
        """List the snapshots, the last one that was published first."""

    def current_name(self) -> str | None:
        """Return the name of the snapshot that is served; None if there is none."""

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot: the one before the current one, if none is named."""

    def prune(self, keep: int = SNAPSHOTS_TO_KEEP, progress: Progress = lambda _: None) -> None:
        """Remove all snapshots but the last ones, and never the current one."""


def is_url(store: str | Path) -> bool:
    """Return whether a store is a server's address, no folder; raises LocalError for another address."""
    if SCHEMELESS_URL.match(str(store)):
        raise LocalError(
            Message(
                "“{store}” is not a folder; for a server, write http://{store} or https://{store}",
                store=store,
            )
        )
    scheme = URL_SCHEME.match(str(store))
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise LocalError(
            Message(
                "“{store}” is neither a folder nor a server; the address of a server begins with https:// or http://",
                store=store,
            )
        )
    return scheme is not None


def open_store(store: str | Path, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a store.

    Raises BadDataError if there is none, or if other files are to be read `beside` what was published, and
    StoreError if a server does not answer.
    """
    if not isinstance(store, str | Path):
        raise BadParameterError(
            Message("a store must be a folder or a URL, not {store}", store=repr(store)[:50]),
            parameter="store",
        )
    if not is_url(store):
        if Path(store).is_file():
            raise BadDataError(
                Message("is a file, not a store; open it with data=[…] or --data"), file=str(store)
            )
        return snapshot_directory.open_directory(Path(store), beside=beside)
    from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # what asks a server is slow to import

    return remote.open_server(str(store), beside=beside)


def peek_current(url: str, seconds: float) -> str | None:
    """Return the name of a server's current snapshot, if it answers within so many seconds."""
    from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # what asks a server is slow to import

    return remote.peek_current(url, seconds)


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """A folder of snapshots, see `graph.stores.snapshot_directory`."""

    path: Path

    def check_ready(self) -> None:
        """Raise LocalError for a folder of others; a new one is made when it is needed."""
        ownership.require_ours(self.path)

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        progress: Progress = lambda _: None,
        verify: Verify = lambda _: None,
    ) -> Snapshot:
        """Build a snapshot and make it current."""
        return snapshot_directory.publish(
            self.path, data, bundled=bundled, as_of=as_of, progress=progress, verify=verify
        )

    def list_snapshots(self) -> list[Snapshot]:
        """List the snapshots."""
        return snapshot_directory.list_snapshots(self.path)

    def current_name(self) -> str | None:
        """Return the name of the snapshot that is served."""
        return snapshot_directory.current_name(self.path)

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot."""
        return snapshot_directory.rollback(self.path, name)

    def prune(self, keep: int = SNAPSHOTS_TO_KEEP, progress: Progress = lambda _: None) -> None:
        """Remove old snapshots."""
        snapshot_directory.prune(self.path, keep, progress)


def open_target(store: str, graph_store: str | None = None, update: str | None = None) -> SnapshotTarget:
    """Open the target into which snapshots are published.

    A server takes graphs at `graph_store`, or else updates at `update`, or else where servers of its kind do.
    Raises StoreError if it does not answer, and LocalError if it is not known where it takes them.
    """
    if not is_url(store):
        if store == "memory":
            raise LocalError(Message("publish to a folder or a server, not to memory"))
        if Path(store).is_file():
            raise LocalError(Message("{store} is a file; publish to a folder", store=store))
        if graph_store or update:
            raise LocalError(
                Message("{store} is a folder; --graph-store and --update are for servers", store=store)
            )
        return FolderTarget(Path(store))
    from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # what asks a server is slow to import

    return remote.connect_target(store, graph_store, update)
