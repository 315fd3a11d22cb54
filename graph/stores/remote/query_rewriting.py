"""Rewrites queries for a server that stores several snapshots, each graph under a name of its own.

`GRAPH ?source { … }` becomes `GRAPH <contents> { ?held_source holds ?source } GRAPH ?held_source { … }`, so
that what a query says and gives are the names of the snapshot. The dataset goes beside the query, as the
protocol has it (SPARQL 1.1 Protocol, section 2.1.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from graph.rdf.binding import replace_parts
from graph.rdf.prologue import complete_query, find_prologue, resolve_name
from graph.rdf.query_lexer import significant_tokens
from graph.stores.remote.graph_names import HOLDS

STORED_PREFIX = "held_"
"""Prefix of variables for the stored name of a graph."""
Token = re.Match[str]
Replacement = tuple[int, int, str]
"""Start and end of a part of a query, and its replacement."""


@dataclass(frozen=True, slots=True)
class RewrittenQuery:
    """A query as it is sent, and the graphs of its dataset by their own names, if it names any."""

    text: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()


def rewrite_query(query: str, variables: Sequence[str], contents: str | None = None) -> RewrittenQuery:
    """Rewrite a query for a server.

    `variables` are those that it gives: they stand in the place of its star, which a server would read with
    ours among them, and in an order of its own. With `contents`, the graph that says which graph is held as
    which, all graphs that the query names are found through it.
    """
    tokens = significant_tokens(query)
    pieces = list(_expand_star(tokens, variables))
    datasets: tuple[list[str], list[str]] = ([], [])
    if contents:
        pieces += _redirect_graphs(tokens, contents)
        for piece, named, name in _extract_dataset_clauses(tokens):
            pieces.append(piece)
            datasets[named].append(resolve_name(find_prologue(query), name))
    return RewrittenQuery(complete_query(replace_parts(query, sorted(pieces))), *datasets)


def _is_keyword(token: Token, *words: str) -> bool:
    """Return whether a token is one of some keywords."""
    return token.lastgroup == "word" and token[0].upper() in words


def _expand_star(tokens: Sequence[Token], variables: Sequence[str]) -> Iterator[Replacement]:
    """Replace the star of the outermost SELECT by variables."""
    for before, token in pairwise(tokens):
        if token[0] == "{":
            return
        if token[0] == "*" and variables and _is_keyword(before, "SELECT", "DISTINCT", "REDUCED"):
            yield *token.span(), " ".join(f"?{name}" for name in variables)
            return


def _redirect_graphs(tokens: Sequence[Token], contents: str) -> Iterator[Replacement]:
    """Redirect each GRAPH clause to the stored name of its graph."""
    numbers = count(1)
    for before, token in pairwise(tokens):
        if _is_keyword(before, "GRAPH") and token.lastgroup in {"variable", "iri", "name"}:
            own = token[0][1:] if token.lastgroup == "variable" else next(numbers)
            held = f"?{STORED_PREFIX}{own}"
            yield *token.span(), f"<{contents}> {{ {held} <{HOLDS}> {token[0]} }} GRAPH {held}"


def _extract_dataset_clauses(tokens: Sequence[Token]) -> Iterator[tuple[Replacement, bool, str]]:
    """Find the clauses FROM and FROM NAMED: the removal, whether it is NAMED, and the graph."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and _is_keyword(token, "FROM"):
            named = _is_keyword(tokens[at + 1], "NAMED")
            name = tokens[at + 1 + named]
            yield (token.start(), name.end(), ""), named, name[0]
