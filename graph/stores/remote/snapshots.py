"""Snapshots in a server: opened to be read, published, gone back to, and dropped."""

from __future__ import annotations

import datetime as dt
import gzip
import re
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

import pyoxigraph as ox

from graph.dataset.builder import Dataset
from graph.dataset.metadata import DATE_INDEPENDENT_DUMP, format_snapshot_line, read_metadata
from graph.errors import BadDataError, StoreError
from graph.rdf.store import DirectoryStore
from graph.stores import snapshot_directory
from graph.stores.ownership import CURRENT
from graph.stores.remote import event_log
from graph.stores.remote.access import load_access
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import GENERIC_DIALECT, detect_dialect
from graph.stores.remote.event_log import DROPPED, PUBLISHED, SWITCHED, EventLog
from graph.stores.remote.graph_names import COMPLETE_SIZE, HOLDS, Layout
from graph.stores.remote.graph_store_client import GraphWriter, choose_writer
from graph.stores.remote.results import MAX_ANSWER_BYTES, read_body
from graph.stores.remote.store import RemoteStore, StoredSnapshot
from graph.stores.remote.upload import Upload
from graph.stores.snapshot_directory import SNAPSHOTS_TO_KEEP
from graph.stores.snapshot_writer import DATE_INDEPENDENT_FILE, STORE_FOLDER, Progress, Snapshot, Verify
from i18n import Message

GRAPHS_QUERY = (
    f"SELECT ?held ?graph WHERE {{ ?held <{COMPLETE_SIZE}> ?size OPTIONAL {{ ?held <{HOLDS}> ?graph }} }}"
)
NO_SNAPSHOT = "nobody"
"""A name that no snapshot has."""
MISSING_STATUSES = {400, 404}
"""Statuses of a service that lacks the data that other days are derived from."""


def connect(url: str) -> RemoteStore:
    """Connect to a server, and see what kind it is; raises StoreError if it does not answer."""
    connection = Connection(load_access(url))
    request = connection.client.build_request(
        "POST", url, data={"query": "ASK {}"}, headers={"Accept": "application/sparql-results+json"}
    )
    with connection.send(request) as response:
        return RemoteStore(connection, detect_dialect(url, response.headers))


def open_server(url: str, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a server; or what it has, if that is a dataset as it is.

    Raises StoreError if the server fails, and BadDataError if it has neither, or if files are to be read
    `beside` it.
    """
    if beside:
        raise BadDataError(
            Message("is a server; publish files to it with `distrograph publish --to`"), file=url
        )
    server = connect(url)
    log = event_log.read_log(server)
    name = log.current
    store = RemoteStore(server.connection, server.dialect, find_stored(server, name) if name else None)
    nothing = Message(
        "no snapshot is published there, and it is not a distrograph server; publish one with `distrograph "
        "publish --to`"
    )
    snapshot, as_of = read_metadata(store, url, nothing)
    store.connection.release()
    date_independent = cache(
        lambda: (
            _read_date_independent(server, name, as_of)
            if name
            else _download_date_independent(server, snapshot, as_of)
        )
    )
    return Dataset(store, snapshot, as_of, date_independent, name, _find_published_at(log))


def _find_published_at(log: EventLog) -> dt.datetime | None:
    """Return the moment at which the current snapshot was published; None if the log does not tell."""
    with suppress(ValueError):
        for each in log.published:
            if each.name == log.current:
                return each.published_at
    return None


def find_stored(store: RemoteStore, name: str) -> StoredSnapshot | None:
    """Find the complete graphs of a snapshot; None if there is none."""
    layout = Layout(name)
    with store.open_query(GRAPHS_QUERY, default_graphs=[layout.contents]) as answer:
        found = [row["graph"] for row in cast("ox.QuerySolutions", answer)]
    graphs = tuple(each.value for each in found if isinstance(each, ox.NamedNode))
    return StoredSnapshot(layout, graphs) if found else None


def _download_date_independent(server: RemoteStore, snapshot: str, as_of: dt.date) -> bytes:
    """Download the data that other days are derived from, which a service of distrograph has as a file.

    Raises BadParameterError for a service that has it not, and StoreError for one that fails, or has taken
    another snapshot over.
    """
    connection = server.connection
    address, found = re.subn(r"sparql/?$", f"dumps/{DATE_INDEPENDENT_DUMP}", connection.access.url)
    if not found:
        raise snapshot_directory.other_day_error(as_of)
    with connection.send(connection.client.build_request("GET", address), MISSING_STATUSES) as response:
        if response.status_code in MISSING_STATUSES:
            raise snapshot_directory.other_day_error(as_of)
        try:
            with gzip.open(BytesIO(read_body(response, connection, MAX_ANSWER_BYTES))) as packed:
                read = packed.read(MAX_ANSWER_BYTES)  # what is cut has not the line that is looked for
        except (OSError, EOFError, zlib.error) as error:
            raise connection.invalid_answer_error(
                Message(
                    "{date_independent_dump}: {error}",
                    date_independent_dump=DATE_INDEPENDENT_DUMP,
                    error=error,
                )
            ) from None
    if not read.endswith(line := format_snapshot_line(snapshot)):
        raise connection.invalid_answer_error(Message("it serves another snapshot now; open it again"))
    return read.removesuffix(line)


def _read_date_independent(server: RemoteStore, name: str, as_of: dt.date) -> bytes:
    """Read the data that other days are derived from; raises BadParameterError for a snapshot without it."""
    date_independent = find_stored(server, Layout(name).date_independent.name)
    if date_independent is None:
        raise snapshot_directory.other_day_error(as_of)
    written = BytesIO()
    RemoteStore(server.connection, server.dialect, date_independent).dump(written, ox.RdfFormat.N_QUADS)
    return written.getvalue()


@dataclass(frozen=True)
class ServerTarget:
    """A server into which snapshots are published, and its addresses for writing, if they are not known."""

    store: RemoteStore
    graph_store: str | None = None
    update: str | None = None

    @cached_property
    def writer(self) -> GraphWriter:
        """How it is written to; raises LocalError if it is not known where."""
        return choose_writer(self.store.connection, self.store.dialect, self.graph_store, self.update)

    @property
    def host(self) -> str:
        """Its name."""
        return self.store.connection.host

    def check_ready(self) -> None:
        """Raise LocalError if it is not known where it takes graphs, and StoreError if it takes none."""
        nothing = Layout(NO_SNAPSHOT).missing  # which is not there, so nothing changes
        self.writer.probe(nothing)
        self.writer.drop(nothing)

    def read_log(self) -> EventLog:
        """Read the log of what is published there."""
        return event_log.read_log(self.store)

    def list_snapshots(self) -> list[Snapshot]:
        """List the snapshots, the last one that was published first."""
        return self.read_log().published

    def current_name(self) -> str | None:
        """Return the name of the snapshot that is served; None if there is none."""
        return self.read_log().current

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        progress: Progress = lambda _: None,
        verify: Verify = lambda _: None,
    ) -> Snapshot:
        """Build a snapshot here, bring it there, and make it current.

        What is there already is not brought again, and what was begun is gone on with. Raises BadDataError
        for a file that cannot be read, and StoreError or LocalError if the server does not take it; what is
        served from there stays as it was.
        """
        writing = self.writer  # before anything is built
        with TemporaryDirectory(prefix="distrograph-") as scratch:
            folder = Path(scratch)
            made = snapshot_directory.publish(
                folder, data, bundled=bundled, as_of=as_of, progress=progress, verify=verify
            )
            if made.name not in {each.name for each in self.list_snapshots()}:
                self.upload(made, folder, writing, progress)
        self.activate(made.name)
        return made

    def upload(self, made: Snapshot, folder: Path, writing: GraphWriter, progress: Progress) -> None:
        """Upload a snapshot from a folder."""
        layout = Layout(made.name)
        if made.name in self.read_log().dropped:  # what was noted of it is true no more
            writing.drop(layout.contents)
            writing.drop(layout.date_independent.contents)
        progress(Message("uploading {quads:,} quads to {host}", quads=made.quads, host=self.host))
        own = folder / CURRENT
        Upload(self.store, writing, layout, progress).run(DirectoryStore(own / STORE_FOLDER).quads)
        if (own / DATE_INDEPENDENT_FILE).exists():
            progress(Message("uploading the data from which other days are derived"))
            date_independent = ox.Store()
            with gzip.open(own / DATE_INDEPENDENT_FILE) as packed:
                date_independent.load(cast("IO[bytes]", packed), format=ox.RdfFormat.N_QUADS, lenient=True)
            Upload(self.store, writing, layout.date_independent, progress).run(date_independent)
        told = {"snapshot": made.snapshot, "asOf": made.as_of, "quads": str(made.quads)}
        event_log.append_events(writing, made.name, **told, **{PUBLISHED: self.read_log().next_timestamp()})

    def activate(self, name: str) -> None:
        """Make a snapshot the current one."""
        if (log := self.read_log()).current != name:
            event_log.append_events(self.writer, name, **{SWITCHED: log.next_timestamp()})

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot, the one before the current one if none is named."""
        log = self.read_log()
        chosen = snapshot_directory.choose_previous(log.published, log.current, name, self.host)
        self.activate(chosen.name)
        return chosen

    def prune(self, keep: int = SNAPSHOTS_TO_KEEP, progress: Progress = lambda _: None) -> None:
        """Drop all snapshots but the last ones, and never the current one."""
        del progress  # a snapshot has graphs of its own, and nothing of others is in them
        log = self.read_log()
        for each in log.published[max(keep, 1) :]:
            if each.name != log.current:
                event_log.append_events(self.writer, each.name, **{DROPPED: self.read_log().next_timestamp()})
        for name in self.read_log().dropped:
            for layout in (Layout(name).date_independent, Layout(name)):
                self.drop(layout)

    def drop(self, layout: Layout) -> None:
        """Drop the graphs of a snapshot, at last the one that says which they are."""
        there = find_stored(self.store, layout.name)
        if there:
            for graph in (layout.default, *map(layout.stored_name, there.graphs), layout.contents):
                self.writer.drop(graph)


def connect_target(url: str, graph_store: str | None = None, update: str | None = None) -> ServerTarget:
    """Connect to a server that takes snapshots, at the usual addresses of its kind if none are given."""
    return ServerTarget(connect(url), graph_store, update)


def peek_current(url: str, seconds: float) -> str | None:
    """Return the name of a server's current snapshot, if it answers within so many seconds."""
    connection = Connection(replace(load_access(url), timeout=seconds), max_tries=1)
    try:
        return event_log.read_log(RemoteStore(connection, GENERIC_DIALECT)).current
    except StoreError:
        return None
    finally:
        connection.release()
