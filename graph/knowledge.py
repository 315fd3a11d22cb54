"""The graph as one object: open it, ask it, query it, take it elsewhere."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar, cast

from graph import dataset, exchange, stores
from graph.answer import Answer, RowType
from graph.asking import answering
from graph.asking.lexicon import Lexicon
from graph.asking.reply import Reply
from graph.counting import Counts, count
from graph.errors import BadParameterError
from graph.folds.files import release_of
from graph.index import Index
from graph.model import Label
from graph.parameters import day_of, sides
from graph.questions import CHANGES, COMPARISON, DAY, TEXT, Question
from graph.release_rows import ChangeRow, Release
from graph.results import Result
from graph.rows import ComparisonRow
from graph.shipments import Shipments
from graph.store import Bindable, Store, Table

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

Made = TypeVar("Made")
LATELY = dt.timedelta(days=90)
"""How far back before the last release on record something counts as lately."""
YEAR = dt.timedelta(days=366)
DAYS_KEPT = 8
"""Days besides its own for which a graph keeps what held: each takes some 15 MB and a quarter of a second."""


class KnowledgeGraph:
    """The knowledge graph of Kubernetes distributions; `KnowledgeGraph.open()` gives the bundled one."""

    def __init__(self, built: dataset.Dataset, origin: KnowledgeGraph | None = None) -> None:
        self.store = built.store
        self.archive: Store = origin.archive if origin else built.store
        """What each release ships: the same on all days, so it is kept once."""
        self.snapshot = built.snapshot
        self.as_of = built.as_of
        self.published = built.published
        self._built = built
        self._origin = origin
        self._made: dict[object, object] = {}
        self._days: OrderedDict[dt.date, KnowledgeGraph] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def open(
        cls,
        store: str | Path | None = None,
        *,
        data: Sequence[str | Path] = (),
        bundled: bool = True,
        as_of: dt.date | None = None,
    ) -> KnowledgeGraph:
        """Build the graph in memory from the bundled files and from RDF files of your own.

        `as_of` is the day for which facts are derived, today if not given. With `store`, a folder or the URL
        of a server into which snapshots are published, the current one is opened instead, for the day for
        which it was published; any other service of distrograph is opened as it is.
        Raises BadDataError, with file and line, for what cannot be read, and for files beside a store; and
        StoreError if the server has no answer, which all that asks the graph may raise then.
        """
        if store is not None:
            graph = cls(stores.opened(store, beside=bool(data) or not bundled))
            return graph.on(as_of) if as_of else graph
        return cls(dataset.build([Path(path) for path in data], bundled=bundled, as_of=as_of))

    def on(self, day: dt.date) -> KnowledgeGraph:
        """Give the same graph as it stood on another day; the last few days that were asked for are kept.

        Raises BadParameterError for a day in the future, of which nothing is known.
        """
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
                self._days[day] = KnowledgeGraph(dataset.on(self._built, day), self)
            self._days.move_to_end(day)
            while len(self._days) > DAYS_KEPT:
                self._days.popitem(last=False)
            return self._days[day]

    def at(self, when: str) -> KnowledgeGraph:
        """Give the graph as it stood on a day, or on the day of a release, such as k0s/v0.12.0.

        Raises BadParameterError for a day in the future or a release whose day nobody recorded, and
        UnknownNameError for a release that is not on record.
        """
        if "/" not in when:
            return self.on(day_of(when, "as_of"))
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
        found: str | None = name
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
        return Shipments(self.archive, self.as_of)

    @cached_property
    def index(self) -> Index:
        """Labels, properties, sources and claims, read at first use."""
        if self._origin:
            return self._origin.index.seen_from(self.shipments)
        return Index(self.store, self.shipments)

    @cached_property
    def counts(self) -> Counts:
        """How much the graph holds, counted at first use."""
        return count(self.store)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that a question may hold, read at first use."""
        return self._origin.lexicon if self._origin else Lexicon(self.index)

    def query(self, text: str, /, **parameters: Bindable) -> Result:
        """Answer a SPARQL query; the prefixes of the project need not be declared.

        Parameters are bound as terms to variables of their name; `graph.iri("kine")` names a thing.
        Raises BadQueryError with line and column.
        """
        return Result(self.store.query(text, parameters), self.label)

    def label(self, iri: str) -> Label:
        """Give the label of a thing or property by its IRI."""
        return self.index.label(iri)

    def answer(self, question: Question[RowType], /, **parameters: str) -> Answer[RowType]:
        """Answer a question of the catalogue; things are named by their slugs.

        Raises UnknownNameError for a name that the graph has never heard of, and BadParameterError for a
        parameter that the question does not have or cannot do without.
        """
        table, sparql = self.solve(question, **parameters)
        items = question.fold(self.index, table)
        return Answer[RowType](
            items=items, total=len(items), snapshot=self.snapshot, as_of=self.as_of, sparql=sparql
        )

    def solve(self, question: Question[RowType], /, **parameters: str) -> tuple[Table, str]:
        """Run a question of the catalogue: the bare solutions, and the query with its parameters written in.

        Raises what `answer` raises.
        """
        bound = self.bind(question, parameters)
        store = self.archive if question.archived else self.store
        return cast("Table", store.query(question.text, bound)), exchange.written_out(question.text, bound)

    def changes(self, since: dt.date) -> Answer[ChangeRow]:
        """Give what changed since a day, the latest first.

        Of what is more than a year ago all is read at once and kept: it takes seconds, and days to ask about
        are many.
        """
        day = since.isoformat()
        if since >= self.as_of - YEAR:
            return self.answer(CHANGES, since=day)
        items = [row for row in self._all_changes if row.day >= since]
        sparql = self.written(CHANGES, since=day)
        return Answer[ChangeRow](
            items=items, total=len(items), snapshot=self.snapshot, as_of=self.as_of, sparql=sparql
        )

    @cached_property
    def _all_changes(self) -> list[ChangeRow]:
        return self.answer(CHANGES, since=dt.date.min.isoformat()).items

    def written(self, question: Question[RowType], /, **parameters: str) -> str:
        """Give the SPARQL of a question with its parameters written in; raises what `answer` raises."""
        return exchange.written_out(question.text, self.bind(question, parameters))

    def bind(self, question: Question[RowType], parameters: dict[str, str]) -> dict[str, Bindable]:
        """Turn the names of things into terms; see `answer` for what it raises."""
        if unknown := sorted(set(parameters) - set(question.parameters)):
            raise BadParameterError(
                f"“{question.name}” has no parameter “{unknown[0]}”",
                f"“{question.name}”没有参数“{unknown[0]}”",
                parameter=unknown[0],
            )
        if missing := [name for name in question.required if name not in parameters]:
            raise BadParameterError(
                f"“{question.name}” needs a parameter “{missing[0]}”",
                f"“{question.name}”缺少参数“{missing[0]}”",
                parameter=missing[0],
            )
        bound = {
            name: self.term(name, kind, parameters[name])
            for name, kind in question.parameters.items()
            if name in parameters
        }
        return bound | {"as_of": self.as_of} if question.parameters.get("as_of") == DAY else bound

    def term(self, name: str, kind: str, value: str) -> Bindable:
        """Turn what a parameter says into a term; see `answer` for what it raises."""
        if kind == TEXT:
            return value
        if kind == DAY:
            return day_of(value, name)
        return self.index.resolve(kind, value)

    def ask(self, question: str, *, language: str | None = None) -> Reply:
        """Answer a question in words, in English or Chinese; it never guesses."""
        return answering.ask(self, question, language)

    def compare(self, *ids: str) -> list[ComparisonRow]:
        """Put two or three distributions side by side: one row for each property."""
        return self.answer(COMPARISON, **sides(ids)).items

    def to_rdflib(self) -> rdflib.Dataset:
        """Give the same dataset as an rdflib Dataset: a copy, with the named graphs."""
        return exchange.to_rdflib(self.store)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Give the things and their relations as a networkx graph: slugs as nodes, no literals, no types.

        Nodes carry `label`, `label_zh` and `kind`; edges carry `property`, `condition`, `claims`, `sources`.
        """
        from graph import projection  # noqa: PLC0415  # networkx is slow to import

        return projection.project(self)
