"""The editor of queries as a person meets it: with YASQE and without, in both languages."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote_plus

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page, Route

from api.sparql.editor import assets
from graph import KnowledgeGraph
from ontology import PREFIXES
from tests.support.browser import CHROMIUM, Contexts, serving

ROOT = Path(__file__).parents[2]
WIDE, NARROW = (1280, 900), (360, 740)
CI = os.environ.get("CI") == "true"
KINE = "SELECT ?d ?c { ?d dg:uses id:kine . id:kine dg:concern ?c } ORDER BY ?d"
BROKEN = "SELECT ?d\nWHERE {\n  ?d dg:uses }\n}"
PICTURE = "CONSTRUCT { ?d dg:supportsDatastore ?s } WHERE { ?d dg:supportsDatastore ?s }"
NOISE = "Failed to load resource"
"""What Chromium itself says of every answer that is an error."""
INK = """() => {
  const canvas = document.querySelector("#result canvas");
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colours.add(data.slice(i, i + 3).join());
  return colours.size;
}"""
HOSTILE = """
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:hostile a dg:Component ;
    skos:prefLabel "<img src=x onerror='globalThis.hurt=1'>"@en ,
        "<img src=x onerror='globalThis.hurt=1'>"@zh ;
    skos:altLabel "</script><script>globalThis.hurt=1</script>"@en ;
    dg:plugsInto <javascript:globalThis.hurt=1>, id:kine .
"""
once = pytest.mark.parametrize("kind", ["rich"], indirect=True, scope="module")
"""For what is shown of an answer, which does not depend on the editor."""
browsing = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not CI, reason="Chromium is not installed"),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """Open the graph with a thing whose labels are markup."""
    file = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    file.write_text(HOSTILE, "utf-8")
    return KnowledgeGraph.open(data=[file])


@pytest.fixture(scope="module", params=["rich", "plain"])
def kind(request: pytest.FixtureRequest) -> str:
    """Name the editor: YASQE, or the text area of who has no npm."""
    name: str = request.param
    if name == "rich" and not assets.is_installed() and not CI:
        pytest.skip("YASQE is not installed: `make test` does it, with npm")
    return name


@pytest.fixture(scope="module")
def service(kind: str, hostile: KnowledgeGraph) -> Iterator[str]:
    """Run the service on a free port of the loopback."""
    with pytest.MonkeyPatch.context() as patch:
        if kind == "plain":
            patch.setenv("DISTROGRAPH_EDITOR", "/nowhere")
        assert assets.is_installed() == (kind == "rich"), "YASQE is missing: is npm there?"
        with serving(hostile) as address:
            yield address


Open = Callable[..., "Editor"]


class Editor:
    """The page, and what went on while it was open."""

    def __init__(self, page: Page, service: str, kind: str) -> None:
        self.page = page
        self.service = service
        self.kind = kind
        self.requests: list[tuple[str, str]] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.requests.append((request.method, request.url)))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self.hear(message.type, message.text))

    def hear(self, level: str, text: str) -> None:
        """Keep what the console complains of: errors, and violations of the policy."""
        if level in {"error", "warning"} and not text.startswith(NOISE):
            self.troubles.append(text)

    def go(self, language: str = "en", fragment: str = "") -> Page:
        """Open the page, and wait until its script is ready."""
        self.page.goto(f"{self.service}/sparql?lang={language}{fragment}")
        self.page.wait_for_selector("html[data-ready]")
        assert self.page.locator(".CodeMirror").count() == (self.kind == "rich")
        return self.page

    def focus(self) -> None:
        """Go where one writes."""
        self.page.focus(".CodeMirror textarea" if self.kind == "rich" else "#query")

    def write(self, text: str) -> None:
        """Write over what is there."""
        self.focus()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    @property
    def written(self) -> str:
        """What is written."""
        if self.kind == "plain":
            return self.page.input_value("#query")
        script = "() => document.querySelector('.CodeMirror').CodeMirror.getValue()"
        return str(self.page.evaluate(script))

    @property
    def is_focused(self) -> bool:
        """Whether one writes there now."""
        place = ".CodeMirror textarea" if self.kind == "rich" else "#query"
        return bool(self.page.evaluate("place => document.activeElement.matches(place)", place))

    def run(self, text: str) -> Page:
        """Write and run a query with the keyboard."""
        self.write(text)
        self.page.keyboard.press("Escape")
        self.focus()
        self.page.keyboard.press("Control+Enter")
        return self.page

    def answered(self, text: str) -> Page:
        """Run a query, and wait for its answer."""
        page = self.run(text)
        page.wait_for_selector("#result:not([hidden])[aria-busy='false']")
        return page


@pytest.fixture
def editor(contexts: Contexts, service: str, kind: str) -> Iterator[Open]:
    """Open the page; at the end nothing may have left the service, and nothing may have gone wrong."""
    opened: list[Editor] = []

    def start(size: tuple[int, int] = WIDE, **options: object) -> Editor:
        opened.append(Editor(contexts.page(size, 10_000, **options), service, kind))
        return opened[-1]

    yield start
    for each in opened:
        stored = each.page.evaluate("() => ({...localStorage, ...sessionStorage})") if each.requests else {}
        each.page.close()
        strangers = [url for _, url in each.requests if not url.startswith((service, "data:", "blob:"))]
        assert strangers == []
        assert each.troubles == []
        assert stored == {}


def cells(page: Page, column: int) -> list[str]:
    """Return what stands in a column, counted from 1."""
    return page.locator(f"#shown tbody td:nth-child({column})").all_inner_texts()


class TestInTheBrowser:
    pytestmark = browsing

    @once
    @pytest.mark.parametrize(
        ("language", "rows", "concern"), [("en", "4 rows", "control plane"), ("zh", "4 行", "控制平面")]
    )
    def test_an_answer_is_a_table_with_labels_and_links(
        self, editor: Open, language: str, rows: str, concern: str
    ) -> None:
        """Things are called by their names in the language of the page, and lead to the graph."""
        seen = editor()
        seen.go(language)
        page = seen.answered(KINE)
        assert set(cells(page, 1)) == {"k0s", "k3d", "K3s", "RKE2"}
        assert {each.lower() for each in cells(page, 2)} == {concern}
        link = page.get_attribute("#shown a:has-text('K3s')", "href")
        assert link == f"/explore?focus=k3s&lang={language}"
        assert rows in page.inner_text("#status")
        assert re.search(r"\d+ (ms|毫秒)", page.inner_text("#status"))
        assert not seen.written.startswith("PREFIX")

    @pytest.mark.parametrize(("language", "place"), [("en", "Line 3, column "), ("zh", "第 3 行第 ")])
    def test_an_error_is_shown_at_its_line(self, editor: Open, language: str, place: str) -> None:
        """Its line is marked, the cursor is there, and what is wrong is said once."""
        seen = editor()
        seen.go(language)
        page = seen.run(BROKEN)
        page.wait_for_selector("#problem:not([hidden])")
        assert page.inner_text("#problem").startswith(place)
        assert page.inner_text("#problem").lower().count("line 3") == (language == "en")
        assert page.inner_text("#problem").count("行第") == (language == "zh")
        page.wait_for_selector(".writing .wrong")
        assert page.locator(".writing .wrong").inner_text().split()[0].strip("!") in {"3", ""}
        assert "3" in page.locator(".writing .wrong").inner_text()
        assert seen.is_focused
        assert page.locator("#result").is_hidden()
        seen.answered(KINE)
        assert page.locator(".writing .wrong").count() == 0
        assert page.locator("#problem").is_hidden()

    @pytest.mark.parametrize(
        ("language", "typed", "name", "label"),
        [("en", "dg:uses", "dg:uses", "uses"), ("zh", "控制平", "id:control-plane", "控制平面")],
    )
    def test_our_terms_are_offered(
        self, editor: Open, language: str, typed: str, name: str, label: str
    ) -> None:
        """By name and by label, with the label; chosen by the keyboard they stand in the query."""
        seen = editor()
        page = seen.go(language)
        seen.write("SELECT * { ?s ")
        page.keyboard.insert_text(typed[:-1] if typed == name else typed)
        offered = page.locator(".CodeMirror-hint" if seen.kind == "rich" else "#offered button")
        offered.first.wait_for()
        assert offered.filter(has_text=name).filter(has_text=label).count() > 0
        while name not in offered.first.inner_text():
            page.keyboard.press("Backspace")
        if seen.kind == "plain":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert seen.written == f"SELECT * {{ ?s {name}"
        assert seen.is_focused

    def test_prefixes_are_known_undeclared(self, editor: Open) -> None:
        """Nothing of a query with our prefixes is marked, of one with a strange prefix its line is."""
        seen = editor()
        page = seen.go()
        if seen.kind == "rich":
            seen.write("SELECT * {\n  ?s dg:uses id:kine ; skos:prefLabel ?l\n}")
            assert page.locator(".unread").count() == 0
            seen.write("SELECT * {\n  ?s strange:uses id:kine\n}")
            page.wait_for_selector(".unread")
            assert "strange" in (page.get_attribute(".unread", "title") or "")
        answered = seen.answered("SELECT * { ?s dg:uses id:kine ; skos:prefLabel ?l }")
        assert len(cells(answered, 1)) == 8  # four, in two languages each

    def test_tab_leads_out(self, editor: Open) -> None:
        """The keyboard is not held in the editor."""
        seen = editor()
        page = seen.go()
        seen.focus()
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.id") == "run"

    @once
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_triples_are_drawn(self, editor: Open, kg: KnowledgeGraph, scheme: str) -> None:
        """A link shows the picture, and the same as text."""
        drawn = {node for triple in kg.query(PICTURE) for node in (triple[0], triple[2])}
        seen = editor(color_scheme=scheme)
        page = seen.go(fragment=f"#query={quote(PICTURE)}&view=graph")
        page.wait_for_selector(f"[data-drawn='{len(drawn)}']")
        assert page.evaluate(INK) > 20
        page.click(".as-text summary")
        assert "K3s — supported datastore → etcd" in page.locator(".as-text li").all_inner_texts()

    @once
    def test_solutions_with_two_things_are_drawn(self, editor: Open) -> None:
        """A row relates its things; one with a single thing is no picture."""
        seen = editor()
        seen.go()
        page = seen.answered("SELECT ?d ?p ?c { ?d ?p ?c . ?p rdfs:subPropertyOf dg:enables } LIMIT 9")
        page.click("[data-view='graph']")
        page.wait_for_selector("[data-drawn]")
        assert page.locator(".as-text li").count() > 0
        assert "view=graph" in page.url
        page = seen.answered("SELECT ?d { ?d dg:uses id:kine }")
        page.wait_for_selector("#shown table")
        assert page.locator("[data-view='graph']").is_hidden()

    @once
    def test_a_picture_has_its_limit(self, editor: Open) -> None:
        """Of too many things 150 are drawn, and the page says so."""
        seen = editor()
        seen.go(fragment=f"#query={quote('SELECT ?s ?o { ?s dg:provides ?o }')}&view=graph")
        seen.page.wait_for_selector("[data-drawn='150']", timeout=30_000)
        assert re.match(r"150 of \d{3} nodes", seen.page.inner_text("#shown"))

    @once
    def test_an_answer_is_there_in_every_format(self, editor: Open) -> None:
        """As a file, and as text on the page."""
        seen = editor()
        seen.go()
        page = seen.answered(KINE)
        assert page.locator("#downloads a").all_inner_texts() == ["csv", "json", "tsv", "xml"]
        with page.expect_download() as download:
            page.click("#downloads [data-format='csv']")
        lines = Path(download.value.path()).read_text("utf-8").splitlines()
        assert (lines[0], len(lines)) == ("d,c", 5)
        page.click("[data-view='text']")
        page.wait_for_selector("pre:has-text('d,c')")
        page.select_option("#shown select", "json")
        page.wait_for_function("() => document.querySelector('.as-served').textContent.startsWith('{')")
        assert len(json.loads(page.inner_text(".as-served"))["results"]["bindings"]) == 4

    def test_a_long_query_is_posted(self, editor: Open) -> None:
        """Its download too."""
        seen = editor()
        seen.go()
        page = seen.answered(f"{KINE}\n#{'x' * 1600}")
        assert len(cells(page, 1)) == 4
        with page.expect_download() as download:
            page.click("#downloads [data-format='csv']")
        assert Path(download.value.path()).read_text("utf-8").startswith("d,c")
        asked = [method for method, url in seen.requests if url == f"{seen.service}/sparql"]
        assert asked == ["POST", "POST"]

    @once
    def test_triples_are_read_as_they_are(self, editor: Open) -> None:
        """Quotes, line ends, languages, types, nodes without a name; and that there is nothing."""
        seen = editor()
        seen.go()
        values = r"""VALUES ?v { "a \"b\" \\ c\nd" "été"@fr 5 true id:kine }"""
        page = seen.answered(f"CONSTRUCT {{ id:k3s skos:note ?v , [] }} {{ {values} }}")
        texts_shown = page.locator("#shown tbody td:nth-child(3)").all_text_contents()
        named = {each for each in texts_shown if not each.startswith("_:")}
        assert named == {'a "b" \\ c\nd', "été @fr", "5 xsd:integer", "true xsd:boolean", "Kine"}
        assert len(texts_shown) == 10
        page = seen.run("CONSTRUCT WHERE { id:kine dg:uses ?nothing }")
        page.wait_for_selector("#shown:has-text('No results.')")

    @once
    def test_a_heading_sorts(self, editor: Open) -> None:
        """Up, then down; numbers as numbers, and what is unbound last."""
        seen = editor()
        seen.go()
        page = seen.answered("SELECT ?n { VALUES ?n { 10 9 UNDEF 100 } }")
        for expected in (["9", "10", "100", ""], ["100", "10", "9", ""]):
            page.click("#shown th button")
            assert [each.split()[0] if each else "" for each in cells(page, 1)] == expected
        assert page.get_attribute("#shown th", "aria-sort") == "descending"

    @once
    def test_a_long_table_says_that_it_is_cut(self, editor: Open) -> None:
        """The first thousand rows, and how many there are."""
        seen = editor()
        seen.go()
        page = seen.answered("SELECT * { ?s ?p ?o } LIMIT 1500")
        assert page.locator("#shown tbody tr").count() == 1000
        assert "1,000 of 1,500" in page.inner_text("#shown")

    def test_a_query_under_way_can_be_cancelled(self, editor: Open) -> None:
        """One that never answers is given up, and the next one is answered."""
        seen = editor()
        page = seen.go()
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/sparql?query=*", hold)
        seen.run(KINE)
        page.click("#cancel")
        page.wait_for_selector("#status:has-text('Cancelled.')")
        assert page.locator("#cancel").is_hidden()
        page.unroute("**/sparql?query=*")
        assert held
        seen.answered(KINE)

    def test_an_example_is_written_in_and_back_undoes_it(self, editor: Open) -> None:
        """The questions of the catalogue can be asked; what one wrote is a step back."""
        seen = editor()
        page = seen.go()
        seen.write("ASK { id:k0s dg:uses id:kine }")
        page.keyboard.press("Escape")
        page.click(".examples a:has-text('Which distributions use a component?')")
        page.wait_for_selector("#result:not([hidden]) #shown tbody tr")
        assert "id:kine" in seen.written
        page.go_back()
        page.wait_for_selector("#shown .truth")
        assert seen.written == "ASK { id:k0s dg:uses id:kine }"
        assert page.inner_text("#shown") == "Yes: there is a match."

    def test_the_language_changes_and_the_query_stays(self, editor: Open) -> None:
        """It is written and answered again, in the other language."""
        seen = editor()
        seen.go()
        page = seen.answered(KINE)
        page.click(".language")
        page.wait_for_selector("html[lang='zh'][data-ready]")
        page.wait_for_selector("#status:has-text('4 行')")
        assert seen.written == KINE
        assert unquote_plus(page.url).endswith(KINE)

    @once
    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_hostile_labels_stay_text(self, editor: Open, language: str) -> None:
        """In the table, in what is offered, in the picture; and no link runs anything."""
        seen = editor()
        page = seen.go(language)
        seen.write("SELECT * { ?s ?p id:hostil")
        page.wait_for_selector(".CodeMirror-hint" if seen.kind == "rich" else "#offered button")
        seen.answered("SELECT ?s ?p ?o { VALUES ?s { id:hostile } ?s ?p ?o FILTER(isIRI(?o)) }")
        assert "<img src=x" in page.inner_text("#shown")
        assert page.locator("#shown a[href^='javascript']").count() == 0
        page.click("[data-view='graph']")
        page.wait_for_selector("[data-drawn]")
        page.click(".as-text summary")
        seen.answered("DESCRIBE id:hostile")
        page.wait_for_selector("[data-drawn]")
        assert page.locator("main img").count() == 0
        assert page.evaluate("() => globalThis.hurt") is None

    @pytest.mark.parametrize("language", ["en", "zh"])
    def test_a_narrow_screen_does_not_scroll_sideways(self, editor: Open, language: str) -> None:
        """360 pixels are enough: for writing, for every view of an answer, and for an error."""
        seen = editor(NARROW)
        page = seen.go(language)
        width = "() => document.documentElement.scrollWidth"
        assert page.evaluate(width) <= 360
        seen.answered(PICTURE)
        for view in ("graph", "text", "table"):
            page.click(f"[data-view='{view}']")
            assert page.evaluate(width) <= 360
        page.click(".examples summary")
        assert page.evaluate(width) <= 360
        seen.run(BROKEN)
        page.wait_for_selector("#problem:not([hidden])")
        assert page.evaluate(width) <= 360

    def test_the_form_works_without_script(self, browser: Browser, service: str) -> None:
        """It asks by itself, in the format that is chosen."""
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{service}/sparql?lang=en")
        page.fill("#query", "ASK { id:k3s dg:uses id:kine }")
        page.select_option("select[name='format']", "json")
        page.click("#run")
        page.wait_for_url("**/sparql?query=ASK*")
        assert '"boolean":true' in page.content()
        context.close()


def test_the_terms_have_labels_and_stand_in_queries(kg: KnowledgeGraph, client: TestClient) -> None:
    """Properties, classes, things and sources; each name is one that a query can hold."""
    given = client.get("/sparql/terms").json()
    assert given["prefixes"] == dict(PREFIXES)
    found = {
        term["name"]: (term["kind"], term["label"]["en"], term["label"]["zh"]) for term in given["terms"]
    }
    assert found["dg:uses"][0] == "Property"
    assert found["id:k3s"] == ("Distribution", "K3s", "K3s")
    assert found["dg:Component"] == ("Class", "component", "组件")
    assert found["rdf:type"][0] == "Property"
    assert {f"source:{source.id}" for source in kg.index.sources.values()} <= set(found)
    assert len(found) == len(given["terms"])
    kg.query(f"SELECT * {{ VALUES ?term {{ {' '.join(found)} }} }}")


def test_the_plain_editor_needs_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where npm was not there, the page asks for no file that is missing."""
    monkeypatch.setenv("DISTROGRAPH_EDITOR", "/nowhere")
    page = client.get("/sparql?lang=en&without", headers={"accept": "text/html"}).text
    assert "yasqe" not in page
    for address in re.findall(r'(?:src|href)="(/static/[^"]*)"', page):
        assert client.get(address).status_code == 200
    assert client.get("/static/yasqe.min.js?without").status_code == 404


def test_the_lock_file_names_no_registry() -> None:
    """Versions and hashes, and where they come from is the machine's business."""
    lock = (ROOT / "package-lock.json").read_text("utf-8")
    packages = json.loads(lock)["packages"]
    assert '"resolved"' not in lock
    assert all("integrity" in package for name, package in packages.items() if name)
    asked = json.loads((ROOT / "package.json").read_text("utf-8"))
    wanted = asked["dependencies"] | asked["devDependencies"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
