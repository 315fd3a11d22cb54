"""Streams long answers in parts, so that memory stays bounded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any, cast

import pyoxigraph as ox

from graph.errors import BadParameterError
from graph.graph import Graph
from graph.rdf.binding import Bindable
from graph.rdf.store import QueryAnswer, Table, Triples, has_triples
from graph.results.result import Result
from i18n import Message

DEFAULT_ROWS = 50_000
Progress = Callable[[int], None]
"""Called with the number of rows so far."""


def stream_results(
    graph: Graph,
    text: str,
    parameters: Mapping[str, Bindable],
    rows: int,
    progress: Progress | bool,  # noqa: FBT001  # as KnowledgeGraph.stream has it, by name
) -> Iterator[Result]:
    """Answer a query in Results of at most `rows` rows each: see `KnowledgeGraph.stream`."""
    if rows < 1:
        raise BadParameterError(Message("a batch needs at least one row"), parameter="rows")
    tell = progress if callable(progress) else _report_progress if progress else None
    come, some = 0, None
    with graph.store.open_query(text, parameters) as answer:
        if isinstance(answer, ox.QueryBoolean):
            raise BadParameterError(Message("an ASK query has no rows; use query()"), parameter="query")
        while some is None or len(some) == rows:
            some = list(islice(answer, rows))
            if some or not come:  # of an answer without rows there is one part, which has its columns
                come += len(some)
                yield Result(_build_part(answer, some), graph, text, parameters)
                if tell:
                    tell(come)
    if tell is _report_progress:
        sys.stderr.write("\n")


def _build_part(answer: QueryAnswer, rows: list[Any]) -> Table | Triples:
    """Build the answer of a part of the rows."""
    if has_triples(answer):
        return Triples(rows)
    variables = tuple(each.value for each in cast("ox.QuerySolutions", answer).variables)
    return Table(variables, [tuple(solution) for solution in rows])


def _report_progress(come: int) -> None:
    """Write the number of rows so far to stderr, over the last one."""
    sys.stderr.write(f"\r{come:,} rows")
    sys.stderr.flush()
