"""The guard: no query that calls out passes, and none that is innocent is held up."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import BadQueryError
from graph.rdf.query_policy import MAX_DEPTH, check_query
from tests.robustness.query_lexer_fuzz import PIECES, is_missed

CALLS = [
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:1/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * {SERVICE<http://127.0.0.1:1/>{?s ?p ?o}}",
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#' SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s <http://a#b> ?o SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { # <\n SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { FILTER(?a<1)SERVICE?s{?s ?p ?o}FILTER(?b>2) }",
    "SELECT * { \\u0053\\U00000045RVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''it's''' SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    'SELECT * { ?s ?p """a\\"""" SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }',
    "SELECT * { { SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } } }",
    "ASK { FILTER EXISTS { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
]
RUN_TOGETHER = [
    "SELECT * { SERVICESILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { SERVICEa:b { ?s ?p ?o } }",
    "SELECT * { serviceSilenta:b { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { SERVICE:b { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:1/> SELECT * { ?s ?p falseSERVICE:b { ?s ?p ?o } }",
]
TWO_READINGS = [
    "SELECT * { ?s ?p ?a FILTER(?a<'&&?b>') SERVICE <http://127.0.0.1:1/> {} FILTER(?c='') }",
    "SELECT * { ?s ?p ?a FILTER(1<'&&?b>') SERVICE <http://127.0.0.1:1/> {} FILTER(?c='') }",
    "SELECT * { FILTER(EXISTS{}<'&&?b>') SERVICE <http://127.0.0.1:1/> {} FILTER(?c='') }",
    "SELECT * { ?s ?p ?a FILTER(?a<#>'''\n 3) SERVICE <http://127.0.0.1:1/> {} #''' \n}",
    "SELECT * { ?s ?p ?a FILTER(?a<'&&?b>' && " + "(" * 300 + "')}",
]
SEEN = [
    "SELECT * { ?s ?p a:.SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "SELECT * { ?s <http://x/\u00a0'> ?o . SERVICE <http://127.0.0.1:1/> {} FILTER(?a='') }",
]
INNOCENT = [
    "SELECT ?service { ?service dg:service 'SERVICE <http://x> {}' }",
    "SELECT * { ?s ?p <http://x/SERVICE> } # SERVICE <http://x> {}",
    "PREFIX SERVICE: <http://x/> SELECT * { ?s SERVICE:a ?o }",
    "SELECT * { ?s ?p 'a\\'SERVICE' ; ?q \"SERVICE\"@en }",
    'SELECT * { ?s ?p """many\nlines " SERVICE""" }',
    "PREFIX SERVICE: <http://x/> SELECT * { GRAPH SERVICE:a { ?s ?p ?o } }",
    "SELECT * { VALUES (?service ?x) { (<http://x/it's> <http://x#y>) } FILTER(?x IN (<http://x#y>, <#z>)) }",
    "SELECT * { ?service ?p ?o FILTER(?o = <http://x#y> || ?o < 3 && ?p > 2) }",
    "SELECT * { ?service (<http://x#a>|<http://x#b>)+ ?o }",
]


@pytest.mark.parametrize("query", CALLS)
def test_a_query_that_calls_out_is_refused(query: str) -> None:
    """However SERVICE is written, it is seen, and its place is named."""
    with pytest.raises(BadQueryError, match="SERVICE is not allowed") as caught:
        check_query(query)
    assert caught.value.line


@pytest.mark.parametrize("query", SEEN)
def test_a_call_behind_what_ends_is_seen(query: str) -> None:
    """A name ends before a full stop, and an IRI holds whatever is no ASCII space."""
    with pytest.raises(BadQueryError, match="SERVICE is not allowed"):
        check_query(query)


@pytest.mark.parametrize("calling", [True, False])
@pytest.mark.parametrize(
    ("query", "reason"),
    [(each, "spaces around the keyword") for each in RUN_TOGETHER]
    + [(each, "or a less-than sign") for each in TWO_READINGS],
)
def test_what_can_be_read_in_two_ways_is_refused(query: str, reason: str, *, calling: bool) -> None:
    """The engine finds a keyword in the middle of a word, and an operator where others find an IRI."""
    with pytest.raises(BadQueryError, match=reason) as caught:
        check_query(query, allow_service=calling)
    assert caught.value.line


@pytest.mark.parametrize("query", INNOCENT)
def test_a_word_that_only_looks_like_it_passes(query: str) -> None:
    """In names, literals, IRIs and comments the word is free."""
    check_query(query)


@pytest.mark.parametrize("bracket", ["{", "(", "["])
def test_nesting_that_would_kill_the_parser_is_refused(bracket: str) -> None:
    """Brackets beyond the limit are refused before the engine sees them."""
    with pytest.raises(BadQueryError, match="nested deeper"):
        check_query("SELECT * WHERE " + bracket * (MAX_DEPTH + 1))
    check_query("SELECT * WHERE " + bracket * MAX_DEPTH)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_query_that_calls_out_passes(rest: str) -> None:
    """Whatever stands around it, a SERVICE that the engine understands is seen by the guard."""
    assert not is_missed(f"SELECT * {{ ?s ?p ?o . {rest} }}")


def test_the_judge_knows_a_call_when_it_sees_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a guard that lets everything pass, every call of the list is missed, and no innocent query."""
    monkeypatch.setattr("tests.robustness.query_lexer_fuzz.check_query", lambda _: None)
    unescaped = [query for query in CALLS if "\\u" not in query]
    assert all(is_missed(query) for query in [*unescaped, *RUN_TOGETHER, *TWO_READINGS[:4], *SEEN])
    assert not any(is_missed(query) for query in INNOCENT)


@pytest.mark.skipif(sys.platform != "linux", reason="atheris is for Linux")
def test_a_fuzzer_finds_no_way_past() -> None:
    """Seven seconds of coverage-guided search."""
    command = [
        sys.executable,
        "-m",
        "tests.robustness.query_lexer_fuzz",
        "-max_total_time=7",
        "-print_final_stats=1",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stderr.partition("number_of_executed_units: ")[2].split()[0]) > 1000
