"""Bringing a dataset into a server, graph by graph; what was begun is gone on with.

Each part that was written is noted, and after the last one what the graph holds. A part that was written but
not noted is written again: a graph is a set, and blank nodes have got names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import cast

import pyoxigraph as ox

from graph.errors import LocalError
from graph.stores.remote.graph_names import HOLDS, WHOLE, WRITTEN, Layout
from graph.stores.remote.graph_store_client import Writer
from graph.stores.remote.store import RemoteStore

Tell = Callable[[str], None]
NAMED_BLANKS = "https://w3id.org/distrograph/.well-known/genid/"
"""How the names of what were blank nodes begin (RDF 1.1 Concepts, section 3.5)."""
DONE = "SELECT ?graph ?field ?value WHERE { ?graph ?field ?value }"
TOLD_EVERY = 25
"""Parts between two lines of progress."""
Graph = ox.NamedNode | ox.DefaultGraph


class Upload:
    """Brings the graphs of one dataset to a server."""

    def __init__(self, store: RemoteStore, writer: Writer, layout: Layout, tell: Tell) -> None:
        self.store = store
        self.writer = writer
        self.layout = layout
        self.tell = tell
        self.parts, self.finished = self.done()

    def done(self) -> tuple[dict[str, int], set[str]]:
        """Read what an earlier run has noted: how many parts of which graph, and which graphs are whole."""
        parts: dict[str, int] = {}
        finished: set[str] = set()
        for graph, field, value in self.store.told(DONE, self.layout.contents):
            if field.value == WRITTEN and value.value.isdecimal():
                parts[graph.value] = max(parts.get(graph.value, 0), int(value.value))
            elif field.value == WHOLE:
                finished.add(graph.value)
        return parts, finished

    def run(self, quads: ox.Store) -> None:
        """Bring all graphs; raises StoreError, and LocalError if the server has not what it was given."""
        graphs: list[Graph] = [ox.DefaultGraph(), *cast("Iterator[ox.NamedNode]", quads.named_graphs())]
        for number, graph in enumerate(graphs, 1):
            held = self.layout.held(graph.value) if isinstance(graph, ox.NamedNode) else self.layout.default
            if held in self.finished:
                continue
            if number == 1 or number == len(graphs) or number % TOLD_EVERY == 0:
                self.tell(f"writing graph {number} of {len(graphs)}")
            triples = self.write(
                held, (quad.triple for quad in quads.quads_for_pattern(None, None, None, graph))
            )
            self.verify(held, triples)
            holds = {HOLDS: graph} if isinstance(graph, ox.NamedNode) else {}
            self.note(held, {WHOLE: ox.Literal(str(triples)), **holds})

    def write(self, held: str, triples: Iterable[ox.Triple]) -> int:
        """Write a graph in parts, but for those that are there; gives how many triples it has."""
        there, total = self.parts.get(held, 0), 0
        for number, part in enumerate(parts_of(map(name_blank_nodes, triples), self.writer.most), 1):
            total += len(part)
            if number <= there:
                continue
            (self.writer.replace if number == 1 else self.writer.add)(held, part)
            self.note(held, {WRITTEN: ox.Literal(str(number))})
            if number % TOLD_EVERY == 0:
                self.tell(f"{total:,} triples are written")
        return total

    def note(self, held: str, said: Mapping[str, ox.NamedNode | ox.Literal]) -> None:
        """Note what is done."""
        triples = [ox.Triple(ox.NamedNode(held), ox.NamedNode(field), value) for field, value in said.items()]
        self.writer.add(self.layout.contents, triples)

    def verify(self, held: str, expected: int) -> None:
        """Make the server count a graph."""
        found = self.store.count(held)
        if found != expected:
            raise LocalError(
                f"{self.store.connection.host} was given {expected:,} triples for <{held}> and has {found:,}"
                "; what is served from there stays as it was"
            )


def parts_of(triples: Iterable[ox.Triple], size: int) -> Iterator[list[ox.Triple]]:
    """Return triples so many at once; an empty graph is one part."""
    iterator = iter(triples)
    part = list(islice(iterator, size))
    yield part
    while part := list(islice(iterator, size)):
        yield part


def name_blank_nodes(triple: ox.Triple) -> ox.Triple:
    """Return names to blank nodes: a server would take those of two requests for different ones."""
    return ox.Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]


def name(term: object) -> object:
    """Return a blank node a name; other terms stay as they are."""
    return ox.NamedNode(NAMED_BLANKS + term.value) if isinstance(term, ox.BlankNode) else term
