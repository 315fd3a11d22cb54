"""Comunica against the service as it is started: it gets what the graph itself answers.

Its second version, the quickest to install: the fourth loses the languages of texts, whatever the endpoint,
and the fifth needs a newer Node.js than 20.
"""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from tests.support.expected_answers import (
    CARD,
    NAMES,
    NO,
    ROOT,
    TRIPLES,
    TYPED,
    WRONG,
    YES,
    needs_comunica,
    term_of,
    terms,
)

if TYPE_CHECKING:
    from graph import KnowledgeGraph

pytestmark = needs_comunica

NOBODY = " ".join(f"id:nobody-{number}" for number in range(3000))
LONG = f"{CARD[:-1]} VALUES ?d {{ id:k3s {NOBODY} }} }}"
"""Longer than an address may be."""
REFUSED = "SELECT ?d { SERVICE <http://127.0.0.1:1/sparql> { ?d dg:uses id:kine } }"
ABOUT = "SELECT ?d ?name { id:kine dg:usedBy ?d . ?d skos:prefLabel ?name }"
"""Its first part is in what the address of kine says, its second in the endpoint."""
Answer = dict[str, Any]


def sources(server: str) -> dict[str, list[object]]:
    """Return who is asked: an endpoint that is called one, one that is not, and a description beside it."""
    told = {"type": "sparql", "value": f"{server}/sparql"}
    return {"told": [told], "seen": [f"{server}/sparql"], "both": [told, f"{server}/id/kine"]}


@pytest.fixture(scope="module")
def answers(kg: KnowledgeGraph, server: str) -> dict[tuple[str, str], Answer]:
    """Ask all with one Comunica, for it takes a second to start; gives the answers by source and query."""
    kinds = {
        **dict.fromkeys([CARD, TYPED, NAMES, LONG, WRONG, REFUSED], "rows"),
        **dict.fromkeys([YES, NO], "truth"),
        **dict.fromkeys(TRIPLES, "triples"),
    }
    asked = [(source, query, kind) for source in ("told", "seen") for query, kind in kinds.items()]
    asked.append(("both", ABOUT, "rows"))
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in kg.prefixes.items())
    given = [
        {"kind": kind, "query": prologue + query, "sources": sources(server)[source]}
        for source, query, kind in asked
    ]
    run = subprocess.run(
        ["node", "tests/interop/comunica.mjs"],
        cwd=ROOT,
        input=json.dumps({"asked": given}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {each[:2]: answer for each, answer in zip(asked, json.loads(run.stdout), strict=True)}


def rows(kg: KnowledgeGraph, query: str, answer: Answer) -> set[tuple[object, ...]]:
    """Read a table; Comunica leaves out what is unbound."""
    columns = kg.query(query).columns
    found = [[row.get(name) for name in columns] for row in answer["found"]]
    return {tuple(map(term_of, row)) for row in found}


@pytest.mark.parametrize("source", ["told", "seen"])
@pytest.mark.parametrize("query", [CARD, TYPED, NAMES, LONG], ids=["card", "typed", "names", "long"])
def test_comunica_gets_tables(
    kg: KnowledgeGraph, answers: dict[tuple[str, str], Answer], query: str, source: str
) -> None:
    """With types and languages; it knows the endpoint by its description, too."""
    assert rows(kg, query, answers[source, query]) == terms(kg, query) != set()


@pytest.mark.parametrize("source", ["told", "seen"])
def test_comunica_gets_truths(answers: dict[tuple[str, str], Answer], source: str) -> None:
    assert [answers[source, query] for query in (YES, NO)] == [{"found": True}, {"found": False}]


@pytest.mark.parametrize("source", ["told", "seen"])
@pytest.mark.parametrize("query", TRIPLES, ids=["describe", "construct"])
def test_comunica_gets_triples(
    kg: KnowledgeGraph, answers: dict[tuple[str, str], Answer], query: str, source: str
) -> None:
    lines = "".join(f"{' '.join(triple)} .\n" for triple in answers[source, query]["found"])
    assert isomorphic(Graph().parse(data=lines, format="nt"), kg.query(query).to_rdflib())


def test_comunica_joins_the_endpoint_with_what_an_address_says(
    kg: KnowledgeGraph, answers: dict[tuple[str, str], Answer]
) -> None:
    """The description of a thing is a source of its own, as RDF."""
    assert rows(kg, ABOUT, answers["both", ABOUT]) == terms(kg, ABOUT) != set()


def test_comunica_says_what_is_wrong(answers: dict[tuple[str, str], Answer]) -> None:
    """What it cannot read itself it does not send; what we refuse has our message."""
    assert "Parse error" in answers["told", WRONG]["error"]
    error = answers["told", REFUSED]["error"]
    assert "HTTP status 400" in error
    assert "SERVICE is not allowed: this server calls no other services" in error
