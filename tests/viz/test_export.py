"""Views as files, and pages in a browser, of a graph whose names want to be more than names."""

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
import rdflib
from playwright.sync_api import Browser

import viz
from graph import KnowledgeGraph
from tests.support.browser import Visit, needs_chromium, serving
from viz.pages.explore.export import FORMULA_STARTS
from viz.pages.thing.page import thing_page

NAMES = {
    "script": "<script>globalThis.hurt = 1</script>",
    "breakout": "</script></style></svg><img src=x onerror='globalThis.hurt = 1'>",
    "quotes": "\"'><b onmouseover=globalThis.hurt=1>&amp;",
    "direction": "abc\u202edef\u2066ghi",
    "formula": '=HYPERLINK("https://evil.example";"k3s")',
    "control": "a\u0001b\ufffec",
    "template": "{{ 7 * 7 }}{% raw %}]]><!--",
    "long": "ten kB " * 1500,
}
LINKED = "javascript:globalThis.hurt=1"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return a graph in which k3s is built on distributions with hostile names."""
    lines = [
        "@prefix dg: <https://w3id.org/distrograph/ontology#> .",
        "@prefix id: <https://w3id.org/distrograph/id/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix doap: <http://usefulinc.com/ns/doap#> .",
    ]
    for slug, name in NAMES.items():
        literal = json.dumps(name)
        lines.append(
            f"id:hostile-{slug} a dg:Distribution, dg:Component ; skos:prefLabel {literal}@en, {literal}@zh ;"
            f" skos:altLabel {literal}@en ; dcterms:description {literal}@en, {literal}@zh ;"
            f" doap:homepage <{LINKED}> . id:k3s dg:builtOn id:hostile-{slug} ."
        )
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    file.write_text("\n".join(lines), "utf-8")
    return KnowledgeGraph.open(data=[file])


@pytest.fixture(scope="module")
def files(hostile: KnowledgeGraph) -> dict[str, str]:
    """Return the view around k3s in every format."""
    asked = viz.ViewQuery(focus="k3s")
    forms: tuple[viz.FileFormat, ...] = ("svg", "graphml", "csv", "json", "html")
    return {form: viz.export_view(hostile, asked, form, "en").content.decode("utf-8") for form in forms}


def test_an_svg_is_a_picture_and_nothing_else(files: dict[str, str]) -> None:
    """It is well-formed XML without a script, a link or a handler, and the names are text in it."""
    root = ET.fromstring(files["svg"])  # noqa: S314  # our own
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "style", "g", "path", "circle", "rect", "text", "tspan"}
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on") or "href" in name]
    said = " ".join("".join(element.itertext()) for element in root.iter() if element.tag.endswith("text"))
    assert "globalThis.hurt" in said
    assert "a\ufffdb" in said


def test_graphml_is_read_back_with_its_labels(files: dict[str, str]) -> None:
    """Only what XML cannot hold is replaced; each thing has its kind and its place."""
    network = nx.parse_graphml(files["graphml"], force_multigraph=True)
    for slug, name in NAMES.items():
        node = network.nodes[f"hostile-{slug}"]
        expected = name.replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd")
        assert node["label"].split() == expected.split(), slug
        assert node["kind"] == "Distribution"
        assert isinstance(node["x"], float)


def test_no_cell_of_a_table_begins_a_formula(files: dict[str, str]) -> None:
    """A spreadsheet would run it; rows have as many cells as there are columns."""
    rows = list(csv.reader(io.StringIO(files["csv"])))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA_STARTS)] == []
    assert any(cell.startswith("'=HYPERLINK") for row in rows for cell in row)


def test_json_holds_the_names_as_they_are(files: dict[str, str]) -> None:
    """And says of which snapshot and day it is."""
    shown = json.loads(files["json"])
    labels = {node["id"]: node["label"]["en"] for node in shown["nodes"]}
    assert {slug: labels[f"hostile-{slug}"] for slug in NAMES} == NAMES
    assert len(shown["snapshot"]) == 64
    assert shown["as_of"]


def test_a_file_is_named_after_what_it_shows(kg: KnowledgeGraph) -> None:
    """With the day, if one was asked for; the day is that of what is in it, too."""
    day = kg.at("k0s/v0.12.0").as_of
    file = viz.export_view(kg, viz.ViewQuery(compare=("k3s", "k0s"), as_of=day), "json", "en")
    assert file.name == f"distrograph-k3s-k0s-{day}.json"
    assert json.loads(file.content)["as_of"] == str(day)
    html = viz.export_view(kg, viz.ViewQuery(focus="k0s", as_of=day), "html", "zh").content.decode()
    assert '<html lang="zh">' in html
    assert str(day) in html


def test_the_page_of_a_thing_carries_linked_data(hostile: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    """JSON-LD that rdflib reads without asking anybody: names in both languages, and facts that hold."""
    html = thing_page(kg, "en", "k0s")
    block = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    graph = rdflib.Graph().parse(data=block, format="json-ld")
    k0s = rdflib.URIRef("https://w3id.org/distrograph/id/k0s")
    dg = rdflib.Namespace("https://w3id.org/distrograph/ontology#")
    assert set(graph.objects(k0s, dg.defaultCni)) == {
        rdflib.URIRef("https://w3id.org/distrograph/id/kube-router")
    }
    assert {getattr(name, "language", "") for name in graph.objects(k0s, rdflib.SKOS.prefLabel)} == {
        "en",
        "zh",
    }
    assert dg.Distribution in set(graph.objects(k0s, rdflib.RDF.type))
    for slug, name in NAMES.items():
        other = thing_page(hostile, "zh", f"hostile-{slug}")
        block = other.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert json.loads(block)["name"][0]["@value"] == name
        assert 'href="javascript' not in other


@pytest.mark.browser
@needs_chromium[1]
def test_hostile_names_are_text_in_a_browser(
    hostile: KnowledgeGraph, files: dict[str, str], browser: Browser, tmp_path: Path
) -> None:
    """On every page and in every file nothing runs, nothing breaks, nothing is wider than the window."""
    for form in ("svg", "html"):
        (tmp_path / f"view.{form}").write_text(files[form], "utf-8")
    paths = (
        "/",
        "/explore?focus=k3s",
        "/explore?focus=hostile-breakout#hostile-breakout",
        "/things/hostile-long",
        "/things/hostile-quotes",
        "/compare?id=hostile-script&id=k3s",
    )
    with serving(hostile) as service:
        for address in (*(service + path for path in paths), *files_of(tmp_path)):
            context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh")
            seen = Visit(context.new_page())
            seen.page.goto(address, wait_until="networkidle")
            assert seen.page.evaluate("() => globalThis.hurt") is None, address
            assert seen.troubles == [], address
            assert [url for url in seen.requests if not url.startswith((service, "file:", "data:"))] == []
            if not address.endswith(".svg"):
                assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= 360, address
            context.close()


def files_of(folder: Path) -> Iterator[str]:
    """Return the addresses of the files of a folder."""
    return (path.as_uri() for path in sorted(folder.iterdir()))
