"""The tokens of a query (SPARQL 1.1, section 19.8), and errors that name a place in it."""

import re

from graph.errors import BadQueryError
from i18n import Message

TOKEN = re.compile(
    r"""(?P<string>\"\"\"(?:(?:\"|\"\")?(?:[^"\\]|\\.))*\"\"\"|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''
        |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
    |(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<comment>\#[^\n\r]*)
    |(?P<variable>[?$]\w+)
    |(?P<name>(?:\w[\w.-]*)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*)?)
    |(?P<tag>@[A-Za-z-]+)
    |(?P<word>[A-Za-z]+)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
PROLOGUE = {"PREFIX", "BASE"}


def significant_tokens(query: str) -> list[re.Match[str]]:
    """Iterate over the significant tokens of a query: no comments, no white space."""
    return [each for each in TOKEN.finditer(query) if each.lastgroup != "comment" and not each[0].isspace()]


def query_error(query: str, start: int, message: Message) -> BadQueryError:
    """Return an error with line and column."""
    line = query.count("\n", 0, start) + 1
    column = start - (query.rfind("\n", 0, start) + 1) + 1
    return BadQueryError(message, line=line, column=column)
