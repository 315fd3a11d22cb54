"""Publishing into a server: readers see one whole snapshot, whatever becomes of who writes it."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import httpx2
import pyoxigraph as ox
import pytest

from cli.main import main
from graph import KnowledgeGraph
from graph.errors import BadDataError, LocalError, StoreError, UnknownNameError
from graph.rdf.store import Table, Truth
from graph.stores.remote.graph_names import Layout
from graph.stores.remote.snapshots import connect_target
from i18n import Message
from tests.graph.stores.test_snapshot_directory import ASKED, HELD
from tests.support.faulty_server import bad_server, says, wire
from tests.support.running_server import served
from tests.support.sparql_servers import Engine, oxigraph


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Run a real server."""
    with oxigraph(tmp_path_factory.mktemp("engine")) as running:
        yield running


@contextmanager
def fresh(tmp_path: Path) -> Iterator[Engine]:
    """Run a real server that has nothing."""
    with oxigraph(tmp_path / "engine") as running:
        yield running


def write(path: Path, value: object) -> Path:
    """Write a file with one value."""
    path.write_text(HELD.format(value), "utf-8")
    return path


def held(url: str) -> str:
    """Return the value that the current snapshot has."""
    table = KnowledgeGraph.open(url).store.query(ASKED)
    assert isinstance(table, Table)
    ((term,),) = table.rows
    return cast("ox.Literal", term).value


def test_one_goes_back_and_old_ones_are_dropped(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a folder; what was dropped can be published again."""
    there = connect_target(engine.url)
    names = [there.publish([write(tmp_path / "a.nt", n)], bundled=False).name for n in range(5)]
    assert [each.name for each in there.list_snapshots()] == names[::-1]
    assert there.rollback().name == names[3]
    assert held(engine.url) == "3"
    assert there.rollback(names[0]).name == there.current_name() == names[0]
    with pytest.raises(BadDataError, match="no snapshot before"):
        there.rollback()
    with pytest.raises(UnknownNameError, match="there is no snapshot “1999”"):
        there.rollback("1999")
    there.prune(2)
    assert [each.name for each in there.list_snapshots()] == [names[4], names[3], names[0]]
    assert held(engine.url) == "0"
    left = there.store.query(f"ASK {{ GRAPH <{Layout(names[1]).default}> {{ ?s ?p ?o }} }}")
    assert left == Truth(value=False)
    day = KnowledgeGraph.open(engine.url, as_of=dt.date(2026, 11, 1))
    assert str(day.query(ASKED).terms()[0][0]) == '"0"'
    again = there.publish([write(tmp_path / "a.nt", 2)], bundled=False)
    assert again.name == names[2]
    assert held(engine.url) == "2"
    assert main(["snapshots", "--store", engine.url]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed if line.startswith("*")] == ["*"]
    assert listed[0].startswith(f"* {names[2]}  as of ")
    assert main(["rollback", "--store", engine.url, names[4]]) == 0
    assert held(engine.url) == "4"


def test_blank_nodes_get_names_and_stay_one(engine: Engine, tmp_path: Path) -> None:
    """A server would take those of two requests for different ones."""
    (tmp_path / "b.ttl").write_text("[] <urn:p> _:b . _:b <urn:q> 1 , 2 .", "utf-8")
    connect_target(engine.url).publish([tmp_path / "b.ttl"], bundled=False)
    found = KnowledgeGraph.open(engine.url).query(
        "SELECT ?a ?v { ?a <urn:p> ?b . ?b <urn:q> ?v } ORDER BY ?v"
    )
    rows = found.terms()
    assert [cast("ox.Literal", row[1]).value for row in rows] == ["1", "2"]
    assert str(rows[0][0]).startswith("<https://w3id.org/distrograph/.well-known/genid/")


def test_updates_do_where_a_server_takes_no_graphs(tmp_path: Path) -> None:
    """The same snapshot by SPARQL Update."""
    with fresh(tmp_path) as running:
        update = running.url.replace("/query", "/update")
        made = connect_target(running.url, update=update).publish(
            [write(tmp_path / "a.nt", "x")], bundled=False
        )
        assert held(running.url) == "x"
        connect_target(running.url, update=update).prune(1)
        assert connect_target(running.url).current_name() == made.name


def test_an_unknown_server_must_say_where_it_takes_graphs(tmp_path: Path) -> None:
    """Nothing is guessed, and nothing built in vain."""
    with bad_server() as bad:
        bad.will(says(200))
        with pytest.raises(LocalError, match="give one with --graph-store"):
            connect_target(bad.url).publish([tmp_path / "none.nt"])


def test_an_empty_server_says_how_to_fill_it(tmp_path: Path) -> None:
    """It is no service of distrograph."""
    with fresh(tmp_path) as running, pytest.raises(BadDataError, match="no snapshot is published there"):
        KnowledgeGraph.open(running.url)


def test_another_service_of_distrograph_is_opened_as_it_is(service: str, kg: KnowledgeGraph) -> None:
    """Its default graph and its named ones are those of the dataset; other days it cannot derive."""
    graph = KnowledgeGraph.open(f"{service}/sparql")
    assert (graph.snapshot, graph.as_of) == (kg.snapshot, kg.as_of)
    assert graph.ask("which distros use kine").answer == kg.ask("which distros use kine").answer


@pytest.mark.thorough
def test_an_answer_that_is_cut_is_cut_for_the_client_too(engine: Engine, tmp_path: Path) -> None:
    """Nobody takes half of an answer for the whole; the next one is whole again."""
    lines = (f'<https://example.com/{n}> <https://example.com/b> "{n}" .\n' for n in range(60_000))
    (tmp_path / "b.nt").write_text("".join(lines), "utf-8")
    connect_target(engine.url).publish([tmp_path / "b.nt"], bundled=False)
    long = {"query": "SELECT ?s ?o { ?s <https://example.com/b> ?o } # {}"}
    with wire(engine.url) as far, served("--store", far.url, "--workers", "1") as near:
        ready = httpx2.get(f"{near.address}/readyz").json()
        assert ready["published"] == connect_target(engine.url).current_name()
        assert httpx2.post(f"{near.address}/sparql", data=long, timeout=60).text.count('"uri"') == 60_000
        far.left = 4_000_000
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.post(
                f"{near.address}/sparql",
                data={"query": f"{long['query']}2"},
                headers={"Accept-Encoding": "identity"},  # more than a megabyte: it is sent as it comes
                timeout=60,
            )
        far.left = 0
        answer = httpx2.post(f"{near.address}/sparql", data={"query": f"{long['query']}3"}, timeout=60)
        assert answer.status_code in {502, 503}
        far.left = None
        again = httpx2.post(f"{near.address}/sparql", data={"query": f"{long['query']}4"}, timeout=60)
        assert again.text.count('"uri"') == 60_000


PUBLISH = """
import sys
from pathlib import Path
from graph.stores.remote.snapshots import connect_target
from graph.errors import GraphError
try:
    connect_target(sys.argv[1]).publish([Path(sys.argv[2])], bundled=False)
except GraphError as error:
    sys.exit(str(error))
"""


@contextmanager
def publishing(url: str, file: Path) -> "Iterator[subprocess.Popen[str]]":
    """Publish in a process of its own."""
    command = [sys.executable, "-c", PUBLISH, url, str(file)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        yield process


def published(url: str, file: Path) -> tuple[int, str]:
    """Publish in a process of its own; gives how it ended, and what it said of that."""
    with publishing(url, file) as process:
        _, said = process.communicate(timeout=120)
        return process.returncode, said


@pytest.mark.parametrize("moments", [2, pytest.param(20, marks=pytest.mark.thorough)])
def test_who_is_killed_leaves_a_whole_snapshot(engine: Engine, tmp_path: Path, moments: int) -> None:
    """At moments spread over the run: readers find what was there or what is new."""
    begun = time.monotonic()
    assert published(engine.url, write(tmp_path / "a.nt", "first")) == (0, "")
    usual, before = time.monotonic() - begun, "first"
    killed = 0
    for number in map(str, range(moments)):
        with publishing(engine.url, write(tmp_path / "a.nt", number)) as process:
            time.sleep(usual * (0.4 + 0.6 * int(number) / moments))
            process.kill()
            killed += process.wait() != 0
        found = held(engine.url)
        assert found in {before, number}
        before = found
    assert killed > moments / 4
    assert published(engine.url, write(tmp_path / "a.nt", "last")) == (0, "")
    assert held(engine.url) == "last"


def test_what_was_begun_is_gone_on_with(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parts that are there are not written again."""
    lines = (f'<https://example.com/{n}> <https://example.com/b> "{n}" .\n' for n in range(12_000))
    (tmp_path / "b.nt").write_text("".join(lines), "utf-8")
    monkeypatch.setattr("graph.stores.remote.graph_store_client.GraphStoreWriter.batch_size", 5_000)
    there = connect_target(engine.url)
    add, written = there.writer.add, []

    def fails(graph: str, triples: list[ox.Triple]) -> None:
        written.append(len(triples))
        if len(written) > 2:
            raise StoreError(Message("gone"), status=503)
        add(graph, triples)

    monkeypatch.setattr(there.writer, "add", fails)
    with pytest.raises(StoreError, match="gone"):
        there.publish([tmp_path / "b.nt"], bundled=False)
    assert written == [1, 5_000, 1]  # the note of the first part, the second one, and a note that is lost
    again = connect_target(engine.url)
    parts: list[int] = []
    replace = again.writer.replace

    def counts(graph: str, triples: list[ox.Triple]) -> None:
        parts.append(len(triples))
        replace(graph, triples)

    monkeypatch.setattr(again.writer, "replace", counts)
    again.publish([tmp_path / "b.nt"], bundled=False)
    assert parts == [5_000]  # of what other days are derived from; of the graph itself it was there
    counted = KnowledgeGraph.open(engine.url).query("SELECT ?s { ?s <https://example.com/b> ?o }")
    assert len(counted.terms()) == 12_000


@pytest.mark.thorough
def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path) -> None:
    """What was current is so still, and the next run succeeds where there is room."""
    folder = tmp_path / "engine"
    lines = (f'<https://example.com/{n}> <https://example.com/b> "{n * n}" .\n' for n in range(40_000))
    (tmp_path / "b.nt").write_text("".join(lines), "utf-8")
    with oxigraph(folder) as running:
        connect_target(running.url).publish([write(tmp_path / "a.nt", "before")], bundled=False)
    with oxigraph(folder, largest=2_000_000) as running:
        code, said = published(running.url, tmp_path / "b.nt")
        assert code == 1
        assert "the store at 127.0.0.1" in said
    with oxigraph(folder) as running:
        assert held(running.url) == "before"
        assert published(running.url, tmp_path / "b.nt") == (0, "")
        assert connect_target(running.url).list_snapshots()[0].quads > 40_000


def test_a_server_that_is_killed_and_comes_back_is_asked_again(tmp_path: Path) -> None:
    """Meanwhile it is said that it cannot be reached; who asks afterwards notices nothing."""
    with fresh(tmp_path) as running:
        connect_target(running.url).publish([write(tmp_path / "a.nt", "x")], bundled=False)
        graph = KnowledgeGraph.open(running.url)
        graph.query(ASKED)
        running.kill()
        with pytest.raises(StoreError, match="cannot reach the store") as caught:
            graph.query(ASKED)
        assert caught.value.status == 503
        running.start()
        assert str(graph.query(ASKED).terms()[0][0]) == '"x"'
