"""Writes files atomically: beside their place, then moved there.

They bear a name that tells whose they are, so that a later run can remove what one left that was killed, and
never anything of others.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

TEMPORARY_PREFIX, TEMPORARY_SUFFIX = ".distrograph-", ".part"
"""How the name of a temporary file of ours begins and ends."""
STALE_SECONDS = 3600.0
"""Seconds after which nobody writes to a temporary file any more."""


def is_temporary(name: str) -> bool:
    """Return whether a name is that of a temporary file of ours."""
    return name.startswith(TEMPORARY_PREFIX) and name.endswith(TEMPORARY_SUFFIX)


def is_plain(path: Path) -> bool:
    """Return whether a path is a file, and no symbolic link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def open_plain(path: Path) -> IO[bytes]:
    """Open a file to be read; raises OSError for whatever is none: a link, a folder, a pipe."""
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no file", str(path))
    return file


@contextmanager
def open_temporary(place: Path, *, mode: int = 0o666) -> Iterator[tuple[Path, IO[bytes]]]:
    """Open a temporary file beside a path; it is removed at the end, unless it was moved.

    `mode` is what others may do with it, as far as the system's umask lets them. Raises OSError.
    """
    path = _temporary_path(place)
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(number, "wb") as file:
            yield path, file
    finally:
        path.unlink(missing_ok=True)


def write_atomically(place: Path, content: bytes) -> None:
    """Write a file atomically; it is on disk when this returns. Raises OSError."""
    with open_temporary(place) as (path, file):
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        path.replace(place)
    sync_to_disk(place.parent)


def replace_link(place: Path, target: Path) -> None:
    """Replace a symbolic link atomically; it is on disk when this returns. Raises OSError."""
    path = _temporary_path(place)
    try:
        path.symlink_to(target)
        path.replace(place)
    finally:
        path.unlink(missing_ok=True)
    sync_to_disk(place.parent)


def _temporary_path(place: Path) -> Path:
    """Return the path of a temporary file of ours beside a path."""
    return place.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}{TEMPORARY_SUFFIX}")


def sync_to_disk(path: Path) -> None:
    """Flush a file or a folder to disk, if it is there."""
    if path.exists():
        opened_there = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened_there)
        finally:
            os.close(opened_there)


def remove_stale(folder: Path) -> None:
    """Remove the temporary files that a killed run of ours left."""
    for entry in folder.iterdir():
        with suppress(OSError):
            if is_temporary(entry.name) and _is_stale(entry.lstat()):
                entry.unlink()


def _is_stale(found: os.stat_result) -> bool:
    """Return whether a file is our own, and was not written to for STALE_SECONDS."""
    mine = found.st_uid == os.getuid() and (stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode))
    return mine and time.time() - found.st_mtime > STALE_SECONDS
