"""The log of snapshots in a server: what was published, made current and dropped, and when.

It only grows, and each event is one triple, so a reader sees it before or after, on any server.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph.stores.remote.graph_names import REGISTER, TERM, Layout
from graph.stores.remote.graph_store_client import Writer
from graph.stores.remote.store import RemoteStore
from graph.stores.snapshot_writer import Snapshot

PUBLISHED, SWITCHED, DROPPED = "published", "switched", "dropped"
EVENTS = "SELECT ?snapshot ?field ?value WHERE { ?snapshot ?field ?value }"
Fields = defaultdict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Register:
    """The log as it was read: by name, the fields of snapshots, the values of each in their order."""

    entries: Mapping[str, Fields]

    @property
    def current(self) -> str | None:
        """The name of the snapshot that was made current last; None if none was."""
        switches = [
            (max(fields[SWITCHED]), name) for name, fields in self.entries.items() if fields[SWITCHED]
        ]
        return max(switches)[1] if switches else None

    @property
    def published(self) -> list[Snapshot]:
        """The snapshots that are there, the last one that was published first."""
        there = [snapshot(name, fields) for name, fields in self.entries.items() if is_there(fields)]
        return sorted(there, key=lambda each: each.published, reverse=True)

    @property
    def dropped(self) -> list[str]:
        """The names of the snapshots that were dropped."""
        return [name for name, fields in self.entries.items() if fields[DROPPED] and not is_there(fields)]

    def now(self) -> str:
        """Return the time as the log has it: after all events, whatever the clocks of who wrote them said."""
        last = max((value for fields in self.entries.values() for value in times(fields)), default="")
        time = dt.datetime.now(dt.UTC)
        if last and dt.datetime.fromisoformat(last) >= time:
            time = dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1)
        return time.isoformat(timespec="milliseconds")


def times(fields: Fields) -> list[str]:
    """Return the times of all events of a snapshot."""
    return [value for event in (PUBLISHED, SWITCHED, DROPPED) for value in fields[event]]


def is_time(written: str) -> bool:
    """Return whether a text is a time as the log has it."""
    try:
        return dt.datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False


def is_there(fields: Fields) -> bool:
    """Return whether a snapshot is there: it was published, and not dropped since."""
    whole = fields[PUBLISHED] and fields["snapshot"] and fields["asOf"] and fields["quads"]
    return (
        bool(whole)
        and fields["quads"][0].isdecimal()
        and max(fields[PUBLISHED]) > max(fields[DROPPED], default="")
    )


def snapshot(name: str, fields: Fields) -> Snapshot:
    """Return what the log says of a snapshot."""
    return Snapshot(
        name, fields["snapshot"][0], fields["asOf"][0], max(fields[PUBLISHED]), int(fields["quads"][0])
    )


def read_log(store: RemoteStore) -> Register:
    """Read the log; raises StoreError."""
    entries: dict[str, Fields] = defaultdict(lambda: defaultdict(list))
    for subject, field, value in store.told(EVENTS, REGISTER):
        name = subject.value.removeprefix(f"{REGISTER}/")
        entries[name][field.value.removeprefix(TERM)].append(value.value)
    if not all(is_time(each) for fields in entries.values() for each in times(fields)):
        raise store.connection.nonsense("its log has a time that is none", "其日志中有无效的时间")
    return Register(entries)


def note(writer: Writer, name: str, **said: str) -> None:
    """Write events, or what a snapshot is."""
    subject = ox.NamedNode(Layout(name).contents)
    triples = [
        ox.Triple(subject, ox.NamedNode(TERM + field), ox.Literal(value)) for field, value in said.items()
    ]
    writer.add(REGISTER, triples)
