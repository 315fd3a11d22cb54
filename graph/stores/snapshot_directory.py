"""Published snapshots: a folder of stores on disk, of which one is current.

    FOLDER/current              a symbolic link to the snapshot that is served
    FOLDER/snapshots/NAME/      `store` (the engine's), `timeless.nq.gz`, `snapshot.json`
    FOLDER/building/            what is being written; nobody reads it, and the next run clears it away
    FOLDER/lock                 held by who publishes
    FOLDER/distrograph.json     says that the folder is ours; see `graph.stores.ownership`

A snapshot is written beside the others, moved to its place in one step, and made current in another. Whenever
that ends, readers find a whole snapshot, and the next run goes on from there.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache, partial
from pathlib import Path

from graph.atomic_files import replace_link, sync_to_disk
from graph.dataset import build_cache, metadata
from graph.dataset.builder import Dataset, assemble_dataset, compute_snapshot_id
from graph.dataset.files import (
    collect_user_files,
    list_bundled_files,
    list_bundled_rules,
    list_vocabulary_files,
)
from graph.errors import BadDataError, BadParameterError, LocalError, UnknownNameError
from graph.rdf.store import DirectoryStore
from graph.stores.checksums import Fault
from graph.stores.ownership import (
    BUILDING,
    CURRENT,
    LOCK,
    OLD_SUFFIX,
    SNAPSHOTS,
    find_foreign,
    is_ours,
    mark_ours,
    remove_ours,
    require_ours,
)
from graph.stores.snapshot_writer import (
    DATE_INDEPENDENT_FILE,
    DESCRIPTION_FILE,
    STORE_FOLDER,
    Progress,
    Snapshot,
    Verify,
    read_snapshot,
    total_size,
    write_snapshot,
)
from graph.stores.verification import check_snapshot, damage_error, read_intact_description
from i18n import Message

SNAPSHOTS_TO_KEEP = 3
"""Snapshots that are kept by default: the current one, and those to go back to."""


def has_snapshots(folder: Path) -> bool:
    """Return whether a folder holds published snapshots."""
    return (folder / SNAPSHOTS).is_dir()


def open_directory(folder: Path, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a folder, to be read.

    Raises BadDataError if there is none, if it is damaged, or if other files are to be read `beside` what was
    published.
    """
    if beside:
        raise BadDataError(
            Message("is a published snapshot; add data with `distrograph publish --to … --data …`"),
            file=str(folder),
        )
    if not (folder / CURRENT).is_dir():
        raise BadDataError(
            Message("no snapshot is published there; publish one with `distrograph publish --to`"),
            file=str(folder),
        )
    own = (folder / CURRENT).resolve()
    noted = read_intact_description(own, folder).snapshot
    date_independent = cache(partial(_read_date_independent, own, noted.as_of, folder))
    store = _open_snapshot_store(own, folder)
    try:
        snapshot, as_of = metadata.read_metadata(
            store, str(folder), Message("contains no distrograph snapshot")
        )
    except OSError as error:
        raise damage_error(
            Fault(own / STORE_FOLDER, Message("cannot be read: {error}", error=str(error))), folder
        ) from None
    return Dataset(store, snapshot, as_of, date_independent, noted.name, noted.published_at)


def _open_snapshot_store(own: Path, folder: Path) -> DirectoryStore:
    """Open the store of a snapshot; raises BadDataError, with what to do about it."""
    try:
        return DirectoryStore(own / STORE_FOLDER)
    except BadDataError as error:
        raise damage_error(Fault(own / STORE_FOLDER, error.problem), folder) from None


def _read_date_independent(own: Path, as_of: str, folder: Path) -> bytes:
    """Read the data that other days are derived from.

    Raises BadParameterError for a snapshot that has it not, and BadDataError if it is damaged.
    """
    try:
        return gzip.decompress((own / DATE_INDEPENDENT_FILE).read_bytes())
    except FileNotFoundError:
        raise other_day_error(as_of) from None
    except (OSError, EOFError, zlib.error) as error:
        raise damage_error(
            Fault(own / DATE_INDEPENDENT_FILE, Message("cannot be read: {error}", error=str(error))), folder
        ) from None


def other_day_error(as_of: object) -> BadParameterError:
    """Return the error that other days cannot be derived: the snapshot is too large, or lacks the data."""
    return BadParameterError(
        Message("this snapshot covers only {as_of}", as_of=dt.date.fromisoformat(str(as_of))),
        parameter="as_of",
    )


def list_snapshots(folder: Path) -> list[Snapshot]:
    """List the snapshots of a folder, the last one that was published first; not what is damaged."""
    folders = (folder / SNAPSHOTS).iterdir() if has_snapshots(folder) else ()
    whole = []
    for own in folders:
        with suppress(OSError, ValueError, TypeError):
            whole.append(read_snapshot(own))
    return sorted(whole, key=lambda each: each.published, reverse=True)


def current_name(folder: Path) -> str | None:
    """Return the name of the snapshot that is served; None if there is none."""
    shown = folder / CURRENT
    return shown.readlink().name if shown.is_symlink() and shown.exists() else None


def publish(  # noqa: PLR0913  # what to publish, and who follows it
    folder: Path,
    data: Sequence[Path] = (),
    *,
    bundled: bool = True,
    as_of: dt.date | None = None,
    progress: Progress = lambda _: None,
    verify: Verify = lambda _: None,
) -> Snapshot:
    """Build a snapshot from the bundled files, unless told not to, and from `data`, and make it current.

    What is there already, and whole, is not built again. `progress` is called with what is being done, and
    `verify` with what was built, before anybody else sees it; what it raises ends the run. Raises
    BadDataError for a file that cannot be read, and LocalError for a folder of others, if another run
    publishes there, or if there is no room.
    """
    day = as_of or dt.datetime.now(dt.UTC).date()
    own = [file for path in data for file in collect_user_files(path, in_memory=False)]
    files = (*list_vocabulary_files(), *(list_bundled_files() if bundled else ()), *own)
    rules = tuple(list_bundled_rules())
    with _publish_lock(folder), _scratch_area(folder):
        _remove_leftovers(folder, progress)
        name = f"{day}-{_hash_build(compute_snapshot_id([*files, *rules]))}"
        place = folder / SNAPSHOTS / name
        if not _is_built(folder, place, progress):
            progress(Message("building {name}", name=name))
            building = folder / BUILDING / name
            if building.exists():
                raise LocalError(
                    Message(
                        "{building} contains files that are not distrograph's; move them away",
                        building=building,
                    )
                )
            building.mkdir(parents=True)
            write_snapshot(
                building,
                partial(assemble_dataset, files, rules, day, progress=progress),
                total_size(own),
                verify,
            )
            _move_into_place(building, place)
        _activate(folder, name)
    return read_snapshot(place)


def _is_built(folder: Path, place: Path, progress: Progress) -> bool:
    """Return whether a snapshot is there, and whole; raises LocalError if something of others is."""
    if not place.is_symlink() and not place.exists():
        return False
    if not is_ours(folder, place) or any(find_foreign(folder, place)):
        raise LocalError(
            Message("{place} contains files that are not distrograph's; move them away", place=place)
        )
    found = check_snapshot(place)
    for fault in found.faults[:1]:
        progress(Message("{file} {fault}", file=str(fault.file), fault=fault.description))
    return found.is_intact


def _move_into_place(building: Path, place: Path) -> None:
    """Move a snapshot that was built to its place, and the damaged one that is there away."""
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        place.rename(building.with_name(building.name + OLD_SUFFIX))
    building.rename(place)
    sync_to_disk(place.parent)


def _hash_build(snapshot: str) -> str:
    """Hash what a snapshot is built of: its files, the code that builds it, and the schema version."""
    return build_cache.cache_key([snapshot.encode(), metadata.SCHEMA_VERSION.encode()])[:12]


def _activate(folder: Path, name: str) -> None:
    """Make a snapshot the current one, in one step."""
    replace_link(folder / CURRENT, Path(SNAPSHOTS) / name)


def rollback(folder: Path, name: str | None = None) -> Snapshot:
    """Go back to a snapshot: the one that was published before the current one, if none is named.

    Raises UnknownNameError for one that is not there, and BadDataError if there is none before, or if it is
    damaged.
    """
    chosen = choose_previous(list_snapshots(folder), current_name(folder), name, str(folder))
    read_intact_description(folder / SNAPSHOTS / chosen.name, folder)
    with _publish_lock(folder):
        _activate(folder, chosen.name)
    return chosen


def choose_previous(known: Sequence[Snapshot], shown: str | None, name: str | None, place: str) -> Snapshot:
    """Choose a snapshot by name, or the one published before the current one; see `rollback`."""
    if not known:
        raise BadDataError(Message("no snapshot is published there"), file=place)
    own = next((each for each in known if each.name == shown), None)
    if name is None and shown and own is None:
        return known[0]  # the current one is damaged so that nobody knows when it was published
    if name is None:
        chosen = next((each for each in known if own and each.published < own.published), None)
        if chosen is None:
            raise BadDataError(
                Message("there is no snapshot before the current one; name another one"), file=place
            )
        return chosen
    for each in known:
        if each.name == name:
            return each
    raise UnknownNameError("snapshot", name, [each.name for each in known])


def prune(folder: Path, keep: int = SNAPSHOTS_TO_KEEP, progress: Progress = lambda _: None) -> None:
    """Remove all snapshots but the last ones, and never the current one.

    `progress` is called with what of others stays. Raises LocalError as `publish` does.
    """
    with _publish_lock(folder):
        shown = current_name(folder)
        for each in list_snapshots(folder)[max(keep, 1) :]:
            if each.name != shown:
                _remove_snapshot(folder, folder / SNAPSHOTS / each.name, progress)
        _remove_leftovers(folder, progress)


def _remove_snapshot(folder: Path, own: Path, progress: Progress) -> None:
    """Remove a snapshot, in one step if all that it holds is ours."""
    if any(find_foreign(folder, own)):
        (own / DESCRIPTION_FILE).unlink()  # nobody takes the rest for a snapshot
        _report_foreign(remove_ours(folder, own), progress)
    else:
        (folder / BUILDING).mkdir(exist_ok=True)
        own.rename(folder / BUILDING / own.name)


def _remove_leftovers(folder: Path, progress: Progress = lambda _: None) -> None:
    """Remove what an earlier run began; `progress` is called with files of others, which stay."""
    if (folder / BUILDING).exists():
        _report_foreign(remove_ours(folder, folder / BUILDING), progress)


def _report_foreign(stays: Sequence[Path], progress: Progress) -> None:
    """Report files of others that are not removed."""
    for path in stays:
        progress(Message("{path} is not distrograph's and was kept", path=str(path)))


@contextmanager
def _publish_lock(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, so that nobody else publishes there.

    Raises LocalError if somebody does, and before anything is written for a folder of others.
    """
    require_ours(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError(
                Message(
                    "{folder}: another process is publishing there; try again when it has finished",
                    folder=folder,
                )
            ) from None
        mark_ours(folder)
        yield


@contextmanager
def _scratch_area(folder: Path) -> Iterator[None]:
    """Remove what was begun, however the context ends; raises LocalError if there is no space left."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise LocalError(
            Message("{folder}: {reason}; the published snapshots are unchanged", folder=folder, reason=reason)
        ) from None
    finally:
        with suppress(OSError):  # the next run tries again
            _remove_leftovers(folder)
