"""A store behind a URL: queries are read here, so that all errors are ours, and answered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import clear_frames
from typing import IO, cast

import httpx2
import pyoxigraph as ox

from graph.errors import StoreError
from graph.rdf.binding import Bindable, with_terms
from graph.rdf.prologue import EMPTY
from graph.rdf.store import Evaluated, Store, Table
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import Dialect
from graph.stores.remote.graph_names import Layout
from graph.stores.remote.query_rewriting import Sent, rewritten
from graph.stores.remote.results import LONGEST, TRIPLES, answer
from ontology import PREFIXES

NAMES = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
Told = ox.NamedNode | ox.BlankNode | ox.Literal
"""What stands for something."""
WHOLE = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class Held:
    """A snapshot in a server that holds several: where it lies, and its graphs by their own names."""

    layout: Layout
    graphs: tuple[str, ...]


class RemoteStore(Store):
    """A service of SPARQL 1.1, and of it the snapshot that is `held` there; or all that it has."""

    calls = True
    sockets = 256

    def __init__(self, connection: Connection, dialect: Dialect, held: Held | None = None) -> None:
        self.connection = connection
        self.dialect = dialect
        self.held = held
        self.most: int | None = LONGEST

    @contextmanager
    def answering(
        self,
        text: str,
        bindings: Mapping[str, Bindable] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Iterator[Evaluated]:
        """Start a query; see Store. Raises StoreError too, also while the answer is read."""
        kind, variables = looked_at(text, bindings, default_graphs, named_graphs)
        own = with_terms(text, bindings)
        sent = rewritten(own, variables, self.held.layout.contents if self.held else None)
        if default_graphs or named_graphs:  # those of the request count, not those of the query
            sent = Sent(sent.text, default_graphs, named_graphs)
        request = self.request(self.placed(sent), triples=kind is ox.QueryTriples)
        with self.connection.response(request) as response:
            try:
                yield answer(response, self.connection, kind, variables, self.most)
            except SyntaxError as error:
                clear_frames(error.__traceback__)
                said = str(error)[:200]
                raise self.connection.nonsense(said, said) from None
            except StoreError as error:
                clear_frames(error.__traceback__)  # results must end in the thread in which they began
                raise

    @contextmanager
    def making_sense(self) -> Iterator[None]:
        """Make something of rows within; raises StoreError for rows of which nothing can be made."""
        try:
            yield
        except (ValueError, TypeError, AttributeError, LookupError, StopIteration) as error:
            said = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
            raise self.connection.nonsense(
                f"its rows make no sense ({said})", f"其结果行没有意义（{said}）"
            ) from error

    def told(self, text: str, graph: str) -> list[tuple[Told, ...]]:
        """Return what a query finds in one graph, whose variables all have values; raises StoreError."""
        with self.answering(text, default_graphs=[graph]) as answered:
            rows = [tuple(row) for row in cast("ox.QuerySolutions", answered)]
        if not all(isinstance(term, Told) for row in rows for term in row):
            raise self.connection.nonsense("it leaves out what it was asked for", "它遗漏了所询问的内容")
        return cast("list[tuple[Told, ...]]", rows)

    def count(self, graph: str) -> int:
        """Make the server count the triples of a graph; raises StoreError."""
        rows = self.told(COUNT, graph)
        try:
            ((found,),) = rows
            return int(found.value)
        except ValueError:
            raise self.connection.nonsense("it cannot count", "它无法计数") from None

    def request(self, sent: Sent, *, triples: bool) -> httpx2.Request:
        """Write a request (SPARQL 1.1 Protocol, section 2.1.2)."""
        form = {
            "query": sent.text,
            "default-graph-uri": sent.default_graphs,
            "named-graph-uri": sent.named_graphs,
        }
        return self.connection.client.build_request(
            "POST",
            self.connection.access.url,
            data={name: value for name, value in form.items() if value},
            headers={"Accept": TRIPLES if triples else self.dialect.solutions},
        )

    def placed(self, sent: Sent) -> Sent:
        """Name the graphs of a dataset as they are held; one that names none has those of the snapshot."""
        if self.held is None:
            return sent
        layout = self.held.layout
        if not sent.default_graphs and not sent.named_graphs:
            default, named = [layout.default], list(self.held.graphs)
        else:
            default, named = [layout.held(each) for each in sent.default_graphs], list(sent.named_graphs)
        # A server that is given no default graph would take its own.
        return Sent(
            sent.text,
            default or [layout.nothing],
            [layout.contents, *(layout.held(each) for each in named)],
        )

    @property
    def graphs(self) -> Sequence[str]:
        """The names of the graphs."""
        if self.held:
            return self.held.graphs
        rows = cast("Table", self.query(NAMES)).rows
        return [each.value for (each,) in rows if isinstance(each, ox.NamedNode)]

    def dump(
        self, output: IO[bytes], form: ox.RdfFormat, graph: ox.NamedNode | ox.DefaultGraph | None = None
    ) -> None:
        """Write one graph, or all of them, one after the other; see Store."""
        if graph is not None or not form.supports_datasets:
            ox.serialize(self.triples(graph), output, format=form, prefixes=dict(PREFIXES))
            return
        ox.serialize(self.quads(), output, format=form, prefixes=dict(PREFIXES))

    def quads(self) -> Iterator[ox.Quad]:
        """Return all that there is."""
        for name in (None, *self.graphs):
            graph = ox.NamedNode(name) if name else ox.DefaultGraph()
            for triple in self.triples(graph):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def triples(self, graph: ox.NamedNode | ox.DefaultGraph | None) -> Iterator[ox.Triple]:
        """Return what a graph holds."""
        named = [graph.value] if isinstance(graph, ox.NamedNode) else []
        passing = RemoteStore(self.connection, self.dialect, self.held)
        passing.most = None  # what only passes by may be as long as it is
        with passing.answering(WHOLE, default_graphs=named) as answered:
            yield from cast("Iterator[ox.Triple]", answered)


def looked_at(
    text: str,
    bindings: Mapping[str, Bindable] | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> tuple[type, Sequence[str]]:
    """Read a query without asking anybody: the kind of its answer, and the variables that it gives.

    Raises BadQueryError.
    """
    answer = EMPTY.evaluate(text, bindings, default_graphs, named_graphs)
    variables = answer.variables if isinstance(answer, ox.QuerySolutions) else ()
    return type(answer), [each.value for each in variables]
