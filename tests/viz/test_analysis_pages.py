"""The pages that look at the graph as a whole say what the functions of analysis find."""

import re

import pytest
from fastapi.testclient import TestClient

from graph import KnowledgeGraph
from graph.analysis.adoption import find_unique, measure_adoption
from graph.analysis.impact import find_affected, find_unknown_users
from graph.analysis.lineage import trace_lineage
from graph.analysis.paths import find_paths
from graph.analysis.similarity import rank_similar

HTML = {"accept": "text/html"}
PAGES = (
    "similar?id=k3s",
    "unique?id=k0s",
    "impact?id=containerd",
    "lineage?id=k3s",
    "path?from=kine&to=k0s",
    "spread",
)


def page(client: TestClient, address: str, status: int = 200, language: str = "en") -> str:
    """Get a page."""
    answer = client.get(f"/{address}{'&' if '?' in address else '?'}lang={language}", headers=HTML)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def named(html: str) -> list[str]:
    """Return the things that a page leads to in what it found, in their order."""
    found = html.partition('id="found"')[2]
    return re.findall(r'href="/things/([^"?]+)', found)


def test_who_is_alike(client: TestClient, kg: KnowledgeGraph) -> None:
    """The most alike first, each with how much is known; those of which nothing is come last."""
    html, rows = page(client, "similar?id=K3s"), rank_similar(kg, "k3s")
    assert named(html) == [row.id for row in rows]
    first = rows[0].likeness
    assert f"{first.shared}/{first.either}" in html
    assert f"{first.known} of {first.of} capabilities" in html
    assert html.count("<meter") == sum(row.likeness.similarity is not None for row in rows)


def test_what_only_one_has(client: TestClient, kg: KnowledgeGraph) -> None:
    """With how many others have no record."""
    html, rows = page(client, "unique?id=k0s"), find_unique(kg, "k0s")
    assert named(html) == [row.id for row in rows]
    assert len(re.findall("not recorded for|not used by any other", html)) == len(rows)


def test_who_is_hit(client: TestClient, kg: KnowledgeGraph) -> None:
    """The nearest first, then those of whom not recorded."""
    html = page(client, "impact?id=containerd")
    assert named(html) == [
        each.id for each in (*find_affected(kg, "containerd"), *find_unknown_users(kg, "containerd"))
    ]
    assert "K3s bundles containerd." in html
    assert "Nothing is recorded to depend on it." in page(client, "impact?id=nats")


def test_where_things_come_from(client: TestClient, kg: KnowledgeGraph) -> None:
    """What it comes from, then what came of it."""
    rows = trace_lineage(kg, "k3s")
    assert set(named(page(client, "lineage?id=k3s"))) == {row.id for row in rows}
    assert "Derivatives" in page(client, "lineage?id=k3s")
    assert "Derived from" in page(client, "lineage?id=rke2")


def test_how_things_are_connected(client: TestClient, kg: KnowledgeGraph) -> None:
    """Each way a list of sentences; two names of one thing are said to be so."""
    html, found = page(client, "path?from=kine&to=k0s"), find_paths(kg, "kine", "k0s")
    assert html.count("<ol>") == len(found)
    for step in (each for way in found for between in way.steps for each in between):
        assert step.text.en in html
    assert "Both names are the same entry." in page(client, "path?from=k3s&to=K3s")
    assert '<option value="kine" selected>' in page(client, "path?from=kine")


def test_how_far_components_spread(client: TestClient, kg: KnowledgeGraph) -> None:
    """Each with who uses it, and the counts of no and unknown."""
    html, rows = page(client, "spread"), measure_adoption(kg)
    assert named(html) == [slug for row in rows for slug in (row.id, *(each.id for each in row.users))]


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_speak_both_languages(client: TestClient, address: str) -> None:
    """The Chinese page has no English words of ours, and each leads to the other, and to the same as data."""
    chinese, english = page(client, address, language="zh"), page(client, address)
    assert 'lang="zh"' in chinese
    title = re.search("<h1>(.+?)</h1>", chinese)
    assert title
    assert re.search(r"[\u4e00-\u9fff]", title[1])
    for words in ("nobody", "Who is", "capabilities", "step away", "Show"):
        assert words not in chinese
    turned = re.search(r'class="language" href="([^"]+)"', english)
    assert turned
    assert client.get(turned[1].replace("&amp;", "&"), headers=HTML).text == chinese
    data = re.search(r'href="(/api/v1/[^"]+)"', english)
    assert data
    assert client.get(data[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize("what", ["similar", "unique", "impact", "lineage", "path"])
def test_without_a_name_there_is_a_form(client: TestClient, what: str) -> None:
    """It offers things that the page takes, and nothing is found yet."""
    html = page(client, what)
    assert f'action="/{what}"' in html
    assert 'id="found"' not in html
    assert '<option value="k3s">' in html
    assert ('<option value="kine">' in html) == (what in {"impact", "lineage", "path"})


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("path?from=kine", "Choose the other end, too."),
        ("path?to=kine", "Choose the other end, too."),
        ("compare?id=k3s", "Choose a second distribution."),
    ],
)
def test_half_a_form_says_what_is_wanting(client: TestClient, address: str, told: str) -> None:
    """And keeps what was chosen, where it was chosen."""
    html = page(client, address)
    assert told in html
    selected = r'name="(\w+)"[^>]*>(?:(?!</select>).)*<option value="([\w-]+)" selected'
    (chosen,) = re.findall(selected, html)
    assert "=".join(chosen) in address


def test_what_the_graph_has_never_heard_of_is_said_to_be_so(client: TestClient) -> None:
    """A person gets a page, a program a problem."""
    assert "k0s" in page(client, "similar?id=k00s", status=404)
    assert "kine" in page(client, "path?from=kinee&to=k0s", status=404)
    problem = client.get("/similar?id=k00s")
    assert (problem.status_code, problem.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("similar?id=kine", "is a component."),
        ("things/k3s-docs?", "is a source."),
        ("things/uses?", "is a property."),
    ],
)
def test_a_name_of_something_else_is_not_called_unknown(client: TestClient, address: str, told: str) -> None:
    """The page says what it is of, and leads there where there is a page."""
    html = page(client, address, status=404)
    assert told in html
    assert ('href="/things/kine' in html) == ("kine" in address)


def test_a_thing_leads_to_them(client: TestClient) -> None:
    """From the page of a distribution and from that of a component."""
    assert 'href="/similar?lang=en&amp;id=k3s"' in page(client, "things/k3s")
    assert 'href="/impact?lang=en&amp;id=kine"' in page(client, "things/kine")


@pytest.mark.parametrize("address", PAGES)
def test_the_links_of_a_page_keep_its_day(client: TestClient, address: str) -> None:
    """Those to the other language, to the other pages and to the data; the day is told, and a way back."""
    dated = f"{address}{'&' if '?' in address else '?'}as_of=2021-04-13"
    html = page(client, dated)
    assert '<time datetime="2021-04-13">' in html
    ours = re.findall(r'href="(/(?:api/v1/|similar|unique|impact|lineage|path|spread)[^"]*)"', html)
    back = [each for each in ours if "as_of=2021-04-13" not in each]
    assert len(ours) > 7
    assert [each.partition("?")[0] for each in back] == [f"/{address.partition('?')[0]}"]
    assert "as_of" not in page(client, address)
