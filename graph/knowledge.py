"""The graph as one object: open it, ask it, query it, take it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

from graph import batches, stores, upstairs
from graph.asking import answering
from graph.asking.lexicon import Lexicon
from graph.asking.reply import Reply
from graph.catalogued import Catalogued
from graph.comparison import Comparison
from graph.dataset import builder
from graph.dataset.statistics import Counts, count
from graph.description import Description, described
from graph.errors import BadParameterError
from graph.folds.files import release_of
from graph.index.entity_index import Index
from graph.models import Label
from graph.parameters import day_of, sides, str_of
from graph.questions import COMPARISON
from graph.rdf import query_policy, serialization
from graph.rdf.binding import Bindable
from graph.rdf.escapes import decode_escapes
from graph.release_rows import Release
from graph.releases.release_index import Shipments
from graph.results import Result
from ontology import PREFIXES

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

Made = TypeVar("Made")
LATELY = dt.timedelta(days=90)
"""How far back before the last release on record something counts as lately."""
DAYS_KEPT = 8
"""Days besides its own for which a graph keeps what held: each takes some 15 MB and a quarter of a second."""


class KnowledgeGraph(Catalogued):
    """The knowledge graph of Kubernetes distributions; `KnowledgeGraph.open()` gives the bundled one."""

    def __init__(self, built: builder.Dataset, origin: KnowledgeGraph | None = None) -> None:
        self.store = built.store
        self.archive = origin.archive if origin else built.store
        self.snapshot = built.snapshot
        self.as_of = built.as_of
        self.published = built.published
        self.published_at = built.published_at
        self._built = built
        self._origin = origin
        self._made: dict[object, object] = {}
        self._days: OrderedDict[dt.date, KnowledgeGraph] = OrderedDict()
        self._lock = Lock()

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
            as_of = day_of(as_of, "as_of")
        if store is not None:
            graph = cls(stores.opened(store, beside=bool(data) or not bundled))
            return graph.on(as_of) if as_of else graph
        files = [data] if isinstance(data, str | Path) else data
        return cls(builder.build([Path(path) for path in files], bundled=bundled, as_of=as_of))

    def on(self, day: dt.date | str) -> KnowledgeGraph:
        """Give the same graph as it stood on another day; the last few days that were asked for are kept.

        Raises BadParameterError for what is no day, and for one in the future, of which nothing is known.
        """
        day = day_of(day, "as_of")
        if day == self.as_of:
            return self
        if day > dt.datetime.now(dt.UTC).date():
            raise BadParameterError(
                f"nothing is known of {day}, which is in the future",
                f"{day} 尚未到来，没有任何记录",
                parameter="as_of",
            )
        with self._lock:
            if day not in self._days:
                self._days[day] = KnowledgeGraph(builder.on(self._built, day), self)
            self._days.move_to_end(day)
            while len(self._days) > DAYS_KEPT:
                self._days.popitem(last=False)
            return self._days[day]

    def at(self, when: str) -> KnowledgeGraph:
        """Give the graph as it stood on a day, or on the day of a release, such as k0s/v0.12.0.

        Raises BadParameterError for a day in the future or a release whose day nobody recorded, and
        UnknownNameError for a release that is not on record.
        """
        if "/" not in str_of(when, "as_of"):
            return self.on(when)
        release = self.shipments.releases[self.shipments.resolve(when).value]
        if release.issued is None:
            raise BadParameterError(
                f"the day of {release.slug} is not on record",
                f"{release.slug} 的发布日期没有记录",
                parameter="as_of",
            )
        return self.on(release.issued)

    def release(self, name: str, *, parameter: str = "release") -> Release:
        """Find a release by its name, or the newest one of a distribution by that of the distribution.

        Raises UnknownNameError, and BadParameterError for a distribution none of whose releases is on record.
        """
        found: str | None = str_of(name, parameter)
        if "/" not in name:
            distribution = self.index.thing(self.index.resolve("Distribution", name)).id
            found = self.shipments.newest_of(distribution)
        if found is None:
            raise BadParameterError(
                f"no release of {name} is on record for {self.as_of}",
                f"截至 {self.as_of}，没有 {name} 的发布版本记录",
                parameter=parameter,
            )
        return release_of(self.shipments.releases[self.shipments.resolve(found).value])

    def once(self, make: Callable[[KnowledgeGraph], Made]) -> Made:
        """Give what a function makes of this graph: made at the first call, kept as long as the graph."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    @property
    def lately(self) -> dt.date:
        """The day since when something counts as lately: three months before the last release on record."""
        return (self.shipments.last or self.as_of) - LATELY

    @cached_property
    def shipments(self) -> Shipments:
        """The releases by name, and the newest ones of the day, read at first use."""
        if self._origin:
            return self._origin.shipments.seen_from(self.as_of)
        with self.store.making_sense():
            return Shipments(self.archive, self.as_of)

    @cached_property
    def index(self) -> Index:
        """Labels, properties, sources and claims, read at first use."""
        if self._origin:
            return self._origin.index.seen_from(self.shipments)
        with self.store.making_sense():
            return Index(self.store, self.shipments)

    @cached_property
    def counts(self) -> Counts:
        """How much the graph holds, counted at first use."""
        with self.store.making_sense():
            return count(self.store)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that a question may hold, read at first use."""
        return self._origin.lexicon if self._origin else Lexicon(self.index)

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
        rows: int = batches.ROWS,
        progress: batches.Progress | bool = False,
        **parameters: Bindable,
    ) -> Iterator[Result]:
        """Answer a query of many rows in Results of at most so many, so that memory stays bounded.

        `progress` is called with how many rows have come, or if true, says so on stderr. Raises what `query`
        raises.
        """
        text = self._checked(text)
        return batches.stream(self, text, parameters, rows, progress)

    def _checked(self, text: str) -> str:
        """Give a query as it is run, without escapes of characters; raises what `query` raises."""
        plain = decode_escapes(str_of(text, "query"))
        query_policy.check(plain, calling=self.store.calls)
        return plain

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that a query need not declare, with what they stand for."""
        return dict(PREFIXES)

    def label(self, iri: str) -> Label:
        """Give the label of a thing or property by its IRI."""
        return self.index.label(iri)

    def ask(self, question: str, *, language: str | None = None) -> Reply:
        """Answer a question in words, in English or Chinese; it never guesses."""
        return answering.ask(self, str_of(question, "question"), language)

    def compare(self, *ids: str) -> Comparison:
        """Put two or three distributions side by side: one row for each property."""
        return Comparison(self.answer(COMPARISON, **sides(ids)).items, ids)

    def describe(self, name: str) -> Description:
        """Give all that is known of a thing, and who says so; raises UnknownNameError."""
        return described(self, name)

    def draw(self, *things: str, language: str = "en", **shown: Any) -> Any:  # noqa: ANN401  # of a layer above
        """Draw the graph in a notebook: a thing and its neighbours, or with none the first view.

        Several things, or one on several `days`, are drawn side by side; distributions `together` in one
        picture. `shown` is what else a view can be asked: `depth`, `concern`, `as_of`, `past`, `path`, ….
        Raises UnknownNameError and BadParameterError.
        """
        return upstairs.drawing().draw(self, *things, language=language, **shown)

    def undated(self) -> bytes:
        """Give what the graph of any day is derived from, as N-Quads; raises BadParameterError without it."""
        return self._built.undated()

    def to_rdflib(self) -> rdflib.Dataset:
        """Give the same dataset as an rdflib Dataset: a copy, with the named graphs."""
        return serialization.to_rdflib(self.store)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give the things and their relations as a networkx graph: slugs as nodes, no literals, no types.

        Nodes carry `label`, `label_zh` and `kind`; edges carry `property`, `condition`, `claims`, `sources`.
        """
        from graph import projection  # noqa: PLC0415  # networkx is slow to import

        return projection.project(self)
