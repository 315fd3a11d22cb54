"""Escapes of characters in a query, `\u0041` and `\U0001f600` (SPARQL 1.1, section 19.2), decoded once.

By the standard they stand for their characters before anything else is read, keywords included. The engine
knows them in strings and IRIs alone, where they stand for a character and never for an end: `"\u0022"` is a
string of one quotation mark. Whoever reads in one way what another reads in the other can be deceived, so a
query is decoded where it comes in, and then has no escape of this kind: from there on both give the same.
"""

from __future__ import annotations

import re

from graph.errors import BadQueryError
from graph.rdf.query_lexer import query_error
from i18n import Message

IN_STRING = {'"': '\\"', "'": "\\'", "\\": "\\\\", "\n": "\\n", "\r": "\\r"}
"""How a string has a character that would be read as something else."""
NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
IN_NAME = re.compile(r"[\w:.-]")
LEFT = re.compile(r"\\[uU]")
LAST = 0x10FFFF
SURROGATES = range(0xD800, 0xE000)
HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
PIECE = re.compile(
    rf"""(?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"|\'\'\'(?:(?:\'|\'\')?(?:[^\'\\]|\\.))*\'\'\'
        |"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')
    |(?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{HEX})*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<escape>{HEX})
    |(?P<other>\\.|.)""",
    re.VERBOSE | re.DOTALL,
)
"""What a query consists of, as far as escapes are concerned."""
PAIR = re.compile(rf"{HEX}|\\.", re.DOTALL)
"""An escape, or a backslash with what it stands before, so that `\\u0041` is a backslash and `u0041`."""


def decode_escapes(query: str) -> str:
    """Return a query without escapes of characters: what each reader of SPARQL takes for the same.

    Raises BadQueryError, with line and column, for an escape of what is no character, or of one that cannot
    stand where it does, and for the character NUL, at which some readers stop.
    """
    if (nul := query.find("\0")) >= 0:
        raise query_error(query, nul, Message("a query must not contain the character NUL"))
    if "\\" not in query:
        return query
    return PIECE.sub(lambda each: Piece(query, each.start(), each.lastgroup or "").decode(each[0]), query)


def refuse_escapes(query: str) -> None:
    """Raise BadQueryError for what might still be read as an escape in a query that others are to read."""
    if left := LEFT.search(query):
        raise query_error(
            query,
            left.start(),
            Message(
                "the called service may read “{left}” as an escape; write it differently",
                left=left[0],
            ),
        )


class Piece:
    """A piece of a query, by its kind, whose escapes are decoded."""

    def __init__(self, query: str, start: int, kind: str) -> None:
        self.query = query
        self.start = start
        self.kind = kind

    def decode(self, text: str) -> str:
        """Decode the escapes of the piece; raises BadQueryError."""
        if "\\" not in text:
            return text
        return PAIR.sub(lambda pair: self.replace_escape(pair[0], self.start + pair.start()), text)

    def replace_escape(self, pair: str, place: int) -> str:
        """Return the character of an escape; other pairs stay as they are."""
        if len(pair) == len("\\n"):
            return pair
        number = int(pair.lstrip("\\uU"), base=16)
        if number > LAST or number in SURROGATES or not number:
            raise query_error(self.query, place, Message("{pair} is not a valid character escape", pair=pair))
        character = chr(number)
        if self.kind == "string":
            return IN_STRING.get(character, character)
        if self.kind == "comment":
            return character if character not in "\n\r\\" else " "
        if NOT_IN_IRI.match(character) if self.kind == "iri" else not IN_NAME.match(character):
            raise self.misplaced_error(pair, place, character)
        return character

    def misplaced_error(self, pair: str, place: int, character: str) -> BadQueryError:
        """Return the error that a character cannot stand where its escape does."""
        what = Message("an IRI") if self.kind == "iri" else Message("a name or keyword")
        shown = f"U+{ord(character):04X}"
        message = Message(
            "{pair} stands for {shown}, which is not allowed in {what}", pair=pair, shown=shown, what=what
        )
        return query_error(self.query, place, message)
