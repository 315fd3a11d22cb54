"""The catalogue: query, row and route agree, and every answer says where it comes from."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient

import graph
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.catalogue import CATALOGUE
from graph.catalogue.facts import COMPARISON
from graph.catalogue.question import DAY, Question, Rest
from graph.catalogue.releases import NEWEST_VERSIONS
from graph.catalogue.usage import DISTRIBUTIONS_USING
from i18n import format_day

GRAPH = Path(graph.__file__).parent
INTERNAL = {"names", "descriptions", "properties", "sentences", "relation_labels", "claim_links"}
"""Queries that the index reads at opening; they are no questions of their own."""
EXAMPLES = {
    name: {
        parameter: given.example
        for parameter, given in question.parameters.items()
        if given.kind != DAY or given.required
    }
    for name, question in CATALOGUE.items()
}
"""All that a question can be given, but for the day: that of the graph is asked for."""
WRITTEN_ROUTES = {
    "distributions": "/api/v1/distributions?uses=containerd&not_uses=flannel&concern=network",
    "facts": "/api/v1/distributions/k0s",
    "comparison": "/api/v1/compare?id=k3s&id=k0s&id=talos",
    "claims": "/api/v1/claims?subject=k0s&property=defaultDatastore&verdict=Wrong&rank=Deprecated"
    "&source=sealos-notes-k3s-vs-k0s",
    "releases": "/api/v1/distributions/k3s/releases?limit=1000",
    "shipped": "/api/v1/releases/k3s/v1.30.2%2Bk3s1",
    "diff": "/api/v1/diff?from=k3s/v1.29.0%2Bk3s1&to=k3s/v1.30.0%2Bk3s1",
    "versions": "/api/v1/components/traefik/versions?distribution=k3s&version=>=0&limit=1000",
    "newest_versions": "/api/v1/components/traefik/newest",
    "changes": "/api/v1/changes?since=2026-08-01",
}
"""Where a question is served by a route that is written by hand."""


def route_of(question: Question[Any], rest: Rest) -> str:
    """Return the address at which a declared resource serves the example of a question."""
    path = rest.path.replace("{id}", quote(EXAMPLES[question.name].get(rest.subject, "")))
    filters = {name: EXAMPLES[question.name][name] for name in rest.filters}
    return f"/api/v1{path}?{urlencode(filters | ({} if rest.partition else {'limit': '1000'}))}"


ROUTES = WRITTEN_ROUTES | {
    question.name: route_of(question, question.rest[-1]) for question in CATALOGUE.values() if question.rest
}


def test_every_query_file_is_a_question() -> None:
    """No query lies about that nothing asks."""
    queries = [*GRAPH.glob("catalogue/*/*.rq"), *GRAPH.glob("index/queries/*.rq")]
    assert {path.stem for path in queries} - INTERNAL == set(CATALOGUE)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_question_is_put_in_both_languages(name: str) -> None:
    """The first two lines of a query say the question in English and in Chinese."""
    title = CATALOGUE[name].title
    assert title.en.endswith("?")
    assert title.zh.endswith("？")


@pytest.mark.parametrize("name", CATALOGUE)
def test_parameters_are_in_the_text_and_the_projection(name: str) -> None:
    """What a question can be given is a variable that its query projects, and is explained in its header."""
    question = CATALOGUE[name]
    projection = question.text.split("SELECT")[1].split("WHERE")[0]
    for parameter in question.parameters:
        assert f"?{parameter}" in projection.split()
        assert f"?{parameter}" in question.text.split("PREFIX")[0]


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_query_that_is_shown_gives_the_same_solutions(kg: KnowledgeGraph, name: str) -> None:
    """Pasted elsewhere, the query with its parameters written in gives what the bound one gives."""
    table, sparql = kg.solve(CATALOGUE[name], **EXAMPLES[name])
    shown = kg.query(sparql)
    assert sorted(map(str, shown.terms())) == sorted(map(str, table.rows))
    assert table.rows


@pytest.mark.parametrize("name", ROUTES)
def test_the_route_gives_the_rows_of_the_question(kg: KnowledgeGraph, client: TestClient, name: str) -> None:
    """Over HTTP come the very rows that the question gives in Python, with the query and the snapshot."""
    answer = kg.answer(CATALOGUE[name], **EXAMPLES[name])
    body = client.get(ROUTES[name], params=None).json()
    while following := body.get("next"):
        more = client.get(following).json()
        body |= {"items": body["items"] + more["items"], "next": more["next"]}
    lists = ("items", "optional", "absent", "unknown", "facts", "missing", "unchanged", "unrecorded")
    rows = [row for key in lists for row in body.get(key, [])]
    expected = [json.loads(row.model_dump_json()) for row in answer.items]
    assert sorted(map(json.dumps, rows)) == sorted(map(json.dumps, expected))
    assert body["sparql"] == answer.sparql
    assert body["snapshot"] == kg.snapshot
    assert body["as_of"] == kg.as_of.isoformat()


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_row_names_its_sources(name: str) -> None:
    """Each row has a field for its sources; a claim is its own source."""
    fields = CATALOGUE[name].row.model_fields
    assert "sources" in fields or "source" in fields


def test_an_unknown_name_is_answered_with_the_nearest(kg: KnowledgeGraph) -> None:
    """A wrong slug raises an error that names the kind and what was meant."""
    with pytest.raises(UnknownNameError, match=r"there is no component “trafik”; did you mean traefik"):
        kg.answer(DISTRIBUTIONS_USING, component="trafik")


def test_an_alias_leads_to_the_slug(kg: KnowledgeGraph) -> None:
    """Another spelling of a component is no slug, but it is suggested."""
    with pytest.raises(UnknownNameError) as caught:
        kg.answer(DISTRIBUTIONS_USING, component="ServiceLB")
    assert caught.value.suggestions == ["klipper-lb"]


@pytest.mark.parametrize("given", [{}, {"componnt": "kine"}])
def test_a_wrong_parameter_is_named(kg: KnowledgeGraph, given: dict[str, str]) -> None:
    """A parameter that is missing or unknown is named."""
    with pytest.raises(BadParameterError, match=r"component|componnt"):
        kg.answer(DISTRIBUTIONS_USING, **given)


def test_a_comparison_shows_what_is_not_recorded(kg: KnowledgeGraph) -> None:
    """Where one side says nothing, its values are empty and whether they differ is not known."""
    rows = kg.answer(COMPARISON, first="k3s", second="k0s").items
    row = next(row for row in rows if row.property.id == "helmController")
    assert [value.id for value in row.sides[0].values] == ["helm-controller"]
    assert row.sides[1].values == ()
    assert row.sides[1].standing is None
    assert row.differs is None


def test_amounts_are_compared_by_what_they_are(kg: KnowledgeGraph) -> None:
    """Half a GB is 512 MB, whoever wrote it how."""
    [row] = [row for row in kg.compare("k3s", "k0s") if row.property.id == "minMemoryAgent"]
    assert {value.value for side in row.sides for value in side.values} == {"512 MB", "0.5 GB"}
    assert row.differs is False


@pytest.mark.parametrize("name", CATALOGUE)
def test_rows_have_one_order(kg: KnowledgeGraph, name: str) -> None:
    """No two rows stand where they do by chance, so that any engine gives the same."""
    question = CATALOGUE[name]
    table, _ = kg.solve(question, **question.example)
    order = re.findall(r"\?(\w+)", question.text.rpartition("ORDER BY")[2])
    keys = [table.variables.index(each) for each in order if each in table.variables]
    places = [tuple(str(row[key]) for key in keys) for row in table.rows]
    assert len(set(places)) == len(places)


def test_a_query_of_the_catalogue_is_asked_of_the_day_that_is_named(
    client: TestClient, kg: KnowledgeGraph
) -> None:
    """Over REST any day can be named; in Python the graph of that day is asked, and another is refused."""
    day = dt.date(2021, 4, 13)
    then = client.get(f"/api/v1/queries/newest_versions/run?component=kine&as_of={day}").json()
    now = client.get("/api/v1/queries/newest_versions/run?component=kine").json()
    assert (then["as_of"], now["as_of"]) == (str(day), str(kg.as_of))
    assert then["items"] != now["items"]
    versions = kg.on(day).answer(NEWEST_VERSIONS, component="kine", as_of=str(day)).items
    assert versions == kg.on(day).answer(NEWEST_VERSIONS, component="kine").items
    with pytest.raises(BadParameterError, match=f"this graph is of {format_day(kg.as_of, 'en')}"):
        kg.answer(NEWEST_VERSIONS, component="kine", as_of=str(day))


def test_a_cached_answer_cannot_be_changed_by_who_has_it() -> None:
    """The same question is computed once, and each asker has a list of their own."""
    graph = KnowledgeGraph.open()
    first = graph.answer(DISTRIBUTIONS_USING, component="kine")
    rows = list(first.items)
    first.items.clear()
    again = graph.answer(DISTRIBUTIONS_USING, component="kine")
    assert again.items == rows
    assert all(one is other for one, other in zip(again.items, rows, strict=True))
    assert graph.answer(DISTRIBUTIONS_USING, component="etcd").items != rows


def test_a_measurement_has_its_day_and_is_no_fact_of_today(kg: KnowledgeGraph) -> None:
    """Of several the last one counts, on the day that is asked for; no plain triple holds any."""
    asked = {"first": "k3s", "second": "k0s"}

    def measured(graph: KnowledgeGraph) -> tuple[object, dt.date | None]:
        rows = graph.answer(COMPARISON, **asked).items
        side = next(row.sides[0] for row in rows if row.property.id == "measuredBinarySize")
        return side.values[0].value, side.measured

    assert measured(kg) == ("60.1 MB", dt.date(2022, 6, 11))
    assert measured(kg.on("2021-06-01")) == ("55 MB", dt.date(2021, 1, 13))
    assert not kg.query("SELECT ?x { id:k3s dg:measuredBinarySize|dg:contributors|dg:stars ?x }")
    assert kg.query("SELECT ?x { id:k3s dg:binarySizeLimit ?x }")
