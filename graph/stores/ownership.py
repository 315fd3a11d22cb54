"""Tells which files in a folder of snapshots are ours: others are left alone, and reported.

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

from graph.atomic_files import is_temporary, remove_stale, write_atomically
from graph.errors import LocalError
from graph.stores.snapshot_writer import DATE_INDEPENDENT_FILE, DESCRIPTION_FILE, STORE_FOLDER, is_snapshot
from i18n import Message

CURRENT, SNAPSHOTS, BUILDING, LOCK = "current", "snapshots", "building", "lock"
MARKER_NAME, MARKER_CONTENT = "distrograph.json", b'{"distrograph": "a folder of published snapshots"}\n'
"""The file that says that a folder is ours, and what is in it."""
IGNORED_NAMES = frozenset({"lost+found", ".snapshot"})
"""What a file system puts into a folder by itself."""
MAX_SHOWN = 3
"""How many things an error names."""
SNAPSHOT_NAME = r"\d{4}-\d\d-\d\d-[0-9a-f]{12}"
ENGINE_FILES = (
    r"(CURRENT|IDENTITY|LOCK|LOG(\.old\.\d+)?|(MANIFEST|OPTIONS)-\d+(\.dbtmp)?"
    r"|(bulk-)?\w+\.sst|\d+\.(log|dbtmp|blob))"
)
"""The files of the engine's store."""
OLD_SUFFIX = ".old"
"""What is put behind the name of a snapshot that another one takes the place of."""
OWN_FOLDER = rf"({BUILDING}/{SNAPSHOT_NAME}({re.escape(OLD_SUFFIX)})?|{SNAPSHOTS}/{SNAPSHOT_NAME})"
OWN_FILES = re.compile(
    rf"{LOCK}|{re.escape(MARKER_NAME)}|{OWN_FOLDER}/({re.escape(DESCRIPTION_FILE)}|{re.escape(DATE_INDEPENDENT_FILE)}|{STORE_FOLDER}/{ENGINE_FILES})"
)
OWN_FOLDERS = re.compile(rf"{BUILDING}|{SNAPSHOTS}|{OWN_FOLDER}(/{STORE_FOLDER})?")
OWN_LINKS = re.compile(rf"{CURRENT}|{BUILDING}/link")


def is_ours(folder: Path, path: Path) -> bool:
    """Return whether a path below a folder has the name and kind of what we write there.

    Symbolic links are not followed. Raises OSError if there is nothing, or if it must not be looked at.
    """
    mode, name = path.lstat().st_mode, path.relative_to(folder).as_posix()
    if stat.S_ISDIR(mode):
        return bool(OWN_FOLDERS.fullmatch(name))
    if stat.S_ISLNK(mode):
        return (bool(OWN_LINKS.fullmatch(name)) or is_temporary(name)) and _leads_to_snapshot(folder, path)
    if not stat.S_ISREG(mode):
        return False
    known = CONTENT_CHECKS.get(name)
    return known(path) if known else bool(OWN_FILES.fullmatch(name)) or is_temporary(path.name)


def _leads_to_snapshot(folder: Path, link: Path) -> bool:
    """Return whether a symbolic link has the name of a snapshot of the folder as its target."""
    target = folder / link.readlink()
    return target.parent == folder / SNAPSHOTS and bool(re.fullmatch(SNAPSHOT_NAME, target.name))


def _is_empty(file: Path) -> bool:
    """Return whether a file holds nothing, as our lock does."""
    return not file.lstat().st_size


def _is_marker(file: Path) -> bool:
    """Return whether a file is our marker, or the beginning of one."""
    return file.lstat().st_size <= len(MARKER_CONTENT) and MARKER_CONTENT.startswith(file.read_bytes())


CONTENT_CHECKS: Mapping[str, Callable[[Path], bool]] = MappingProxyType(
    {LOCK: _is_empty, MARKER_NAME: _is_marker}
)
"""What tells ours, where the name could be anybody's."""


def find_foreign(folder: Path, start: Path) -> Iterator[Path]:
    """Find what is not ours in a folder or in one below it; a folder of others counts as one thing."""
    for entry in sorted(start.iterdir()):
        if not is_ours(folder, entry):
            yield entry
        elif _is_directory(entry):
            yield from find_foreign(folder, entry)


def _is_directory(path: Path) -> bool:
    """Return whether a path is a folder, and no symbolic link to one."""
    return stat.S_ISDIR(path.lstat().st_mode)


def _is_marked(folder: Path) -> bool:
    """Return whether a folder is marked as ours, or holds a snapshot that an earlier version published."""
    marker, held = folder / MARKER_NAME, folder / SNAPSHOTS
    if marker.is_file() and not marker.is_symlink() and marker.read_bytes() == MARKER_CONTENT:
        return True
    return held.is_dir() and not held.is_symlink() and any(map(is_snapshot, held.iterdir()))


def _find_obstacles(folder: Path) -> Iterator[Path]:
    """Find what of others keeps us from writing into a folder."""
    if _is_marked(folder):
        names = (CURRENT, SNAPSHOTS, BUILDING, LOCK, MARKER_NAME)
        there = (path for path in map(folder.joinpath, names) if path.is_symlink() or path.exists())
        return (path for path in there if not is_ours(folder, path))
    return (path for path in find_foreign(folder, folder) if path.name not in IGNORED_NAMES)


def require_ours(folder: Path) -> None:
    """Raise LocalError for a folder that is not ours, unless it is empty or not there; writes nothing."""
    if not folder.exists():
        return
    found = [path.relative_to(folder).as_posix() for path in islice(_find_obstacles(folder), MAX_SHOWN + 1)]
    if found:
        more = ", …" if len(found) > MAX_SHOWN else ""
        raise LocalError(
            Message(
                "{folder} contains files that are not distrograph's ({found}{more}) and was not changed; "
                "give an empty or new folder",
                folder=folder,
                found=found[:MAX_SHOWN],
                more=more,
            )
        )


def mark_ours(folder: Path) -> None:
    """Mark a folder as ours, unless it is; raises OSError."""
    marker = folder / MARKER_NAME
    if not marker.exists() or marker.read_bytes() != MARKER_CONTENT:
        write_atomically(marker, MARKER_CONTENT)
    remove_stale(folder)


def remove_ours(folder: Path, start: Path) -> list[Path]:
    """Remove a folder in the folder with all that is ours in it; returns what is not, and stays.

    Raises OSError.
    """
    stays: list[Path] = []
    for entry in sorted(start.iterdir()):
        if not is_ours(folder, entry):
            stays.append(entry)
        elif _is_directory(entry):
            stays += remove_ours(folder, entry)
        else:
            entry.unlink()
    if not stays:
        start.rmdir()
    return stays
