"""Writing a snapshot on disk: the engine's store, what other days need, and what it says of itself."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph.beside import settle
from graph.dataset import Dataset
from graph.sources import File
from graph.store import BuildingStore, Store

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


def read(own: Path) -> Snapshot:
    """Read what a snapshot says of itself; raises OSError, ValueError or TypeError for what is none."""
    told = Snapshot(**json.loads((own / TOLD).read_text("utf-8")))
    if told.name != own.name:
        raise ValueError(f"{own} calls itself {told.name}")
    dt.datetime.fromisoformat(told.published)
    return told


def is_snapshot(own: Path) -> bool:
    """Tell whether a folder says of itself that it is a snapshot."""
    try:
        read(own)
    except (OSError, ValueError, TypeError):
        return False
    return True


def spread(files: Sequence[File]) -> int:
    """Give how many bytes files have that are not held."""
    return sum(file.path.stat().st_size for file in files if file.path)


def build(own: Path, assembled: Callable[..., Dataset], size: int, verify: Verify) -> None:
    """Write a snapshot; `size` is that of the files that are not held, in bytes."""
    quads, made = filled(own, assembled, size, verify)
    compact(own / STORE)
    finished = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    told = Snapshot(own.name, *made, finished, quads)
    (own / TOLD).write_text(json.dumps(asdict(told)), "utf-8")
    for file in (own / TOLD, own / TIMELESS, own):
        settle(file)


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
