"""A cache of the serialized release tables, in the user's cache directory.

An entry's key is a hash of everything that it was built of, so that the cache need never be emptied.
Whatever cannot be read, written or trusted is made anew; that is never an error. The directory may hold files
of others: what does not begin with our checksum line is neither removed nor replaced.
"""

import hashlib
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from graph.atomic_files import open_plain, open_temporary, remove_stale
from graph.settings import settings

MAX_FILES = 2
"""Files that are kept: that of this version, and that of one that may still be running."""
KEY = re.compile(r"[0-9a-f]{40}")
"""The form of a cache key."""
CHECKSUM_LINE = re.compile(rb"# ([0-9a-f]{40}) [0-9a-f]{40}\n")
"""The first line of a file, as `checksum_line` formats it."""
MAX_CHECKSUM_LINE_BYTES = 128
"""Bytes of a file that are searched for its checksum line."""


def cache_key(parts: Iterable[bytes]) -> str:
    """Return the key of what this version of the code builds of some parts."""
    own = hashlib.blake2b(digest_size=20)
    code: list[Traversable] = [files("ontology") / "__init__.py"]
    code += sorted(files("graph.releases").iterdir(), key=lambda entry: entry.name)
    made_by = (entry.read_bytes() for entry in code if entry.name.endswith(".py"))
    for part in (*made_by, *parts):
        own.update(len(part).to_bytes(8))
        own.update(part)
    return own.hexdigest()


def load(name: str) -> bytes | None:
    """Load the entry of a name; None if there is none, or if it is not complete or not ours."""
    folder = settings.cache
    if folder is None:
        return None
    try:
        with open_plain(folder / name) as file:
            if os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            head, content = file.readline(MAX_CHECKSUM_LINE_BYTES), file.read()
    except OSError:
        return None
    return content if head == checksum_line(name, content) else None


def store(name: str, content: bytes) -> None:
    """Store an entry atomically, and remove older ones."""
    folder = settings.cache
    if folder is None:
        return
    place = folder / name
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if _is_writable(place):
            with open_temporary(place, mode=0o600) as (path, file):
                file.write(checksum_line(name, content))
                file.write(content)
                file.flush()
                path.replace(place)
        _remove_old(folder)


def checksum_line(name: str, content: bytes) -> bytes:
    """Format the first line of a file: its name, and a checksum of the content."""
    return f"# {name} {hashlib.blake2b(content, digest_size=20).hexdigest()}\n".encode()


def _is_ours(path: Path) -> bool:
    """Return whether a file has our checksum line with its own name; it need not be complete."""
    if not KEY.fullmatch(path.name):
        return False
    try:
        with open_plain(path) as file:
            found = CHECKSUM_LINE.fullmatch(file.readline(MAX_CHECKSUM_LINE_BYTES))
    except OSError:
        return False
    return found is not None and found[1].decode() == path.name


def _is_writable(place: Path) -> bool:
    """Return whether a file may be written at a path: there is none, one of ours, or an empty one."""
    try:
        there = place.lstat()
    except FileNotFoundError:
        return True
    empty = stat.S_ISREG(there.st_mode) and there.st_size == 0  # the system broke down before it was written
    return empty or _is_ours(place)


def _remove_old(folder: Path) -> None:
    """Remove all entries but the newest, and temporary files."""
    kept = [(entry.lstat().st_mtime, entry) for entry in folder.iterdir() if _is_ours(entry)]
    for _, old in sorted(kept, reverse=True)[MAX_FILES:]:
        old.unlink(missing_ok=True)
    remove_stale(folder)
