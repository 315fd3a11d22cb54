"""What one does with an answer in a notebook: see it, take it as a frame or a graph, in parts, drawn."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.results.result import Result
from graph.results.streaming import DEFAULT_ROWS
from viz.notebook import Picture

TRIPLES = "CONSTRUCT { ?d dg:uses ?c . ?d skos:prefLabel ?l } WHERE { ?d dg:uses ?c ; skos:prefLabel ?l }"
MILLION = """SELECT ?a WHERE {
  { SELECT ?a WHERE { ?a ?p ?o } LIMIT 1000 }
  { SELECT ?b WHERE { ?s ?p ?b } LIMIT 1000 }
}"""


MUCH = 60_000
"""Kilobytes; all rows at once take more than three times as many."""


def held(name: str) -> int:
    """Return the kilobytes of memory that this process has (VmRSS), or had at most (VmHWM)."""
    return int(Path("/proc/self/status").read_text("utf-8").partition(f"{name}:")[2].split()[0])


def html(result: object) -> str:
    """Return what Jupyter shows."""
    return str(result._repr_html_())  # type: ignore[attr-defined]  # its protocol


def test_a_table_shows_twenty_rows_and_counts_them_all(kg: KnowledgeGraph) -> None:
    """The true total stands below; in a terminal too."""
    shown = kg.query("SELECT ?c { GRAPH ?g { ?c a dg:Claim } }")
    count = f"the first 20 of {len(kg.index.claims):,} rows"
    assert html(shown).count("<tr>") == 21
    assert count in html(shown)
    assert repr(shown).splitlines()[-1] == count
    assert "<p>1 row</p>" in html(kg.query("ASK {}"))
    assert "<td>yes</td>" in html(kg.query("ASK {}"))
    assert "<p>0 rows</p>" in html(kg.query("SELECT ?nothing { id:nothing a ?nothing }"))


def test_a_table_runs_nothing_that_the_data_holds(kg: KnowledgeGraph) -> None:
    """Markup in literals and names is text, and only addresses of the web become links."""
    shown = html(
        kg.query(
            "SELECT ?text ?script ?web ?nothing {}",
            text="<b onload='x'>&\"",
            script=ox.NamedNode("javascript:alert(1)"),
            web=ox.NamedNode("http://x/?a=1&b='2'"),
        )
    )
    assert "<td>&lt;b onload=&#x27;x&#x27;&gt;&amp;&quot;</td>" in shown
    assert "<td>javascript:alert(1)</td>" in shown
    assert 'href="http://x/?a=1&amp;b=&#x27;2&#x27;"' in shown
    assert shown.count("<a ") == 1


def test_triples_become_graphs(kg: KnowledgeGraph) -> None:
    """Literals are attributes; what is no answer of triples is refused, with the mend."""
    found = kg.query(TRIPLES)
    network = found.to_networkx()
    assert network.has_edge("k3s", "kine", "dg:uses")
    assert "K3s" in network.nodes["k3s"]["skos:prefLabel"]
    assert network.nodes["kine"]["label"] == "Kine"
    uses = {(s, o) for s, p, o in found if p == "dg:uses"}
    assert set(network.edges()) == uses
    assert len(found.to_rdflib()) == len(set(found.triples()))
    for method in (Result.to_networkx, Result.to_rdflib, Result.draw):
        with pytest.raises(BadParameterError, match="CONSTRUCT or DESCRIBE"):
            method(kg.query("SELECT ?d { ?d dg:uses id:kine }"))


def test_polars_has_the_same_as_pandas(kg: KnowledgeGraph) -> None:
    """The same columns and values, with types of its own."""
    text = """SELECT ?c ?v ?from ?n WHERE {
      GRAPH ?g { ?c rdf:object ?v OPTIONAL { ?c dg:validFrom ?from } } BIND(STRLEN(STR(?c)) AS ?n)
    } ORDER BY DESC(ISIRI(?v)) ?c LIMIT 200"""
    result = kg.query(text)
    one, other = result.to_polars(labels="en"), result.to_dataframe(labels="en")
    assert one.columns == list(other.columns)
    assert [str(dtype) for dtype in one.select("c", "from", "n").dtypes] == ["String", "Date", "Int64"]
    assert one["v_label"].to_list() == [
        None if value != value else value  # noqa: PLR0124  # pandas has nan
        for value in other["v_label"]
    ]
    assert one["n"].to_list() == other["n"].to_list()
    assert one["from"].null_count() == other["from"].isna().sum() > 0
    assert kg.query("ASK {}").to_polars()["answer"].to_list() == [True]


@pytest.mark.thorough
def test_a_million_rows_come_in_parts(kg: KnowledgeGraph) -> None:
    """No more than one part is held, which takes far less than the whole; what comes is told."""
    told: list[int] = []
    rows, before = 0, held("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "utf-8")  # forgets the highest use so far
    for part in kg.stream(MILLION, progress=told.append):
        assert len(part) <= DEFAULT_ROWS
        rows += len(part)
    assert rows == told[-1] == 1_000_000
    assert told == list(range(DEFAULT_ROWS, 1_000_001, DEFAULT_ROWS))
    assert held("VmHWM") - before < MUCH


def test_an_answer_in_parts_is_the_answer(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    """Of any kind but ASK; without rows there is one part, with its columns."""
    text = "SELECT ?d ?c { ?d dg:uses ?c } ORDER BY ?d ?c"
    assert [row for part in kg.stream(text, rows=7, progress=True) for row in part] == list(kg.query(text))
    assert capsys.readouterr().err.endswith(f"{len(kg.query(text)):,} rows\n")
    whole = {triple for part in kg.stream(TRIPLES, rows=10) for triple in part.triples()}
    assert whole == set(kg.query(TRIPLES).triples())
    (none,) = kg.stream("SELECT ?x { id:nothing a ?x }")
    assert (none.columns, len(none)) == (["x"], 0)
    with pytest.raises(BadParameterError, match="ASK"):
        next(kg.stream("ASK {}"))
    with pytest.raises(BadParameterError, match="at least one row"):
        next(kg.stream(text, rows=0))


def test_a_thing_is_described_with_what_is_not_believed(kg: KnowledgeGraph) -> None:
    """The table has the findings; the frame every claim with its place."""
    told = kg.describe("K0s")
    assert told.thing.id == "k0s"
    assert "default CNI plugin" in repr(told)
    assert 'href="https://w3id.org/distrograph/id/k0s"' in html(told)
    frame = told.to_dataframe()
    assert {"source", "locator", "verdict", "valid_from"} <= set(frame.columns)
    assert len(frame) == sum(len(fact.claims) for fact in told.facts)
    assert "rejected" in set(frame["rank"])
    assert {"confirmed", "wrong"} <= set(frame["verdict"])
    assert len(told.to_rdflib()) > len(frame)
    with pytest.raises(UnknownNameError, match="did you mean"):
        kg.describe("k00s")


def test_a_comparison_is_a_table_and_a_frame(kg: KnowledgeGraph) -> None:
    """It stays a list of rows; nothing recorded is an empty cell, not a no."""
    rows = kg.compare("k3s", "k0s")
    frame = rows.to_dataframe()
    assert list(frame.columns) == ["property", "k3s", "k0s", "differs"]
    assert len(frame) == len(rows) == html(rows).count("<tr>") - 1
    assert frame["differs"].isna().sum() == sum(row.differs is None for row in rows)
    (cni,) = frame[frame["property"] == "default CNI plugin"].to_dict("records")
    assert cni["k3s"] == "Flannel"
    assert "默认 CNI 插件" in list(rows.to_dataframe("zh")["property"])
    assert repr(rows).splitlines()[0].split() == ["property", "k3s", "k0s", "differ"]


def test_the_prefixes_are_those_that_need_no_declaration(kg: KnowledgeGraph) -> None:
    """A query with all of them is answered."""
    used = " ".join(f"{name}:x" for name in kg.prefixes)
    assert kg.query(f"SELECT * {{ VALUES ?v {{ {used} }} }}").to_dataframe().shape == (len(kg.prefixes), 1)


def svg_of(picture: Picture) -> ET.Element:
    """Read a picture, which must be whole."""
    return ET.fromstring(picture.svg)  # noqa: S314  # of our own making


def test_a_picture_is_a_page_in_a_frame_and_an_svg(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """The frame may run its own scripts and nothing else; the sentence says what is drawn."""
    picture = kg.draw("kine")
    told = repr(picture)
    assert re.fullmatch(r"Kine: \d+ nodes and \d+ edges", told)
    bundle = picture._repr_mimebundle_()
    assert bundle["text/plain"] == told
    assert set(picture._repr_mimebundle_(include={"text/plain", "image/svg+xml"})) == {
        "text/plain",
        "image/svg+xml",
    }
    assert "text/html" not in picture._repr_mimebundle_(exclude={"text/html"})
    assert 'sandbox="allow-scripts"' in bundle["text/html"]
    assert bundle["text/html"].count("<iframe") == 1
    assert "<script" not in bundle["text/html"]  # but escaped, in the frame
    assert len(svg_of(picture).findall(".//{*}g[@class]")) == int(told.split()[1])
    assert picture.save(tmp_path / "kine.svg").read_text("utf-8") == picture.svg
    assert "Content-Security-Policy" in picture.save(tmp_path / "kine.html").read_text("utf-8")
    with pytest.raises(BadParameterError, match=r"\.svg or \.html"):
        picture.save(tmp_path / "kine.png")


def test_distributions_are_drawn_side_by_side_in_one_measure(kg: KnowledgeGraph) -> None:
    """What two of them have stands in one place; what one has not is a mark without a name."""
    picture = kg.draw("k3s", "k0s")
    assert repr(picture) == "K3s · k0s"
    panels = svg_of(picture).findall("{*}svg")
    assert [panel.get("viewBox") for panel in panels] == [panels[0].get("viewBox")] * 2
    places = [
        {
            str(each.get("transform")): "elsewhere" in str(each.get("class"))
            for each in panel.iter()
            if each.get("transform")
        }
        for panel in panels
    ]
    assert places[0].keys() == places[1].keys()
    assert {False, True} == {*places[0].values()} == {*places[1].values()}
    assert "<script" not in picture.html
    assert 'sandbox=""' in picture.to_iframe()
    together = kg.draw("k3s", "k0s", together=True)
    assert repr(together).startswith("K3s · k0s: ")


def test_days_are_drawn_side_by_side(kg: KnowledgeGraph) -> None:
    """In 2021 k0s had no Envoy; what stays keeps its place."""
    picture = kg.draw("k0s", days=["2021-01-15", "k0s/v1.30.0+k0s.0"], language="zh")
    then, now = svg_of(picture).findall("{*}svg")
    assert "Envoy" not in set(then.itertext())
    assert "Envoy" in set(now.itertext())
    assert "2021-01-15" in repr(picture)


def test_triples_are_drawn(kg: KnowledgeGraph) -> None:
    """Things by their labels, others by their short names; a page holds what is known of them."""
    picture = kg.query("DESCRIBE id:kine").draw()
    words = "".join(svg_of(picture).itertext())
    assert "Kine" in words
    assert "spdx:Apache-2.0" in words
    assert "datastore-shim" in picture.html
    with pytest.raises(BadParameterError, match="cannot draw 0 nodes"):
        kg.query("CONSTRUCT { ?d skos:prefLabel ?l } WHERE { ?d skos:prefLabel ?l }").draw()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (
            {"colour": 1},
            "a picture has no parameter colour; its parameters are days, together, language, depth, ",
        ),
        ({"focus": "k3s"}, "a picture has no parameter focus; its parameters are days, together, "),
        ({"relation": ["uses"]}, "the picture's relation cannot be .*: it must be 'bundles', 'enables'"),
        ({"depth": "deep"}, "the picture's depth cannot be 'deep': Input should be a valid integer$"),
        ({"as_of": "someday"}, "the picture's as_of cannot be 'someday': "),
    ],
)
def test_a_view_that_makes_no_sense_is_refused(kg: KnowledgeGraph, wrong: dict[str, Any], told: str) -> None:
    """With what is wrong about it, or what a view can be asked."""
    with pytest.raises(BadParameterError, match=told):
        kg.draw("kine", **wrong)
