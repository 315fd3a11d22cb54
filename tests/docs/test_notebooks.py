"""Every notebook is run twice, in memory and against a service, and what it shows is looked at."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from html import unescape
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from docs.notebooks import FOLDER, NOTEBOOKS, code, kept, read, run
from graph import KnowledgeGraph
from graph.analysis.migration import plan_migration
from graph.catalogue.facts import DISPUTES
from graph.catalogue.releases import NEWEST_VERSIONS
from graph.catalogue.sources import SOURCES
from graph.releases.version_range import parse_version_range

NAMES = [path.stem for path in NOTEBOOKS]
every = pytest.mark.parametrize("name", NAMES)
FAR = ("far-away",)
"""The notebooks that each gate runs against a service, too; `make thorough` runs them all."""
everywhere = pytest.mark.parametrize(
    "name", [name if name in FAR else pytest.param(name, marks=pytest.mark.thorough) for name in NAMES]
)
LAST_YEAR = 2026
Run = Callable[[str, str], NotebookNode]
"""Gives a notebook by its name, run where the graph is in `memory` or in a `service`."""
WHERE = ("memory", "service")
AGES = re.compile(r"\d+ claims from \d+ sources, snapshot \w+ of [\d-]+")
"""What an output may say that is otherwise on another day, or after the data changed elsewhere."""


@pytest.fixture(scope="module")
def ran(service: str) -> Iterator[Run]:
    """Run all notebooks in kernels of their own, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        address = f"{service}/sparql"
        running: dict[str, Future[list[NotebookNode]]] = {
            path.stem: pool.submit(run, path, *((None, address) if path.stem in FAR else (None,)))
            for path in NOTEBOOKS
        }

        def wait(name: str, where: str) -> NotebookNode:
            found = running[name].result()
            if where == "service" and len(found) == 1:
                found += run(FOLDER / f"{name}.ipynb", address)
            return found[WHERE.index(where)]

        yield wait


def output(notebook: NotebookNode, cell: str, kind: str = "text/plain") -> str:
    """Return what the cell with an id shows."""
    outputs = next(each.outputs for each in notebook.cells if each.id == cell)
    return "".join(str(each.data.get(kind, "")) for each in outputs if "data" in each)


def said(notebook: NotebookNode, cell: str) -> str:
    """Return what the cell with an id prints."""
    return "".join(each.get("text", "") for each in next(c.outputs for c in notebook.cells if c.id == cell))


def table(notebook: NotebookNode, cell: str) -> list[list[str]]:
    """Return the rows of the table that a cell shows, below its head."""
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", output(notebook, cell, "text/html"), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    return [[unescape(each).strip() for each in line] for line in cells[1:]]


def complaints(notebook: NotebookNode) -> list[str]:
    """Return what the cells write to stderr."""
    outputs = [output for cell in code(notebook) for output in cell.outputs]
    return [each.text for each in outputs if each.get("name") == "stderr"]


def shown(notebook: NotebookNode) -> dict[str, Any]:
    """Return what each cell shows, as it is stored."""
    outputs = {cell.id: cell.outputs for cell in code(kept(notebook))}
    found: dict[str, Any] = json.loads(AGES.sub("claims", json.dumps(outputs)))
    return found


@every
def test_it_runs_without_complaining(ran: Run, name: str) -> None:
    """From top to bottom, in a fresh kernel, without a network."""
    assert complaints(ran(name, "memory")) == []


@everywhere
def test_it_shows_the_same_of_a_graph_that_is_far_away(ran: Run, name: str) -> None:
    """What a service answers is what is bundled, to the letter; but for the number of its port."""
    assert shown(ran(name, "service")) == shown(ran(name, "memory"))
    assert complaints(ran(name, "service")) == []


@every
def test_it_is_stored_with_what_it_shows(ran: Run, name: str) -> None:
    """A notebook that is changed, or whose data is, is stored anew with `docs/notebooks.py NAME`."""
    assert shown(read(FOLDER / f"{name}.ipynb")) == shown(ran(name, "memory"))


@every
def test_it_is_stored_so_that_it_shows_on_a_code_host(name: str) -> None:
    """It is valid, was run from top to bottom, is small, and tells nothing of the machine it ran on."""
    notebook = json.loads((FOLDER / f"{name}.ipynb").read_text("utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", cell["id"]) for cell in notebook["cells"])
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    outputs = json.dumps([cell["outputs"] for cell in cells])
    assert len(outputs) < 100_000
    places = rf"127\.0\.0\.1:\d|/home/|/root/|/tmp/|/site-packages/|{re.escape(str(FOLDER.parent))}"
    assert not re.search(places, outputs)
    assert not re.search(r"\d\d:\d\d:\d\d", outputs)
    pictures = [each["data"] for cell in cells for each in cell["outputs"] if "image/svg+xml" in str(each)]
    assert all(set(data) == {"image/svg+xml", "text/plain"} for data in pictures)


def test_the_first_one_leads_to_the_others() -> None:
    """Each is linked from the end of first-steps."""
    links = re.findall(r"\]\(([\w-]+)\.ipynb\)", str(read(FOLDER / "first-steps.ipynb").cells[-1].source))
    assert sorted([*links, "first-steps"]) == NAMES


@pytest.mark.parametrize("cell", ["ask", "dataframe", "http", "agreement"])
def test_each_way_of_asking_gives_the_same_distributions(kg: KnowledgeGraph, ran: Run, cell: str) -> None:
    """In Python, in SPARQL and over HTTP it is k0s, k3d, K3s and RKE2; words name the others behind them."""
    text = output(ran("first-steps", "memory"), cell).lower().partition(" use kine")[0]
    known = {row[0] for row in kg.query("SELECT ?d { ?d a dg:Distribution }")}
    assert {name for name in known if re.search(rf"\b{name}\b", text)} == {"k0s", "k3d", "k3s", "rke2"}


def test_first_steps_shows_who_says_so(ran: Run) -> None:
    """Primary sources with the places in them, and the two sides of the quarrel about Calico."""
    notebook = ran("first-steps", "memory")
    who = output(notebook, "who", "text/html")
    assert all(word in who for word in ("primary", "secondary", "go.mod@v0.9.1"))
    quarrel = output(notebook, "dispute")
    assert all(word in quarrel for word in ("kube-router", "Calico", "outdated", "2021-04-07"))


def test_a_drawing_is_a_frame_that_may_do_nothing_but_run_its_own_scripts(ran: Run) -> None:
    """The page is inside the frame, escaped, and the frame is sandboxed."""
    drawn = output(ran("first-steps", "memory"), "draw", "text/html")
    frame = re.search(r'<iframe srcdoc="([^"]+)" sandbox="allow-scripts" [^<>]*></iframe>', drawn)
    assert frame
    assert "k0s" in frame[1]
    assert "<" not in frame[1]
    assert drawn.count("<iframe") == 1
    assert "<script" not in drawn


def test_the_box_gets_what_fits_by_what_is_recorded(kg: KnowledgeGraph, ran: Run) -> None:
    """Those that run on its processor and need no etcd on one node; a gap rules nothing out."""
    notebook = ran("edge-box", "memory")
    verdicts = {row[0]: row[1:] for row in table(notebook, "choose")}
    arm = {row[0] for row in kg.query("SELECT ?d { ?d dg:architecture id:arm64 }")}
    alone = """SELECT ?d {
        ?finding a dg:Finding ; rdf:subject ?d ; rdf:predicate dg:defaultDatastore ; rdf:object ?store
        FILTER(?store != id:etcd) OPTIONAL { ?finding dg:condition ?when }
        FILTER(!BOUND(?when) || ?when = id:single-node) }"""
    without_etcd = {row[0] for row in kg.query(alone)}
    assert {name for name, (first, *_) in verdicts.items() if first == "yes"} == {"k0s", "k3s"}
    assert arm & without_etcd == {"k0s", "k3s"}
    assert verdicts["k0s"] == ["yes"] * 4
    assert verdicts["microk8s"][0] == "unknown: processor, memory"
    box = {row[0]: row[1:3] for row in table(notebook, "box")[1:]}
    assert (box["ingress controller"], box["storage provisioner"][1]) == (["Traefik Proxy", "none"], "none")


def test_the_past_of_datastores_is_that_of_the_releases(kg: KnowledgeGraph, ran: Run) -> None:
    """Three switches; who ships etcd, and which one the newest release has."""
    notebook = ran("ten-years-of-datastores", "memory")
    switches = [(row[1], row[-1]) for row in table(notebook, "switches")]
    assert switches == [("microk8s", "2020-08-28"), ("k3s", "2020-09-16"), ("k8s-snap", "2025-08-25")]
    newest = {
        row.id: ".".join(row.versions[0].lstrip("v").split(".")[:2])
        for row in kg.answer(NEWEST_VERSIONS, component="etcd").items
        if row.versions and row.release and row.release.issued and row.release.issued.year == LAST_YEAR
    }
    head = re.findall(r"<th>([\w-]+)</th>", output(notebook, "etcd-by-year", "text/html"))
    year, *last = table(notebook, "etcd-by-year")[-1]
    shippers = dict(zip(head, last, strict=False))
    assert year == str(LAST_YEAR)
    assert {name: minor for name, minor in shippers.items() if minor} == newest
    chart = output(notebook, "chart", "image/svg+xml")
    assert chart.count("<rect") == 23
    assert "No datastore in a release on record: k3d, kind, microshift, okd" in said(notebook, "not-known")


def test_the_articles_are_scored_by_their_verdicts(kg: KnowledgeGraph, ran: Run) -> None:
    """The counts are those of the graph, and each statement that is not right stands in the list."""
    notebook = ran("where-the-articles-were-wrong", "memory")
    articles = [row for row in kg.answer(SOURCES).items if row.kind == "secondary"]
    counts = {row[0]: [int(each) for each in row[1:]] for row in table(notebook, "verdicts")}
    assert counts.pop("claims") == [row.claims for row in articles]
    for at, row in enumerate(articles):
        assert {name: count[at] for name, count in counts.items() if count[at]} == row.verdicts
    scores = [row[1:] for row in table(notebook, "scores")]
    assert scores == [["65", "33", "6", "0.66"], ["43", "13", "19", "0.77"]]
    assert len(table(notebook, "answers")) == 33 + 13
    one = next(row for row in kg.answer(DISPUTES).items if row.property.id == "defaultDatastore")
    lost = [row[3] for row in table(notebook, "disputes") if row[2] == "lost"]
    assert lost == [claim.source.id for claim in one.rejected]


def test_a_cve_finds_those_who_ship_what_is_affected(kg: KnowledgeGraph, ran: Run) -> None:
    """RKE alone today, by a query of its own; and of each distribution as many releases as there are."""
    notebook = ran("after-a-cve", "memory")
    ranges = [parse_version_range("<1.11.5"), parse_version_range(">=1.12,<1.12.1")]
    shipping = kg.query("""SELECT DISTINCT ?release ?d ?version ?until {
        ?release dg:ships ?shipped ; dg:releaseOf ?d .
        ?shipped dg:versionOf id:ingress-nginx ; schema:softwareVersion ?version
        OPTIONAL { ?release dg:newestFrom ?from . OPTIONAL { ?release dg:newestUntil ?ended } }
        BIND(IF(BOUND(?from), COALESCE(?ended, "now"), "never") AS ?until) }""")
    rows = [
        (d, until, any(each.contains_any([version]) for each in ranges)) for _, d, version, until in shipping
    ]
    today = {row[1]: row[2] for row in table(notebook, "newest")}
    assert {d for d, until, affected in rows if until == "now" and affected} == {"rke"}
    assert today == {"rke": "affected", "rke2": "fixed", "microk8s": "ships it no more"}
    releases, affected = Counter(d for d, *_ in rows), Counter(d for d, _, each in rows if each)
    counted = {row[0]: (int(row[1]), int(row[2])) for row in table(notebook, "everything")[1:]}
    assert counted == {d: (affected[d], releases[d]) for d in releases}
    assert [row[-1] for row in table(notebook, "delays")] == ["25", "", "2"]


def test_a_move_tells_what_becomes_of_each_capability(kg: KnowledgeGraph, ran: Run) -> None:
    """As many of each outcome as `plan_migration` gives, and by name those that are lost."""
    notebook = ran("moving-from-k3s-to-k0s", "memory")
    moves = plan_migration(kg, "k3s", "k0s")
    counts = {row[0]: int(row[1]) for row in table(notebook, "moves")}
    assert {outcome: count for outcome, count in counts.items() if count} == Counter(
        row.outcome for row in moves
    )
    for outcome in ("lost", "replaced", "unchanged", "unknown"):
        told = [row[2] for row in table(notebook, outcome)]
        assert told == [row.capability.label.en for row in moves if row.outcome == outcome]
    assert "Traefik Proxy as an optional node-local load balancer" in output(notebook, "paths")
    assert output(notebook, "back") == "['ingress', 'service-load-balancer', 'storage-provisioner']"


def test_what_is_far_away_answers_alike_and_whole(kg: KnowledgeGraph, ran: Run) -> None:
    """Each call agrees; all rows of a long answer come; and plain HTTP counts what the graph counts."""
    notebook = ran("far-away", "service")
    assert output(notebook, "both").count("True") == 8
    shipped = "SELECT (COUNT(*) AS ?n) { ?release dg:ships ?shipped . ?shipped dg:versionOf ?component }"
    total = next(iter(kg.query(shipped)))[0]
    assert output(notebook, "stream") == str([*range(10_000, total, 10_000), total])
    releases = "SELECT ?d (COUNT(?r) AS ?n) { ?r dg:releaseOf ?d } GROUP BY ?d"
    assert {row[1]: int(row[2]) for row in table(notebook, "csv")} == dict(kg.query(releases))
    assert "k0s uses Calico as its default CNI plugin." in output(notebook, "as-of")
