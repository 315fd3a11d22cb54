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
from graph.stores.snapshot_directory import KEPT, current
from graph.stores.snapshot_writer import ANY_DAY, Snapshot, Tell, Verify
from graph.stores.verification import Checked, find_misleading_link, repair_hint, verify_snapshots

__all__ = [
    "ANY_DAY",
    "CURRENT",
    "FORGOTTEN",
    "KEPT",
    "SCHEME",
    "Checked",
    "Folder",
    "Room",
    "current",
    "find_misleading_link",
    "is_url",
    "open_store",
    "repair_hint",
    "room",
    "verify_snapshots",
]


FORGOTTEN = re.compile(r"[\w.-]+:\d+(/|$)")
"""The address of a server without its scheme."""
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/")
"""How an address begins; a folder of such a name can be given as ./name."""


class Room(Protocol):
    """Where snapshots are published: a `Folder`, or `graph.stores.remote.snapshots.Server`."""

    def ready(self) -> None:
        """Raise LocalError if nothing can be published there, as far as can be told before."""

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        tell: Tell = lambda _: None,
        verify: Verify = lambda _: None,
    ) -> Snapshot:
        """Build a snapshot, verify it, and make it current; see `graph.stores.snapshot_directory.publish`."""

    def published(self) -> list[Snapshot]:
        """List the snapshots, the last one that was published first."""

    def current(self) -> str | None:
        """Return the name of the snapshot that is served; None if there is none."""

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot: the one before the current one, if none is named."""

    def prune(self, keep: int = KEPT, tell: Tell = lambda _: None) -> None:
        """Take away all snapshots but the last ones, and never the current one."""


def is_url(store: str | Path) -> bool:
    """Return whether a store is a server's address, no folder; raises LocalError for another address."""
    if FORGOTTEN.match(str(store)):
        raise LocalError(
            f"“{store}” is no folder; if it is a server, write http://{store} or https://{store}"
        )
    scheme = SCHEME.match(str(store))
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise LocalError(
            f"“{store}” is no folder, and no address of a server: those begin with https:// or http://"
        )
    return scheme is not None


def open_store(store: str | Path, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a store.

    Raises BadDataError if there is none, or if other files are to be read `beside` what was published, and
    StoreError if a server does not answer.
    """
    if not isinstance(store, str | Path):
        raise BadParameterError(
            f"a store is a folder or a URL, not {repr(store)[:50]}",
            f"存储应为文件夹或网址，而不是 {repr(store)[:50]}",
            parameter="store",
        )
    if not is_url(store):
        if Path(store).is_file():
            raise BadDataError("is a file and no store; open it as data=[…], or with --data", file=str(store))
        return snapshot_directory.open_directory(Path(store), beside=beside)
    from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # what asks a server is slow to import

    return remote.open_server(str(store), beside=beside)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of snapshots, see `graph.stores.snapshot_directory`."""

    path: Path

    def ready(self) -> None:
        """Raise LocalError for a folder of others; a new one is made when it is needed."""
        ownership.require(self.path)

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        tell: Tell = lambda _: None,
        verify: Verify = lambda _: None,
    ) -> Snapshot:
        """Build a snapshot and make it current."""
        return snapshot_directory.publish(
            self.path, data, bundled=bundled, as_of=as_of, tell=tell, verify=verify
        )

    def published(self) -> list[Snapshot]:
        """List the snapshots."""
        return snapshot_directory.published(self.path)

    def current(self) -> str | None:
        """Return the name of the snapshot that is served."""
        return snapshot_directory.current(self.path)

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot."""
        return snapshot_directory.rollback(self.path, name)

    def prune(self, keep: int = KEPT, tell: Tell = lambda _: None) -> None:
        """Take away old snapshots."""
        snapshot_directory.prune(self.path, keep, tell)


def room(store: str, graph_store: str | None = None, update: str | None = None) -> Room:
    """Return where snapshots are published.

    A server takes graphs at `graph_store`, or else updates at `update`, or else where servers of its kind do.
    Raises StoreError if it does not answer, and LocalError if it is not known where it takes them.
    """
    if not is_url(store):
        if store == "memory":
            raise LocalError("nothing is published into memory; name a folder or the address of a server")
        if Path(store).is_file():
            raise LocalError(f"{store} is a file, and snapshots go into a folder")
        if graph_store or update:
            raise LocalError(f"{store} is a folder; --graph-store and --update are for servers")
        return Folder(Path(store))
    from graph.stores.remote import snapshots as remote  # noqa: PLC0415  # what asks a server is slow to import

    return remote.server(store, graph_store, update)
