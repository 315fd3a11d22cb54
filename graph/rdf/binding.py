"""Binding the parameters of a query: terms take the place of variables, and any engine can plan with them.

SPARQL has no parameters of its own. VALUES is not seen inside UNION, OPTIONAL or a subquery before all of it
has been read; a term in the place of the variable is. It is put there token by token, never into a string, an
IRI or a comment.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache

import pyoxigraph as ox

from graph.errors import BadQueryError
from graph.rdf.query_lexer import TOKEN, query_error
from i18n import Message
from ontology import PREFIXES

Bindable = ox.NamedNode | ox.Literal | str | bool | int | float | dt.date
"""What a parameter of a query may be; plain Python values become literals."""

PATTERN, PROJECTED, NESTED, ORDERED, VALUES, NAMED = "", "SELECT", "subquery", "BY", "VALUES", "AS"
"""Where a variable can stand; in a pattern and in an expression a term stands as well."""
PLACES = {word: word for word in (PROJECTED, ORDERED, VALUES)} | dict.fromkeys(
    ("WHERE", "FROM", "HAVING"), PATTERN
)
"""The words with which a clause begins, and where its variables stand. A brace ends each."""
Place = tuple[str, str, int, int]
KEPT = 256
"""Queries whose variables are kept: the catalogue is asked again and again."""


def bind_parameters(text: str, bindings: Mapping[str, Bindable] | None) -> str:
    """Substitute terms for variables; raises BadQueryError for what is none."""
    terms = {}
    for name, value in (bindings or {}).items():
        try:
            terms[name] = str(to_term(value))
        except (TypeError, ValueError):
            raise BadQueryError(
                Message(
                    "cannot bind ?{name} to {value}: give a term, text, number, boolean or date",
                    name=name,
                    value=repr(value)[:50],
                ),
            ) from None
    return substitute_terms(text, terms)


def to_term(value: Bindable) -> ox.NamedNode | ox.Literal:
    """Convert a Python value to a term; terms stay as they are."""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    if isinstance(value, dt.datetime):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(PREFIXES["xsd"] + "dateTime"))
    return ox.Literal(value)


def substitute_terms(text: str, terms: Mapping[str, str]) -> str:
    """Substitute terms, written as SPARQL, for the variables of a query.

    A variable that is projected, `SELECT ?x`, is so still: `SELECT (<term> AS ?x)`; a subquery projects it
    under another name, for its own is taken. One that the query makes itself, with AS or VALUES, cannot be
    bound; and one that it does not have is a mistake. Both raise BadQueryError.
    """
    if not terms:
        return text
    unused = set(terms)
    parts = []
    for name, place, start, end in _find_variables(text):
        if name in terms:
            unused.discard(name)
            parts.append((start, end, _format_term(text, start, name, terms[name], place)))
    if unused:
        name = min(unused)
        raise BadQueryError(Message("the query has no variable ?{name} to bind", name=name))
    return replace_parts(text, parts)


def replace_parts(text: str, parts: list[tuple[int, int, str]]) -> str:
    """Replace parts of a text by pieces; each part is a start, an end and a piece."""
    pieces: list[str] = []
    last = 0
    for start, end, piece in parts:
        pieces += (text[last:start], piece)
        last = end
    return "".join((*pieces, text[last:]))


def _format_term(text: str, start: int, name: str, term: str, place: str) -> str:
    """Format a term for its place in a query (SPARQL 1.1, section 19.8: SelectClause, OrderCondition)."""
    if place in {VALUES, NAMED}:
        raise query_error(
            text,
            start,
            Message("cannot bind ?{name}: the query assigns its value here", name=name),
        )
    if place == PROJECTED:
        return f"({term} AS ?{name})"
    if place == NESTED:
        return f"({term} AS ?{name}_bound)"
    return f"({term})" if place == ORDERED else term


@lru_cache(KEPT)
def _find_variables(text: str) -> tuple[Place, ...]:
    """Find the variables of a query: the name, the kind of its place, its start and end."""
    return tuple(_scan_variables(text))


def _scan_variables(text: str) -> Iterator[Place]:
    """Scan a query for variables, one by one."""
    place, depth, braces, last = PATTERN, 0, 0, ""
    for token in TOKEN.finditer(text):
        kind, word = token.lastgroup, token[0].upper()
        if kind == "variable":
            bare = PATTERN if depth and place != VALUES else place
            yield token[0][1:], NAMED if last == NAMED else bare, *token.span()
        elif word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif word in "{}":
            place, depth, braces = PATTERN, 0, braces + (1 if word == "{" else -1)
        elif kind == "word" and word in PLACES:
            place, depth = NESTED if word == PROJECTED and braces else PLACES[word], 0
        if kind != "comment" and not word.isspace():
            last = word
