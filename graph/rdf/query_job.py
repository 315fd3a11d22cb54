"""A query from outside: it is read before it is run, and its answer has an end.

It is run in a worker, and writes its answer in parts while it runs.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, cast

import pyoxigraph as ox

from graph.rdf.bounded_writer import MAX_BYTES, MAX_ROWS, BoundedWriter, ReplySink, limit_triples
from graph.rdf.query_policy import check_query
from graph.rdf.serialization import RDF_FORMATS, RESULT_FORMATS, Kind
from graph.rdf.service_answers import substitute_answers
from graph.rdf.store import QueryAnswer, Store, has_triples
from graph.settings import Settings
from ontology import PREFIXES

DEFAULT_TIMEOUT = Settings.query_timeout.default
"""Seconds that a query may take, unless the service was told otherwise."""


@dataclass(frozen=True, slots=True)
class QueryJob:
    """A query as a request has it: its text and dataset, and a format for each kind of answer.

    Its answer has at most so many `bytes`, before they are compressed, and so many `rows`. `answers` are what
    other services said to its calls.
    """

    text: str
    forms: Mapping[Kind, str | None]
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()
    encoding: str | None = None
    bytes: int = MAX_BYTES
    rows: int = MAX_ROWS
    answers: Sequence[builtins.bytes] = ()

    def __call__(self, store: Store, reply: ReplySink) -> None:
        """Answer it.

        Raises BadQueryError for what is refused or cannot be parsed, and TooLongError for too long an answer.
        """
        text = substitute_answers(self.text, self.answers) if self.answers else self.text
        check_query(text)
        with store.open_query(
            text, default_graphs=self.default_graphs, named_graphs=self.named_graphs
        ) as result:
            try:
                self.write(result, reply)
            finally:
                del result  # an error goes to other threads, and this must not go along in its traceback

    def write(self, result: QueryAnswer, reply: ReplySink) -> None:
        """Write what came of it; raises TooLongError."""
        kind: Kind = "triples" if has_triples(result) else "solutions"
        form = self.forms[kind]
        if form is None:
            reply.whole((kind, None, None), b"")
            return
        out = BoundedWriter(reply, (kind, form, self.encoding), self)
        file = cast("IO[bytes]", out)  # all of one that the engine needs
        if has_triples(result):
            triples = limit_triples(result, self.rows)
            ox.serialize(triples, file, format=RDF_FORMATS[form], prefixes=dict(PREFIXES))
        else:
            result.serialize(file, format=RESULT_FORMATS[form])
        out.finish()

    def __reduce__(self) -> tuple[type[QueryJob], tuple[object, ...]]:
        """Be pickled as what it is made of, which is five times as quick as the way of dataclasses."""
        fields = (self.text, self.forms, self.default_graphs, self.named_graphs, self.encoding)
        return QueryJob, (*fields, self.bytes, self.rows, self.answers)
