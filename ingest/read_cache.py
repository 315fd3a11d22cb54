"""A cache of what a run has read so far: a run that was interrupted is resumed from it."""

import hashlib
import json
import re
from pathlib import Path

from graph.atomic_files import is_plain
from graph.errors import IngestError
from graph.releases import TableRow
from i18n import Message
from ingest.git_repository import Ref
from ingest.source import Reading

FILE_NAME = re.compile(r"read-[0-9a-f]{16}\.jsonl")
"""The name of a cache file, by the state of the extractors."""


class ReadCache:
    """A file with one line for each ref that was read without a problem.

    It belongs to one state of the extractors: when their code changes, everything is read anew. Raises
    IngestError if something of others lies where it is to be.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / f"read-{fingerprint()}.jsonl"
        self._read: dict[str, tuple[TableRow, ...]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        for stale in folder.glob("read-*.jsonl"):
            if stale != self._file and is_read_cache(stale):
                stale.unlink(missing_ok=True)
        if self._file.is_symlink() or self._file.exists():
            if not _holds_readings(self._file):
                raise IngestError(
                    Message(
                        "{_file} is not a distrograph cache; give another folder with --cache",
                        _file=self._file,
                    )
                )
            self._load()

    def get(self, repository: str, ref: Ref) -> Reading | None:
        """Return what was read of a ref before; None where it has yet to be read."""
        rows = self._read.get(_cache_key(repository, ref))
        return None if rows is None else Reading(rows)

    def store(self, repository: str, ref: Ref, reading: Reading) -> None:
        """Store a reading, unless it has problems: the next run tries those again."""
        if reading.problems:
            return
        line = json.dumps([_cache_key(repository, ref), reading.rows], ensure_ascii=False)
        with self._file.open("a", encoding="utf-8") as out:
            out.write(f"{line}\n")

    def _load(self) -> None:
        text = self._file.read_text(encoding="utf-8", errors="replace")
        whole = text[: text.rfind("\n") + 1]
        for line in whole.splitlines():
            try:
                name, rows = json.loads(line)
                self._read[name] = tuple(TableRow(*cells) for cells in rows)
            except (ValueError, TypeError):
                # A line that was torn as the run before broke off: that ref is read again.
                continue
        if whole != text:
            self._file.write_text(whole, encoding="utf-8")


def is_read_cache(file: Path) -> bool:
    """Return whether a file is a cache of ours, by its name and content."""
    return bool(FILE_NAME.fullmatch(file.name)) and _holds_readings(file) and file.stat().st_size > 0


def _holds_readings(file: Path) -> bool:
    """Return whether a file holds nothing but lines of a cache; the last one may be torn."""
    if not is_plain(file):
        return False
    whole, _, torn = file.read_bytes().rpartition(b"\n")
    return all(map(_is_reading, whole.splitlines())) and (torn in {b"", b"["} or torn.startswith(b'["'))


def _is_reading(line: bytes) -> bool:
    """Return whether a line is what `ReadCache.store` writes."""
    try:
        name, rows = json.loads(line)
        for cells in rows:
            TableRow(*cells)
    except (ValueError, TypeError):
        return False
    return isinstance(name, str)


def _cache_key(repository: str, ref: Ref) -> str:
    """Return the key of a ref at one state: a tag that was moved has another."""
    return f"{repository} {ref.name} {ref.commit} {ref.date}"


def fingerprint() -> str:
    """Hash the code of the extractors."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
