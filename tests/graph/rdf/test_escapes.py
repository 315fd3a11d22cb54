"""Escapes of characters in queries: decoded once, and as the engine decodes them."""

import httpx2
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.main import main
from graph import BadQueryError, KnowledgeGraph
from graph.rdf.escapes import decode_escapes, refuse_escapes
from graph.rdf.query_policy import ESCAPE, check_query, decode_character

TERMS = [
    (r'"\u0041"', '"A"'),
    (r'"\\u0041"', r'"\\u0041"'),
    (r'"\\\u0041"', r'"\\A"'),
    (r'"\u0022"', r'"\""'),
    (r"'\u0027 \U0001F600'", r"'\' 😀'"),
    (r'"\u005C\u005c"', r'"\\\\"'),
    (r'"\u005Cu0041"', r'"\\u0041"'),
    (r'"a\u000Ab\u000D"', r'"a\nb\r"'),
    (r'"""\u0022"""', r'"""\""""'),
    (r"<http://x/\u0041\u00e9>", "<http://x/Aé>"),
    (r'"\t\"\u0009"', '"\\t\\"\t"'),
]


@pytest.mark.parametrize(("term", "plain"), TERMS)
def test_a_term_means_the_same_without_escapes(term: str, plain: str) -> None:
    """To the engine, which knows escapes in strings and IRIs, and to whoever decodes before all else."""
    decoded = decode_escapes(f"SELECT ({term} AS ?x) {{}}")
    assert decoded == f"SELECT ({plain} AS ?x) {{}}"
    assert values(decoded) == values(f"SELECT ({term} AS ?x) {{}}")
    assert decode_escapes(decoded) == decoded


def values(query: str) -> list[str]:
    """Return what a query gives for ?x."""
    return [str(row["x"]) for row in ox.Store().query(query)]  # type: ignore[union-attr]  # a SELECT


@given(
    st.lists(st.sampled_from(["\\", "u", "U", "0041", "0022", "00000027", "005C", "a", "'", " "])).map(
        "".join
    )
)
def test_a_string_is_decoded_as_the_engine_does_it(inner: str) -> None:
    """Whatever stands in it: the engine gives the same value before and after, or neither."""
    query = f'SELECT ("{inner}" AS ?x) {{}}'
    try:
        before = values(query)
    except SyntaxError:
        return
    decoded = decode_escapes(query)
    assert values(decoded) == before
    assert decode_escapes(decoded) == decoded


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        (r"SELECT * { \u0053ERVIC\U00000045 <http://x/> {} }", "SELECT * { SERVICE <http://x/> {} }"),
        (
            r"PREFIX a\u003A <http://x/> ASK { a:\u0062 a:c ?\u0064 }",
            "PREFIX a: <http://x/> ASK { a:b a:c ?d }",
        ),
        ("ASK {} # a\\u000A} b\\u0041\\u005C", "ASK {} # a } bA "),
    ],
)
def test_keywords_names_and_comments_are_decoded_too(query: str, plain: str) -> None:
    """As the standard has it; a comment goes on to the end of its line."""
    assert decode_escapes(query) == plain


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (r'SELECT ("\uD83D\uDE00" AS ?x) {}', "line 1, column 10: .*not a valid character"),
        (r'SELECT ("\U00110000" AS ?x) {}', "not a valid character"),
        (r'SELECT ("\u0000" AS ?x) {}', "not a valid character"),
        ('SELECT ("\0" AS ?x) {}', "must not contain the character NUL"),
        (
            "ASK {\n <http://x/\\u003E> ?p ?o }",
            r"line 2, column 12: .*U\+003E, which is not allowed in an IRI",
        ),
        (r"ASK { ?s ?p ?o \u007D", "not allowed in a name or keyword"),
        (r"ASK { ?s ?p \u0022a\u0022 }", "not allowed in a name or keyword"),
    ],
)
def test_an_escape_that_cannot_be_is_refused(query: str, reason: str) -> None:
    """With its place."""
    with pytest.raises(BadQueryError, match=reason):
        decode_escapes(query)


PIECES = ["\\u0022", "\\u0027", "\\u000A", "\\u005C", "\\\\", "'", '"', "#", "<", ">", "x", "\n", "\\u003C"]


@given(
    st.lists(st.sampled_from([*PIECES, "SERVICE <http://x/> {}", "\\u0053ERVICE <http://x/> {}"])).map(
        "".join
    )
)
def test_who_decodes_before_all_else_finds_no_call_that_was_not_seen(rest: str) -> None:
    """What passes has no call, in either reading."""
    try:
        plain = decode_escapes(f"SELECT * {{ ?s ?p ?o . {rest} }}")
        check_query(plain)
    except BadQueryError:
        return
    check_query(ESCAPE.sub(lambda match: decode_character(match[1] or match[2]), plain))


@pytest.mark.parametrize(
    "query", [r'ASK { ?s ?p "\\u0041" }', r'ASK { ?s ?p "C:\\Users" }', r"ASK {} # \u00"]
)
def test_what_another_reader_may_take_for_an_escape_is_not_sent(query: str) -> None:
    """Some decode a backslash that another one stands before."""
    with pytest.raises(BadQueryError, match="as an escape"):
        refuse_escapes(decode_escapes(query))


def test_queries_are_decoded_wherever_they_come_in(
    kg: KnowledgeGraph, server: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """By Python, by HTTP and by the command; what is run is what is shown."""
    query = r'\u0053ELECT ("\u0041\u0022" AS ?x) {}'
    result = kg.query(query)
    assert [list(row) for row in result] == [['A"']]
    assert [list(row) for part in kg.stream(query) for row in part] == [['A"']]
    for answer in (
        httpx2.get(f"{server}/sparql", params={"query": query}),
        httpx2.post(f"{server}/sparql", data={"query": query}),
        httpx2.post(f"{server}/sparql", content=query, headers={"Content-Type": "application/sparql-query"}),
    ):
        assert answer.json()["results"]["bindings"] == [{"x": {"type": "literal", "value": 'A"'}}]
    refused = httpx2.get(
        f"{server}/sparql", params={"query": r"ASK { \u0053ERVICE <http://127.0.0.1:1/> {} }"}
    )
    assert (refused.status_code, "SERVICE is not allowed" in refused.json()["detail"]) == (400, True)
    assert main(["query", query, "--format", "csv"]) == 0
    assert main(["query", r"ASK { \u0053ERVICE <http://127.0.0.1:1/> {} }"]) == 2
    assert "SERVICE is not allowed" in capsys.readouterr().err
