"""The catalogue asked of one graph: names become terms, solutions become rows."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from functools import cached_property
from typing import TYPE_CHECKING, cast

from graph.answer import Answer, RowType
from graph.errors import BadParameterError
from graph.parameters import day_of
from graph.questions import CHANGES, DAY, TEXT, Question
from graph.rdf import serialization
from graph.release_rows import ChangeRow

if TYPE_CHECKING:
    from graph.index.entity_index import Index
    from graph.rdf.binding import Bindable
    from graph.rdf.store import Store, Table

YEAR = dt.timedelta(days=366)


class Catalogued(ABC):
    """What has a store and an index, and so can be asked the questions of the catalogue."""

    store: Store
    archive: Store
    """What each release ships: the same on all days."""
    snapshot: str
    as_of: dt.date

    @property
    @abstractmethod
    def index(self) -> Index:
        """Labels, properties, sources and claims."""

    def answer(self, question: Question[RowType], /, **parameters: str) -> Answer[RowType]:
        """Answer a question of the catalogue; things are named by their slugs.

        Raises UnknownNameError for a name that the graph has never heard of, and BadParameterError for a
        parameter that the question does not have or cannot do without.
        """
        table, sparql = self.solve(question, **parameters)
        with self.store.making_sense():
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
        return cast("Table", store.query(question.text, bound)), serialization.written_out(
            question.text, bound
        )

    def changes(self, since: dt.date | str) -> Answer[ChangeRow]:
        """Give what changed since a day, the latest first; raises BadParameterError for what is no day.

        Of what is more than a year ago all is read at once and kept: it takes seconds, and days to ask about
        are many.
        """
        since = day_of(since, "since")
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
        return serialization.written_out(question.text, self.bind(question, parameters))

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
        if question.parameters.get("as_of") != DAY:
            return bound
        if bound.get("as_of", self.as_of) != self.as_of:
            raise BadParameterError(
                f"this graph speaks of {self.as_of}; ask the one of another day, which `at` gives",
                f"此图谱对应 {self.as_of}；其他日期请用 `at` 取得",
                parameter="as_of",
            )
        return bound | {"as_of": self.as_of}

    def term(self, name: str, kind: str, value: str) -> Bindable:
        """Turn what a parameter says into a term; see `answer` for what it raises."""
        if kind == TEXT:
            return value
        if kind == DAY:
            return day_of(value, name)
        return self.index.resolve(kind, value)
