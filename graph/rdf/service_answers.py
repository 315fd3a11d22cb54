"""Substitutes the answers of services into the query that called them."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from graph.errors import BadQueryError
from graph.rdf.service_calls import ServiceCall, find_calls
from i18n import Message
from ontology import ROOT

FAILED_CALL = b""
"""Stands for the answer to a silent call that failed."""
NOTHING_BOUND = "VALUES () { () }"
"""One solution without a value: what a silent call that failed counts as (Federated Query, section 2.3)."""
GENID = f"{ROOT}.well-known/genid/"
"""A blank node of an answer gets an IRI, since VALUES has no blank nodes (RDF 1.1 Concepts, section 3.5)."""


def substitute_answers(query: str, answers: Sequence[bytes]) -> str:
    """Substitute answers (SPARQL JSON) for the calls of a query; raises BadQueryError."""
    text = query
    calls = find_calls(query)
    for number, (call, answer) in reversed(list(enumerate(zip(calls, answers, strict=True)))):
        lines = "\n" * query.count("\n", call.start, call.end)  # what follows keeps its line
        text = f"{text[: call.start]}{_format_values_block(call, number, answer)}{lines}{text[call.end :]}"
    return text


def _format_values_block(call: ServiceCall, number: int, answer: bytes) -> str:
    """Format an answer as VALUES."""
    if answer == FAILED_CALL:
        return NOTHING_BOUND
    try:
        found = ox.parse_query_results(answer, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            return NOTHING_BOUND if found else "VALUES () { }"
        head = " ".join(f"?{variable.value}" for variable in found.variables)
        rows = (" ".join(_format_values_term(term, number) for term in row) for row in found)
        return f"VALUES ({head}) {{ {' '.join(f'({row})' for row in rows)} }}"
    except (SyntaxError, ValueError) as error:
        raise BadQueryError(
            Message("cannot read the answer of {name}: {error}", name=call.name, error=error)
        ) from None


def _format_values_term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None, number: int
) -> str:
    """Format a term for VALUES; N-Triples are valid SPARQL, which makes it safe."""
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.BlankNode):
        return f"<{GENID}{number}-{term.value}>"
    if isinstance(term, ox.Triple):
        raise ValueError("it has a triple as a value")  # noqa: TRY004  # what is wrong is the answer
    return str(term)
