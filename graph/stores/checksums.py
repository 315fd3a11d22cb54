"""Sizes and checksums of the files of a snapshot, and the faults of files that have others."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from graph.atomic_files import is_plain, open_plain
from i18n import Message

ALGORITHM = "sha256"
VOLATILE_FILES = re.compile(r"LOG(\.old\.\d+)?|LOCK")
"""Files of the engine that are no data, and that it writes to whenever a store is opened to be written."""
CHECKSUM_KEY, FILES_KEY = "checksum", "files"
Fields = dict[str, object]


class FileChecksum(NamedTuple):
    """The size and the checksum of a file."""

    size: int
    sha256: str


class Fault(NamedTuple):
    """A file, and what is wrong with it."""

    file: Path
    description: Message


def fingerprint_files(own: Path, but: str) -> dict[str, FileChecksum]:
    """Fingerprint the data files below a folder, all `but` one, by their path in it; raises OSError."""
    found = (path for path in sorted(own.rglob("*")) if is_plain(path))
    data = {
        path.relative_to(own).as_posix(): path for path in found if not VOLATILE_FILES.fullmatch(path.name)
    }
    return {
        name: FileChecksum(path.stat().st_size, _file_digest(path))
        for name, path in data.items()
        if name != but
    }


def _file_digest(path: Path) -> str:
    """Return the checksum of a file; raises OSError."""
    with open_plain(path) as file:
        return hashlib.file_digest(file, ALGORITHM).hexdigest()  # type: ignore[arg-type]


def find_faults(own: Path, known: Mapping[str, FileChecksum], *, contents: bool) -> Iterator[Fault]:
    """Find the files that differ from their known size or, with `contents`, from their checksum."""
    for name, one in sorted(known.items()):
        what = _describe_fault(own / name, one, contents=contents)
        if what:
            yield Fault(own / name, what)


def _describe_fault(path: Path, known: FileChecksum, *, contents: bool) -> Message | None:
    """Describe the fault of a file; None if it has none."""
    try:
        with open_plain(path) as file:
            size = file.seek(0, 2)
        if size < known.size:
            return Message("is truncated: {size} of {wanted} bytes", size=size, wanted=known.size)
        if size > known.size:
            return Message("has been changed: {size} bytes instead of {wanted}", size=size, wanted=known.size)
        changed = contents and _file_digest(path) != known.sha256
    except FileNotFoundError:
        return Message("is missing")
    except OSError as error:
        return Message("cannot be read: {error}", error=str(error.strerror or error))
    return Message("has been changed: its checksum differs") if changed else None


# --- The description of a snapshot, with a checksum


def dump_with_checksum(said: Mapping[str, object]) -> str:
    """Serialize fields with a checksum of them."""
    return json.dumps({**said, CHECKSUM_KEY: _compute_checksum(said)})


def load_with_checksum(text: str) -> Fields:
    """Parse fields and their checksum; raises ValueError if they do not agree.

    Earlier versions wrote neither a checksum nor `files`.
    """
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("it is no object of JSON")  # noqa: TRY004  # the content is wrong, not a type of ours
    written = said.pop(CHECKSUM_KEY, None)
    if (written is not None or FILES_KEY in said) and written != _compute_checksum(said):
        raise ValueError("it has another checksum")
    return said


def _compute_checksum(said: Mapping[str, object]) -> str:
    """Compute a checksum of fields, whatever the white space."""
    return hashlib.new(ALGORITHM, json.dumps(said, sort_keys=True).encode()).hexdigest()
