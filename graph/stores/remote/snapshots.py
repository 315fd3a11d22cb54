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
from graph.dataset.metadata import read_metadata, snapshot_line
from graph.errors import BadDataError, StoreError
from graph.export.dumps import UNDATED
from graph.rdf.store import DirectoryStore
from graph.stores import snapshot_directory
from graph.stores.ownership import CURRENT
from graph.stores.remote import event_log
from graph.stores.remote.access import access_to
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import PLAIN, dialect_of
from graph.stores.remote.event_log import DROPPED, PUBLISHED, SWITCHED, Register
from graph.stores.remote.graph_names import HOLDS, WHOLE, Layout
from graph.stores.remote.graph_store_client import Writer, writer
from graph.stores.remote.results import LONGEST, whole
from graph.stores.remote.store import Held, RemoteStore
from graph.stores.remote.upload import Upload
from graph.stores.snapshot_directory import KEPT
from graph.stores.snapshot_writer import STORE, TIMELESS, Snapshot, Tell, Verify

GRAPHS = f"SELECT ?held ?graph WHERE {{ ?held <{WHOLE}> ?size OPTIONAL {{ ?held <{HOLDS}> ?graph }} }}"
NOBODY = "nobody"
"""The name of no snapshot."""
WITHOUT = {400, 404}
"""What a service says that has not what other days are derived from."""


def connected(url: str) -> RemoteStore:
    """Connect to a server, and see what kind it is; raises StoreError if it does not answer."""
    connection = Connection(access_to(url))
    request = connection.client.build_request(
        "POST", url, data={"query": "ASK {}"}, headers={"Accept": "application/sparql-results+json"}
    )
    with connection.response(request) as response:
        return RemoteStore(connection, dialect_of(url, response.headers))


def open_server(url: str, *, beside: bool = False) -> Dataset:
    """Open the current snapshot of a server; or what it has, if that is a dataset as it is.

    Raises StoreError if the server fails, and BadDataError if it has neither, or if files are to be read
    `beside` it.
    """
    if beside:
        raise BadDataError(
            "is a server; publish your files into it with `distrograph publish --to`", file=url
        )
    server = connected(url)
    log = event_log.read_log(server)
    name = log.current
    store = RemoteStore(server.connection, server.dialect, held(server, name) if name else None)
    nothing = (
        "no snapshot is published there, and it is no service of distrograph; "
        "`distrograph publish --to` publishes one"
    )
    snapshot, as_of = read_metadata(store, url, nothing)
    store.connection.rest()
    timeless = cache(lambda: derived_from(server, name, as_of) if name else undated(server, snapshot, as_of))
    return Dataset(store, snapshot, as_of, timeless, name, published_at(log))


def published_at(log: Register) -> dt.datetime | None:
    """Return the moment at which the current snapshot was published; None if the log does not tell."""
    with suppress(ValueError):
        for each in log.published:
            if each.name == log.current:
                return each.moment
    return None


def held(store: RemoteStore, name: str) -> Held | None:
    """Read which graphs of a snapshot are whole; None if none is."""
    layout = Layout(name)
    with store.answering(GRAPHS, default_graphs=[layout.contents]) as answer:
        found = [row["graph"] for row in cast("ox.QuerySolutions", answer)]
    graphs = tuple(each.value for each in found if isinstance(each, ox.NamedNode))
    return Held(layout, graphs) if found else None


def undated(server: RemoteStore, snapshot: str, as_of: dt.date) -> bytes:
    """Return what other days are derived from, which a service of distrograph has as a file.

    Raises BadParameterError for a service that has it not, and StoreError for one that fails, or has taken
    another snapshot over.
    """
    connection = server.connection
    address, found = re.subn(r"sparql/?$", f"dumps/{UNDATED}", connection.access.url)
    if not found:
        raise snapshot_directory.no_other_day(as_of)
    with connection.response(connection.client.build_request("GET", address), WITHOUT) as response:
        if response.status_code in WITHOUT:
            raise snapshot_directory.no_other_day(as_of)
        try:
            with gzip.open(BytesIO(whole(response, connection, LONGEST))) as packed:
                read = packed.read(LONGEST)  # what is cut has not the line that is looked for
        except (OSError, EOFError, zlib.error) as error:
            raise connection.nonsense(f"{UNDATED}: {error}", f"{UNDATED}：{error}") from None
    if not read.endswith(line := snapshot_line(snapshot)):
        raise connection.nonsense("it has another snapshot by now; open it again", "它已更换快照，请重新打开")
    return read.removesuffix(line)


def derived_from(server: RemoteStore, name: str, as_of: dt.date) -> bytes:
    """Return what other days are derived from; raises BadParameterError for a snapshot that has it not."""
    timeless = held(server, Layout(name).timeless.name)
    if timeless is None:
        raise snapshot_directory.no_other_day(as_of)
    written = BytesIO()
    RemoteStore(server.connection, server.dialect, timeless).dump(written, ox.RdfFormat.N_QUADS)
    return written.getvalue()


@dataclass(frozen=True)
class Server:
    """A server that takes snapshots, and where it takes them, if it is not known for that."""

    store: RemoteStore
    graph_store: str | None = None
    update: str | None = None

    @cached_property
    def writer(self) -> Writer:
        """How it is written to; raises LocalError if it is not known where."""
        return writer(self.store.connection, self.store.dialect, self.graph_store, self.update)

    @property
    def host(self) -> str:
        """Its name."""
        return self.store.connection.host

    def ready(self) -> None:
        """Raise LocalError if it is not known where it takes graphs, and StoreError if it takes none."""
        nothing = Layout(NOBODY).nothing  # which is not there, so nothing changes
        self.writer.probe(nothing)
        self.writer.drop(nothing)

    def read(self) -> Register:
        """Read the log of what is published there."""
        return event_log.read_log(self.store)

    def published(self) -> list[Snapshot]:
        """List the snapshots, the last one that was published first."""
        return self.read().published

    def current(self) -> str | None:
        """Return the name of the snapshot that is served; None if there is none."""
        return self.read().current

    def publish(
        self,
        data: Sequence[Path] = (),
        *,
        bundled: bool = True,
        as_of: dt.date | None = None,
        tell: Tell = lambda _: None,
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
                folder, data, bundled=bundled, as_of=as_of, tell=tell, verify=verify
            )
            if made.name not in {each.name for each in self.published()}:
                self.bring(made, folder, writing, tell)
        self.switch(made.name)
        return made

    def bring(self, made: Snapshot, folder: Path, writing: Writer, tell: Tell) -> None:
        """Bring a snapshot from a folder."""
        layout = Layout(made.name)
        if made.name in self.read().dropped:  # what was noted of it is true no more
            writing.drop(layout.contents)
            writing.drop(layout.timeless.contents)
        tell(f"bringing {made.quads:,} quads to {self.host}")
        own = folder / CURRENT
        Upload(self.store, writing, layout, tell).run(DirectoryStore(own / STORE).quads)
        if (own / TIMELESS).exists():
            tell("bringing what other days are derived from")
            timeless = ox.Store()
            with gzip.open(own / TIMELESS) as packed:
                timeless.load(cast("IO[bytes]", packed), format=ox.RdfFormat.N_QUADS, lenient=True)
            Upload(self.store, writing, layout.timeless, tell).run(timeless)
        told = {"snapshot": made.snapshot, "asOf": made.as_of, "quads": str(made.quads)}
        event_log.note(writing, made.name, **told, **{PUBLISHED: self.read().now()})

    def switch(self, name: str) -> None:
        """Make a snapshot the current one."""
        if (log := self.read()).current != name:
            event_log.note(self.writer, name, **{SWITCHED: log.now()})

    def rollback(self, name: str | None = None) -> Snapshot:
        """Go back to a snapshot, the one before the current one if none is named."""
        log = self.read()
        chosen = snapshot_directory.before(log.published, log.current, name, self.host)
        self.switch(chosen.name)
        return chosen

    def prune(self, keep: int = KEPT, tell: Tell = lambda _: None) -> None:
        """Drop all snapshots but the last ones, and never the current one."""
        del tell  # a snapshot has graphs of its own, and nothing of others is in them
        log = self.read()
        for each in log.published[max(keep, 1) :]:
            if each.name != log.current:
                event_log.note(self.writer, each.name, **{DROPPED: self.read().now()})
        for name in self.read().dropped:
            for layout in (Layout(name).timeless, Layout(name)):
                self.drop(layout)

    def drop(self, layout: Layout) -> None:
        """Drop the graphs of a snapshot, at last the one that says which they are."""
        there = held(self.store, layout.name)
        if there:
            for graph in (layout.default, *map(layout.held, there.graphs), layout.contents):
                self.writer.drop(graph)


def server(url: str, graph_store: str | None = None, update: str | None = None) -> Server:
    """Connect to a server that takes snapshots, at addresses that it is known for if none are given."""
    return Server(connected(url), graph_store, update)


def glance(url: str, seconds: float) -> str | None:
    """Return the name of the current snapshot of a server, if it tells within so many seconds."""
    connection = Connection(replace(access_to(url), seconds=seconds), tries=1)
    try:
        return event_log.read_log(RemoteStore(connection, PLAIN)).current
    except StoreError:
        return None
    finally:
        connection.rest()
