"""The same answers on every store: in memory, on disk, in Oxigraph's own server, and in Virtuoso."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest

from graph import KnowledgeGraph, stores
from graph.catalogue import CATALOGUE
from graph.rdf.query_lexer import TOKEN
from graph.rdf.store import Table, Triples, Truth
from ontology import SOURCE
from tests.support.opened_graph import quads_of
from tests.support.random_queries import Maker
from tests.support.sparql_servers import VIRTUOSO, as_dba, oxigraph, virtuoso

pytestmark = pytest.mark.skipif(
    VIRTUOSO is None and os.environ.get("CI") != "true", reason="virtuoso-opensource-7-bin is not installed"
)
OFTEN = ["api/test_catalogue_routes"]
SUITE = [
    "api/sparql/test_endpoint",
    "api/test_catalogue_routes",
    "api/test_dumps",
    "api/test_errors",
    "api/test_graph_store",
    "api/test_openapi_contract",
    "api/test_ranges_and_conditions",
    "data/test_competency_questions",
    "graph/analysis/test_migration",
    "graph/catalogue/test_changes",
    "graph/linked_data/test_service_description",
    "graph/releases/test_intervals",
    "graph/releases/test_release_tables",
    "graph/test_analysis",
    "graph/test_catalogue",
    "viz/test_analysis_pages",
]
"""The tests of the API; with DISTROGRAPH_STORES=all, which takes long, all are run, and on each store."""
ALL = os.environ.get("DISTROGRAPH_STORES") == "all"
SERVERS = (pytest.param("Oxigraph", marks=pytest.mark.thorough), "Virtuoso")
"""Oxigraph's own server has the engine of the stores in memory, so it differs least."""
QUERIES = 60
WRITTEN = (Path(__file__).parent / "graphs.rq").read_text("utf-8").split("\n\n")
"""Queries that name graphs in all ways that there are."""


@pytest.fixture(scope="module", params=["a folder", *SERVERS])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish the bundled graph; gives the name of the store."""
    folder = tmp_path_factory.mktemp("store")
    with ExitStack() as stack:
        place = str(folder)
        if request.param == "Oxigraph":
            place = stack.enter_context(oxigraph(folder)).url
        elif request.param == "Virtuoso":
            stack.enter_context(as_dba())
            place = stack.enter_context(virtuoso(folder)).url
        stores.open_target(place).publish(progress=lambda _: None)
        yield place


@pytest.fixture(scope="module")
def stored(store: str) -> KnowledgeGraph:
    """Open the store."""
    return KnowledgeGraph.open(store)


def test_the_same_quads_are_there(kg: KnowledgeGraph, stored: KnowledgeGraph) -> None:
    """No more and no less, and each as it was."""
    assert (stored.snapshot, stored.as_of) == (kg.snapshot, kg.as_of)
    assert set(quads_of(stored)) == set(quads_of(kg))


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_question_has_the_same_answer(kg: KnowledgeGraph, stored: KnowledgeGraph, name: str) -> None:
    """With its sources, and the rows in the same order."""
    question = CATALOGUE[name]
    assert stored.answer(question, **question.example) == kg.answer(question, **question.example)


def test_queries_made_at_random_have_the_same_answer(kg: KnowledgeGraph, stored: KnowledgeGraph) -> None:
    """Joins, options, unions, negation, counts, graphs by name and by variable, truths and triples."""
    maker = Maker(quads_of(kg), seed=7)
    for query in [maker.query() for _ in range(QUERIES)]:
        assert found(stored, query) == found(kg, query), query


@pytest.mark.parametrize("query", WRITTEN)
def test_graphs_are_named_as_they_are(kg: KnowledgeGraph, stored: KnowledgeGraph, query: str) -> None:
    """However a query names them, what it gives are their own names, and all of them."""
    assert found(stored, query) == found(kg, query)


def test_a_request_names_graphs(kg: KnowledgeGraph, stored: KnowledgeGraph) -> None:
    """As the protocol has it, instead of those that the query names."""
    query = "SELECT ?g ?c FROM dg:nothing WHERE { ?c a dg:Claim OPTIONAL { GRAPH ?g { ?c a ?kind } } }"
    k0s, k3s = f"{SOURCE}k0s-repository", f"{SOURCE}k3s-repository"
    for default, named in (([k0s], [k3s]), ([k0s], []), ([], [k0s]), ([k0s, k3s], [k0s])):
        answers = []
        for graph in (kg, stored):
            with graph.store.open_query(query, default_graphs=default, named_graphs=named) as answer:
                answers.append(sorted(str(tuple(row)) for row in cast("ox.QuerySolutions", answer)))
        assert answers[0] == answers[1]
        assert bool(answers[0]) == bool(default)


@pytest.mark.parametrize("name", CATALOGUE)
def test_no_question_has_a_path_of_any_length(name: str) -> None:
    """Some plans of Virtuoso lose or repeat what one reaches; see `tests/robustness/query_plans.py`."""
    tokens = [token for token in TOKEN.finditer(CATALOGUE[name].text) if token.lastgroup != "comment"]
    ends = [one for one, other in pairwise(tokens) if other[0] in {"+", "*"} and one[0] != "("]
    assert not [token[0] for token in ends if token.lastgroup in {"name", "iri", "close"}]


def found(graph: KnowledgeGraph, query: str) -> object:
    """Answer a query whose rows have no order."""
    answer = graph.store.query(query)
    if isinstance(answer, Table):
        return answer.variables, sorted(map(str, answer.rows))
    return answer.value if isinstance(answer, Truth) else triples(answer)


def triples(answer: Triples) -> list[str]:
    """Return triples, each once: a server may say the same twice."""
    return sorted(set(map(str, answer.triples)))


@pytest.mark.parametrize(
    "question",
    ["which distros use kine", "k0s v0.12 时默认 CNI 是什么？", "newest talos release as of 2023-12-31"],
)
def test_words_and_other_days_have_the_same_answer(
    kg: KnowledgeGraph, stored: KnowledgeGraph, question: str
) -> None:
    """Also those of days for which nothing was published."""
    assert stored.ask(question) == kg.ask(question)


@pytest.mark.thorough
@pytest.mark.parametrize("store", ["a folder", *SERVERS] if ALL else SERVERS, indirect=True)
def test_the_tests_of_the_api_pass(store: str) -> None:
    """As they stand, on another store than what is in memory."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        *(f"tests/{name}.py" for name in (SUITE if ALL else OFTEN)),
    ]
    settings = {**os.environ, "DISTROGRAPH_TEST_STORE": store, "PYTEST_ADDOPTS": ""}
    folder = Path(__file__).parents[3]
    done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
