"""The graphs of the dataset, one by one: the default graph, and one for each source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from graph.errors import TooLongError, UnknownNameError
from graph.graph import Graph
from graph.rdf.bounded_writer import MAX_BYTES, MAX_ROWS, BoundedWriter, ReplySink
from graph.rdf.serialization import RDF_FORMATS
from graph.rdf.store import Store
from i18n import Message


@dataclass(frozen=True, slots=True)
class GraphJob:
    """A job for a worker: to write the graph of a name, or the default graph, in a format of RDF_FORMATS.

    It has at most so many `bytes`.
    """

    name: str | None
    form: str
    bytes: int = MAX_BYTES
    rows: int = MAX_ROWS

    def __call__(self, store: Store, reply: ReplySink) -> None:
        """Write it; raises TooLongError."""
        out = BoundedWriter(reply, ("triples", self.form, None), self)
        try:
            graph = ox.DefaultGraph() if self.name is None else ox.NamedNode(self.name)
            store.dump(cast("IO[bytes]", out), RDF_FORMATS[self.form], graph)
        except TooLongError as error:
            raise TooLongError(
                Message("the graph is too large for one response; download it from /dumps/"),
                limit=error.limit,
                cause=error.cause,
            ) from None
        out.finish()


def resolve_graph(graph: Graph, name: str) -> str:
    """Return the name of a graph that there is; raises UnknownNameError with the nearest ones."""
    if name not in graph.counts.graphs:
        raise UnknownNameError("graph", name, graph.index.find_nearest(name, graph.counts.graphs))
    return name
