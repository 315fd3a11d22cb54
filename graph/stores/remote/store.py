"""A store behind a URL: queries are checked here, so that all errors are ours, and answered there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from traceback import clear_frames
from typing import IO, cast

import httpx2
import pyoxigraph as ox

from graph.errors import StoreError
from graph.rdf.binding import Bindable, bind_parameters
from graph.rdf.prologue import EMPTY
from graph.rdf.store import QueryAnswer, Store, Table
from graph.stores.remote.connection import Connection
from graph.stores.remote.dialects import Dialect
from graph.stores.remote.graph_names import Layout
from graph.stores.remote.query_rewriting import RewrittenQuery, rewrite_query
from graph.stores.remote.results import MAX_ANSWER_BYTES, TRIPLES_ACCEPT, parse_answer
from i18n import Message
from ontology import PREFIXES

GRAPH_NAMES_QUERY = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?subject ?predicate ?object } }"
COUNT_QUERY = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
PlainTerm = ox.NamedNode | ox.BlankNode | ox.Literal
"""A term that is no triple."""
TRIPLES_QUERY = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A snapshot in a server that stores several: its layout, and its graphs by their own names."""

    layout: Layout
    graphs: tuple[str, ...]


class RemoteStore(Store):
    """A SPARQL 1.1 service, and the snapshot that is `stored` there; or all that it has."""

    allows_service = True
    max_sockets = 256

    def __init__(
        self, connection: Connection, dialect: Dialect, stored: StoredSnapshot | None = None
    ) -> None:
        self.connection = connection
        self.dialect = dialect
        self.stored = stored
        self.max_bytes: int | None = MAX_ANSWER_BYTES

    @contextmanager
    def open_query(
        self,
        text: str,
        bindings: Mapping[str, Bindable] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Iterator[QueryAnswer]:
        """Start a query; see Store. Raises StoreError too, also while the answer is read."""
        kind, variables = _inspect_query(text, bindings, default_graphs, named_graphs)
        own = bind_parameters(text, bindings)
        sent = rewrite_query(own, variables, self.stored.layout.contents if self.stored else None)
        if default_graphs or named_graphs:  # those of the request count, not those of the query
            sent = RewrittenQuery(sent.text, default_graphs, named_graphs)
        request = self.build_request(self.map_dataset(sent), triples=kind is ox.QueryTriples)
        with self.connection.send(request) as response:
            try:
                yield parse_answer(response, self.connection, kind, variables, self.max_bytes)
            except SyntaxError as error:
                clear_frames(error.__traceback__)
                said = str(error)[:200]
                raise self.connection.invalid_answer_error(said) from None
            except StoreError as error:
                clear_frames(error.__traceback__)  # results must end in the thread in which they began
                raise

    @contextmanager
    def translate_row_errors(self) -> Iterator[None]:
        """Make something of rows within; raises StoreError for rows of which nothing can be made."""
        try:
            yield
        except (ValueError, TypeError, AttributeError, LookupError, StopIteration) as error:
            said = f"{type(error).__name__}: {' '.join(str(error).split())[:100]}"
            raise self.connection.invalid_answer_error(
                Message("the rows are invalid ({said})", said=said)
            ) from error

    def select_from(self, text: str, graph: str) -> list[tuple[PlainTerm, ...]]:
        """Return the rows of a SELECT in one graph, all of them bound; raises StoreError."""
        with self.open_query(text, default_graphs=[graph]) as answered:
            rows = [tuple(row) for row in cast("ox.QuerySolutions", answered)]
        if not all(isinstance(term, PlainTerm) for row in rows for term in row):
            raise self.connection.invalid_answer_error(Message("the answer lacks what was asked for"))
        return cast("list[tuple[PlainTerm, ...]]", rows)

    def count(self, graph: str) -> int:
        """Make the server count the triples of a graph; raises StoreError."""
        rows = self.select_from(COUNT_QUERY, graph)
        try:
            ((found,),) = rows
            return int(found.value)
        except ValueError:
            raise self.connection.invalid_answer_error(Message("it does not support counting")) from None

    def build_request(self, sent: RewrittenQuery, *, triples: bool) -> httpx2.Request:
        """Build a request (SPARQL 1.1 Protocol, section 2.1.2)."""
        form = {
            "query": sent.text,
            "default-graph-uri": sent.default_graphs,
            "named-graph-uri": sent.named_graphs,
        }
        return self.connection.client.build_request(
            "POST",
            self.connection.access.url,
            data={name: value for name, value in form.items() if value},
            headers={"Accept": TRIPLES_ACCEPT if triples else self.dialect.solutions},
        )

    def map_dataset(self, sent: RewrittenQuery) -> RewrittenQuery:
        """Map a dataset to stored names; one that names no graph has those of the snapshot."""
        if self.stored is None:
            return sent
        layout = self.stored.layout
        if not sent.default_graphs and not sent.named_graphs:
            default, named = [layout.default], list(self.stored.graphs)
        else:
            default, named = (
                [layout.stored_name(each) for each in sent.default_graphs],
                list(sent.named_graphs),
            )
        # A server that is given no default graph would take its own.
        return RewrittenQuery(
            sent.text,
            default or [layout.missing],
            [layout.contents, *(layout.stored_name(each) for each in named)],
        )

    @property
    def graphs(self) -> Sequence[str]:
        """The names of the graphs."""
        if self.stored:
            return self.stored.graphs
        rows = cast("Table", self.query(GRAPH_NAMES_QUERY)).rows
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
        passing = RemoteStore(self.connection, self.dialect, self.stored)
        passing.max_bytes = None  # what only passes by may be as long as it is
        with passing.open_query(TRIPLES_QUERY, default_graphs=named) as answered:
            yield from cast("Iterator[ox.Triple]", answered)


def _inspect_query(
    text: str,
    bindings: Mapping[str, Bindable] | None,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> tuple[type, Sequence[str]]:
    """Inspect a query without sending it: the kind of its answer, and its variables.

    Raises BadQueryError.
    """
    answer = EMPTY.evaluate(text, bindings, default_graphs, named_graphs)
    variables = answer.variables if isinstance(answer, ox.QuerySolutions) else ()
    return type(answer), [each.value for each in variables]
