"""Verifies that snapshots in a folder are as they were published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadDataError
from graph.stores.checksums import Fault, find_faults
from graph.stores.ownership import CURRENT, SNAPSHOT_NAME, SNAPSHOTS
from graph.stores.snapshot_writer import DESCRIPTION_FILE, SnapshotDescription, read_description
from i18n import Message

MAX_BYTES_READ_AT_START = 1 << 30
"""Bytes of a snapshot whose contents are checked when it is opened; of a larger one only sizes are."""


@dataclass(frozen=True, slots=True)
class SnapshotCheck:
    """The result of checking a snapshot: its faults, its size, and whether it has checksums."""

    name: str
    faults: tuple[Fault, ...]
    files: int = 0
    size: int = 0
    has_checksums: bool = True

    @property
    def is_intact(self) -> bool:
        """Whether it is known to be as it was published."""
        return self.has_checksums and not self.faults


def check_snapshot(own: Path) -> SnapshotCheck:
    """Check all files of a snapshot against their checksums."""
    try:
        known = read_description(own)
    except (OSError, ValueError, TypeError) as error:
        return SnapshotCheck(own.name, (_unreadable_fault(own, error),))
    if known.files is None:
        return SnapshotCheck(own.name, (), has_checksums=False)
    found = tuple(find_faults(own, known.files, contents=True))
    return SnapshotCheck(own.name, found, len(known.files), known.size)


def verify_snapshots(folder: Path) -> list[SnapshotCheck]:
    """Check all snapshots of a folder against their checksums, those of the last day first."""
    held = folder / SNAPSHOTS
    rooms = sorted(held.iterdir(), reverse=True) if held.is_dir() else ()
    return [check_snapshot(own) for own in rooms if re.fullmatch(SNAPSHOT_NAME, own.name)]


def find_misleading_link(folder: Path) -> Fault | None:
    """Return the fault of `current` if it leads to no snapshot."""
    shown = folder / CURRENT
    if shown.is_symlink() and shown.is_dir():
        return None
    return Fault(shown, Message("points to no snapshot"))


def read_intact_description(own: Path, folder: Path) -> SnapshotDescription:
    """Read the description of a snapshot; raises BadDataError if it is not as it was published."""
    try:
        known = read_description(own)
    except (OSError, ValueError, TypeError) as error:
        raise damage_error(_unreadable_fault(own, error), folder) from None
    for fault in _find_start_faults(own, known):
        raise damage_error(fault, folder)
    return known


def _find_start_faults(own: Path, known: SnapshotDescription) -> Iterator[Fault]:
    """Find the faults of a snapshot that are looked for before it is opened."""
    return find_faults(own, known.files or {}, contents=known.size <= MAX_BYTES_READ_AT_START)


def _unreadable_fault(own: Path, error: Exception) -> Fault:
    """Return the fault of a description that cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Fault(own / DESCRIPTION_FILE, Message("is missing"))
    if isinstance(error, OSError):
        return Fault(
            own / DESCRIPTION_FILE, Message("cannot be read: {error}", error=str(error.strerror or error))
        )
    return Fault(own / DESCRIPTION_FILE, Message("is damaged: {error}", error=str(error)))


def damage_error(fault: Fault, folder: Path) -> BadDataError:
    """Return the error for a fault, which says what to do about it."""
    return BadDataError(
        Message("{fault}; {repair}", fault=fault.description, repair=repair_hint(folder)),
        file=str(fault.file),
    )


def repair_hint(folder: Path) -> Message:
    """Describe what to do about a snapshot that is damaged."""
    return Message(
        "go back to another snapshot with `distrograph rollback --store {folder} [NAME]`, or publish again "
        "with `distrograph publish --to {folder}`",
        folder=str(folder),
    )
