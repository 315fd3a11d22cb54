"""Reading a query before it is run: what calls out is refused, and so is nesting that would kill the parser.

The engine would call any address that SERVICE names, and overflows its stack at some thousand brackets. It
reads without a lexer, so it finds words in what others take for one token, as in `trueSERVICE`, and a
less-than in what others take for an IRI. What can be read in two ways is refused, whoever is right.
"""

import re

from graph.errors import BadQueryError
from graph.rdf.query_lexer import PROLOGUE, query_error, significant_tokens
from i18n import Message

MAX_DEPTH = 200
"""Brackets within brackets that a query may have; the engine dies of some 4,000."""

UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
CALL = "SERVICE"
BEFORE_GRAPH = {"GRAPH", "FROM", "NAMED"}
"""Words after which a name is that of a graph."""
VALUE_TOKENS = {"string", "variable", "name", "iri", "tag", "close"}
"""Tokens that are a value or end one, so that what follows may be an operator; so are words and numbers."""


SUSPECT = re.compile(r"\\|service|" + "|".join(UPDATES), re.IGNORECASE | re.ASCII)
"""What makes a query worth reading; so do brackets enough to nest too deep."""


def check_query(query: str, *, allow_service: bool = False) -> None:
    """Raise BadQueryError, with line and column, for what calls out, updates or nests too deep.

    With `allow_service`, what calls out is left to who reads the calls, see `api.federation`. The query has
    had its escapes decoded (`graph.rdf.escapes`); what others might still take for escapes is read as such
    too.
    """
    brackets = query.count("{") + query.count("(") + query.count("[")
    if brackets <= MAX_DEPTH and not SUSPECT.search(query):
        return
    _scan_query(query, allow_service=allow_service)
    if ESCAPE.search(query):
        _scan_query(
            ESCAPE.sub(lambda match: decode_character(match[1] or match[2]), query),
            allow_service=allow_service,
        )


def decode_character(digits: str) -> str:
    """Decode the digits of an escape; an invalid code point becomes a replacement character."""
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"  # noqa: PLR2004  # the last of Unicode


def _scan_query(query: str, *, allow_service: bool) -> None:
    """Check the tokens of a query."""
    place = ScanState(query)
    verb = ""
    for token in significant_tokens(query):
        place.refuse_ambiguous(token)
        if token.lastgroup == "word":
            word = token[0].upper()
            if word == CALL and not allow_service:
                raise query_error(
                    query,
                    token.start(),
                    Message("SERVICE is not allowed: this server calls no other services"),
                )
            if not verb and word in UPDATES:
                raise query_error(
                    query,
                    token.start(),
                    Message("{word} is not allowed: this server is read-only", word=word),
                )
            verb = verb or (word if word not in PROLOGUE else "")
        place.step(token)
        if place.depth > MAX_DEPTH:
            raise query_error(
                query,
                token.start(),
                Message("brackets are nested deeper than {max_depth}", max_depth=MAX_DEPTH),
            )


class ScanState:
    """The position of a scan: within which brackets, and after which token."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.depth = 0
        self.rounds = [0]
        """Round brackets that are open, within each pair of braces."""
        self.last: re.Match[str] | None = None
        self.before = ""
        """What stands before that."""
        self.word = ""
        """The word before, if nothing but variables and brackets stands between."""
        self.in_data = False
        """Whether these are the rows of VALUES, where nothing is calculated."""

    def step(self, token: re.Match[str]) -> None:
        """Advance behind a token."""
        text = token[0]
        self.depth += {"open": 1, "close": -1}.get(token.lastgroup or "", 0)
        if text == "{":
            self.in_data = self.word == "VALUES"
            self.rounds.append(0)
        elif text == "}":
            self.in_data = False
            self.rounds = self.rounds[:-1] or [0]
        self.rounds[-1] += {"(": 1, ")": -1}.get(text, 0)
        if token.lastgroup == "word":
            self.word = text.upper()
        elif token.lastgroup != "variable" and text not in {"(", ")"}:
            self.word = ""
        self.before = self.last[0].upper() if self.last else ""
        self.last = token

    def refuse_ambiguous(self, token: re.Match[str]) -> None:
        """Raise BadQueryError for a token that the engine, or whoever else, may read as several others."""
        if token.lastgroup == "word" and CALL in token[0].upper() and token[0].upper() != CALL:
            raise self.run_together_error(token)
        if token[0] == "{" and self.last and self.may_be_call(self.last):
            raise self.run_together_error(self.last)
        if token.lastgroup == "iri" and set("'#") & set(token[0]) and self.may_be_less_than():
            raise query_error(
                self.query,
                token.start(),
                Message(
                    "this may be an IRI or a less-than sign: put a space after <, or write the IRI as a "
                    "prefixed name"
                ),
            )

    def may_be_call(self, last: re.Match[str]) -> bool:
        """Return whether a name before a brace may be SERVICE and the address that it calls."""
        return last.lastgroup == "name" and CALL in last[0].upper() and self.before not in BEFORE_GRAPH

    def may_be_less_than(self) -> bool:
        """Return whether an operator may stand here: after a value, in round brackets that are no data."""
        last = self.last
        after_value = last and (last.lastgroup in VALUE_TOKENS or last[0] == "." or last[0].isalnum())
        return bool(after_value) and self.rounds[-1] > 0 and not self.in_data

    def run_together_error(self, token: re.Match[str]) -> BadQueryError:
        """Return the error that a keyword stands in the middle of something."""
        return query_error(
            self.query,
            token.start(),
            Message(
                "“{token}” is ambiguous; put spaces around the keyword SERVICE",
                token=token[0][:50],
            ),
        )
