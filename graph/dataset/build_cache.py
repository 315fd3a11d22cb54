"""What was made of the release tables at an earlier start, kept in the user's cache directory.

It lies under a name that is a hash of everything that it was made of, so that nothing need ever be emptied.
Whatever cannot be read, written or trusted is made anew; that is never an error. The directory may hold files
of others: what does not bear our seal is neither removed nor replaced.
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

from graph.atomic_files import open_plain, sweep, temporary_beside

SETTING = "DISTROGRAPH_CACHE"
"""The environment variable that names the directory; empty, nothing is kept."""
NEWEST = 2
"""Files that stay: that of this version, and that of one that may still be running."""
NAME = re.compile(r"[0-9a-f]{40}")
"""How `name_of` names what is made of something."""
SEAL = re.compile(rb"# ([0-9a-f]{40}) [0-9a-f]{40}\n")
"""The first line of a file; see `seal`."""
LONGEST_SEAL = 128
"""Bytes of a file that are looked at for its seal."""


def directory() -> Path | None:
    """Return the directory for what is kept; None if there is to be none."""
    named = os.environ.get(SETTING)
    if named is not None:
        return Path(named) if named else None
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("HOME")
    if not home:
        return None
    return Path(home) / ("distrograph" if os.environ.get("XDG_CACHE_HOME") else ".cache/distrograph")


def name_of(parts: Iterable[bytes]) -> str:
    """Name what is made of some parts by this very code."""
    own = hashlib.blake2b(digest_size=20)
    code: list[Traversable] = [files("ontology") / "__init__.py"]
    code += sorted(files("graph.releases").iterdir(), key=lambda entry: entry.name)
    made_by = (entry.read_bytes() for entry in code if entry.name.endswith(".py"))
    for part in (*made_by, *parts):
        own.update(len(part).to_bytes(8))
        own.update(part)
    return own.hexdigest()


def recall(name: str) -> bytes | None:
    """Return what is kept under a name; None if there is nothing, or if it is not whole or not ours."""
    folder = directory()
    if folder is None:
        return None
    try:
        with open_plain(folder / name) as file:
            if os.fstat(file.fileno()).st_uid != os.getuid():
                return None
            head, content = file.readline(LONGEST_SEAL), file.read()
    except OSError:
        return None
    return content if head == seal(name, content) else None


def keep(name: str, content: bytes) -> None:
    """Keep something under a name, whole or not at all, and let go of what is older."""
    folder = directory()
    if folder is None:
        return
    place = folder / name
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_free(place):
            with temporary_beside(place, mode=0o600) as (path, file):
                file.write(seal(name, content))
                file.write(content)
                file.flush()
                path.replace(place)
        tidy(folder)


def seal(name: str, content: bytes) -> bytes:
    """Make the first line of a file: what it is, and a checksum that shows whether it is whole."""
    return f"# {name} {hashlib.blake2b(content, digest_size=20).hexdigest()}\n".encode()


def is_ours(path: Path) -> bool:
    """Return whether a file bears our seal, with its own name in it; it need not be whole."""
    if not NAME.fullmatch(path.name):
        return False
    try:
        with open_plain(path) as file:
            found = SEAL.fullmatch(file.readline(LONGEST_SEAL))
    except OSError:
        return False
    return found is not None and found[1].decode() == path.name


def is_free(place: Path) -> bool:
    """Return whether a file may be put in a place: it has none, one of ours, or an empty one."""
    try:
        there = place.lstat()
    except FileNotFoundError:
        return True
    empty = stat.S_ISREG(there.st_mode) and there.st_size == 0  # the system broke down before it was written
    return empty or is_ours(place)


def tidy(folder: Path) -> None:
    """Remove what is kept but for the newest, and what was not written to its end."""
    kept = [(entry.lstat().st_mtime, entry) for entry in folder.iterdir() if is_ours(entry)]
    for _, old in sorted(kept, reverse=True)[NEWEST:]:
        old.unlink(missing_ok=True)
    sweep(folder)
