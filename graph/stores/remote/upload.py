"""Uploads a dataset into a server, graph by graph; an interrupted run is resumed.

Each part that was written is noted, and after the last one what the graph holds. A part that was written but
not noted is written again: a graph is a set, and blank nodes have got names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

import pyoxigraph as ox

from graph.errors import LocalError
from graph.stores.remote.graph_names import COMPLETE_SIZE, HOLDS, PARTS_WRITTEN, Layout
from graph.stores.remote.graph_store_client import GraphWriter
from graph.stores.remote.store import RemoteStore
from graph.stores.snapshot_writer import Progress
from i18n import Message

SKOLEM_PREFIX = "https://w3id.org/distrograph/.well-known/genid/"
"""Prefix of Skolem IRIs (RDF 1.1 Concepts, section 3.5)."""
PROGRESS_QUERY = "SELECT ?graph ?field ?value WHERE { ?graph ?field ?value }"
PROGRESS_INTERVAL = 25
"""Parts between two lines of progress."""
Graph = ox.NamedNode | ox.DefaultGraph


class Upload:
    """Uploads the graphs of one dataset to a server."""

    def __init__(self, store: RemoteStore, writer: GraphWriter, layout: Layout, progress: Progress) -> None:
        self.store = store
        self.writer = writer
        self.layout = layout
        self.progress = progress
        self.parts, self.finished = self.read_progress()

    def read_progress(self) -> tuple[dict[str, int], set[str]]:
        """Read the progress of an earlier run: the parts written of each graph, and the complete graphs."""
        parts: dict[str, int] = {}
        finished: set[str] = set()
        for graph, field, value in self.store.select_from(PROGRESS_QUERY, self.layout.contents):
            if field.value == PARTS_WRITTEN and value.value.isdecimal():
                parts[graph.value] = max(parts.get(graph.value, 0), int(value.value))
            elif field.value == COMPLETE_SIZE:
                finished.add(graph.value)
        return parts, finished

    def run(self, quads: ox.Store) -> None:
        """Upload all graphs; raises StoreError, and LocalError if the server lacks what it was given."""
        graphs: list[Graph] = [ox.DefaultGraph(), *cast("Iterator[ox.NamedNode]", quads.named_graphs())]
        for number, graph in enumerate(graphs, 1):
            held = (
                self.layout.stored_name(graph.value)
                if isinstance(graph, ox.NamedNode)
                else self.layout.default
            )
            if held in self.finished:
                continue
            if number == 1 or number == len(graphs) or number % PROGRESS_INTERVAL == 0:
                self.progress(Message("writing graph {number} of {count}", number=number, count=len(graphs)))
            triples = self.write(
                held, (quad.triple for quad in quads.quads_for_pattern(None, None, None, graph))
            )
            self.verify(held, triples)
            holds = {HOLDS: graph} if isinstance(graph, ox.NamedNode) else {}
            self.record(held, {COMPLETE_SIZE: ox.Literal(str(triples)), **holds})

    def write(self, held: str, triples: Iterable[ox.Triple]) -> int:
        """Write a graph in parts, but for those that are there; returns how many triples it has."""
        there, total = self.parts.get(held, 0), 0
        for number, part in enumerate(_split_batches(map(_skolemize, triples), self.writer.batch_size), 1):
            total += len(part)
            if number <= there:
                continue
            (self.writer.replace if number == 1 else self.writer.add)(held, part)
            self.record(held, {PARTS_WRITTEN: ox.Literal(str(number))})
            if number % PROGRESS_INTERVAL == 0:
                self.progress(Message("{count:,} triples written", count=total))
        return total

    def record(self, held: str, said: Mapping[str, ox.NamedNode | ox.Literal]) -> None:
        """Record progress in the server."""
        triples = [ox.Triple(ox.NamedNode(held), ox.NamedNode(field), value) for field, value in said.items()]
        self.writer.add(self.layout.contents, triples)

    def verify(self, held: str, expected: int) -> None:
        """Check that the server counts as many triples as were written."""
        found = self.store.count(held)
        if found != expected:
            raise LocalError(
                Message(
                    "{host} was sent {expected:,} triples for <{held}> but has {found:,}; the published "
                    "snapshot is unchanged",
                    host=self.store.connection.host,
                    expected=expected,
                    held=held,
                    found=found,
                )
            )


def _split_batches(triples: Iterable[ox.Triple], size: int) -> Iterator[list[ox.Triple]]:
    """Split triples into batches; an empty graph is one batch."""
    iterator = iter(triples)
    part = list(islice(iterator, size))
    yield part
    while part := list(islice(iterator, size)):
        yield part


def _skolemize(triple: ox.Triple) -> ox.Triple:
    """Replace blank nodes by Skolem IRIs: a server would keep those of two requests apart."""
    return ox.Triple(_skolemize_term(triple.subject), triple.predicate, _skolemize_term(triple.object))  # type: ignore[arg-type]


def _skolemize_term(term: object) -> object:
    """Replace a blank node by a Skolem IRI; other terms stay as they are."""
    return ox.NamedNode(SKOLEM_PREFIX + term.value) if isinstance(term, ox.BlankNode) else term
