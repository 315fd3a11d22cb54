"""Queries as a server must get them that holds several snapshots, each graph under a name of its own.

`GRAPH ?source { … }` becomes `GRAPH <contents> { ?held_source holds ?source } GRAPH ?held_source { … }`, so
that what a query says and gives are the names of the snapshot. The dataset goes beside the query, as the
protocol has it (SPARQL 1.1 Protocol, section 2.1.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

from graph.rdf.binding import replaced
from graph.rdf.prologue import absolute, complete, prologue_of
from graph.rdf.query_lexer import meaning
from graph.stores.remote.graph_names import HOLDS

HELD = "held_"
"""How variables begin that stand for a graph by the name under which it is held."""
Token = re.Match[str]
Piece = tuple[int, int, str]
"""What stands from one place of a query to another, and what is to stand there instead."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A query as it is sent, and the graphs of its dataset as it names them; none if it names none."""

    text: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()


def rewritten(query: str, variables: Sequence[str], contents: str | None = None) -> Sent:
    """Write a query for a server.

    `variables` are those that it gives: they stand in the place of its star, which a server would read with
    ours among them, and in an order of its own. With `contents`, the graph that says which graph is held as
    which, all graphs that the query names are found through it.
    """
    tokens = meaning(query)
    pieces = list(star(tokens, variables))
    datasets: tuple[list[str], list[str]] = ([], [])
    if contents:
        pieces += through(tokens, contents)
        for piece, named, name in clauses(tokens):
            pieces.append(piece)
            datasets[named].append(absolute(prologue_of(query), name))
    return Sent(complete(replaced(query, sorted(pieces))), *datasets)


def is_word(token: Token, *words: str) -> bool:
    """Return whether a token is one of some keywords."""
    return token.lastgroup == "word" and token[0].upper() in words


def star(tokens: Sequence[Token], variables: Sequence[str]) -> Iterator[Piece]:
    """Find the star of the outermost SELECT."""
    for before, token in pairwise(tokens):
        if token[0] == "{":
            return
        if token[0] == "*" and variables and is_word(before, "SELECT", "DISTINCT", "REDUCED"):
            yield *token.span(), " ".join(f"?{name}" for name in variables)
            return


def through(tokens: Sequence[Token], contents: str) -> Iterator[Piece]:
    """Find what is said of graphs by name, and say it of what they are held as."""
    numbers = count(1)
    for before, token in pairwise(tokens):
        if is_word(before, "GRAPH") and token.lastgroup in {"variable", "iri", "name"}:
            own = token[0][1:] if token.lastgroup == "variable" else next(numbers)
            held = f"?{HELD}{own}"
            yield *token.span(), f"<{contents}> {{ {held} <{HOLDS}> {token[0]} }} GRAPH {held}"


def clauses(tokens: Sequence[Token]) -> Iterator[tuple[Piece, bool, str]]:
    """Find the clauses FROM and FROM NAMED, to be taken out: where, whether NAMED, and which graph."""
    depth = 0
    for at, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0 and is_word(token, "FROM"):
            named = is_word(tokens[at + 1], "NAMED")
            name = tokens[at + 1 + named]
            yield (token.start(), name.end(), ""), named, name[0]
