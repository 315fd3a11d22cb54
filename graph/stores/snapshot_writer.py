"""Writes a snapshot on disk: the engine's store, the date-independent data, and the description."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from graph.atomic_files import open_plain, sync_to_disk, write_atomically
from graph.dataset.builder import Dataset
from graph.dataset.files import SourceFile, unpacked_size
from graph.rdf.store import BuildingStore, Store
from graph.stores.checksums import (
    FILES_KEY,
    FileChecksum,
    dump_with_checksum,
    fingerprint_files,
    load_with_checksum,
)
from i18n import Message

STORE_FOLDER, DATE_INDEPENDENT_FILE, DESCRIPTION_FILE = "store", "timeless.nq.gz", "snapshot.json"
MAX_REDATABLE_BYTES = 256 << 20
"""Bytes of files from which other days are derived in memory; larger snapshots have one day."""

Progress = Callable[[Message], None]
Verify = Callable[[Store], None]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published snapshot: its name, the hash of its files, the day it speaks for, and its size.

    `published` is the moment at which it was finished, as ISO 8601 has it, in UTC.
    """

    name: str
    snapshot: str
    as_of: str
    published: str
    quads: int

    @property
    def published_at(self) -> dt.datetime:
        """The moment at which the snapshot was finished; raises ValueError if that is none."""
        return dt.datetime.fromisoformat(self.published)


@dataclass(frozen=True, slots=True)
class SnapshotDescription:
    """The description of a snapshot on disk: what it is, and the fingerprints of its files, if any."""

    snapshot: Snapshot
    files: Mapping[str, FileChecksum] | None

    @property
    def size(self) -> int:
        """The bytes of all files."""
        return sum(each.size for each in (self.files or {}).values())


def read_description(own: Path) -> SnapshotDescription:
    """Read the description of a snapshot; raises OSError, ValueError or TypeError for what is none."""
    with open_plain(own / DESCRIPTION_FILE) as file:
        said = load_with_checksum(file.read().decode("utf-8"))
    files = cast("dict[str, list[Any]] | None", said.pop(FILES_KEY, None))
    snapshot = Snapshot(**said)  # type: ignore[arg-type]
    if snapshot.name != own.name:
        raise ValueError(f"it is of {snapshot.name}")
    snapshot.published_at  # noqa: B018  # raises ValueError
    return SnapshotDescription(
        snapshot, None if files is None else {name: FileChecksum(*one) for name, one in files.items()}
    )


def read_snapshot(own: Path) -> Snapshot:
    """Read a snapshot; raises what `read_description` raises."""
    return read_description(own).snapshot


def is_snapshot(own: Path) -> bool:
    """Return whether a folder has the description of a snapshot."""
    try:
        read_snapshot(own)
    except (OSError, ValueError, TypeError):
        return False
    return True


def total_size(files: Sequence[SourceFile]) -> int:
    """Return the unpacked bytes of files that are not held; inexact beyond `MAX_REDATABLE_BYTES`."""
    return sum(unpacked_size(file.path, MAX_REDATABLE_BYTES) for file in files if file.path)


def write_snapshot(own: Path, assembled: Callable[..., Dataset], size: int, verify: Verify) -> None:
    """Write a snapshot; `size` is that of the files that are not held, in bytes."""
    quads, made = _fill_store(own, assembled, size, verify)
    _compact_store(own / STORE_FOLDER)
    finished = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    for path in (*own.rglob("*"), own):
        sync_to_disk(path)
    snapshot = Snapshot(own.name, *made, finished, quads)
    write_atomically(
        own / DESCRIPTION_FILE,
        dump_with_checksum(
            {**asdict(snapshot), FILES_KEY: fingerprint_files(own, DESCRIPTION_FILE)}
        ).encode(),
    )


def _fill_store(
    own: Path, assembled: Callable[..., Dataset], size: int, verify: Verify
) -> tuple[int, tuple[str, str]]:
    """Fill a store; returns the number of quads, the hash of the files, and the day."""
    store = BuildingStore(own / STORE_FOLDER)
    made = assembled(store=store)
    verify(store)
    if size <= MAX_REDATABLE_BYTES:
        (own / DATE_INDEPENDENT_FILE).write_bytes(gzip.compress(made.date_independent(), 6))
    return len(store.quads), (made.snapshot, str(made.as_of))


def _compact_store(folder: Path) -> None:
    """Reopen a store, so that the engine writes its log out once, and not every reader does."""
    store = BuildingStore(folder)
    store.quads.optimize()
    store.quads.flush()
