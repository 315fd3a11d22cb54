"""Reading a query before it is run: what calls out is refused, and so is nesting that would kill the parser.

The engine would call any address that SERVICE names, and overflows its stack at some thousand brackets.
"""

import re

from graph.errors import BadQueryError

DEEPEST = 200
"""Brackets within brackets that a query may have; the engine dies of some 4,000."""

TOKEN = re.compile(
    r"""(?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\s]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<name>[\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)
    |(?P<tag>@[A-Za-z-]+)
    |(?P<word>[A-Za-z]+)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
PROLOGUE = {"PREFIX", "BASE"}
ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


SUSPECT = re.compile(r"\\|service|" + "|".join(UPDATES), re.IGNORECASE | re.ASCII)
"""What makes a query worth reading; so do brackets enough to nest too deep."""


def check(query: str, *, calling: bool = False) -> None:
    """Raise BadQueryError, with line and column, for what calls out, updates or nests too deep.

    With `calling`, what calls out is left to who reads the calls, see `graph.federation`.
    """
    brackets = query.count("{") + query.count("(") + query.count("[")
    if brackets <= DEEPEST and not SUSPECT.search(query):
        return
    read(query, calling=calling)
    if "\\" in query:
        # SPARQL 1.1, section 19.2: escapes stand for their characters anywhere, keywords included.
        read(ESCAPE.sub(lambda match: decoded(match[1] or match[2]), query), calling=calling)


def decoded(digits: str) -> str:
    """Give the character of an escape; one that no character has stays unreadable."""
    number = int(digits, 16)
    return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"  # noqa: PLR2004  # the last of Unicode


def read(query: str, *, calling: bool) -> None:
    """Go through the tokens of a query."""
    depth = 0
    verb = ""
    for token in TOKEN.finditer(query):
        if token.lastgroup == "open":
            depth += 1
        elif token.lastgroup == "close":
            depth -= 1
        elif token.lastgroup == "word":
            word = token[0].upper()
            if word == "SERVICE" and not calling:
                raise refusal(
                    query,
                    token.start(),
                    "SERVICE is refused: this service calls no other",
                    "拒绝 SERVICE：本服务不调用其他服务",
                )
            if not verb and word in UPDATES:
                raise refusal(
                    query,
                    token.start(),
                    f"{word} is refused: this service is read-only",
                    f"拒绝 {word}：本服务只读",
                )
            verb = verb or (word if word not in PROLOGUE else "")
        if depth > DEEPEST:
            raise refusal(
                query,
                token.start(),
                f"brackets are nested deeper than {DEEPEST}",
                f"括号嵌套超过 {DEEPEST} 层",
            )


def refusal(query: str, start: int, english: str, chinese: str) -> BadQueryError:
    """Make an error that names the place."""
    line = query.count("\n", 0, start) + 1
    column = start - (query.rfind("\n", 0, start) + 1) + 1
    return BadQueryError(english, chinese, line=line, column=column)
