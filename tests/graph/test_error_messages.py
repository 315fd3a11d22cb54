"""What somebody who asks from Python gets wrong: it is told in a sentence, with the mend."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from cli.main import main
from graph import BadDataError, BadParameterError, BadQueryError, KnowledgeGraph, UnknownNameError, iri
from graph.ask.reply import MAX_CITATIONS
from graph.catalogue.facts import DISPUTES
from graph.catalogue.releases import RELEASES
from graph.display.html import MAX_ROWS
from graph.rdf.binding import Bindable

Ask = Callable[[KnowledgeGraph], object]


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda kg: kg.describe(None), "thing must be a text, not None"),
        (lambda kg: kg.ask(5), "question must be a text, not 5"),
        (lambda kg: kg.query(None), "query must be a text, not None"),
        (lambda kg: kg.draw(None), "thing must be a text, not None"),
        (lambda kg: kg.compare("k3s", None), "distribution must be a text, not None"),
        (lambda kg: kg.release(None), "release must be a text, not None"),
        (lambda kg: kg.at(None), "as_of must be a text, not None"),
        (lambda kg: kg.on("soon"), "“soon” is neither a date such as 2021-01-15"),
        (lambda kg: kg.changes("soon"), "“soon” is neither a date such as 2021-01-15"),
        (lambda _: KnowledgeGraph.open(as_of="soon"), "“soon” is neither a date such as 2021-01-15"),
        (lambda _: iri("no such"), "'no such' is not a valid short name such as kine"),
        (lambda _: iri("dg:uses"), "'dg:uses' is not a valid short name such as kine"),
        (lambda _: iri(""), "'' is not a valid short name such as kine"),
        (lambda _: KnowledgeGraph.open(cast("str", 5)), "a store must be a folder or a URL, not 5"),
        (lambda kg: kg.draw("kine", language="fr"), "language must be en or zh"),
    ],
)
def test_what_makes_no_sense_is_said_to_be_so(kg: KnowledgeGraph, ask: Ask, told: str) -> None:
    """By what it is and what it should be, in both languages."""
    with pytest.raises(BadParameterError) as error:
        ask(kg)
    assert str(error.value).startswith(told)
    assert error.value.render("zh") != error.value.render("en")


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda kg: kg.compare("k3s", "kine"), "there is no distribution “kine”: it is a component;"),
        (lambda kg: kg.describe("k0s-repository"), "there is no thing “k0s-repository”: it is a source"),
        (lambda kg: kg.describe("defaultCni"), "there is no thing “defaultCni”: it is a property"),
        (lambda kg: kg.draw("kine", concern="k3s"), "there is no area “k3s”: it is a distribution"),
        (
            lambda kg: kg.describe("k3s/v1.30.2+k3s1"),
            "there is no thing “k3s/v1.30.2+k3s1”: it is a release",
        ),
        (lambda kg: kg.describe("keine"), "there is no thing “keine”; did you mean kine"),
    ],
)
def test_what_a_name_names_instead_is_said(kg: KnowledgeGraph, ask: Ask, told: str) -> None:
    """A component is no distribution, and is not called unknown for that."""
    with pytest.raises(UnknownNameError) as error:
        ask(kg)
    assert str(error.value).startswith(told)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?d { ?d dg:usez id:kine }", ["“dg:usez”; did you mean dg:uses"]),
        ("ASK { id:k3z dg:uses id:kine }", ["“id:k3z”; did you mean id:k3s"]),
        ("SELECT * { ?d dg:DefaultCni ?x ; dg:usez ?y }", ["; did you mean dg:defaultCni?", "“dg:usez”"]),
        ("SELECT ?d { GRAPH source:k0s-repositry { ?d a ?k } }", ["did you mean source:k0s-repository"]),
        (
            "PREFIX x: <https://w3id.org/distrograph/id/> SELECT * { x:nothing ?p ?o }",
            ["“x:nothing”"],
        ),
        ("PREFIX dg: <http://example.org/> SELECT * { ?d dg:usez _:kine }", []),
        ("SELECT ?d { ?d dg:uses id:kine ; skos:prefLabel ?l # dg:usez\n FILTER(STR(?l) != 'dg:usez') }", []),
        ("SELECT ?d { GRAPH source:k0s-repository { ?d a dg:Claim } }", []),
    ],
)
def test_names_that_the_graph_has_never_heard_of(kg: KnowledgeGraph, query: str, told: list[str]) -> None:
    """Are told below the answer, which is no error: it is true that nothing is found."""
    found = kg.query(query)
    hints = found.hints()
    assert len(hints) == len(told)
    for hint, part in zip(hints, told, strict=True):
        assert part in hint
        assert hint in repr(found)
        assert hint.partition(";")[0] in found._repr_html_()


@pytest.mark.parametrize(
    ("bound", "told"),
    [
        ("kine", ['c is bound to the text “kine”; to bind it to the thing, give iri("kine")']),
        (iri("kinee"), ["there is no thing “id:kinee”; did you mean id:kine, id:kind or id:kindnet?"]),
        (iri("kine"), []),
        ("no thing at all", []),
    ],
)
def test_what_is_bound_is_told_too(kg: KnowledgeGraph, bound: Bindable, told: list[str]) -> None:
    """A text is no thing, whatever it says; where a text is meant, rows are found and nothing is said."""
    assert kg.query("SELECT ?d { ?d dg:uses ?c }", c=bound).hints() == told
    assert kg.query("SELECT ?d { ?d dg:uses id:kine FILTER(?c != id:k3s) }", c="kine").hints() == []


def test_what_cannot_be_bound_is_named(kg: KnowledgeGraph) -> None:
    """By its variable."""
    with pytest.raises(BadQueryError, match=r"cannot bind \?c to None"):
        kg.query("SELECT ?d { ?d dg:uses ?c }", c=cast("str", None))


def test_nothing_of_ours_calls_others(kg: KnowledgeGraph) -> None:
    """A graph at home refuses SERVICE in both ways of asking, before anything is sent."""
    query = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    for ask in (kg.query, lambda text: next(kg.stream(text))):
        with pytest.raises(BadQueryError, match="line 1, column 12: SERVICE is not allowed"):
            ask(query)


def test_one_stands_for_a_list_of_one(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """One file, one day, one relation: nothing is read letter by letter."""
    file = tmp_path / "mine.ttl"
    file.write_text("<https://example.org/a> <https://example.org/b> 1 .")
    assert KnowledgeGraph.open(data=file, bundled=False).query("ASK { ?s <https://example.org/b> 1 }")
    assert kg.draw("k0s", days="2021-01-15").svg == kg.draw("k0s", days=["2021-01-15"]).svg
    assert kg.draw("kine", relation="bundles").svg == kg.draw("kine", relation=["bundles"]).svg
    with pytest.raises(BadDataError, match=r"mine.ttl: is a file, not a store; open it with data="):
        KnowledgeGraph.open(file)


def test_an_answer_of_the_catalogue_shows_itself(kg: KnowledgeGraph) -> None:
    """As a table with its true total, and as a data frame; claims and sources are counted there."""
    answer = kg.answer(DISPUTES)
    lines = repr(answer).splitlines()
    assert lines[0].split() == list(type(answer.items[0]).model_fields)
    assert lines[-1] == f"the first {MAX_ROWS} of {answer.total} rows"
    assert answer._repr_html_().count("<tr>") == MAX_ROWS + 1
    frame = answer.to_dataframe()
    assert len(frame) == answer.total
    for row, (_, cells) in zip(answer.items, frame.iterrows(), strict=True):
        assert (cells["subject"], cells["property"]) == (row.subject.id, row.property.id)
        assert cells["claims"] == len(row.claims)
    assert repr(kg.answer(RELEASES, distribution="okd")) == "\n0 rows"


def test_the_command_tells_them_beside_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """On stderr, so that what reads the answer reads no more than that."""
    assert main(["query", "SELECT ?d { ?d dg:usez id:kine }", "--format", "csv"]) == 0
    out, err = capsys.readouterr()
    assert out.split() == ["d"]
    assert err.startswith("distrograph: there is no thing “dg:usez”; did you mean dg:uses")


@pytest.mark.parametrize("question", ["which distros use kine", "哪些发行版使用 containerd", "how"])
def test_an_answer_in_words_shows_itself(kg: KnowledgeGraph, question: str) -> None:
    """As the sentence, how the question was read, and places that can be opened; or what could be asked."""
    reply = kg.ask(question)
    head, *below = reply.lines()
    assert repr(reply) == str(reply) == "\n".join(reply.lines())
    html = reply._repr_html_()
    assert head == (reply.answer.text if reply.answer else reply.reading)
    assert html.count("<li><a href=") == min(len(reply.sources), MAX_CITATIONS)
    for suggestion in () if reply.answer else reply.suggestions:
        assert f"  {suggestion}" in below
    assert len(below) < MAX_CITATIONS + len(reply.suggestions) + 4


def test_a_graph_says_which_it_is(kg: KnowledgeGraph) -> None:
    """By its day and its snapshot."""
    assert repr(kg) == f"<KnowledgeGraph of {kg.as_of}, snapshot {kg.snapshot[:12]}>"


def test_what_nobody_speaks_of_is_described_by_what_is_around_it(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    """A capability is known by who provides it, with the sources of that, here and in the terminal."""
    described = kg.describe("ingress")
    assert described.facts == []
    provided, broader = described.lines()
    assert (provided[0], broader[:2]) == ("provided by", ("broader concept", "network"))
    assert {"Traefik Proxy", "ingress-nginx"} <= set(provided[1].split(", "))
    assert "k3s-product-docs" in provided[3]
    assert main(["show", "ingress"]) == 0
    assert "provided by" in capsys.readouterr().out
