"""A graph of one day: its store, its index, its releases, and the questions of the catalogue.

Everything above takes a Graph, and nothing below knows of one; `KnowledgeGraph` is what users hold.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from functools import cached_property
from threading import Lock
from typing import Any, Self, TypeVar, cast

from graph.catalogue.answer import Answer, RowType
from graph.catalogue.changes import CHANGES, ChangeRow
from graph.catalogue.question import DAY, TEXT, Question
from graph.catalogue.release_mapping import Release, build_release
from graph.dataset import builder
from graph.dataset.statistics import Counts, count_store
from graph.errors import BadParameterError
from graph.index.entity_index import EntityIndex
from graph.models import Label
from graph.parameters import parse_day, require_text
from graph.rdf import serialization
from graph.rdf.binding import Bindable
from graph.rdf.store import MemoryStore, Store, Table, Term
from graph.releases.release_bounds import serialize_bounds
from graph.releases.release_index import ReleaseIndex, ReleaseRecord
from i18n import Message
from ontology import ID

CachedType = TypeVar("CachedType")
YEAR = dt.timedelta(days=366)
RECENT_PERIOD = dt.timedelta(days=90)
"""How long before the last release on record a change counts as recent."""
MAX_CACHED_ANSWERS, MAX_CACHED_ROWS = 100, 300
"""Answers that a graph caches, and the rows that one of them may have at most."""
MAX_CACHED_DAYS = 8
"""Other days that a graph caches: each takes some 15 MB and a quarter of a second."""


class Graph:
    """A graph as of one day, from which those of other days are derived."""

    store: Store
    archive: Store
    """What each release ships: the same on all days."""
    snapshot: str
    as_of: dt.date
    of_release: ReleaseRecord | None = None
    """The release that the graph speaks for, if it is not for a day alone."""

    def __init__(self, built: builder.Dataset, origin: Self | None = None) -> None:
        self.store = built.store
        self.archive = origin.archive if origin else built.store
        self.snapshot = built.snapshot
        self.as_of = built.as_of
        self.published = built.published
        self.published_at = built.published_at
        self._built = built
        self._origin = origin
        self._cache: dict[object, object] = {}
        self._days: OrderedDict[tuple[dt.date, str | None], Self] = OrderedDict()
        self._answers: OrderedDict[object, Answer[Any]] = OrderedDict()
        self._lock = Lock()

    @property
    def base_graph(self) -> Graph:
        """The graph that was opened: this one, or the one of which this is another day."""
        return self._origin or self

    def on(self, day: dt.date | str) -> Self:
        """Return this graph as of `day`. The eight most recently used dates are cached.

        Raises BadParameterError for what is no day, and for one in the future, of which nothing is known.
        """
        day = parse_day(day, "as_of")
        if day == self.as_of and self.of_release is None:
            return self
        if day > dt.datetime.now(dt.UTC).date():
            raise BadParameterError(
                Message("{day} is in the future, so nothing is recorded for it", day=day),
                parameter="as_of",
            )
        return self._derive(day, None)

    def at(self, when: str) -> Self:
        """Return this graph as of a day, or of a release, such as k0s/v0.12.0.

        Of the distribution of a release, claims hold by their versions; of all else, on its day.
        Raises BadParameterError for a day in the future or a release whose day nobody recorded, and
        UnknownNameError for a release that is not on record.
        """
        if "/" not in require_text(when, "as_of"):
            return self.on(when)
        release = self.release_index.releases[self.release_index.resolve(when).value]
        if release.issued is None:
            raise BadParameterError(
                Message("the release date of {slug} is not recorded", slug=release.slug),
                parameter="as_of",
            )
        return self._derive(release.issued, release)

    def _derive(self, day: dt.date, release: ReleaseRecord | None) -> Self:
        """Return this graph as of a day, and of a release that came out on it; cached."""
        key = day, release.slug if release else None
        with self._lock:
            if key not in self._days:
                claims = self.index.claims_about(ID + release.distribution) if release else ()
                bounds = serialize_bounds(claims, release.version) if release else b""
                made = type(self)(builder.derive_day(self._built, day, bounds), self)
                made.of_release = release
                self._days[key] = made
            self._days.move_to_end(key)
            while len(self._days) > MAX_CACHED_DAYS:
                self._days.popitem(last=False)
            return self._days[key]

    def release(self, name: str, *, parameter: str = "release") -> Release:
        """Find a release by its name, or the newest one of a distribution by that of the distribution.

        Raises UnknownNameError, and BadParameterError for a distribution none of whose releases is on record.
        """
        found: str | None = require_text(name, parameter)
        if "/" not in name:
            distribution = self.index.thing(self.index.resolve("Distribution", name)).id
            found = self.release_index.newest_release(distribution)
        if found is None:
            raise BadParameterError(
                Message("no release of {name} is recorded up to {as_of}", name=name, as_of=self.as_of),
                parameter=parameter,
            )
        return build_release(self.release_index.releases[self.release_index.resolve(found).value])

    def cached(self, factory: Callable[[Graph], CachedType]) -> CachedType:
        """Return the cached result of `factory(self)`, computing it on first use."""
        if factory not in self._cache:
            self._cache[factory] = factory(self)
        return cast("CachedType", self._cache[factory])

    @property
    def recent_since(self) -> dt.date:
        """The day since when changes count as recent: three months before the last release on record."""
        return (self.release_index.last_day or self.as_of) - RECENT_PERIOD

    @cached_property
    def release_index(self) -> ReleaseIndex:
        """The releases by name, and the newest ones of the day, read at first use."""
        if self._origin:
            return self._origin.release_index.on_day(self.as_of, self.of_release)
        with self.store.translate_row_errors():
            return ReleaseIndex(self.archive, self.as_of)

    @cached_property
    def index(self) -> EntityIndex:
        """Labels, properties, sources and claims, read at first use."""
        if self._origin:
            return self._origin.index.with_releases(self.release_index)
        with self.store.translate_row_errors():
            return EntityIndex(self.store, self.release_index)

    @cached_property
    def counts(self) -> Counts:
        """How much the graph holds, counted at first use."""
        with self.store.translate_row_errors():
            return count_store(self.store)

    def label(self, iri: str) -> Label:
        """Return the label of a thing or property by its IRI."""
        return self.index.label(iri)

    def dump_date_independent(self) -> bytes:
        """Dump the data that any day is derived from, as N-Quads; raises BadParameterError without it."""
        return self._built.dump_date_independent()

    def select(self, query: str) -> list[tuple[Term | None, ...]]:
        """Return the rows of a SELECT query of the project's own as terms, None where unbound."""
        return cast("Table", self.store.query(query)).rows

    def answer(self, question: Question[RowType], /, **parameters: str) -> Answer[RowType]:
        """Answer a question of the catalogue; things are named by their slugs.

        Short answers of a graph in memory are cached: the same few are asked for again and again.
        Raises UnknownNameError for a name that the graph does not know, and BadParameterError for a
        parameter that the question does not have or cannot do without.
        """
        key = question.name, *sorted(parameters.items())
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
                return _copy_answer(cast("Answer[RowType]", self._answers[key]))
        answer = self._compute_answer(question, parameters)
        if isinstance(self.store, MemoryStore) and answer.total <= MAX_CACHED_ROWS:
            with self._lock:
                self._answers[key] = _copy_answer(answer)
                while len(self._answers) > MAX_CACHED_ANSWERS:
                    self._answers.popitem(last=False)
        return answer

    def _compute_answer(self, question: Question[RowType], parameters: dict[str, str]) -> Answer[RowType]:
        table, sparql = self.solve(question, **parameters)
        with self.store.translate_row_errors():
            items = question.map_rows(self.index, table)
        return Answer[RowType](
            items=items, total=len(items), snapshot=self.snapshot, as_of=self.as_of, sparql=sparql
        )

    def solve(self, question: Question[RowType], /, **parameters: str) -> tuple[Table, str]:
        """Run a question of the catalogue: the bare solutions, and the query with its parameters written in.

        Raises what `answer` raises.
        """
        bound = self.bind(question, parameters)
        store = self.archive if question.archived else self.store
        return cast("Table", store.query(question.text, bound)), serialization.format_query(
            question.text, bound
        )

    def changes(self, since: dt.date | str) -> Answer[ChangeRow]:
        """Return what changed since a day, the latest first; raises BadParameterError for what is no day.

        Changes of more than a year ago are all read at once and cached: it takes seconds, and days are many.
        """
        since = parse_day(since, "since")
        day = since.isoformat()
        if since >= self.as_of - YEAR:
            return self.answer(CHANGES, since=day)
        items = [row for row in self._all_changes if row.day >= since]
        sparql = self.format_query(CHANGES, since=day)
        return Answer[ChangeRow](
            items=items, total=len(items), snapshot=self.snapshot, as_of=self.as_of, sparql=sparql
        )

    @cached_property
    def _all_changes(self) -> list[ChangeRow]:
        return self.answer(CHANGES, since=dt.date.min.isoformat()).items

    def format_query(self, question: Question[RowType], /, **parameters: str) -> str:
        """Format the SPARQL of a question with its parameters written in; raises what `answer` raises."""
        return serialization.format_query(question.text, self.bind(question, parameters))

    def bind(self, question: Question[RowType], parameters: dict[str, str]) -> dict[str, Bindable]:
        """Resolve the names of things to terms; see `answer` for what it raises."""
        if unknown := sorted(set(parameters) - set(question.parameters)):
            raise BadParameterError(
                Message("“{name}” has no parameter “{unknown}”", name=question.name, unknown=unknown[0]),
                parameter=unknown[0],
            )
        if missing := [name for name in question.required if name not in parameters]:
            raise BadParameterError(
                Message("“{name}” needs a parameter “{missing}”", name=question.name, missing=missing[0]),
                parameter=missing[0],
            )
        bound = {
            name: self.to_term(name, kind, parameters[name])
            for name, kind in question.kinds.items()
            if name in parameters
        }
        if question.kinds.get("as_of") != DAY:
            return bound
        if bound.get("as_of", self.as_of) != self.as_of:
            raise BadParameterError(
                Message(
                    "this graph is of {as_of}; use at() for another date",
                    as_of=self.as_of,
                ),
                parameter="as_of",
            )
        return bound | {"as_of": self.as_of}

    def to_term(self, name: str, kind: str, value: str) -> Bindable:
        """Convert the value of a parameter to a term; see `answer` for what it raises."""
        if kind == TEXT:
            return value
        if kind == DAY:
            return parse_day(value, name)
        return self.index.resolve(kind, value)


def _copy_answer(answer: Answer[RowType]) -> Answer[RowType]:
    """Copy an answer with its list of rows, which whoever has it may sort; the rows cannot be changed."""
    return answer.model_copy(update={"items": [*answer.items]})
