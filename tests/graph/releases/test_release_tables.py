"""What the release tables say comes back: every row from the store, and known answers over HTTP."""

import csv
import random
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

import pytest
from fastapi.testclient import TestClient

from graph import KnowledgeGraph, UnknownNameError
from graph.catalogue.releases import RELEASES
from graph.rdf.store import Table
from graph.rdf.terms import text_of
from ontology import ID

GITHUB = "https://github.com/"
EVERY_ROW = """
SELECT ?distribution ?release ?day ?component ?version ?repository ?ref ?path
WHERE {
  GRAPH ?source {
    ?manifest dg:manifestOf ?of ; dg:lists ?shipped .
    ?manifest schema:codeRepository ?repository ; dg:ref ?ref ; dg:path ?path
  }
  ?of dg:releaseOf ?distribution ; schema:softwareVersion ?release .
  ?shipped dg:versionOf ?component ; schema:softwareVersion ?version .
  OPTIONAL { ?of dcterms:issued ?day }
}
"""


class Said(NamedTuple):
    """A row of a table, and whose table it is."""

    distribution: str
    release: str
    date: str
    component: str
    version: str
    repository: str
    ref: str
    path: str


def tables() -> list[Said]:
    """Read all rows of the tables as they stand, past the code that loads them."""
    found = []
    for file in sorted((Path(__file__).parents[3] / "graph" / "data" / "releases").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            found += [Said(distribution=file.stem, **row) for row in csv.DictReader(lines)]
    return found


SAID = tables()
SAMPLE = random.Random(1911).sample(SAID, 60)  # noqa: S311  # the same sample each time


def get(client: TestClient, path: str, **parameters: str | list[str]) -> Any:  # noqa: ANN401  # JSON
    """Ask, and see that there is an answer."""
    response = client.get(path, params=parameters or None)
    assert response.status_code == 200, response.text
    return response.json()


def versions_in(client: TestClient, release: str) -> dict[str, list[str]]:
    """Return what a release ships."""
    return {row["id"]: row["versions"] for row in get(client, f"/api/v1/releases/{release}")["items"]}


def slugs(rows: list[dict[str, Any]]) -> set[str]:
    """Return what rows are of."""
    return {row["id"] for row in rows}


# --- Every row -----------------------------------------------------------------------------------------


def test_every_row_of_every_table_is_in_the_store_and_nothing_else(kg: KnowledgeGraph) -> None:
    """One query gives back exactly the rows of the files, as often as they stand there."""
    table = kg.archive.query(EVERY_ROW)
    assert isinstance(table, Table)
    found = Counter(
        Said(*(text_of(term).removeprefix(ID).removeprefix(GITHUB) for term in row)) for row in table.rows
    )
    wanted = Counter(SAID)
    assert wanted
    assert (wanted - found, found - wanted) == (Counter(), Counter())


@pytest.mark.parametrize("said", SAMPLE, ids=lambda said: "-".join(said[:4:3]))
def test_a_row_comes_back_over_rest(client: TestClient, said: Said) -> None:
    """The release has the component in the version, and a source leads to the file that says so."""
    body = get(client, f"/api/v1/releases/{said.distribution}/{quote(said.release)}")
    assert body["issued"] == (said.date or None)
    [shipped] = [row for row in body["items"] if row["id"] == said.component]
    assert said.version in shipped["versions"]
    address = f"{GITHUB}{said.repository}/blob/{said.ref}/{said.path}"
    assert address in [unquote(source["url"]) for source in shipped["sources"]]


# --- Known answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "component", "version"),
    [
        ("k3s/v1.30.2+k3s1", "traefik", "v2.10.7"),
        ("k3s/v1.30.2+k3s1", "coredns", "v1.10.1"),
        ("k0s/v0.12.0", "calico", "v3.16.2"),
        ("k0s/v1.30.0+k0s.0", "kine", "0.11.8"),
    ],
)
def test_a_release_ships_what_its_files_name(
    client: TestClient, release: str, component: str, version: str
) -> None:
    """The version stands as the project wrote it."""
    assert versions_in(client, release)[component] == [version]


def test_k0s_came_to_kube_router_with_0_13(client: TestClient) -> None:
    """v0.12.0 has calico and no kube-router; v0.13.0 brings it."""
    assert "kube-router" not in versions_in(client, "k0s/v0.12.0")
    shipped = get(client, "/api/v1/releases/k0s/v0.13.0")["items"]
    assert {row["id"]: row["change"] for row in shipped}["kube-router"] == "added"


@pytest.mark.parametrize("when", ["2021-01-15", "k0s/v0.12.0"])
def test_the_comparison_of_the_past_shows_what_k0s_had_then(client: TestClient, when: str) -> None:
    """In January 2021, and on the day of v0.12.0, k0s came with Calico; today it does not by default."""

    def default(**parameters: str) -> set[str]:
        rows = get(client, "/api/v1/compare", id=["k3s", "k0s"], **parameters)["items"]
        [row] = [row for row in rows if row["property"]["id"] == "defaultCni"]
        [k0s] = [side for side in row["sides"] if side["id"] == "k0s"]
        return slugs(k0s["values"])

    assert default(as_of=when) == {"calico"}
    assert default() == {"kube-router"}


@pytest.mark.parametrize(
    ("distribution", "switched", "release"),
    [("microk8s", ("etcd", "dqlite"), "v1.19"), ("rke2", ("ingress-nginx", "traefik"), "v1.36.0+rke2r1")],
)
def test_a_switch_names_its_release(
    client: TestClient, distribution: str, switched: tuple[str, str], release: str
) -> None:
    """It is known with which release a distribution left one thing for another, and on which day."""
    before, after = switched
    rows = get(client, "/api/v1/switches", **{"distribution": distribution, "from": before, "to": after})
    [row] = rows["items"]
    assert row["release"] == release
    assert row["day"] in {said.date for said in SAID if said[:2] == (distribution, release)}


# --- What nobody recorded ------------------------------------------------------------------------------


def test_a_gap_is_called_one_in_the_list(client: TestClient) -> None:
    """Of K3s 1.22 there is no release, and the answer says between which two the record is missing."""
    body = get(client, "/api/v1/distributions/k3s/releases", version="1.22")
    assert (body["items"], body["total"]) == ([], 0)
    gap = {"minors": ["1.22", "1.23"], "after": "v1.21.2+k3s1", "before": "v1.24.1+k3s1"}
    assert body["coverage"]["gaps"] == [gap]


def test_a_release_in_a_gap_is_no_plain_404(client: TestClient) -> None:
    """Whoever asks for it learns that the record has a hole there, and what stands beside it."""
    response = client.get("/api/v1/releases/k3s/v1.22.3+k3s1")
    problem = response.json()
    assert response.status_code == 404
    assert "no release of 1.22 is recorded" in problem["detail"]
    assert {"k3s/v1.21.2+k3s1", "k3s/v1.24.1+k3s1"} <= set(problem["suggestions"])


def test_what_ships_no_known_kubernetes_is_not_behind_one(kg: KnowledgeGraph) -> None:
    """Of the first releases of kind and minikube no file names a Kubernetes version: unknown is no number."""
    rows = [
        row for each in ("kind", "minikube", "k3s") for row in kg.answer(RELEASES, distribution=each).items
    ]
    without = [row for row in rows if row.kubernetes is None]
    assert len(without) > 30
    assert {(row.days_behind, row.minors_behind) for row in without} == {(None, None)}
    assert min(row.days_behind for row in rows if row.days_behind is not None) >= 0


@pytest.mark.parametrize(("name", "first"), [("k3s/v1.999", "k3s"), ("k0s/v0.12", "k0s/v0.12.0")])
def test_the_nearest_release_is_suggested_first(kg: KnowledgeGraph, name: str, first: str) -> None:
    """Beyond the last one that is the newest; what begins as the name does is nearer than its neighbours."""
    with pytest.raises(UnknownNameError) as error:
        kg.release(name)
    assert error.value.suggestions[0] == kg.release(first).id


def test_a_release_that_never_was_is_said_to_be_in_no_gap(client: TestClient) -> None:
    """Outside the gap nothing is said of one."""
    response = client.get("/api/v1/releases/k3s/v1.30.99+k3s1")
    assert response.status_code == 404
    assert "on record" not in response.json()["detail"]


def test_what_nobody_recorded_is_not_said_to_be_gone(client: TestClient) -> None:
    """Later files of K3s do not cover klipper-lb: that is unknown, with the last release that had it."""
    body = get(client, "/api/v1/components/klipper-lb/newest")
    assert {row["id"]: row["last"] for row in body["unknown"]}["k3s"] == "v1.21.2+k3s1"
    assert "k3s" not in slugs(body["items"]) | slugs(body["absent"])


def test_what_left_is_said_to_be_gone(client: TestClient) -> None:
    """The file of MicroK8s that listed ingress-nginx was read again, and lists it no more."""
    body = get(client, "/api/v1/components/ingress-nginx/newest")
    assert {row["id"]: (row["answer"], row["last"]) for row in body["items"]}["microk8s"] == ("no", "v1.34")


def test_a_comparison_across_a_gap_claims_no_removal(client: TestClient) -> None:
    """Before and after the gap other files were read: klipper-lb is unrecorded, Traefik was upgraded."""
    sides = {"from": "k3s/v1.21.2+k3s1", "to": "k3s/v1.24.1+k3s1"}
    body = get(client, "/api/v1/diff", **sides)
    assert (body["from"]["id"], body["to"]["id"]) == (sides["from"], sides["to"])
    assert "klipper-lb" in slugs(body["unrecorded"])
    assert "klipper-lb" not in slugs(body["items"]) | slugs(body["unchanged"])
    assert {row["id"]: row["change"] for row in body["items"]}["traefik"] == "upgraded"
    assert not {"added", "removed"} & {row["change"] for row in body["items"]}


def test_coverage_says_what_there_is_of_every_distribution(client: TestClient) -> None:
    """Those with a table have as many releases as it names; those without one have none and no source."""
    named: dict[str, set[str]] = {}
    for said in SAID:
        named.setdefault(said.distribution, set()).add(said.release)
    rows = get(client, "/api/v1/coverage")["items"]
    assert {row["id"]: row["releases"] for row in rows if row["releases"]} == {
        distribution: len(releases) for distribution, releases in named.items()
    }
    assert {row["id"]: bool(row["sources"]) for row in rows} == {
        row["id"]: row["id"] in named for row in rows
    }


def test_the_history_of_a_component_ends_where_the_record_ends(client: TestClient) -> None:
    """The last event of klipper-lb in K3s is that nobody recorded it further, the first that somebody did."""
    rows = get(client, "/api/v1/components/klipper-lb/history")["items"]
    own = [(row["event"], row["release"]["version"]) for row in rows if row["distribution"]["id"] == "k3s"]
    assert own[0] == ("unrecorded", "v1.21.2+k3s1")
    assert own[-1] == ("recorded", "v0.3.0")
    assert {event for event, _ in own[1:-1]} == {"upgraded"}
