"""Fuzz the reader of queries: no query that calls out may pass it.

    .venv/bin/python -m tests.robustness.query_lexer_fuzz -max_total_time=60

The options are those of libFuzzer. It ends with an error, and the query, if one passes that calls out.
"""

import re
import sys
from collections.abc import Sequence

import pyoxigraph as ox

from graph.errors import BadQueryError
from graph.rdf.escapes import decode_escapes
from graph.rdf.query_policy import check_query

PIECES: Sequence[str] = (
    *" \n{}()[]<>'\"\\#.;,:?@^&|=!*+-/0",
    *("'''", '"""', "\\'", '\\"', "\\\\", "\\u0027", "\\u003E", "<=", "<<", ">>", "&&", "||", "^^"),
    *("?a", "a:b", "_:b", "1", "@en", "<http://x>", "'SERVICE'", "?SERVICE", "<SERVICE>", "# SERVICE\n"),
    *("SELECT * ", "?s ?p ?o", "FILTER", "EXISTS", "OPTIONAL", "BIND", "GRAPH ?g", "SERVICE", "SILENT"),
    *("\\u0053ERVICE", "service", "SERVICE<http://127.0.0.1:1/>{?a ?b ?c}", "true", "a:", ":b{?a ?b ?c}"),
    *("SERVICESILENT<http://127.0.0.1:1/>{}", "FILTER(?a<", "\u00a0", "\\u0020", "\\u000A", "VALUES ?a{"),
)
"""What queries are made of, and all that could hide a keyword from a reader."""
KEYWORD = re.compile("SERVICE", re.IGNORECASE | re.ASCII)
EMPTY = ox.Store()


def is_missed(query: str) -> bool:
    """Return whether a query that passes the reader holds the keyword SERVICE to the engine.

    If it does not, then another word of as many letters in its place makes no difference to the parser.
    """
    try:
        plain = decode_escapes(query)
        check_query(plain)
    except BadQueryError:
        return False
    return parses(plain) and not parses(KEYWORD.sub("SERVIXE", plain))


def parses(query: str) -> bool:
    """Return whether the engine can parse a query."""
    try:
        EMPTY.query(query, prefixes=dict.fromkeys(("", "a", "SERVIXE", "SERVICE"), "http://a/"))
    except (SyntaxError, ValueError):
        return False
    except OSError:
        return True
    return True


def main() -> None:
    """Fuzz until libFuzzer is told to stop."""
    import atheris  # noqa: PLC0415  # only for Linux, and only to fuzz

    def one(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        parts = []
        while provider.remaining_bytes():
            choice = provider.ConsumeIntInRange(0, len(PIECES))
            parts.append(PIECES[choice] if choice < len(PIECES) else provider.ConsumeUnicodeNoSurrogates(2))
        query = f"SELECT * {{ ?s ?p ?o . {''.join(parts)} }}"
        if is_missed(query):
            raise AssertionError(query)

    atheris.instrument_func(check_query)
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
