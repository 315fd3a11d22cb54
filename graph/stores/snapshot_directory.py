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

from graph.atomic_files import replace_link, settle
from graph.dataset import build_cache, metadata
from graph.dataset.builder import Dataset, assemble, snapshot_of
from graph.dataset.files import bundled_files, bundled_rules, user_files, vocabulary
from graph.errors import BadDataError, BadParameterError, LocalError, UnknownNameError
from graph.rdf.store import DirectoryStore
from graph.stores.checksums import Fault
from graph.stores.ownership import (
    BUILDING,
    CURRENT,
    LOCK,
    OLD,
    SNAPSHOTS,
    is_ours,
    mark,
    remove,
    require,
    strangers,
)
from graph.stores.snapshot_writer import (
    STORE,
    TIMELESS,
    TOLD,
    Snapshot,
    Tell,
    Verify,
    build,
    read_snapshot,
    total_size,
)
from graph.stores.verification import checked, damaged, verified

KEPT = 3
"""Snapshots that stay if not told otherwise: the current one, and those to go back to."""


def is_folder(folder: Path) -> bool:
    """Return whether a folder holds published snapshots."""
    return (folder / SNAPSHOTS).is_dir()


def open_directory(folder: Path, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a folder, to be read.

    Raises BadDataError if there is none, if it is damaged, or if other files are to be read `beside` what was
    published.
    """
    if beside:
        raise BadDataError(
            "holds what was published there; add data with `distrograph publish --to … --data …`",
            file=str(folder),
        )
    if not (folder / CURRENT).is_dir():
        raise BadDataError(
            "no snapshot is published there; `distrograph publish --to` does it", file=str(folder)
        )
    own = (folder / CURRENT).resolve()
    noted = verified(own, folder).snapshot
    timeless = cache(partial(unpacked, own, noted.as_of, folder))
    store = store_in(own, folder)
    try:
        snapshot, as_of = metadata.read_metadata(store, str(folder), "holds no snapshot of distrograph")
    except OSError as error:
        raise damaged(Fault(own / STORE, f"cannot be read: {error}"), folder) from None
    return Dataset(store, snapshot, as_of, timeless, noted.name, noted.moment)


def store_in(own: Path, folder: Path) -> DirectoryStore:
    """Open the store of a snapshot; raises BadDataError, with what to do about it."""
    try:
        return DirectoryStore(own / STORE)
    except BadDataError as error:
        reason = str(error).removeprefix(f"{error.file}: ")
        raise damaged(Fault(own / STORE, reason), folder) from None


def unpacked(own: Path, as_of: str, folder: Path) -> bytes:
    """Return what other days are derived from.

    Raises BadParameterError for a snapshot that has it not, and BadDataError if it is damaged.
    """
    try:
        return gzip.decompress((own / TIMELESS).read_bytes())
    except FileNotFoundError:
        raise no_other_day(as_of) from None
    except (OSError, EOFError, zlib.error) as error:
        raise damaged(Fault(own / TIMELESS, f"cannot be read: {error}"), folder) from None


def no_other_day(as_of: object) -> BadParameterError:
    """State that other days cannot be derived from a snapshot: it is too large, or has not what it takes."""
    return BadParameterError(
        f"this snapshot answers for {as_of} alone",
        f"该快照只能回答 {as_of} 当天的情况",
        parameter="as_of",
    )


def published(folder: Path) -> list[Snapshot]:
    """List the snapshots of a folder, the last one that was published first; not what is damaged."""
    rooms = (folder / SNAPSHOTS).iterdir() if is_folder(folder) else ()
    whole = []
    for own in rooms:
        with suppress(OSError, ValueError, TypeError):
            whole.append(read_snapshot(own))
    return sorted(whole, key=lambda each: each.published, reverse=True)


def current(folder: Path) -> str | None:
    """Return the name of the snapshot that is served; None if there is none."""
    shown = folder / CURRENT
    return shown.readlink().name if shown.is_symlink() and shown.exists() else None


def publish(  # noqa: PLR0913  # what to publish, and who follows it
    folder: Path,
    data: Sequence[Path] = (),
    *,
    bundled: bool = True,
    as_of: dt.date | None = None,
    tell: Tell = lambda _: None,
    verify: Verify = lambda _: None,
) -> Snapshot:
    """Build a snapshot from the bundled files, unless told not to, and from `data`, and make it current.

    What is there already, and whole, is not built again. `tell` is called with what is being done, and
    `verify` with what was built, before anybody else sees it; what it raises ends the run. Raises
    BadDataError for a file that cannot be read, and LocalError for a folder of others, if another run
    publishes there, or if there is no room.
    """
    day = as_of or dt.datetime.now(dt.UTC).date()
    own = [file for path in data for file in user_files(path, held=False)]
    files = (*vocabulary(), *(bundled_files() if bundled else ()), *own)
    rules = tuple(bundled_rules())
    with alone(folder), room(folder):
        clear(folder, tell)
        name = f"{day}-{made_of(snapshot_of([*files, *rules]))}"
        place = folder / SNAPSHOTS / name
        if not is_built(folder, place, tell):
            tell(f"building {name}")
            building = folder / BUILDING / name
            if building.exists():
                raise LocalError(
                    f"{building} holds what is not of distrograph, and is in the way; move it away"
                )
            building.mkdir(parents=True)
            build(building, partial(assemble, files, rules, day, tell=tell), total_size(own), verify)
            put_in_place(building, place)
        switch(folder, name)
    return read_snapshot(place)


def is_built(folder: Path, place: Path, tell: Tell) -> bool:
    """Return whether a snapshot is there, and whole; raises LocalError if something of others is."""
    if not place.is_symlink() and not place.exists():
        return False
    if not is_ours(folder, place) or any(strangers(folder, place)):
        raise LocalError(f"{place} holds what is not of distrograph, and is in the way; move it away")
    found = checked(place)
    for fault in found.faults[:1]:
        tell(f"{fault.file} {fault.what}")
    return found.whole


def put_in_place(building: Path, place: Path) -> None:
    """Move a snapshot that was built to its place, and take away the one that is there; it is damaged."""
    place.parent.mkdir(exist_ok=True)
    if place.exists():
        place.rename(building.with_name(building.name + OLD))
    building.rename(place)
    settle(place.parent)


def made_of(snapshot: str) -> str:
    """Report a snapshot by what it is made of, the code that makes it, and its form."""
    return build_cache.name_of([snapshot.encode(), metadata.FORM.encode()])[:12]


def switch(folder: Path, name: str) -> None:
    """Make a snapshot the current one, in one step."""
    replace_link(folder / CURRENT, Path(SNAPSHOTS) / name)


def rollback(folder: Path, name: str | None = None) -> Snapshot:
    """Go back to a snapshot: the one that was published before the current one, if none is named.

    Raises UnknownNameError for one that is not there, and BadDataError if there is none before, or if it is
    damaged.
    """
    chosen = before(published(folder), current(folder), name, str(folder))
    verified(folder / SNAPSHOTS / chosen.name, folder)
    with alone(folder):
        switch(folder, chosen.name)
    return chosen


def before(known: Sequence[Snapshot], shown: str | None, name: str | None, place: str) -> Snapshot:
    """Choose a snapshot by name, or the one published before the one that is shown; see `rollback`."""
    if not known:
        raise BadDataError("no snapshot is published there", file=place)
    own = next((each for each in known if each.name == shown), None)
    if name is None and shown and own is None:
        return known[0]  # the current one is damaged so that nobody knows when it was published
    if name is None:
        chosen = next((each for each in known if own and each.published < own.published), None)
        if chosen is None:
            raise BadDataError("there is no snapshot before the current one; name another one", file=place)
        return chosen
    for each in known:
        if each.name == name:
            return each
    raise UnknownNameError("snapshot", name, [each.name for each in known])


def prune(folder: Path, keep: int = KEPT, tell: Tell = lambda _: None) -> None:
    """Take away all snapshots but the last ones, and never the current one.

    `tell` is called with what of others stays. Raises LocalError as `publish` does.
    """
    with alone(folder):
        shown = current(folder)
        for each in published(folder)[max(keep, 1) :]:
            if each.name != shown:
                take_away(folder, folder / SNAPSHOTS / each.name, tell)
        clear(folder, tell)


def take_away(folder: Path, own: Path, tell: Tell) -> None:
    """Take a snapshot away, in one step if all that it holds is ours."""
    if any(strangers(folder, own)):
        (own / TOLD).unlink()  # nobody takes the rest for a snapshot
        tell_of(remove(folder, own), tell)
    else:
        (folder / BUILDING).mkdir(exist_ok=True)
        own.rename(folder / BUILDING / own.name)


def clear(folder: Path, tell: Tell = lambda _: None) -> None:
    """Clear away what nobody reads; `tell` is called with what of others stays."""
    if (folder / BUILDING).exists():
        tell_of(remove(folder, folder / BUILDING), tell)


def tell_of(stays: Sequence[Path], tell: Tell) -> None:
    """Name what is not removed."""
    for path in stays:
        tell(f"{path} is not of distrograph, and stays")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the folder, so that nobody else publishes there.

    Raises LocalError if somebody does, and before anything is written for a folder of others.
    """
    require(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666), "r+b") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError(f"{folder}: another run publishes there; try again when it has ended") from None
        mark(folder)
        yield


@contextmanager
def room(folder: Path) -> Iterator[None]:
    """Clear away what was begun, however it ends; raises LocalError if there is no room to finish it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise LocalError(f"{folder}: {reason}; what is served from there stays as it was") from None
    finally:
        with suppress(OSError):  # the next run tries again
            clear(folder)
