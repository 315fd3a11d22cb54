"""Writing a snapshot on disk: the engine's store, what other days need, and what it says of itself."""

from __future__ import annotations

import datetime as dt
import gzip
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from graph.atomic_files import open_plain, settle, write_atomically
from graph.dataset.builder import Dataset
from graph.dataset.files import File, unpacked_size
from graph.rdf.store import BuildingStore, Store
from graph.stores.checksums import FILES, Print, prints, sealed, unsealed

STORE, TIMELESS, TOLD = "store", "timeless.nq.gz", "snapshot.json"
ANY_DAY = 256 << 20
"""Bytes of files from which other days are derived in memory; what is larger answers for its day alone."""

Tell = Callable[[str], None]
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
    def moment(self) -> dt.datetime:
        """The moment at which it was finished; raises ValueError if that is none."""
        return dt.datetime.fromisoformat(self.published)


@dataclass(frozen=True, slots=True)
class Told:
    """What a snapshot on disk says of itself: what it is, and what its files are, if it says that."""

    snapshot: Snapshot
    files: Mapping[str, Print] | None

    @property
    def size(self) -> int:
        """How many bytes its files have."""
        return sum(each.size for each in (self.files or {}).values())


def read_description(own: Path) -> Told:
    """Read what a snapshot says of itself; raises OSError, ValueError or TypeError for what is none."""
    with open_plain(own / TOLD) as file:
        said = unsealed(file.read().decode("utf-8"))
    files = cast("dict[str, list[Any]] | None", said.pop(FILES, None))
    snapshot = Snapshot(**said)  # type: ignore[arg-type]
    if snapshot.name != own.name:
        raise ValueError(f"it is of {snapshot.name}")
    snapshot.moment  # noqa: B018  # raises ValueError
    return Told(snapshot, None if files is None else {name: Print(*one) for name, one in files.items()})


def read_snapshot(own: Path) -> Snapshot:
    """Read what a snapshot is; raises what `read_description` raises."""
    return read_description(own).snapshot


def is_snapshot(own: Path) -> bool:
    """Return whether a folder says of itself that it is a snapshot."""
    try:
        read_snapshot(own)
    except (OSError, ValueError, TypeError):
        return False
    return True


def total_size(files: Sequence[File]) -> int:
    """Return how many bytes files have, unpacked, that are not held; beyond `ANY_DAY` it is not exact."""
    return sum(unpacked_size(file.path, ANY_DAY) for file in files if file.path)


def build(own: Path, assembled: Callable[..., Dataset], size: int, verify: Verify) -> None:
    """Write a snapshot; `size` is that of the files that are not held, in bytes."""
    quads, made = filled(own, assembled, size, verify)
    compact(own / STORE)
    finished = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    for path in (*own.rglob("*"), own):
        settle(path)
    snapshot = Snapshot(own.name, *made, finished, quads)
    write_atomically(own / TOLD, sealed({**asdict(snapshot), FILES: prints(own, TOLD)}).encode())


def filled(
    own: Path, assembled: Callable[..., Dataset], size: int, verify: Verify
) -> tuple[int, tuple[str, str]]:
    """Fill a store; gives how many quads it has, the hash of its files, and its day."""
    store = BuildingStore(own / STORE)
    made = assembled(store=store)
    verify(store)
    if size <= ANY_DAY:
        (own / TIMELESS).write_bytes(gzip.compress(made.timeless(), 6))
    return len(store.quads), (made.snapshot, str(made.as_of))


def compact(folder: Path) -> None:
    """Open a store again: what the engine had only logged is written then, once and not by every reader."""
    store = BuildingStore(folder)
    store.quads.optimize()
    store.quads.flush()
