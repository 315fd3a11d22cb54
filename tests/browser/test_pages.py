"""The pages as a person meets them: in Chromium, on the real service, and from a file."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

import viz
from graph import KnowledgeGraph
from tests.support.browser import NARROW, WIDE, Open, Say, details, needs_chromium, point
from tests.support.planted_conflict import open_with_conflict
from viz.pages.corrections.page import corrections_page

INK = """() => {
  const canvas = document.querySelector("#canvas canvas");
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const colours = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colours.add(data.slice(i, i + 3).join());
  return colours.size;
}"""
"""Counts the colours on the canvas: one that is blank has none."""

pytestmark = needs_chromium


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_graph_is_drawn(visit: Open, service: str, scheme: str) -> None:
    """The canvas is not blank, and the text beside it is there."""
    page = visit(color_scheme=scheme).open(f"{service}/explore")
    assert page.evaluate(INK) > 20
    assert page.locator("#tree [data-node]").count() > 40


def test_a_click_says_what_it_is_and_who_says_so(visit: Open, service: str, language: str) -> None:
    """The panel has the facts with their sources, the text and the address follow."""
    page = visit().open(f"{service}/explore?focus=kine&lang={language}")
    page.mouse.click(*point(page, "k0s"))
    page.wait_for_selector("#details h2:has-text('k0s')")
    page.wait_for_selector("#details .fact")
    page.locator("#details .fact summary").first.click()
    assert page.locator("#details .claim a[href^='https://']").count() > 0
    assert page.locator("#tree [data-node='k0s'][aria-current='true'] details[open]").count() == 1
    assert page.url.endswith("#k0s")


def test_a_line_says_who_says_so_and_what_was_said_against_it(visit: Open, say: Say, tmp_path: Path) -> None:
    """A click on a disputed line shows both sides."""
    kg, file = open_with_conflict(tmp_path), tmp_path / "graph.html"
    compared = viz.ViewQuery(compare=("k3s", "k0s"))
    file.write_text(viz.standalone_page(kg, compared, language=say.language), "utf-8")
    page = visit().open(file.as_uri())
    line = page.evaluate("() => globalThis.distrograph.disputed()")
    page.mouse.click(line["x"], line["y"])
    page.wait_for_selector("#details .claims")
    assert say("Sources", "来源") in details(page)
    assert say("Contradicting claims", "相反的说法") in details(page)


def test_empty_canvas_can_be_clicked(visit: Open, service: str) -> None:
    """Before and after a selection: nothing is selected, nothing throws."""
    page = visit().open(f"{service}/explore?focus=kine")
    corner = page.locator("#canvas").bounding_box()
    assert corner is not None
    for _ in range(2):
        page.mouse.click(corner["x"] + 4, corner["y"] + 4)
    assert page.locator("#tree [aria-current]").count() == 0


def test_search_selects_and_centres(visit: Open, service: str, either: str) -> None:
    """A thing of the picture is selected; one that is elsewhere is opened."""
    page = visit().open(f"{service}/explore?lang={either}")
    page.fill("#find", "flann")
    page.wait_for_selector("[data-found='flannel']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('Flannel')")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    x, y = point(page, "flannel")
    assert abs(x - box["x"] - box["width"] / 2) < 5
    assert abs(y - box["y"] - box["height"] / 2) < 5
    page.fill("#find", "mirantis")
    page.wait_for_selector("[data-found='mirantis']")
    page.click("[data-found='mirantis']")
    page.wait_for_selector("#details h2:has-text('Mirantis')")
    assert "focus=mirantis" in page.url


def test_lines_that_come_later_do_not_cover_each_other(visit: Open, service: str) -> None:
    """Of several relations between two things each can be seen, and clicked."""
    page = visit().open(f"{service}/explore?focus=mirantis")
    page.mouse.dblclick(*point(page, "k0s"))
    page.wait_for_selector("#tree [data-node='kine']")
    assert page.evaluate("() => globalThis.distrograph.covered()") == []


def test_a_link_shows_the_same_again(visit: Open, service: str) -> None:
    """Focus, depth, language and selection are in the address."""
    page = visit().open(f"{service}/explore?focus=kine&depth=2&lang=zh#k3s")
    page.wait_for_selector("#details h2:has-text('K3s')")
    assert page.get_attribute("html", "lang") == "zh"
    assert page.locator("#tree [data-node]").count() > 50
    assert page.locator("#tree [data-node='k3s'][aria-current]").count() == 1


def test_the_language_changes_and_everything_stays(visit: Open, service: str) -> None:
    """The selection, the picture and the address are kept; the words change."""
    page = visit().open(f"{service}/explore?concern=network&lang=en")
    page.mouse.click(*point(page, "flannel"))
    page.wait_for_selector("#details .fact")
    page.click("#language")
    page.wait_for_selector("html[lang='zh']")
    assert "组件" in details(page)
    assert "concern=network" in page.url
    assert "lang=zh" in page.url
    assert page.inner_text("#heading") == "网络"
    page.click("#language")
    page.wait_for_selector("html[lang='en']")
    assert "Component" in details(page)


def test_the_legend_hides_a_kind(visit: Open, service: str, either: str) -> None:
    """In the picture and in the text."""
    page = visit().open(f"{service}/explore?lang={either}")
    page.click("#legend [data-kind='Component']")
    page.wait_for_selector("#tree [data-kind='Component']", state="detached")
    assert "without=Component" in page.url
    page.click("#legend [data-kind='Component']")
    page.wait_for_selector("#tree [data-kind='Component']")
    assert "without" not in page.url


@pytest.mark.parametrize("path", ["/", "/explore", "/explore?focus=k3s&lang=zh"])
def test_a_narrow_screen_does_not_scroll_sideways(visit: Open, service: str, path: str) -> None:
    """360 pixels are enough."""
    page = visit(NARROW).open(f"{service}{path}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("language", "question"), [("en", "which distros use kine"), ("zh", "哪些发行版使用 kine")]
)
def test_the_home_page_answers(visit: Open, service: str, language: str, question: str) -> None:
    """A question in either language is answered in place, with its sources."""
    page = visit().open(f"{service}/?lang={language}")
    page.fill("#q", question)
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer a[href*='/things/k3s']")
    page.wait_for_selector("#answer a[href*='/things/k0s']")
    assert page.locator("#answer .sources a[href^='https://']").count() > 0
    page.locator("#answer a[href*='/sparql?lang='][href*='#query=']").wait_for()
    further = page.locator("#answer .chips a[href*='q=']").first
    asked = further.inner_text()
    further.click()
    page.wait_for_selector("html[data-ready]")
    assert page.input_value("#q") == asked
    assert page.locator("#answer a[href*='#query=']").count() == 1


def test_questions_are_completed(visit: Open, service: str, say: Say) -> None:
    """What is offered while one types is a question that is answered."""
    page = visit().open(f"{service}/?lang={say.language}")
    page.fill("#q", say("which distros use tr", "哪些发行版使用 tr"))
    page.click("#found a[href*='traefik'][href*='q=']")
    page.wait_for_selector("#answer a[href*='/things/k3s']")


def test_the_home_page_finds(visit: Open, service: str, either: str) -> None:
    """Names are offered while one types, and lead to all that is known of the thing."""
    page = visit().open(f"{service}/?lang={either}")
    page.fill("#q", "kine")
    page.click("#found a[href*='/things/kine?']")
    page.wait_for_url(f"**/things/kine?lang={either}")
    page.click("main .act")
    page.wait_for_url("**/explore?*focus=kine*")


def fact(page: Page, name: str) -> str:
    """Return what the panel says of one property."""
    return page.locator(f"#details .fact:has(.property:text-is('{name}'))").first.inner_text()


def test_each_value_has_its_own_beginning(visit: Open, service: str) -> None:
    """Where values came at different times each says when; where all came at once it is said once."""
    page = visit().open(f"{service}/explore?focus=k0s&lang=en")
    page.wait_for_selector("#details .fact")
    assert "amd64 since v0.3.0, arm64 since v0.7.0, ARMv7 since v1.21.0+k0s.0" in fact(
        page, "processor architecture"
    )
    page.goto(f"{service}/explore?focus=rke2&lang=en")
    page.wait_for_selector("#details .fact")
    assert fact(page, "supported datastore").count("since") == 1


def test_sources_are_counted_once(visit: Open, service: str) -> None:
    """Several claims of one source stand under it."""
    page = visit().open(f"{service}/explore?focus=k0s&lang=en")
    page.wait_for_selector("#details .fact")
    for each in page.locator("#details .fact:has(.badge:text-is('single source'))").all():
        assert each.locator("summary").inner_text().split(" + ")[0] == "1 source"
    many = page.locator("#details .fact:has(.claim + .claim)").all()
    assert many
    for each in many:
        counts = re.findall(r"\d+", each.locator("summary").inner_text())
        count = sum(map(int, counts))
        titles = each.locator(".source b").all_text_contents()
        assert count == len(titles) == len(set(titles))


@pytest.mark.parametrize(("language", "words"), [("en", ("yes", "no")), ("zh", ("是", "否"))])
def test_truth_is_said_in_words(visit: Open, service: str, language: str, words: tuple[str, str]) -> None:
    """Neither the values nor the claims of the panel say true or false."""
    page = visit().open(f"{service}/explore?focus=k0s&lang={language}")
    page.wait_for_selector("#details .fact")
    said = page.locator("#details .value bdi, #details .said").all_text_contents()
    assert not {each.strip().lower() for each in said} & {"true", "false"}
    assert {each.strip() for each in said} & set(words)


def test_the_data_button_leads_to_turtle(visit: Open, service: str) -> None:
    """A browser that follows it gets the data, not the page that it came from."""
    page = visit().open(f"{service}/explore?focus=kine&lang=en")
    link = page.get_attribute("#details .actions a:text-is('Data')", "href")
    answer = page.request.get(f"{service}{link}", headers={"Accept": "text/html"}, max_redirects=0)
    assert (answer.status, answer.headers["content-type"].split(";")[0]) == (200, "text/turtle")


@pytest.mark.parametrize(("start", "box"), [("/?lang=en", "q"), ("/explore?lang=en", "find")])
def test_enter_means_what_is_typed(visit: Open, service: str, start: str, box: str) -> None:
    """The last letter and Enter at once do not choose what was offered before that letter."""
    page = visit().open(f"{service}{start}")
    page.locator(f"#{box}").press_sequentially("kin")
    page.wait_for_selector("#found:has-text('kind')")
    page.evaluate(
        """id => {
      const box = document.getElementById(id);
      box.value = "kine";
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.form.requestSubmit();
    }""",
        box,
    )
    if box == "q":
        page.wait_for_url("**/things/kine?lang=en")
    else:
        page.wait_for_selector("#details h2:has-text('kine')")
        assert page.url.endswith("#kine")


def test_enter_does_not_guess_among_many(visit: Open, service: str, either: str) -> None:
    """What can mean several things is left to choose; the arrow keys do."""
    page = visit().open(f"{service}/explore?lang={either}")
    page.fill("#find", "kin")
    page.wait_for_selector("[data-found='kind']")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("#found").is_visible()
    assert page.locator("#tree [aria-current]").count() == 0
    page.keyboard.press("ArrowDown")
    chosen = page.evaluate("() => document.activeElement.dataset.found")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"#tree [data-node='{chosen}'][aria-current]")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_fitting_is_offered_only_when_it_does_something(
    visit: Open, service: str, size: tuple[int, int]
) -> None:
    """A drawing that is in view cannot be fitted; one that was moved, or was too large, can, once."""
    page = visit(size).open(f"{service}/explore?focus=k0s&lang=en")
    page.wait_for_selector("#details .fact")
    if size == NARROW:
        page.click("#fit")
    page.wait_for_selector("#fit:disabled")
    page.locator("#canvas").hover()
    page.mouse.wheel(0, -400)
    page.wait_for_selector("#fit:enabled")
    page.click("#fit")
    page.wait_for_selector("#fit:disabled")


def test_the_bar_follows_the_language(visit: Open, service: str) -> None:
    """Its links lead on in the language that was chosen last."""
    page = visit().open(f"{service}/explore?lang=en")
    page.click("#language")
    page.wait_for_selector("html[lang='zh']")
    links = [each.get_attribute("href") for each in page.locator(".bar nav a").all()]
    pages = ("", "explore", "compare", "corrections", "changes", "sparql", "docs")
    assert links == [f"/{each}?lang=zh" for each in pages]
    assert "首页" in page.inner_text(".bar nav")


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_page_of_corrections_fits(
    visit: Open, service: str, kg: KnowledgeGraph, size: tuple[int, int], language: str
) -> None:
    """It does not scroll sideways, and its links lead to their corrections."""
    page = visit(size).page
    html = corrections_page(kg, language)
    page.route("**/corrections?*", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{service}/corrections?lang={language}")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    page.click(".ends a[href='#k0s.binarySize']")
    assert page.locator("article:target .badge.bad").count() > 0


def test_a_file_by_itself_asks_for_nothing(visit: Open, kg: KnowledgeGraph, tmp_path: Path) -> None:
    """It draws, says who says so, and changes its language without a request."""
    file = tmp_path / "graph.html"
    file.write_text(viz.standalone_page(kg, viz.ViewQuery(focus="kine")), "utf-8")
    seen = visit()
    page = seen.open(file.as_uri())
    assert page.evaluate(INK) > 20
    page.mouse.click(*point(page, "k3s"))
    page.wait_for_selector("#details h2:has-text('K3s')")
    assert page.locator("#details .fact").count() > 10
    page.mouse.dblclick(*point(page, "k3s"))
    page.click("#language")
    page.wait_for_selector("html[lang='zh']")
    assert "发行版" in details(page)
    assert [url for url in seen.requests if not url.startswith((file.as_uri(), "data:"))] == []


TIMES = (
    "/distributions/k3s/releases",
    "/distributions/eks-d/releases",
    "/distributions/k3d/releases",
    "/releases/k3s/v1.30.2+k3s1",
    "/releases/k8s-snap/release-1.36@v1.36.4",
    "/components/helm-controller/history",
    "/diff?from=k3s&to=rke2",
    "/changes?since=2026-06-01",
)
"""Pages about what happened when, with the longest versions that there are."""


@pytest.mark.parametrize("path", TIMES)
def test_the_pages_of_releases_fit(visit: Open, service: str, path: str, either: str) -> None:
    """Nothing is wider than 360 pixels, even with all that is folded open, nor than a wide screen."""
    page = visit(NARROW).page
    page.goto(f"{service}{path}{'&' if '?' in path else '?'}lang={either}")
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for size in (NARROW, WIDE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
        assert page.locator("h1").count() == 1


def test_from_the_graph_to_a_release_and_on_to_a_history(visit: Open, service: str) -> None:
    """The panel leads to the releases, these to one, that to a component, and its history to the graph."""
    page = visit().open(f"{service}/explore?focus=k3s&lang=en")
    page.wait_for_selector("#details .fact")
    page.click("#details .actions a:has-text('Releases')")
    page.wait_for_url("**/distributions/k3s/releases?lang=en")
    page.click("tr.newest a")
    page.wait_for_url("**/releases/k3s/*")
    page.click("#ships a[href*='/components/kine/']")
    page.wait_for_url("**/components/kine/history?lang=en")
    page.click("a:text-is('Show in the graph')")
    page.wait_for_selector("#details h2:has-text('kine')")
    page.click("#details .actions a:has-text('History')")
    page.wait_for_url("**/components/kine/history?lang=en")


def test_a_release_is_compared_by_its_form(visit: Open, service: str, either: str) -> None:
    """What is typed is compared with it, a distribution's name for its newest release."""
    page = visit().page
    page.goto(f"{service}/releases/k3s/v1.30.2+k3s1?lang={either}")
    page.fill("#to", "rke2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/diff?*")
    assert page.input_value("#from") == "k3s/v1.30.2+k3s1"
    assert "RKE2" in page.inner_text("h1")


def test_another_day_stays_while_one_goes_on(visit: Open, service: str) -> None:
    """The field leads to a day; what is opened, brought in or asked from there is of that day."""
    seen = visit()
    page = seen.open(f"{service}/explore?focus=k0s&lang=en")
    page.fill("#day", "2021-01-15")
    page.press("#day", "Enter")
    page.wait_for_selector("#told:has-text('15 Jan 2021')")
    assert "focus=k0s" in page.url
    page.wait_for_selector("#details .fact")
    assert "Calico" in fact(page, "default CNI plugin")
    page.click("#details .fact:has(.property:text-is('default CNI plugin')) button")
    page.wait_for_selector("#details h2:has-text('Calico')")
    page.click("#details button:has-text('Show only its neighbours')")
    page.wait_for_function("() => location.search.includes('focus=calico')")
    assert "as_of=2021-01-15" in page.url
    asked = [url for url in seen.requests if "/explore/data" in url or "thing=calico" in url]
    assert asked
    assert all("as_of=2021-01-15" in url for url in asked)
    page.click("#language")
    page.wait_for_selector("html[lang='zh']")
    assert "as_of=2021-01-15" in page.url
    page.click("#today")
    page.wait_for_function("() => !location.search.includes('as_of')")
    assert "focus=calico" in page.url
    assert "lang=zh" in page.url
    assert page.locator("#told").is_hidden()
