"""Exploring as a person does: narrowing, opening, hiding, pinning, undoing, paths, days, files."""

import csv
import io
import json
import re
from pathlib import Path

from playwright.sync_api import Page

from tests.support.browser import NARROW, Open, Say, details, needs_chromium, point

pytestmark = needs_chromium


def things(page: Page) -> set[str]:
    """Return the things of the picture."""
    return set(page.evaluate("() => globalThis.distrograph.things()"))


def told(page: Page) -> set[str]:
    """Return the things of the text."""
    return {str(each.get_attribute("data-node")) for each in page.locator("#tree [data-node]").all()}


def untitled(page: Page) -> list[str]:
    """Return the relations of the text that have no label."""
    relations = page.locator("#tree .relations li").all_text_contents()
    return [told for told in relations if re.match(r"\s*(undefined|:|：)", told)]


def settled(page: Page, part: str) -> None:
    """Wait until the address holds something, and nothing is being fetched."""
    page.wait_for_function("part => decodeURIComponent(location.href).includes(part)", arg=part)
    page.wait_for_selector("#status", state="hidden")


FACETS = (
    ("vendor", "suse", "rke2", "k0s"),
    ("architecture", "riscv64", "k0s", "rke2"),
    ("certified", "unknown", "k3d", "k0s"),
    ("capability", "datastore-shim", "kine", "flannel"),
    ("concern", "storage", "local-path-provisioner", "flannel"),
)
"""A facet, a value of it, a thing that has it, and one that has not."""


def test_a_facet_narrows_the_picture_and_the_text(visit: Open, service: str, either: str) -> None:
    """What does not fit is not there; the address says so, and a link to it shows the same."""
    page = visit().open(f"{service}/explore?lang={either}")
    page.click("#facets summary")
    for facet, value, there, gone in FACETS:
        assert {there, gone} <= things(page), facet
        page.select_option(f"#facet-{facet}", value)
        settled(page, f"{facet}={value}")
        assert there in things(page), facet
        assert gone not in things(page), facet
        assert things(page) == told(page), facet
        if facet == "vendor":
            again = visit().open(page.url)
            assert things(again) == things(page)
            assert again.input_value(f"#facet-{facet}") == value
        page.click("#facets-off")
        page.wait_for_function("gone => globalThis.distrograph.things().includes(gone)", arg=gone)
        assert facet not in page.url


def test_a_kind_of_relation_can_be_kept_alone(visit: Open, service: str, either: str) -> None:
    """Of k0s only what it offers or supports is left."""
    page = visit().open(f"{service}/explore?focus=k0s&lang={either}")
    page.click("#facets summary")
    page.check("#facet-form [value='offers']")
    settled(page, "relation=offers")
    page.check("#facet-form [value='supports']")
    settled(page, "relation=supports")
    assert {"k0s", "calico", "mysql"} <= things(page)
    assert not {"kine", "mirantis", "amd64"} & things(page)


def test_what_is_over_is_shown_on_request_and_marked(visit: Open, service: str, say: Say) -> None:
    """K0s had Calico for its default until v0.13; the text strikes it out, the line's panel says so."""
    page = visit().open(f"{service}/explore?focus=k0s&lang={say.language}")
    page.click("#facets summary")
    page.check("#facet-form [name='past']")
    settled(page, "past=1")
    page.locator("#tree [data-node='calico'] summary").click()
    over = page.locator("#tree [data-node='calico'] li.over")
    assert say("default CNI plugin", "默认 CNI 插件") in over.all_inner_texts()[0]
    assert say("no longer true", "现已不成立") in over.first.locator(".badge").inner_text()
    assert page.locator("[data-line='past']").is_visible()
    line = page.evaluate("() => globalThis.distrograph.line('k0s~defaultCni~calico~')")
    page.mouse.click(line["x"], line["y"])
    page.wait_for_selector(f"#details h2:has-text('{say('default CNI plugin', '默认 CNI 插件')}')")
    assert say("This is no longer true.", "此说法现已不成立。") in details(page)
    assert say("until v0.12", "直到 v0.12") in details(page)


def test_expanding_again_collapses(visit: Open, service: str, either: str) -> None:
    """A double click brings the neighbours in, another takes them away; what was there does not move."""
    page = visit().open(f"{service}/explore?focus=kine&lang={either}")
    before, place = things(page), point(page, "kine")
    where = page.evaluate("() => globalThis.distrograph.where('k3s')")
    page.mouse.dblclick(*point(page, "k3s"))
    settled(page, "open=k3s")
    assert things(page) > before
    assert things(page) == told(page)
    assert untitled(page) == []
    page.click("#details [data-act='collapse']")
    page.wait_for_function("count => globalThis.distrograph.things().length === count", arg=len(before))
    assert things(page) == before
    page.click("#fit")
    page.wait_for_selector("#fit:disabled")
    now = page.evaluate("() => globalThis.distrograph.where('k3s')")
    assert abs(now["x"] - where["x"]) + abs(now["y"] - where["y"]) < 4
    assert abs(point(page, "kine")[0] - place[0]) < 4


def test_every_step_is_undone_and_redone(visit: Open, service: str, either: str) -> None:
    """By the buttons and by the keys: hiding, opening, filtering, one after the other."""
    page = visit().open(f"{service}/explore?focus=kine&lang={either}")
    assert page.locator("#undo").is_disabled()
    states = [things(page)]
    page.mouse.click(*point(page, "k0s"))
    page.click("#details [data-act='hide']")
    settled(page, "hide=k0s")
    states.append(things(page))
    assert states[1] == states[0] - {"k0s"}
    page.mouse.click(*point(page, "k3s"))
    page.click("#details [data-act='expand']")
    settled(page, "open=k3s")
    states.append(things(page))
    assert "k0s" not in states[2]
    page.click("#legend [data-kind='Tool']")
    settled(page, "without=Tool")
    states.append(things(page))
    same = "wanted => JSON.stringify(globalThis.distrograph.things().sort()) === wanted"
    for wanted in reversed(states[:-1]):
        page.click("#undo")
        page.wait_for_function(same, arg=json.dumps(sorted(wanted), separators=(",", ":")))
    assert page.locator("#undo").is_disabled()
    page.focus("#canvas .vis-network")
    for wanted in states[1:]:
        page.keyboard.press("Control+y")
        page.wait_for_function(same, arg=json.dumps(sorted(wanted), separators=(",", ":")))
    assert page.locator("#redo").is_disabled()
    page.keyboard.press("Control+z")
    page.wait_for_function(same, arg=json.dumps(sorted(states[-2]), separators=(",", ":")))
    page.click("#hidden-things a")
    page.wait_for_function("() => globalThis.distrograph.things().includes('k0s')")


def test_a_thing_that_is_dragged_stays_there(visit: Open, service: str, say: Say) -> None:
    """It is pinned; the link has its place; letting it go puts it back."""
    page = visit().open(f"{service}/explore?focus=kine&lang={say.language}")
    x, y = point(page, "k3s")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y - 30, steps=5)
    page.mouse.up()
    settled(page, "pin=k3s,")
    assert say("pinned", "已固定") in details(page)
    pinned = re.search(r"pin=k3s,(-?\d+),(-?\d+)", page.url)
    assert pinned
    again = visit().open(page.url)
    for each in (page, again):
        each.click("#fit") if each.locator("#fit").is_enabled() else None
        each.wait_for_selector("#fit:disabled")
    one, other = point(page, "k3s"), point(again, "k3s")
    assert abs(one[0] - other[0]) + abs(one[1] - other[1]) < 6
    page.click("#details [data-act='unpin']")
    page.wait_for_function("() => !location.search.includes('pin=')")


def test_keys_do_it_all(visit: Open, service: str, either: str) -> None:
    """Enter opens and closes, p pins and lets go, h hides, Escape lets go of what is selected."""
    page = visit().open(f"{service}/explore?focus=kine&lang={either}")
    page.focus("#tree [data-node='k0s'] summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('k0s')")
    page.keyboard.press("Enter")
    settled(page, "open=k0s")
    page.focus("#canvas .vis-network")
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.search.includes('open=')")
    page.keyboard.press("p")
    settled(page, "pin=k0s")
    page.keyboard.press("p")
    page.wait_for_function("() => !location.search.includes('pin=')")
    page.keyboard.press("h")
    settled(page, "hide=k0s")
    assert "k0s" not in things(page)
    page.focus("#tree [data-node='k3s'] summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#details h2:has-text('K3s')")
    page.focus("#canvas .vis-network")
    page.keyboard.press("Escape")
    page.wait_for_selector("#details .hint")


def test_the_path_between_two_things(visit: Open, service: str, say: Say) -> None:
    """Chosen in the panel and the search box; only what lies on a shortest path is shown."""
    page = visit().open(f"{service}/explore?focus=kine&lang={say.language}#kine")
    page.click(f"#details button:has-text('{say('Path to …', '查找路径……')}')")
    page.keyboard.type("Harvester CSI")
    page.click("#found [data-found='harvester-csi-driver']")
    settled(page, "path=kine&path=harvester-csi-driver")
    assert {"kine", "harvester-csi-driver", "rke2"} <= things(page)
    assert "→" in page.inner_text("#heading")
    assert "amd64" not in things(page)
    page.go_back()
    page.wait_for_function("() => location.search.includes('focus=kine')")


def test_a_line_names_the_place_where_it_is_said(visit: Open, service: str, say: Say) -> None:
    """Repository, path and ref, all linked; since when, at which rank; and what was said against it."""
    page = visit().open(f"{service}/explore?focus=k0s&lang={say.language}")
    line = page.evaluate("() => globalThis.distrograph.line('k0s~defaultCni~kube-router~')")
    page.mouse.click(line["x"], line["y"])
    page.wait_for_selector(f"#details h2:has-text('{say('default CNI plugin', '默认 CNI 插件')}')")
    place = page.locator("#details .where a[href*='github.com/k0sproject/k0s']").first
    assert re.search(r"pkg/.+@v", place.inner_text())
    assert page.locator("#details .repository a[href='https://github.com/k0sproject/k0s']").count() >= 1
    said = details(page)
    assert say("rank: preferred", "级别：优先") in said
    assert say("since v0.13.0", "始于 v0.13.0") in said
    assert say("Contradicting claims", "相反的说法") in said
    assert page.url.endswith("#k0s~defaultCni~kube-router~")
    again = visit().open(page.url)
    again.wait_for_selector(f"#details h2:has-text('{say('default CNI plugin', '默认 CNI 插件')}')")


def test_the_slider_goes_through_the_releases(visit: Open, service: str, say: Say) -> None:
    """The picture, the text and the address follow; what came and went is marked, by more than colour."""
    page = visit().open(f"{service}/explore?focus=k0s&lang={say.language}")
    stops = int(str(page.get_attribute("#stop", "max")))
    assert stops > 10
    assert page.input_value("#stop") == str(stops)
    page.focus("#stop")
    while page.inner_text("#stop-name") != "k0s v0.13.0":
        page.keyboard.press("ArrowLeft")
    place = page.input_value("#stop")
    page.wait_for_function("() => /as_of=20.*since=20/.test(location.search)")
    page.wait_for_selector("#status", state="hidden")
    came = page.locator("#tree .badge.good", has_text=say("added", "新增"))
    assert came.count() > 0
    assert page.locator("[data-line='came']").is_visible()
    again = visit().open(page.url)
    assert again.input_value("#stop") == place
    assert things(again) == things(page)
    page.click("#today")
    page.wait_for_function("() => !location.search.includes('as_of')")
    page.focus("#stop")
    page.keyboard.press("Control+z")
    page.wait_for_function("() => location.search.includes('as_of')")


def test_comparing_shows_what_is_shared_own_and_missing(visit: Open, service: str, say: Say) -> None:
    """In the picture and the text; the table is one step away and keeps the day."""
    page = visit().open(f"{service}/explore?compare=k3s&compare=k0s&lang={say.language}")
    for mark in ("shared", "own", "absent"):
        assert page.locator(f"[data-line='{mark}']").is_visible(), mark
    assert say("shared", "共有") in page.locator("#tree [data-node='kine'] summary").inner_text()
    assert say("in one only", "仅一方") in page.locator("#tree [data-node='klipper-lb'] summary").inner_text()
    line = page.evaluate("() => globalThis.distrograph.line('k0s~serviceLoadBalancer~none~')")
    page.mouse.click(line["x"], line["y"])
    page.wait_for_selector(f"#details h2:has-text('{say('service load balancer', 'Service 负载均衡器')}')")
    assert say("A source states that there is none.", "来源说明没有此项。") in details(page)
    page.click("#as-table")
    page.wait_for_url("**/compare?id=k3s&id=k0s*")
    assert say("Migrating from K3s to k0s", "从 K3s 迁移到 k0s") in page.inner_text("main")


def test_the_table_of_a_comparison_follows_its_form(visit: Open, service: str, say: Say) -> None:
    """A third distribution, only what differs, another day: each is in the address, changes are marked."""
    page = visit().open(f"{service}/compare?id=k3s&id=k0s&lang={say.language}")
    everything = page.locator(".compared tbody tr").count()
    with page.expect_navigation():
        page.check("[name='differs']")
    page.wait_for_selector("html[data-ready]")
    assert 0 < page.locator(".compared tbody tr").count() < everything
    assert page.locator(".compared tr.same").count() == 0
    with page.expect_navigation():
        page.select_option("#side-2", "rke2")
    page.wait_for_selector("html[data-ready]")
    assert page.locator(".compared").first.locator("thead th").all_inner_texts()[1:] == ["K3s", "k0s", "RKE2"]
    page.goto(f"{service}/compare?id=k3s&id=k0s&lang={say.language}")
    page.wait_for_selector("html[data-ready]")
    with page.expect_navigation():
        page.evaluate("""() => {
          const slider = document.querySelector("#stop");
          const days = [...document.querySelectorAll("#as-of option")].reverse();
          slider.value = String(days.findIndex((each) => each.textContent.includes("k0s v0.13.0")));
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""")
    page.wait_for_selector("html[data-ready]")
    assert "as_of=2021-" in page.url
    assert page.locator(".compared .was").count() > 0
    assert say("The graph as of", "图谱日期：") in page.inner_text("main")


def test_the_picture_is_kept_as_a_file(visit: Open, service: str, tmp_path: Path, either: str) -> None:
    """PNG from the page; SVG, GraphML, CSV, JSON and HTML from the service, each of what is shown."""
    page = visit().open(f"{service}/explore?focus=kine&hide=k3s&lang={either}")
    names = {}
    for form in ("png", "svg", "graphml", "csv", "json", "html"):
        page.click("#keep summary")
        with page.expect_download() as started:
            page.click(f"#keep [data-form='{form}']")
        file = tmp_path / started.value.suggested_filename
        started.value.save_as(file)
        names[form] = file
        if page.locator("#keep[open]").count():
            page.click("#keep summary")
    assert {path.name for path in names.values()} == {f"distrograph-kine.{form}" for form in names}
    assert names["png"].read_bytes().startswith(b"\x89PNG")
    for form in ("svg", "graphml", "csv", "json"):
        text = names[form].read_text("utf-8")
        assert "k0s" in text, form
        assert "K3s" not in text.replace("K3s product", "").replace("K3s releases", ""), form
    rows = list(csv.DictReader(io.StringIO(names["csv"].read_text("utf-8"))))
    assert all("k3s" not in {row["subject"], row["object"]} for row in rows)
    assert any(row["url"].startswith("https://") and row["since"] for row in rows)
    shown = json.loads(names["json"].read_text("utf-8"))
    assert {node["id"] for node in shown["nodes"]} == things(page)


def test_a_page_by_itself_hides_pins_and_undoes(
    visit: Open, service: str, tmp_path: Path, either: str
) -> None:
    """From disk, without a network: what a reader does to the picture works there, too."""
    page = visit().open(f"{service}/explore?focus=kine&lang={either}")
    answer = page.request.get(f"{service}/explore/file?format=html&focus=kine&lang={either}")
    file = tmp_path / "kine.html"
    file.write_bytes(answer.body())
    alone = visit().open(file.as_uri())
    before = things(alone)
    alone.mouse.click(*point(alone, "k0s"))
    alone.wait_for_selector("#details .fact")
    alone.click("#details [data-act='hide']")
    alone.wait_for_function("() => location.search.includes('hide=k0s')")
    assert things(alone) == before - {"k0s"} == told(alone)
    alone.click("#undo")
    alone.wait_for_function("() => globalThis.distrograph.things().includes('k0s')")
    alone.click("#legend [data-kind='Distribution']")
    alone.wait_for_function("() => !globalThis.distrograph.things().includes('k0s')")
    with alone.expect_download():
        alone.click("#keep summary")
        alone.click("#png")


def test_without_a_script_the_graph_is_a_plain_page(visit: Open, service: str, language: str) -> None:
    """The text says what the picture would; filters, days, opening and hiding are links and forms."""
    page = visit(java_script_enabled=False).page
    page.goto(f"{service}/explore?focus=kine&lang={language}")
    assert page.locator("#tree [data-node]").count() > 10
    assert page.locator("noscript").count() == 1
    page.click("#facets summary")
    page.select_option("#facet-vendor", "suse")
    page.click("#facet-form [type='submit']")
    page.wait_for_url("**vendor=suse**")
    assert page.locator("#tree [data-node='k0s']").count() == 0
    page.goto(f"{service}/explore?focus=kine&lang={language}")
    page.locator("#tree [data-node='k3s'] summary").click()
    page.locator("#tree [data-node='k3s'] .ways a[href*='open=k3s']").click()
    page.wait_for_selector("#tree [data-node='klipper-lb']", state="attached")
    page.locator("#legend [data-kind='Tool']").click()
    page.wait_for_url("**without=Tool**")
    assert page.locator("#tree [data-kind='Tool']").count() == 0
    page.fill("#day", "2021-01-15")
    page.click("#times [type='submit']")
    page.wait_for_url("**as_of=2021-01-15**")
    assert "open=k3s" in page.url
    assert page.locator("#told").is_visible()


def test_two_steps_of_a_narrow_screen(visit: Open, service: str, either: str) -> None:
    """At 360 pixels the picture, the panel and the text follow each other, and every control is in reach."""
    page = visit(NARROW).open(f"{service}/explore?focus=k0s&past=1&lang={either}#k0s")
    page.wait_for_selector("#details .fact")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    for control in ("#undo", "#fit", "#keep summary", "#stop", "#day", "#facet-vendor"):
        box = page.locator(control).bounding_box()
        assert box, control
        assert box["x"] >= 0, control
        assert box["x"] + box["width"] <= 360, control


def test_printing_leaves_what_can_be_read(visit: Open, service: str, language: str) -> None:
    """The controls are gone, all text is open to the paper, nothing is cut off by a scrollbar."""
    page = visit().open(f"{service}/explore?focus=kine&lang={language}")
    page.emulate_media(media="print")
    for control in (".bar", "#facets", "#times", "#legend", ".tools"):
        assert page.locator(control).is_hidden(), control
    heights = page.evaluate(
        "() => [document.body.scrollHeight, document.querySelector('#outline').scrollHeight,"
        " document.querySelector('#outline').clientHeight]"
    )
    assert heights[0] > heights[1] == heights[2]


def test_the_first_view_weighs_less_than_a_megabyte(visit: Open, service: str, either: str) -> None:
    """Unpacked, all together."""
    seen = visit()
    weights: list[int] = []
    seen.page.on("response", lambda response: weights.append(len(response.body())))
    page = seen.open(f"{service}/explore?lang={either}")
    page.wait_for_load_state("networkidle")
    assert len(things(page)) > 90
    assert 300_000 < sum(weights) < 1_000_000
