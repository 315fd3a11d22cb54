"""Whether snapshots in a folder are as they were published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadDataError
from graph.stores.checksums import Fault, faults
from graph.stores.ownership import CURRENT, NAME, SNAPSHOTS
from graph.stores.snapshot_writer import TOLD, Told, read_description

READ_AT_START = 1 << 30
"""Bytes of a snapshot that is read as a whole when it is opened; of a larger one only sizes are looked at."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found of a snapshot: what is wrong, how much there is of it, and whether it has checksums."""

    name: str
    faults: tuple[Fault, ...]
    files: int = 0
    size: int = 0
    checkable: bool = True

    @property
    def whole(self) -> bool:
        """Whether it is known to be as it was published."""
        return self.checkable and not self.faults


def checked(own: Path) -> Checked:
    """Hold all files of a snapshot against their checksums."""
    try:
        known = read_description(own)
    except (OSError, ValueError, TypeError) as error:
        return Checked(own.name, (unreadable(own, error),))
    if known.files is None:
        return Checked(own.name, (), checkable=False)
    found = tuple(faults(own, known.files, contents=True))
    return Checked(own.name, found, len(known.files), known.size)


def verify_snapshots(folder: Path) -> list[Checked]:
    """Hold all snapshots of a folder against their checksums, those of the last day first."""
    held = folder / SNAPSHOTS
    rooms = sorted(held.iterdir(), reverse=True) if held.is_dir() else ()
    return [checked(own) for own in rooms if re.fullmatch(NAME, own.name)]


def find_misleading_link(folder: Path) -> Fault | None:
    """Return whether `current` leads to no snapshot, though there are some."""
    shown = folder / CURRENT
    if shown.is_symlink() and shown.is_dir():
        return None
    return Fault(shown, "leads to no snapshot")


def verified(own: Path, folder: Path) -> Told:
    """Return what a snapshot says of itself; raises BadDataError if it is not as it was published."""
    try:
        known = read_description(own)
    except (OSError, ValueError, TypeError) as error:
        raise damaged(unreadable(own, error), folder) from None
    for fault in start_faults(own, known):
        raise damaged(fault, folder)
    return known


def start_faults(own: Path, known: Told) -> Iterator[Fault]:
    """Return what is wrong with a snapshot, as far as that is looked at before it is opened."""
    return faults(own, known.files or {}, contents=known.size <= READ_AT_START)


def unreadable(own: Path, error: Exception) -> Fault:
    """Describe why what a snapshot says of itself cannot be read."""
    if isinstance(error, FileNotFoundError):
        return Fault(own / TOLD, "is missing")
    if isinstance(error, OSError):
        return Fault(own / TOLD, f"cannot be read: {error.strerror or error}")
    return Fault(own / TOLD, f"is damaged: {error}")


def damaged(fault: Fault, folder: Path) -> BadDataError:
    """Describe what is wrong with a snapshot, and what to do about it."""
    return BadDataError(f"{fault.what}; {repair_hint(folder)}", file=str(fault.file))


def repair_hint(folder: Path) -> str:
    """Describe what to do about a snapshot that is damaged."""
    return (
        f"go back to another snapshot with `distrograph rollback --store {folder} [NAME]`, "
        f"or publish anew with `distrograph publish --to {folder}`"
    )
