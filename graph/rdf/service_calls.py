"""The SERVICE calls of a query: their addresses, and the queries to be sent there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

import pyoxigraph as ox

from graph.errors import BadQueryError
from graph.rdf.bounded_writer import ReplySink
from graph.rdf.escapes import refuse_escapes
from graph.rdf.prologue import declare_missing, find_prologue
from graph.rdf.query_lexer import TOKEN, query_error, significant_tokens
from graph.rdf.query_policy import check_query
from graph.rdf.store import Store, Table
from i18n import Message
from ontology import ROOT

MAX_CALLS = 8
"""Calls that a query may make."""
Token = re.Match[str]


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """A SERVICE in a query: where it stands, how its address is written, and its group."""

    start: int
    end: int
    silent: bool
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """The query of a call and its service; a `silent` one may fail."""

    service: str
    query: str
    silent: bool


@dataclass(frozen=True, slots=True)
class ServiceCallJob:
    """A job for a worker: to read what a query calls. The head of its answer is a list of requests."""

    text: str

    def __call__(self, store: Store, reply: ReplySink) -> None:
        """Read it; raises BadQueryError."""
        check_query(self.text, allow_service=True)
        found = find_calls(self.text)
        begin = find_prologue(self.text)
        reply.whole([astuple(_build_request(store, begin, call)) for call in found], b"")


def find_calls(query: str) -> list[ServiceCall]:
    """Find the calls of a query, in order; raises BadQueryError for one that cannot be made."""
    tokens = significant_tokens(query)
    found: list[ServiceCall] = []
    at = 0
    while at < len(tokens):
        if _is_word(tokens[at], "SERVICE"):
            call, at = _read_call(query, tokens, at)
            found.append(call)
        else:
            at += 1
    if found:
        refuse_escapes(query)
    if len(found) > MAX_CALLS:
        raise BadQueryError(
            Message(
                "a query may call at most {max_calls} services; this one calls {count}",
                max_calls=MAX_CALLS,
                count=len(found),
            ),
        )
    return found


def _is_word(token: Token, word: str) -> bool:
    """Return whether a token is a keyword."""
    return token.lastgroup == "word" and token[0].upper() == word


def _read_call(query: str, tokens: Sequence[Token], at: int) -> tuple[ServiceCall, int]:
    """Read the call whose SERVICE is a token; returns the index of the token after it, too."""
    place = tokens[at].start()
    at += 1
    silent = at < len(tokens) and _is_word(tokens[at], "SILENT")
    at += silent
    if at + 1 >= len(tokens) or tokens[at].lastgroup not in {"iri", "name"} or tokens[at + 1][0] != "{":
        raise query_error(
            query,
            place,
            Message("SERVICE needs the address of a service (not a variable), then a group in braces"),
        )
    begin, depth = at + 1, 0
    for end in range(begin, len(tokens)):
        token = tokens[end]
        if _is_word(token, "SERVICE"):
            raise query_error(query, token.start(), Message("SERVICE cannot be nested in SERVICE"))
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            group = query[tokens[begin].start() : token.end()]
            return ServiceCall(place, token.end(), silent, tokens[at][0], group), end + 1
    raise query_error(query, tokens[begin].start(), Message("this brace is not closed"))


def _build_request(store: Store, prologue: str, call: ServiceCall) -> ServiceRequest:
    """Build the request of a call. SELECT * has the variables of the group, which are those of the call.

    Relative IRIs are those of the dataset there, too, as names with our prefixes are.
    """
    answer = store.query(f"{prologue}SELECT ({call.name} AS ?service) {{}}")
    named = answer.rows[0][0] if isinstance(answer, Table) else None
    if not isinstance(named, ox.NamedNode):
        raise BadQueryError(Message("“{name}” is not the address of a service", name=call.name))
    begin = f"BASE <{ROOT}>\n{declare_missing(prologue, call.group)}{prologue}"
    asks = any(token.lastgroup == "variable" for token in TOKEN.finditer(call.group))
    return ServiceRequest(named.value, f"{begin}{'SELECT *' if asks else 'ASK'} {call.group}", call.silent)
