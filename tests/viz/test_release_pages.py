"""The pages about releases, histories and changes, and the graph of another day, as they are served."""

import datetime as dt
import re
from collections.abc import Iterable
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

import viz
import viz.pages.changes.page
from graph import KnowledgeGraph
from graph.catalogue.history import MissingMinors
from graph.catalogue.releases import RELEASES, ReleaseRow
from i18n import LANGUAGES, Language, Message, format_day
from viz.pages.releases.page import describe_lag, list_skipped, order_minors

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}
PAGES = (
    "/distributions/k3s/releases",
    "/distributions/microk8s/releases",
    "/distributions/k3d/releases",
    "/releases/k3s/v1.30.2+k3s1",
    "/releases/microk8s/v1.35",
    "/components/ingress-nginx/history",
    "/diff",
    "/diff?from=k3s&to=rke2",
    "/diff?from=k3s/v1.29.0%2Bk3s1&to=k3s/v1.30.0%2Bk3s1",
    "/changes",
    "/things/k0s",
    "/things/kine",
    "/things/network",
    "/compare",
    "/compare?id=k3s&id=k0s",
    "/compare?id=k3s&id=k0s&id=rke2&differs=1",
    "/compare?id=k3s&id=k0s&as_of=2021-04-08&since=2021-01-15",
)


class Outline(HTMLParser):
    """The texts of a page in their order, its rows, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.rows: list[str] = []
        self.inside = False
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        self.text = " ".join(self.text.split())
        self.rows = [" ".join(row.split()) for row in self.rows]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag == "tr":
            self.rows.append("")
            self.inside = True
        if tag == "a":
            self.links.append(str(given.get("href")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "tr":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "script":
            return
        self.text += f"{data} "
        if self.inside:
            self.rows[-1] += f"{data} "

    @property
    def days(self) -> list[str]:
        """The days of the page, in their order."""
        return [str(given["datetime"]) for tag, given in self.tags if tag == "time"]

    def row(self, start: str) -> str:
        """Return the row of a table that starts so."""
        return next(row for row in self.rows if row.startswith(start))


def opened(client: TestClient, path: str, language: Language = "en", status: int = 200) -> Outline:
    """Open a page as a browser does."""
    answer = client.get(path, params={"lang": language} if "?" not in path else None, headers=HTML)
    if "?" in path:
        answer = client.get(f"{path}&lang={language}", headers=HTML)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}">' in answer.text
    return Outline(answer.text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_without_a_script_in_both_languages(
    client: TestClient, path: str, language: Language
) -> None:
    """It has one heading, its ids are its own, nothing is inline, and its links keep the language."""
    page = opened(client, path, language)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == 1
    scripts = [given for tag, given in page.tags if tag == "script"]
    assert all("src" in given or given.get("type") == "application/ld+json" for given in scripts)
    assert "style" not in tags
    assert not [given for _, given in page.tags if "style" in given]
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    own = [link for link in page.links if link.startswith("/") and not link.startswith(("/api", "/data"))]
    other = next(each for each in LANGUAGES if each != language)
    assert [link for link in own if f"lang={language}" not in link and f"lang={other}" not in link] == []
    assert len([link for link in own if f"lang={other}" in link]) == 1
    assert "{" not in page.text, "a placeholder of a text was not filled in"


@pytest.mark.parametrize(
    "path",
    [
        "/distributions/k3d/releases",
        PAGES[8],
        "/compare?id=k3s&id=k0s",
        pytest.param(PAGES[3], marks=pytest.mark.thorough),
        pytest.param("/things/k0s", marks=pytest.mark.thorough),
    ],
)
def test_the_links_of_a_page_lead_somewhere(client: TestClient, path: str) -> None:
    """Each link to the service itself is answered with a page or with data."""
    links = _own_links(client, path)
    assert len(links) >= 8
    assert _broken(client, links) == []


@pytest.mark.parametrize("path", [f"/{spec.examples[-1]}" for spec in viz.PAGES])
def test_each_sort_of_link_leads_somewhere(client: TestClient, path: str) -> None:
    """On every declared page; of links that differ in a name or a day alone, the first and the last."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for link in _own_links(client, path):
        place, _, query = link.partition("?")
        alike.setdefault((place.split("/")[1], *re.findall(r"(\w+)=", query)), []).append(link)
    links = {each for some in alike.values() for each in (some[0], some[-1])}
    assert len(links) >= 8
    assert _broken(client, links) == []


def _own_links(client: TestClient, path: str) -> list[str]:
    return sorted({link for link in opened(client, path).links if link.startswith("/")})


def _broken(client: TestClient, links: Iterable[str]) -> list[str]:
    return [link for link in links if client.get(link, headers=HTML).status_code not in {200, 303}]


def test_a_release_shows_what_it_ships(client: TestClient) -> None:
    """Component, version, change from the predecessor in word and arrow, and the file that says so."""
    page = opened(client, "/releases/k3s/v1.30.2+k3s1")
    assert page.row("Traefik Proxy") == "Traefik Proxy v2.10.7 unchanged v1.30.X.adoc"
    assert page.row("CoreDNS") == "CoreDNS v1.10.1 unchanged v1.30.X.adoc"
    assert page.row("Flannel") == "Flannel v0.24.2 → v0.25.2 upgraded v1.30.X.adoc"
    for way in ("k3s/v1.30.1+k3s1", "k3s/v1.30.2+k3s2"):
        assert f"/releases/{way}?lang=en" in page.links
    assert "/components/traefik/history?lang=en" in page.links
    assert "14 days" in page.text


def test_a_release_shows_what_it_no_longer_ships(client: TestClient) -> None:
    """What the files list no more stands apart from what is on record."""
    page = opened(client, "/releases/microk8s/v1.35")
    assert page.text.index("Removed components 1") > page.text.index("Components 17")
    assert page.row("ingress-nginx").startswith("ingress-nginx v1.13.1 → – removed")


def test_a_release_shows_what_nobody_recorded(client: TestClient) -> None:
    """Where the files that were read do not cover a component, it is neither shipped nor removed."""
    page = opened(client, "/releases/k3s/v1.24.1+k3s1")
    assert "the files that were read of this release do not cover them" in page.text
    assert page.row("BusyBox").split(" → – ")[1].startswith("not recorded")
    assert "Removed components" not in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_gap_is_named_in_its_place(client: TestClient, language: Language) -> None:
    """Between the minors around it, and once more beside what is on record."""
    page = opened(client, "/distributions/k3s/releases", language)
    said = Message(
        "Gap: no release with Kubernetes {minors} is recorded between {after} and {before}.",
        minors={"en": "1.22 or 1.23", "zh": "1.22 或 1.23"}[language],
        after="v1.21.2+k3s1",
        before="v1.24.1+k3s1",
    ).render(language)
    at = page.text.rindex(said)
    assert page.text.count(said) == 2
    assert page.text.index("Kubernetes 1.24") < at < page.text.index("Kubernetes 1.21 ")


def test_a_gap_stands_between_releases_and_holds_none(kg: KnowledgeGraph) -> None:
    """In a list that is not grouped too."""
    rows = kg.answer(RELEASES, distribution="k3s").items
    gap = MissingMinors(minors=("1.22",), after="v1.21.2+k3s1", before="v1.24.1+k3s1")
    listed = order_minors(rows, [gap])
    at = listed.index(gap)
    around = [each.version for each in (listed[at - 1], listed[at + 1]) if isinstance(each, ReleaseRow)]
    assert around == ["v1.24.1+k3s1", "v1.21.2+k3s1"]


def test_minors_that_no_release_ships_are_not_called_complete(client: TestClient) -> None:
    """Kind numbers its releases itself, so what it skipped is no gap, but it is not there either."""
    words = opened(client, "/distributions/kind/releases").text
    assert "No recorded release ships Kubernetes 1.22 or 1.28; whether there was one is not recorded" in words
    assert "No Kubernetes minor version is missing" in opened(client, "/distributions/rke2/releases").text
    assert list_skipped({"1.9", "1.11", "", "2.0"}) == ["1.10"]


def test_what_left_is_told_from_what_is_not_on_record(client: TestClient) -> None:
    """The record of a component that ends says whether anybody knows that it is gone."""
    words = opened(client, "/distributions/k3s/releases").text
    left, unrecorded = words.index("Removed: the files"), words.index("No longer recorded")
    assert left < words.index("go-dqlite") < unrecorded < words.index("BusyBox")
    assert "last in v1.18.8+k3s1" in words[left:unrecorded]


def test_the_list_of_releases_marks_the_newest_and_opens_the_newest_minors(client: TestClient) -> None:
    """All releases are in it once; the older minors are folded."""
    page = opened(client, "/distributions/k3s/releases")
    assert [row for row in page.rows if row.split()[1] == "newest"] == [page.row("v1.37.1+k3s1")]
    folds = ["open" in given for tag, given in page.tags if tag == "details"]
    assert folds == [True, True] + [False] * (len(folds) - 2)
    assert len([row for row in page.rows if re.match(r"v[01]\.", row)]) == 278


@pytest.mark.parametrize(
    ("language", "said"), [("en", "are not recorded yet"), ("zh", "尚无 k3d 的版本记录")]
)
def test_a_distribution_without_a_table_says_so(client: TestClient, language: Language, said: str) -> None:
    """That nobody has recorded its releases is not that it has none."""
    page = opened(client, "/distributions/k3d/releases", language)
    assert said in page.text
    assert page.rows == []


def test_how_far_behind_is_said_only_where_it_is_known(kg: KnowledgeGraph) -> None:
    """Days and minors, each only if known; that none is newer is said of no day beyond what is on record."""
    row = kg.answer(RELEASES, distribution="k3s").items[0]
    cases = {
        (13, 0): ["13 days", "newest minor version at the time"],
        (13, None): ["13 days"],
        (1, 2): ["1 day", "2 minor versions behind"],
        (0, 1): ["same day", "1 minor version behind"],
        (-2, None): ["2 days before"],
        (None, None): [],
    }
    for (days, minors), said in cases.items():
        asked = row.model_copy(update={"days_behind": days, "minors_behind": minors})
        assert list(map(str, describe_lag(asked))) == said
    last = max(str(each.issued) for each in kg.answer(RELEASES, distribution="kubeadm").items if each.issued)
    later = [each for each in kg.answer(RELEASES, distribution="k3s").items if str(each.issued) > last]
    assert later
    assert {each.minors_behind for each in later} == {None}


def test_a_history_shows_who_left_a_component_behind(client: TestClient) -> None:
    """MicroK8s ships no ingress-nginx after v1.34; the switch stands on top, and the answer now is no."""
    page = opened(client, "/components/ingress-nginx/history")
    assert any(row.startswith("18 Dec 2025 removed v1.13.1 → – last in v1.34") for row in page.rows)
    assert page.text.index("ingress-nginx → Traefik Proxy") < page.text.index("Newest releases that ship it")
    answers = page.text[
        page.text.index("Newest releases that ship it") : page.text.index("Changes by distribution")
    ]
    order = [answers.index(word) for word in ("Yes", "RKE2", "No ", "MicroK8s", "Not recorded", "k3d")]
    assert order == sorted(order)


def test_the_history_of_what_no_release_ships_is_empty(client: TestClient) -> None:
    """All distributions are then unknown, and the page says why there is nothing."""
    page = opened(client, "/components/mysql/history")
    assert "No recorded release ships it" in page.text
    assert page.rows == []


def test_a_difference_puts_what_changed_first(client: TestClient) -> None:
    """Then what did not; each side is linked, and the other way round is one step away."""
    page = opened(client, PAGES[8])
    assert page.row("Traefik Proxy").startswith("Traefik Proxy v2.10.5 → v2.10.7 upgraded")
    assert page.row("CoreDNS").startswith("CoreDNS v1.10.1 unchanged")
    assert page.text.index("Traefik Proxy") < page.text.index("Unchanged 2") < page.text.index("CoreDNS")
    assert "/diff?lang=en&from=k3s%2Fv1.30.0%2Bk3s1&to=k3s%2Fv1.29.0%2Bk3s1" in page.links


def test_two_distributions_are_not_upgrades_of_each_other(client: TestClient) -> None:
    """A name stands for the newest release; versions are higher or lower, and some are only in one."""
    page = opened(client, "/diff?from=k3s&to=rke2")
    assert "upgraded" not in page.text
    assert "downgraded" not in page.text
    assert "lower in RKE2" in page.row("etcd")
    assert "only in RKE2" in page.row("Calico")
    assert "only in K3s" in page.row("SQLite")


def test_what_changed_is_grouped_by_day_and_can_be_subscribed_to(
    client: TestClient, kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """90 days if none are named; the latest first; what is too much is counted."""
    page = opened(client, "/changes?since=2026-08-01")
    days = page.days
    assert days == sorted(days, reverse=True)
    assert days[-1] >= "2026-08-01"
    alternates = [given for tag, given in page.tags if tag == "link" and given.get("rel") == "alternate"]
    assert [given.get("type") for given in alternates] == ["application/atom+xml"]
    assert client.get(str(alternates[0]["href"])).headers["content-type"] == "application/atom+xml"
    assert f"since {format_day(kg.recent_since, 'en')}" in opened(client, "/changes").text
    assert opened(client, "/changes?since=").text == opened(client, "/changes").text
    assert "No change is recorded" in opened(client, f"/changes?since={kg.as_of}").text
    monkeypatch.setattr(viz.pages.changes.page, "MAX_CHANGES", 3)
    assert "earlier changes are not shown" in opened(client, "/changes?since=2026-08-02").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_names_the_five_latest_releases(
    client: TestClient, kg: KnowledgeGraph, language: Language
) -> None:
    """The latest first, each linked, with the way to all changes."""
    page = opened(client, "/", language)
    named = [link for link in page.links if link.startswith("/releases/")]
    dated = [each for each in kg.release_index.releases.values() if each.issued and each.issued <= kg.as_of]
    latest = sorted((str(each.issued) for each in dated), reverse=True)[:5]
    assert len(named) == 5
    assert page.days[-5:] == latest
    assert format_day(dt.date.fromisoformat(latest[0]), language) in page.text
    assert f"/changes?lang={language}" in page.links


@pytest.mark.parametrize(
    ("path", "suggested"),
    [
        ("/distributions/k33s/releases", "/distributions/k3s/releases?lang=en"),
        ("/components/trafik/history", "/components/traefik/history?lang=en"),
        ("/releases/k3s/v1.30.99+k3s1", "/distributions/k3s/releases?lang=en"),
        ("/diff?from=k33s&to=rke2", "/distributions/k3s/releases?lang=en"),
        ("/id/k3s/v1.30.99+k3s1", "/releases/k3s/v1.31.0+k3s1?lang=en"),
    ],
)
def test_an_unknown_name_leads_on(client: TestClient, path: str, suggested: str) -> None:
    """People get a page with what was perhaps meant, programs a problem."""
    assert suggested in opened(client, path, status=404).links
    answer = client.get(path, headers=JSON)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/releases/k3s/v1.22.3+k3s1", "/id/k3s/v1.22.3+k3s1"])
@pytest.mark.parametrize(
    ("language", "said"), [("en", "This is a gap in the record"), ("zh", "这是记录中的缺口")]
)
def test_a_release_in_a_gap_is_said_to_be_in_one(
    client: TestClient, path: str, language: Language, said: str
) -> None:
    """The page names the releases on both sides of the gap; a program reads it in the problem."""
    page = opened(client, path, language, status=404)
    assert said in page.text
    for near in ("v1.21.2+k3s1", "v1.24.1+k3s1"):
        assert f"/releases/k3s/{near}?lang={language}" in page.links
    problem = client.get(path, headers=JSON).json()
    assert "no release of 1.22 is recorded" in problem["detail"]


@pytest.mark.parametrize("path", ["/changes?since=x", "/diff?from=k3d&to=k3s", "/explore?as_of=2999-01-01"])
def test_what_makes_no_sense_is_a_page_too(client: TestClient, path: str) -> None:
    """People read why; programs get the problem."""
    assert "cannot be answered" in opened(client, path, status=422).text
    assert client.get(path, headers=JSON).json()["type"].endswith("bad-parameter")


def edges(client: TestClient, as_of: str) -> set[tuple[str, str, str]]:
    """Return what the graph around k0s shows on a day."""
    params = {"focus": "k0s"} | ({"as_of": as_of} if as_of else {})
    found = client.get("/explore/data", params=params).json()["edges"]
    return {(each["from"], each["property"]["id"], each["to"]) for each in found}


def test_the_graph_shows_another_day(client: TestClient) -> None:
    """A day or a release is asked for; what held then is drawn, and what came later is not."""
    then, now = ("k0s", "defaultCni", "calico"), ("k0s", "defaultCni", "kube-router")
    for as_of in ("2021-01-15", "k0s/v0.10.0"):
        assert then in edges(client, as_of)
        assert now not in edges(client, as_of)
    assert now in edges(client, "")
    assert then not in edges(client, "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_another_day_says_so_and_stays_there(client: TestClient, language: Language) -> None:
    """The day is named, its field holds it, and the links to other views keep it; today is one step away."""
    page = opened(client, "/explore?focus=k0s&as_of=2021-01-15", language)
    assert (
        f"{Message('The graph as of').render(language)} {format_day(dt.date(2021, 1, 15), language)}"
        in page.text
    )
    fields = {given.get("name"): given.get("value") for tag, given in page.tags if tag == "input"}
    assert (fields["as_of"], fields["focus"]) == ("2021-01-15", "k0s")
    views = [link for link in page.links if link.startswith("/explore?") and "focus=" in link]
    assert len(views) > 20
    assert all("as_of=2021-01-15" in link for link in views)
    assert f"?focus=k0s&lang={language}" in page.links, "the way back to today"
    today = opened(client, "/explore?focus=k0s&as_of=", language)
    told = next(given for _, given in today.tags if given.get("id") == "told")
    assert "hidden" in told
    assert not [link for link in today.links if "as_of" in link]


def test_an_iri_of_a_release_leads_to_its_page_or_its_data(client: TestClient) -> None:
    """And that of a version of a component to the component's history."""
    ways = {
        "/id/k3s/v1.30.2+k3s1": "/releases/k3s/v1.30.2+k3s1",
        "/id/traefik/v2.10.7": "/components/traefik/history",
        "/id/k3s": "/things/k3s",
    }
    for path, page in ways.items():
        answer = client.get(path, headers=HTML)
        assert (answer.status_code, answer.headers["location"]) == (303, page)
        data = client.get(path, headers={"Accept": "text/turtle"}).headers["location"]
        assert data == f"{path.replace('/id/', '/data/')}?format=turtle"
        assert client.get(data).headers["content-type"].startswith("text/turtle")


def test_the_data_of_a_release_names_what_ships_and_which_files_list_it(client: TestClient) -> None:
    """That of a version of a component names the releases that ship it, and no other component."""
    root = "https://w3id.org/distrograph/id"
    ontology = "https://w3id.org/distrograph/ontology#"
    release = client.get("/data/k3s/v1.30.2+k3s1?format=nt").text
    assert f"<{root}/k3s/v1.30.2+k3s1> <{ontology}ships> <{root}/traefik/v2.10.7> ." in release
    assert f"<{ontology}manifestOf> <{root}/k3s/v1.30.2+k3s1> ." in release
    assert f"<{ontology}lists> <{root}/coredns/v1.10.1> ." in release
    version = client.get("/data/traefik/v2.10.7?format=nt").text
    assert f"<{root}/k3s/v1.30.2+k3s1> <{ontology}ships> <{root}/traefik/v2.10.7> ." in version
    assert f"<{ontology}lists> <{root}/traefik/v2.10.7> ." in version
    assert "coredns" not in version.replace("manifests/coredns", "")
    for path in ("/data/traefik/v99", "/data/nothing/v1", "/data/a>b/c"):
        assert client.get(path).status_code == 404
