"""The graph as one object: open it, ask it, query it, take it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph import stores
from graph.ask import answering
from graph.ask.reply import Reply
from graph.catalogue.facts import COMPARISON
from graph.dataset import builder
from graph.graph import Graph
from graph.parameters import comparison_parameters, parse_day, require_text
from graph.rdf import query_policy, serialization
from graph.rdf.binding import Bindable
from graph.rdf.escapes import decode_escapes
from graph.results import drawing_backend, streaming
from graph.results.comparison import Comparison
from graph.results.description import Description, describe_thing
from graph.results.result import Result
from ontology import PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import rdflib


class KnowledgeGraph(Graph):
    """The knowledge graph of Kubernetes distributions; `KnowledgeGraph.open()` gives the bundled one."""

    def __repr__(self) -> str:
        """Show which graph it is."""
        return f"<KnowledgeGraph of {self.as_of}, snapshot {self.snapshot[:12]}>"

    @classmethod
    def open(
        cls,
        store: str | Path | None = None,
        *,
        data: Sequence[str | Path] | str | Path = (),
        bundled: bool = True,
        as_of: dt.date | str | None = None,
    ) -> KnowledgeGraph:
        """Build the graph in memory from the bundled files and from RDF files of your own.

        `as_of` is the day for which facts are derived, such as 2021-01-15; today if not given. With `store`,
        a folder or the URL of a server into which snapshots are published, the current one is opened instead,
        for the day for which it was published; any other service of distrograph is opened as it is.
        Raises BadParameterError for what is no day; BadDataError, with file and line, for what cannot be
        read, and for files beside a store; and StoreError if the server has no answer, which all that asks
        the graph may raise then.
        """
        if as_of is not None:
            as_of = parse_day(as_of, "as_of")
        if store is not None:
            graph = cls(stores.open_store(store, beside=bool(data) or not bundled))
            return graph.on(as_of) if as_of else graph
        files = [data] if isinstance(data, str | Path) else data
        return cls(builder.build_dataset([Path(path) for path in files], bundled=bundled, as_of=as_of))

    def query(self, text: str, /, **parameters: Bindable) -> Result:
        """Answer a SPARQL query; the prefixes of the project need not be declared.

        Parameters are bound as terms to variables of their name; `graph.iri("kine")` names a thing.
        Raises BadQueryError with line and column, and BadParameterError for what is no text.
        """
        text = self._checked(text)
        return Result(self.store.query(text, parameters), self, text, parameters)

    def stream(
        self,
        text: str,
        /,
        *,
        rows: int = streaming.DEFAULT_ROWS,
        progress: streaming.Progress | bool = False,
        **parameters: Bindable,
    ) -> Iterator[Result]:
        """Answer a query of many rows in Results of at most so many, so that memory stays bounded.

        `progress` is called with how many rows have come, or if true, says so on stderr. Raises what `query`
        raises.
        """
        text = self._checked(text)
        return streaming.stream_results(self, text, parameters, rows, progress)

    def _checked(self, text: str) -> str:
        """Return a query as it is run, without escapes of characters; raises what `query` raises."""
        plain = decode_escapes(require_text(text, "query"))
        query_policy.check_query(plain, allow_service=self.store.allows_service)
        return plain

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that a query need not declare, with what they stand for."""
        return dict(PREFIXES)

    def ask(self, question: str, *, language: str | None = None) -> Reply:
        """Answer a question in words, in English or Chinese; it never guesses."""
        return answering.answer_question(self, require_text(question, "question"), language)

    def compare(self, *ids: str) -> Comparison:
        """Compare two or three distributions: one row for each property."""
        return Comparison(self.answer(COMPARISON, **comparison_parameters(ids)).items, ids)

    def describe(self, name: str) -> Description:
        """Return all that is known of a thing, and who says so; raises UnknownNameError."""
        return describe_thing(self, name)

    def draw(self, *things: str, language: str = "en", **shown: Any) -> Any:  # noqa: ANN401  # of a layer above
        """Draw the graph in a notebook: a thing and its neighbours, or with none the first view.

        Several things, or one on several `days`, are drawn side by side; distributions `together` in one
        picture. `shown` is what else a view can be asked: `depth`, `concern`, `as_of`, `past`, `path`, ….
        Raises UnknownNameError and BadParameterError.
        """
        return drawing_backend.load_backend().draw(self, *things, language=language, **shown)

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the same dataset as an rdflib Dataset: a copy, with the named graphs."""
        return serialization.to_rdflib(self.store)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return the things and their relations as a networkx graph: slugs as nodes, no literals, no types.

        Nodes carry `label`, `label_zh` and `kind`; edges carry `property`, `condition`, `claims`, `sources`.
        """
        from graph.export import networkx  # noqa: PLC0415  # networkx is slow to import

        return networkx.build_networkx(self)
