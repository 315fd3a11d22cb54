"""Sizes and checksums of the files of a snapshot, and what is wrong with one that has others."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from graph.atomic_files import is_plain, open_plain

ALGORITHM = "sha256"
VOLATILE = re.compile(r"LOG(\.old\.\d+)?|LOCK")
"""Files of the engine that are no data, and that it writes to whenever a store is opened to be written."""
CHECKSUM, FILES = "checksum", "files"
Said = dict[str, object]


class Print(NamedTuple):
    """What a file is known by."""

    size: int
    sha256: str


class Fault(NamedTuple):
    """What is wrong with a file."""

    file: Path
    what: str


def prints(own: Path, but: str) -> dict[str, Print]:
    """Measure the files below a folder that are data, all `but` one, by their path in it; raises OSError."""
    found = (path for path in sorted(own.rglob("*")) if is_plain(path))
    data = {path.relative_to(own).as_posix(): path for path in found if not VOLATILE.fullmatch(path.name)}
    return {name: Print(path.stat().st_size, digest(path)) for name, path in data.items() if name != but}


def digest(path: Path) -> str:
    """Return the checksum of a file; raises OSError."""
    with open_plain(path) as file:
        return hashlib.file_digest(file, ALGORITHM).hexdigest()  # type: ignore[arg-type]


def faults(own: Path, known: Mapping[str, Print], *, contents: bool) -> Iterator[Fault]:
    """Return the files of a folder that differ from what is known of their size, or their `contents`."""
    for name, one in sorted(known.items()):
        what = wrong(own / name, one, contents=contents)
        if what:
            yield Fault(own / name, what)


def wrong(path: Path, known: Print, *, contents: bool) -> str:
    """Describe what is wrong with a file; empty if nothing is."""
    try:
        with open_plain(path) as file:
            size = file.seek(0, 2)
        if size < known.size:
            return f"is truncated: {size} bytes of {known.size}"
        if size > known.size:
            return f"is changed: {size} bytes instead of {known.size}"
        changed = contents and digest(path) != known.sha256
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    return "is changed: it has another checksum" if changed else ""


# --- What a snapshot says of itself, with a checksum of that


def sealed(said: Mapping[str, object]) -> str:
    """Write what is said, and a checksum of it."""
    return json.dumps({**said, CHECKSUM: checksum(said)})


def unsealed(text: str) -> Said:
    """Read what is said; raises ValueError if it is not what was written.

    Earlier versions wrote neither a checksum nor `files`.
    """
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("it is no object of JSON")  # noqa: TRY004  # the content is wrong, not a type of ours
    written = said.pop(CHECKSUM, None)
    if (written is not None or FILES in said) and written != checksum(said):
        raise ValueError("it has another checksum")
    return said


def checksum(said: Mapping[str, object]) -> str:
    """Return a checksum of what is said, however it is spaced."""
    return hashlib.new(ALGORITHM, json.dumps(said, sort_keys=True).encode()).hexdigest()
