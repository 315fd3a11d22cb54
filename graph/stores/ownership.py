"""Whose a folder of snapshots is, and what in it is ours: whatever else lies there is left alone, and named.

A folder is ours if it bears our marker; or, published by an earlier version, if it holds a snapshot that can
be read; or if there is nothing in it but what we write, such as a run leaves that was killed as it began.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from graph.atomic_files import is_temporary, sweep, write_atomically
from graph.errors import LocalError
from graph.stores.snapshot_writer import STORE, TIMELESS, TOLD, is_snapshot

CURRENT, SNAPSHOTS, BUILDING, LOCK = "current", "snapshots", "building", "lock"
MARKER, MARK = "distrograph.json", b'{"distrograph": "a folder of published snapshots"}\n'
"""The file that says that a folder is ours, and what is in it."""
PASSED_OVER = frozenset({"lost+found", ".snapshot"})
"""What a file system puts into a folder by itself."""
SHOWN = 3
"""How many things an error names."""
NAME = r"\d{4}-\d\d-\d\d-[0-9a-f]{12}"
ENGINE = (
    r"(CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+(\.dbtmp)?"
    r"|(bulk-)?\w+\.sst|\d+\.(log|dbtmp|blob))"
)
"""The files of the engine's store."""
OLD = ".old"
"""What is put behind the name of a snapshot that another one takes the place of."""
OWN = rf"({BUILDING}/{NAME}({re.escape(OLD)})?|{SNAPSHOTS}/{NAME})"
FILES = re.compile(
    rf"{LOCK}|{re.escape(MARKER)}|{OWN}/({re.escape(TOLD)}|{re.escape(TIMELESS)}|{STORE}/{ENGINE})"
)
FOLDERS = re.compile(rf"{BUILDING}|{SNAPSHOTS}|{OWN}(/{STORE})?")
LINKS = re.compile(rf"{CURRENT}|{BUILDING}/link")


def is_ours(folder: Path, path: Path) -> bool:
    """Return whether what lies at a path below a folder is of the name and kind of what we write there.

    Symbolic links are not followed. Raises OSError if there is nothing, or if it must not be looked at.
    """
    mode, name = path.lstat().st_mode, path.relative_to(folder).as_posix()
    if stat.S_ISDIR(mode):
        return bool(FOLDERS.fullmatch(name))
    if stat.S_ISLNK(mode):
        return (bool(LINKS.fullmatch(name)) or is_temporary(name)) and leads_to_snapshot(folder, path)
    if not stat.S_ISREG(mode):
        return False
    known = CONTENTS.get(name)
    return known(path) if known else bool(FILES.fullmatch(name)) or is_temporary(path.name)


def leads_to_snapshot(folder: Path, link: Path) -> bool:
    """Return whether a symbolic link leads to what has the name of a snapshot of the folder, there or not."""
    target = folder / link.readlink()
    return target.parent == folder / SNAPSHOTS and bool(re.fullmatch(NAME, target.name))


def is_empty(file: Path) -> bool:
    """Return whether a file holds nothing, as our lock does."""
    return not file.lstat().st_size


def is_marker(file: Path) -> bool:
    """Return whether a file is our marker, or the beginning of one."""
    return file.lstat().st_size <= len(MARK) and MARK.startswith(file.read_bytes())


CONTENTS: Mapping[str, Callable[[Path], bool]] = MappingProxyType({LOCK: is_empty, MARKER: is_marker})
"""What tells ours, where the name could be anybody's."""


def strangers(folder: Path, start: Path) -> Iterator[Path]:
    """Return what is not ours, of a folder or of one in it; a folder of others counts as one thing."""
    for entry in sorted(start.iterdir()):
        if not is_ours(folder, entry):
            yield entry
        elif is_directory(entry):
            yield from strangers(folder, entry)


def is_directory(path: Path) -> bool:
    """Return whether a path is a folder, and no symbolic link to one."""
    return stat.S_ISDIR(path.lstat().st_mode)


def belongs(folder: Path) -> bool:
    """Return whether a folder is marked as ours, or holds a snapshot that an earlier version published."""
    marker, held = folder / MARKER, folder / SNAPSHOTS
    if marker.is_file() and not marker.is_symlink() and marker.read_bytes() == MARK:
        return True
    return held.is_dir() and not held.is_symlink() and any(map(is_snapshot, held.iterdir()))


def in_the_way(folder: Path) -> Iterator[Path]:
    """Return what of others keeps us from writing into a folder."""
    if belongs(folder):
        names = (CURRENT, SNAPSHOTS, BUILDING, LOCK, MARKER)
        there = (path for path in map(folder.joinpath, names) if path.is_symlink() or path.exists())
        return (path for path in there if not is_ours(folder, path))
    return (path for path in strangers(folder, folder) if path.name not in PASSED_OVER)


def require(folder: Path) -> None:
    """Raise LocalError for a folder that is not ours, unless it is empty or not there; writes nothing."""
    if not folder.exists():
        return
    found = [path.relative_to(folder).as_posix() for path in islice(in_the_way(folder), SHOWN + 1)]
    if found:
        more = ", …" if len(found) > SHOWN else ""
        raise LocalError(
            f"{folder} holds what is not of distrograph ({', '.join(found[:SHOWN])}{more}), "
            "and is left as it is; name an empty or new folder"
        )


def mark(folder: Path) -> None:
    """Mark a folder as ours, unless it is; raises OSError."""
    marker = folder / MARKER
    if not marker.exists() or marker.read_bytes() != MARK:
        write_atomically(marker, MARK)
    sweep(folder)


def remove(folder: Path, start: Path) -> list[Path]:
    """Remove a folder in the folder, with all that is ours in it; gives what is not, and stays.

    Raises OSError.
    """
    stays: list[Path] = []
    for entry in sorted(start.iterdir()):
        if not is_ours(folder, entry):
            stays.append(entry)
        elif is_directory(entry):
            stays += remove(folder, entry)
        else:
            entry.unlink()
    if not stays:
        start.rmdir()
    return stays
