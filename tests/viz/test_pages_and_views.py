"""The pages and the views that they draw."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import viz
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.catalogue.facts import DISPUTES
from graph.catalogue.question import Question
from graph.catalogue.sources import SOURCES
from graph.models import Label, Shape, Value
from i18n import LANGUAGES
from tests.support.planted_conflict import open_with_conflict
from viz.assets import SCRIPT_MODULES, bundle_scripts, read_asset
from viz.labels import LABELS
from viz.models import format_value_label
from viz.pages.corrections.page import build_correction, corrections_page
from viz.pages.history.page import history_page
from viz.render.pyvis import build_options
from viz.theme import KINDS

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "breakout": "</script><img src=x onerror=alert(1)>",
    "quotes": "\"'><b onmouseover=alert(1)>&amp;",
    "direction": "abc\u202edef\u2066ghi",
    "title": "<a href='https://evil.example/'>href</a>",
    "comment": "<!-- ]]> {{ 7 * 7 }} {% raw %}",
}
"""Names that want to be more than names."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Return a graph with distributions that k3s is built on, all with hostile names."""
    lines = [
        "@prefix dg: <https://w3id.org/distrograph/ontology#> .",
        "@prefix id: <https://w3id.org/distrograph/id/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .",
    ]
    for slug, name in HOSTILE.items():
        literal = json.dumps(name, ensure_ascii=False)
        lines.append(
            f"id:hostile-{slug} a dg:Distribution, dg:Component ; skos:prefLabel {literal}@en, {literal}@zh ;"
            f" dcterms:description {literal}@en, {literal}@zh . id:k3s dg:builtOn id:hostile-{slug} ."
        )
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    file.write_text("\n".join(lines), "utf-8")
    return KnowledgeGraph.open(data=[file])


class Page(HTMLParser):
    """What a browser would make of a page, as far as it is of interest here."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.scripts: list[str] = []
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  # the signature is the library's
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        else:
            self.texts.append(data)

    def loaded(self) -> list[str]:
        """Return the addresses that a browser loads without being asked."""
        sources = [given.get("src") for tag, given in self.tags if tag != "a"]
        linked = [given for tag, given in self.tags if tag == "link" and given.get("rel") != "alternate"]
        links = [given.get("href") for given in linked]
        return [each for each in (*sources, *links) if each]

    def payload(self) -> dict[str, object]:
        """Return the data block."""
        at = next(i for i, (_, given) in enumerate(self.scripts_tags()) if given.get("id") == "payload")
        found: dict[str, object] = json.loads(self.scripts[at])
        return found

    def scripts_tags(self) -> list[tuple[str, dict[str, str | None]]]:
        """Return the script elements."""
        return [each for each in self.tags if each[0] == "script"]


def pages(kg: KnowledgeGraph, language: str) -> dict[str, str]:
    """Make one page of each sort, with k3s in the middle."""
    return {
        "explore": viz.explore_page(kg, viz.ViewQuery(focus="k3s"), language),
        "standalone": viz.standalone_page(kg, viz.ViewQuery(focus="k3s"), language=language),
        "home": viz.home_page(kg, language),
        "history": history_page(kg, language, "kine"),
    }


class Disputed:
    """A graph with one dispute, whose every label is hostile."""

    def __init__(self, kg: KnowledgeGraph, name: str) -> None:
        self.kg = kg
        self.index = kg.index
        self.label = Label(en=name, zh=name)

    def answer(self, question: Question[Shape]) -> SimpleNamespace:
        """Answer as the graph does, in hostile words."""
        items = [self.hostile(row) for row in self.kg.answer(question).items]
        return SimpleNamespace(items=items)

    def hostile(self, row: Any) -> Any:  # noqa: ANN401  # a shape within a shape
        """Place the hostile label, and an address that is no web link, wherever a shape has one."""
        if isinstance(row, tuple):
            return tuple(map(self.hostile, row))
        if isinstance(row, Label):
            return self.label
        if not isinstance(row, Shape):
            return row
        changed = {name: self.hostile(getattr(row, name)) for name in type(row).model_fields}
        if "url" in changed:
            changed["url"] = "javascript:alert(1)"
        return row.model_copy(update=changed)


def test_the_same_request_gives_the_same_view(kg: KnowledgeGraph) -> None:
    """Positions are seeded, and nothing depends on the order of a set."""
    some = (
        viz.ViewQuery(),
        viz.ViewQuery(focus="kine", depth=2),
        viz.ViewQuery(concern="network"),
        viz.ViewQuery(compare=("k3s", "k0s")),
        viz.ViewQuery(focus="kine", open=("k3s", "etcd"), vendor="suse"),
    )
    again = KnowledgeGraph.open()
    for asked in some:
        assert viz.build_view(kg, asked).model_dump_json() == viz.build_view(again, asked).model_dump_json()


def test_the_first_view_holds_distributions_the_triad_and_used_components(kg: KnowledgeGraph) -> None:
    """Nothing else is in it, and every component in it is used by a distribution."""
    view = viz.build_view(kg)
    kinds = {node.id: node.kind for node in view.nodes}
    assert {"k3s", "k0s", "rke2", "compute", "network", "storage", "kine", "flannel"} <= set(kinds)
    assert set(kinds.values()) == {"Distribution", "Concern", "Component"}
    used = {edge.target for edge in view.edges if kinds[edge.origin] == "Distribution"}
    assert {slug for slug, kind in kinds.items() if kind == "Component"} == used


def test_a_focus_shows_its_neighbours_and_who_says_so(kg: KnowledgeGraph) -> None:
    """An edge names its sources, with place, rank and verdict."""
    view = viz.build_view(kg, viz.ViewQuery(focus="KINE"))
    assert view.focus == "kine"
    edge = next(each for each in view.edges if each.origin == "k0s" and each.property.id == "datastoreShim")
    assert edge.target == "kine"
    said = edge.claims[0]
    assert said.title.en
    assert said.title.zh
    assert said.locator
    assert said.url.startswith("https://")
    assert said.verdict.id == "Confirmed"


def test_a_disputed_edge_shows_what_was_said_against_it(tmp_path: Path) -> None:
    """The rejected claims stand beside it, each with its verdict."""
    kg = open_with_conflict(tmp_path)
    disputed = [edge for edge in viz.build_view(kg, viz.ViewQuery(focus="k0s")).edges if edge.disputed]
    assert disputed
    assert any(edge.against for edge in disputed)
    assert all(said.rank.id == "Deprecated" for edge in disputed for said in edge.against)


def test_a_corrected_statement_makes_no_edge_disputed(kg: KnowledgeGraph) -> None:
    """It is shown beside the edge all the same."""
    edges = viz.build_view(kg, viz.ViewQuery(focus="k0s")).edges
    assert not [edge for edge in edges if edge.disputed]
    assert [edge for edge in edges if edge.property.id == "defaultCni" and edge.against]


def test_optional_and_conditional_edges_are_dashed(kg: KnowledgeGraph) -> None:
    """What only works, or only under a condition, looks different from what is in the box."""
    edges = viz.build_view(kg, viz.ViewQuery(compare=("k3s", "k0s"))).edges
    assert all(edge.dashed for edge in edges if edge.condition or edge.property.id.startswith("supports"))
    assert not all(edge.dashed for edge in edges)


def test_a_comparison_shows_what_either_uses(kg: KnowledgeGraph) -> None:
    """Every edge starts at one of the compared distributions, but for who provides what is missing in one."""
    view = viz.build_view(kg, viz.ViewQuery(compare=("k3s", "k0s")))
    assert view.compare == ("k3s", "k0s")
    missing = {edge.target for edge in view.edges if edge.absent}
    others = [edge for edge in view.edges if edge.origin not in {"k3s", "k0s"}]
    assert missing == {"ingress", "service-load-balancer", "storage-provisioner"}
    assert {edge.target for edge in others} == missing
    assert {edge.property.id for edge in others} == {"provides"}
    shares = {node.id: node.share for node in view.nodes}
    assert (shares["kine"], shares["klipper-lb"], shares["k3s"]) == ("shared", "own", None)


def test_what_the_limit_cuts_off_is_counted(kg: KnowledgeGraph) -> None:
    """The view says how many things it leaves out, and keeps what was asked for."""
    whole, part = (
        viz.build_view(kg, viz.ViewQuery(focus="k3s")),
        viz.build_view(kg, viz.ViewQuery(focus="k3s", limit=10)),
    )
    assert len(part.nodes) == 10
    assert part.nodes[0].id == "k3s"
    assert part.left_out == len(whole.nodes) - 10
    assert len(viz.build_view(kg, viz.ViewQuery(focus="k3s", depth=4)).nodes) <= 150


def test_no_view_is_larger_than_can_be_drawn(tmp_path: Path) -> None:
    """Thousands of neighbours: 150 unless more are asked for, 2,000 at most."""
    file = tmp_path / "many.ttl"
    root = "https://w3id.org/distrograph/"
    head = f"@prefix dg: <{root}ontology#> .\n@prefix id: <{root}id/> .\n"
    many = "".join(f"id:many-{n} a dg:Component ; dg:partOf id:k3s .\n" for n in range(2500))
    file.write_text(head + many, "utf-8")
    kg = KnowledgeGraph.open(data=[file])
    first, most = (
        viz.build_view(kg, viz.ViewQuery(focus="k3s")),
        viz.build_view(kg, viz.ViewQuery(focus="k3s", limit=10_000)),
    )
    assert (len(first.nodes), len(most.nodes)) == (150, 2000)
    assert first.left_out >= 2350
    assert len({(node.x, node.y) for node in most.nodes}) == 2000


def test_nothing_lies_on_something_else(kg: KnowledgeGraph) -> None:
    """Two things of a view are never drawn at nearly the same place."""
    for view in (
        viz.build_view(kg),
        viz.build_view(kg, viz.ViewQuery(focus="k3s")),
        viz.build_view(kg, viz.ViewQuery(focus="k3s", depth=2)),
    ):
        for index, one in enumerate(view.nodes):
            for other in view.nodes[:index]:
                assert abs(one.x - other.x) > 15 or abs(one.y - other.y) > 15, (one.id, other.id)


def test_an_unknown_name_is_said_to_be_unknown(kg: KnowledgeGraph) -> None:
    """It is not dropped, and not guessed."""
    some = (
        viz.ViewQuery(focus="kinee"),
        viz.ViewQuery(concern="k3s"),
        viz.ViewQuery(compare=("k3s", "kine")),
        viz.ViewQuery(open=("nothing-such",)),
        viz.ViewQuery(hide=("nothing-such",)),
        viz.ViewQuery(vendor="nothing-such"),
        viz.ViewQuery(path=("kine", "nothing-such")),
    )
    for asked in some:
        with pytest.raises(UnknownNameError):
            viz.build_view(kg, asked)


def test_facets_narrow_what_is_over_too(kg: KnowledgeGraph) -> None:
    """Of what k0s had once, only what it offered; a vendor leaves no other distribution in."""
    offered = viz.build_view(kg, viz.ViewQuery(focus="k0s", past=True, relation=("offers",)))
    assert {edge.relation for edge in offered.edges} == {"offers"}
    suse = viz.build_view(kg, viz.ViewQuery(focus="kine", past=True, vendor="suse"))
    assert {node.id for node in suse.nodes if node.kind == "Distribution"} == {"k3s", "rke2"}


def test_what_stays_keeps_its_place_on_every_day(kg: KnowledgeGraph) -> None:
    """So that one sees what comes and goes; what is brought in moves nothing."""
    days = [kg.at(f"k0s/{version}").as_of for version in ("v0.12.0", "v0.13.0", "v1.30.0+k0s.0")]
    views = [viz.build_view(kg, viz.ViewQuery(focus="k0s", as_of=day)) for day in days]
    places = [{node.id: (node.x, node.y) for node in view.nodes} for view in views]
    places.append(
        {node.id: (node.x, node.y) for node in viz.build_view(kg, viz.ViewQuery(focus="k0s")).nodes}
    )
    for slug in set.intersection(*map(set, places)):
        assert len({each[slug] for each in places}) == 1, slug
    plain = {node.id: (node.x, node.y) for node in viz.build_view(kg, viz.ViewQuery(focus="kine")).nodes}
    opened = viz.build_view(kg, viz.ViewQuery(focus="kine", open=("k3s",)))
    assert {node.id: (node.x, node.y) for node in opened.nodes if node.id in plain} == plain
    boxes = [(node.x, node.y) for node in opened.nodes]
    assert len(boxes) == len(set(boxes))


def test_what_came_and_went_is_told_apart(kg: KnowledgeGraph) -> None:
    """K0s v0.13 made kube-router its default in place of Calico, which stayed as an option."""
    days = [kg.at(f"k0s/{version}").as_of for version in ("v0.12.1", "v0.13.0")]
    view = viz.build_view(kg, viz.ViewQuery(focus="k0s", as_of=days[1], since=days[0]))
    changes = {edge.id: edge.change for edge in view.edges if edge.change}
    assert changes["k0s~defaultCni~kube-router~"] == "came"
    assert changes["k0s~defaultCni~calico~"] == "went"
    assert changes["k0s~optionalCni~calico~"] == "came"
    with pytest.raises(BadParameterError, match="before the date"):
        viz.build_view(kg, viz.ViewQuery(focus="k0s", as_of=days[0], since=days[1]))


@pytest.mark.parametrize(
    "asked",
    [
        viz.ViewQuery(path=("kine",)),
        viz.ViewQuery(path=("kine", "KINE")),
        viz.ViewQuery(pin=("kine",)),
        viz.ViewQuery(pin=("kine,1e99,2",)),
        viz.ViewQuery(pin=("kine,nan,2",)),
        viz.ViewQuery(without=("Nonsense",)),
    ],
)
def test_what_makes_no_sense_is_refused(kg: KnowledgeGraph, asked: viz.ViewQuery) -> None:
    """By the name of the parameter, in both languages."""
    with pytest.raises(BadParameterError) as refused:
        viz.build_view(kg, asked)
    assert refused.value.parameter in {"path", "pin", "without"}
    assert refused.value.render("zh") != refused.value.render("en")


def test_a_path_leads_through_what_tells_something(kg: KnowledgeGraph) -> None:
    """Every step is a relation; no path leads through an architecture; none at all is an answer, too."""
    view = viz.build_view(kg, viz.ViewQuery(path=("kine", "harvester-csi-driver")))
    assert {node.kind for node in view.nodes} & {"Concept", "Concern"} == set()
    assert {"kine", "rke2", "harvester-csi-driver"} <= {node.id for node in view.nodes}
    assert all(edge.claims or edge.derived for edge in view.edges)


def test_pyvis_is_given_own_ids_and_places(kg: KnowledgeGraph) -> None:
    """Physics and smooth edges are off, parallel edges apart, ids are ours."""
    view = viz.build_view(kg, viz.ViewQuery(focus="kine"))
    network = viz.build_drawing(view).network
    assert [node["id"] for node in network.nodes] == [node.id for node in view.nodes]
    assert {edge["id"] for edge in network.edges} == {edge.id for edge in view.edges}
    assert all("x" in node and "y" in node for node in network.nodes)
    made = build_options()
    assert made["physics"] == {"enabled": False}
    assert made["edges"]["smooth"] is False
    shapes = [made["groups"][kind]["shape"] for kind in KINDS]
    assert len(set(shapes)) == len(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_names_stay_text(kg: KnowledgeGraph, hostile: KnowledgeGraph, language: str) -> None:
    """Whatever a name says, no page gets an element, an attribute or a script from it."""
    plain = pages(kg, language)
    for sort, html in pages(hostile, language).items():
        page, usual = Page(html), Page(plain[sort])
        assert {tag for tag, _ in page.tags} == {tag for tag, _ in usual.tags}, sort
        assert not [name for _, given in page.tags for name in given if name.startswith("on")], sort
        assert len(page.scripts) == len(usual.scripts), sort
        assert "evil.example" not in "".join(str(given) for _, given in page.tags), sort
        for name in HOSTILE.values():
            assert any(name in text for text in page.texts), (sort, name)
        if page.scripts:
            page.payload()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_loads_anything_from_elsewhere(kg: KnowledgeGraph, language: str) -> None:
    """A page loads what its own server has; the file by itself loads nothing."""
    for sort, html in pages(kg, language).items():
        loaded = Page(html).loaded()
        allowed = "data:" if sort == "standalone" else "/static/"
        assert all(each.startswith(allowed) for each in loaded), (sort, loaded)
        if sort != "standalone":
            assert all(viz.read_static_file(each.removeprefix("/static/")) for each in loaded), loaded


def test_server_pages_have_no_inline_script_or_style(kg: KnowledgeGraph) -> None:
    """The server's Content-Security-Policy allows neither."""
    for html in (
        viz.explore_page(kg, viz.ViewQuery(), "en"),
        viz.home_page(kg, "en", "which distros use kine"),
    ):
        page = Page(html)
        assert not [tag for tag, given in page.tags if tag == "style" or "style" in given]
        inline = [given.get("type") for tag, given in page.tags if tag == "script" and "src" not in given]
        assert inline == ["application/json"]


def test_pages_speak_both_languages(kg: KnowledgeGraph) -> None:
    """The language of a page is that of its texts and of its labels."""
    for sort, html in pages(kg, "zh").items():
        assert '<html lang="zh">' in html, sort
        assert "发行版" in html, sort
    for sort, html in pages(kg, "en-GB").items():
        assert '<html lang="en">' in html, sort


def test_the_text_beside_the_picture_says_the_same(kg: KnowledgeGraph) -> None:
    """Every node and, at its node, every relation is in the markup, for readers without a script."""
    view = viz.build_view(kg, viz.ViewQuery(focus="kine"))
    page = Page(viz.explore_page(kg, viz.ViewQuery(focus="kine"), "en"))
    listed = [given["data-node"] for _, given in page.tags if "data-node" in given]
    assert sorted(str(each) for each in listed) == sorted(node.id for node in view.nodes)
    ends = [
        given
        for tag, given in page.tags
        if tag == "a" and str(given.get("href")).startswith("/explore?focus=")
    ]
    assert len(ends) == 2 * len(view.edges) + len(view.nodes)


def test_the_home_page_answers_a_question_without_a_script(kg: KnowledgeGraph) -> None:
    """The answer is in the markup, with links to what it names."""
    html = viz.home_page(kg, "en", "which distros use kine")
    assert html.index('href="/things/k3s?lang=en"') < html.index("Compute, network and storage")
    assert 'value="which distros use kine"' in html
    assert "<bdi>K3s</bdi>" in html[html.index('class="chips"') : html.index("Compute, network and storage")]
    assert "nonsense" not in viz.home_page(kg, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_name_has_a_page_with_the_nearest_ones(kg: KnowledgeGraph, language: str) -> None:
    """What was typed stays text, and the suggestions are links."""
    error = UnknownNameError("thing", HOSTILE["breakout"], ["kine"])
    page = Page(viz.unknown_name_page(kg, error, language))
    assert HOSTILE["breakout"] in page.texts
    assert not page.scripts_tags()
    assert f"/explore?lang={language}&focus=kine" in [given.get("href") for _, given in page.tags]


def test_every_kind_is_named_and_coloured() -> None:
    """Each kind has a text, and a colour for light and for dark."""
    css = read_asset("distrograph.css")
    for kind in KINDS:
        assert f"kind.{kind}" in LABELS
        assert css.count(f"--kind-{kind.lower()}: #") == 2


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_have_enough_contrast(theme: int) -> None:
    """Texts and kinds reach WCAG AA on the surface and on the page, in light and in dark."""
    css = read_asset("distrograph.css")
    colours = {
        name: re.findall(rf"--{name}: (#\w{{6}})", css)[theme] for name in re.findall(r"--([\w-]+): #", css)
    }

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(colours[one]), luminance(colours[other])), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    texts = [*(("text", ground) for ground in ("surface", "page", "tint")), ("on-accent", "accent")]
    texts += [(name, ground) for name in ("muted", "accent") for ground in ("surface", "page")]
    texts += [("good", "good-tint"), ("bad", "bad-tint"), ("muted", "plain-tint")]
    texts += [(f"kind-{kind.lower()}", "surface") for kind in KINDS]
    assert {pair: contrast(*pair) for pair in texts if contrast(*pair) < 4.5} == {}
    assert contrast("line-disputed", "surface") >= 3
    assert contrast("line", "surface") >= 3


def test_static_files_are_the_ones_of_the_page_and_of_pyvis() -> None:
    """No path leads out of them."""
    found = viz.read_static_file("vis-network.min.js")
    assert found is not None
    assert len(found[0]) > 100_000
    assert found[1].startswith("text/javascript")
    for name in ("../page.py", "..", "", "/etc/passwd", "pages/explore/explore.html.j2", "nothing.js"):
        assert viz.read_static_file(name) is None, name


def test_the_bundle_holds_every_module_without_imports() -> None:
    """What the file by itself inlines neither imports nor closes its own script."""
    script = bundle_scripts()
    assert not re.search(r"^(import|export)\b", script, re.MULTILINE)
    assert "</script" not in script.lower()
    named = re.findall(r"^(?:async )?(?:function|class|const|let) (\w+)", script, re.MULTILINE)
    assert len(named) == len(set(named)), "two modules use one name"
    imported = {
        found for name in SCRIPT_MODULES for found in re.findall(r'from "\./([\w.]+)"', read_asset(name))
    }
    assert imported <= set(SCRIPT_MODULES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_corrections_shows_both_sides_of_each(kg: KnowledgeGraph, language: str) -> None:
    """Each claim has its place and its link, each rejection its reason; no script is needed."""
    page = Page(corrections_page(kg, language))
    assert not page.scripts_tags()
    assert not [tag for tag, given in page.tags if tag == "style" or "style" in given]
    rows = kg.answer(DISPUTES).items
    assert len([1 for tag, _ in page.tags if tag == "article"]) == len(rows)
    ids = [given["id"] for _, given in page.tags if "id" in given]
    links = [str(given.get("href")) for tag, given in page.tags if tag == "a"]
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in links if link.startswith("#")} <= set(ids)
    text = " ".join(page.texts)
    for claim in (claim for row in rows for claim in (*row.prevailing, *row.rejected)):
        assert claim.url in links
        assert claim.locator in text
    for claim in (claim for row in rows for claim in row.rejected):
        assert getattr(claim.verdict.label, language) in text
        assert claim.reason is None or getattr(claim.reason, language) in text


def test_the_page_of_corrections_scores_the_secondary_sources(kg: KnowledgeGraph) -> None:
    """Each has the number of its claims and of each verdict, in the words of the reader."""
    html = corrections_page(kg, "zh")
    for row in kg.answer(SOURCES).items:
        assert (row.title.zh in html) or row.kind == "primary"
        if row.kind == "secondary":
            assert f"<span>{row.claims} 条说法已核对</span>" in html
            assert f">属实 {row.verdicts['Confirmed']}</li>" in html


def test_a_clear_primary_source_is_told_from_nothing_prevailing(kg: KnowledgeGraph) -> None:
    """A correction is open only where no claim prevails, and settled only by a primary source."""
    found = {each.anchor: each for each in map(build_correction, kg.answer(DISPUTES).items)}
    assert found["k0s.defaultDatastore"].state == "settled"
    assert found["k0s.binarySize"].state == "open"
    assert found["k3s.architecture"].state == "conflict"
    for each in found.values():
        first = [point.claims[0] for point in each.held]
        assert each.state == "conflict" or (each.state == "open") == (not first)
        for point in each.held:
            kinds = [claim.source.kind for claim in point.claims]
            assert kinds == sorted(kinds), "primary sources come first"
    row = found["k0s.supportsDatastore"].row
    secondary = tuple(claim for claim in row.prevailing if claim.source.kind == "secondary")
    assert build_correction(row.model_copy(update={"prevailing": secondary})).state == "secondary"


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_hostile_disputes_stay_text(kg: KnowledgeGraph, name: str) -> None:
    """Neither a label nor an address becomes an element, an attribute or a script."""
    page = Page(corrections_page(cast("KnowledgeGraph", Disputed(kg, name)), "en"))
    usual = Page(corrections_page(kg, "en"))
    assert {tag for tag, _ in page.tags} == {tag for tag, _ in usual.tags}
    assert not [key for _, given in page.tags for key in given if key.startswith("on")]
    assert not [given for _, given in page.tags if str(given.get("href")).startswith("javascript:")]
    assert any(name in text for text in page.texts)


def test_a_value_holds_since_its_own_claims_say_so(kg: KnowledgeGraph) -> None:
    """Each of several values has its own beginning, and rejected claims give none."""
    architecture = next(each for each in viz.list_facts(kg, "k0s") if each.property.id == "architecture")
    assert {value.id: value.since for value in architecture.values} == {
        "amd64": "v0.3.0",
        "arm64": "v0.7.0",
        "armv7": "v1.21.0+k0s.0",
        "riscv64": "v1.35.1+k0s.0",
    }


def test_yes_and_no_are_said_in_words(kg: KnowledgeGraph) -> None:
    """A truth value is a word of the reader's language, in facts and in claims."""
    assert format_value_label(Value(kind="literal", value=True)) == Label(en="yes", zh="是")
    assert format_value_label(Value(kind="literal", value=False)) == Label(en="no", zh="否")
    said = [label for fact in viz.list_facts(kg, "k0s") for label in (*(each.value for each in fact.claims),)]
    assert Label(en="yes", zh="是") in said
    assert not {label.en.lower() for label in said} & {"true", "false"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_between_pages_keep_the_language(kg: KnowledgeGraph, language: str) -> None:
    """From every page to every other; the brand is written small."""
    found = pages(kg, language) | {
        "corrections": corrections_page(kg, language),
        "missing": viz.unknown_name_page(kg, UnknownNameError("thing", "kinee"), language),
    }
    for sort, html in found.items():
        assert "Distrograph" not in html, sort
        links = {str(given.get("href")) for tag, given in Page(html).tags if tag == "a"}
        ways = {f"/{page}?lang={language}" for page in ("", "explore", "changes", "sparql", "docs")}
        assert not ways & links if sort == "standalone" else ways <= links, sort
    assert f"/corrections?lang={language}" in found["home"]
