"""The log of snapshots in a server: what was published, made current and dropped, and when.

It only grows, and each event is one triple, so a reader sees it before or after, on any server.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from graph.stores.remote.graph_names import LOG_GRAPH, LOG_TERMS, Layout
from graph.stores.remote.graph_store_client import GraphWriter
from graph.stores.remote.store import RemoteStore
from graph.stores.snapshot_writer import Snapshot
from i18n import Message

PUBLISHED, SWITCHED, DROPPED = "published", "switched", "dropped"
EVENTS_QUERY = "SELECT ?snapshot ?field ?value WHERE { ?snapshot ?field ?value }"
Fields = defaultdict[str, list[str]]


@dataclass(frozen=True, slots=True)
class EventLog:
    """The log of snapshots: by name, the fields of each with their values in order."""

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
        there = [
            _build_snapshot(name, fields) for name, fields in self.entries.items() if _is_present(fields)
        ]
        return sorted(there, key=lambda each: each.published, reverse=True)

    @property
    def dropped(self) -> list[str]:
        """The names of the snapshots that were dropped."""
        return [name for name, fields in self.entries.items() if fields[DROPPED] and not _is_present(fields)]

    def next_timestamp(self) -> str:
        """Return a timestamp after those of all events, whatever the clocks of their writers said."""
        last = max((value for fields in self.entries.values() for value in _event_times(fields)), default="")
        time = dt.datetime.now(dt.UTC)
        if last and dt.datetime.fromisoformat(last) >= time:
            time = dt.datetime.fromisoformat(last) + dt.timedelta(milliseconds=1)
        return time.isoformat(timespec="milliseconds")


def _event_times(fields: Fields) -> list[str]:
    """Return the timestamps of all events of a snapshot."""
    return [value for event in (PUBLISHED, SWITCHED, DROPPED) for value in fields[event]]


def _is_timestamp(written: str) -> bool:
    """Return whether a text is a timestamp of the log."""
    try:
        return dt.datetime.fromisoformat(written).tzinfo is not None
    except ValueError:
        return False


def _is_present(fields: Fields) -> bool:
    """Return whether a snapshot was published, and not dropped since."""
    whole = fields[PUBLISHED] and fields["snapshot"] and fields["asOf"] and fields["quads"]
    return (
        bool(whole)
        and fields["quads"][0].isdecimal()
        and max(fields[PUBLISHED]) > max(fields[DROPPED], default="")
    )


def _build_snapshot(name: str, fields: Fields) -> Snapshot:
    """Build a snapshot from its fields."""
    return Snapshot(
        name, fields["snapshot"][0], fields["asOf"][0], max(fields[PUBLISHED]), int(fields["quads"][0])
    )


def read_log(store: RemoteStore) -> EventLog:
    """Read the log; raises StoreError."""
    entries: dict[str, Fields] = defaultdict(lambda: defaultdict(list))
    for subject, field, value in store.select_from(EVENTS_QUERY, LOG_GRAPH):
        name = subject.value.removeprefix(f"{LOG_GRAPH}/")
        entries[name][field.value.removeprefix(LOG_TERMS)].append(value.value)
    if not all(_is_timestamp(each) for fields in entries.values() for each in _event_times(fields)):
        raise store.connection.invalid_answer_error(Message("its log has an invalid time"))
    return EventLog(entries)


def append_events(writer: GraphWriter, name: str, **said: str) -> None:
    """Append events, or the fields of a snapshot."""
    subject = ox.NamedNode(Layout(name).contents)
    triples = [
        ox.Triple(subject, ox.NamedNode(LOG_TERMS + field), ox.Literal(value))
        for field, value in said.items()
    ]
    writer.add(LOG_GRAPH, triples)
