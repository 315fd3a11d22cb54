"""Snapshots in a folder: the same answers from disk, and always a whole one, whoever is killed."""

import datetime as dt
import fcntl
import hashlib
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest
from rdflib import OWL, RDF, Graph

from cli.main import main
from graph import KnowledgeGraph
from graph.dataset import metadata
from graph.dataset.files import SourceFile, list_bundled_rules, list_vocabulary_files
from graph.dataset.metadata import SCHEMA_VERSION
from graph.errors import BadDataError, BadParameterError, LocalError, UnknownNameError
from graph.stores.ownership import BUILDING, LOCK, MARKER_NAME
from graph.stores.snapshot_directory import (
    SNAPSHOTS_TO_KEEP,
    current_name,
    list_snapshots,
    prune,
    publish,
    rollback,
)
from i18n import Message, format_day
from tests.support.opened_graph import quads_of
from tests.support.running_server import served

HELD = '<https://example.com/a> <https://example.com/b> "{}" .\n'
ASKED = "SELECT ?o { <https://example.com/a> <https://example.com/b> ?o }"
DAY = dt.date(2026, 11, 1)
PUBLISH = """
import sys
from pathlib import Path
from graph.stores.snapshot_directory import publish
publish(Path(sys.argv[1]), [Path(sys.argv[2])], bundled=False)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the bundled graph."""
    made = tmp_path_factory.mktemp("snapshots")
    publish(made)
    return made


def held(folder: Path) -> str:
    """Read the one value of the snapshot that is current."""
    (row,) = KnowledgeGraph.open(folder).query(ASKED).terms()
    return str(getattr(row[0], "value", ""))


def write(file: Path, value: object) -> Path:
    """Write a file that holds one value."""
    file.write_text(HELD.format(value), "utf-8")
    return file


# --- Reading


def test_a_snapshot_speaks_for_its_day(tmp_path: Path) -> None:
    assert publish(tmp_path, bundled=False, as_of=DAY).as_of == str(DAY)
    graph, same = KnowledgeGraph.open(tmp_path), KnowledgeGraph.open(bundled=False, as_of=DAY)
    assert (graph.as_of, graph.snapshot) == (DAY, same.snapshot)
    assert set(quads_of(graph)) == set(quads_of(same))


def test_a_store_takes_no_files_beside_it_and_gives_any_day(folder: Path, kg: KnowledgeGraph) -> None:
    """Neither what is given beside it nor the day is passed over."""
    with pytest.raises(BadDataError, match="is a published snapshot"):
        KnowledgeGraph.open(folder, data=["more.ttl"])
    with pytest.raises(BadDataError, match="is a published snapshot"):
        KnowledgeGraph.open(folder, bundled=False)
    question = "what is the default CNI of k0s"
    then = dt.date(2020, 12, 31)
    assert KnowledgeGraph.open(folder, as_of=then).ask(question) == kg.on(then).ask(question)


# --- Publishing


def meaning(file: SourceFile) -> str:
    """Return what a rule does, or which terms a file of the ontology has, without words for people."""
    text = file.content.decode()
    if file.name.endswith(".rq"):
        return " ".join(line for line in map(str.strip, text.splitlines()) if not line.startswith("#"))
    kept = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    said = Graph().parse(data=text, format="turtle")
    return " ".join(sorted(str(subject) for subject, kind in said.subject_objects(RDF.type) if kind in kept))


def test_what_questions_rely_on_has_a_number() -> None:
    """An old snapshot lacks what a newer question asks for, and answers as if nobody had said it.

    Were rules or terms changed? If a question relies on it, raise SCHEMA_VERSION in
    `graph/dataset/metadata.py`.
    Then note the new digest here, also if none does.
    """
    told = "".join(map(meaning, (*list_bundled_rules(), *list_vocabulary_files())))
    assert (SCHEMA_VERSION, hashlib.sha256(told.encode()).hexdigest()[:12]) == ("8", "f298e7915e2f")


def test_a_snapshot_of_another_version_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, instead of answers that lack what it lacks; who serves another one goes on with that."""
    monkeypatch.setattr(metadata, "SCHEMA_VERSION", "1")
    publish(tmp_path, bundled=False, as_of=dt.date(2026, 11, 1))
    monkeypatch.undo()
    with pytest.raises(BadDataError, match=r"another version of distrograph \(schema 1; this"):
        KnowledgeGraph.open(tmp_path)
    publish(tmp_path, bundled=False, as_of=dt.date(2026, 11, 1))
    assert KnowledgeGraph.open(tmp_path).query("ASK { dg:uses a ?kind }")


def test_what_is_damaged_is_no_snapshot(tmp_path: Path) -> None:
    """Others are listed, kept and published all the same."""
    first = publish(tmp_path, bundled=False, as_of=dt.date(2026, 11, 1))
    broken = tmp_path / "snapshots" / "broken"
    broken.mkdir()
    (broken / "snapshot.json").write_text("{")
    second = publish(tmp_path, bundled=False, as_of=dt.date(2026, 11, 2))
    assert [each.name for each in list_snapshots(tmp_path)] == [second.name, first.name]
    prune(tmp_path, keep=1)
    assert [each.name for each in list_snapshots(tmp_path)] == [second.name]


def test_what_is_there_is_not_built_again(tmp_path: Path) -> None:
    told: list[Message] = []
    file = write(tmp_path / "a.nt", 1)
    first = publish(tmp_path / "s", [file], bundled=False)
    assert publish(tmp_path / "s", [file], bundled=False, progress=told.append) == first
    assert told == []


def test_one_goes_back_and_old_ones_are_taken_away(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    names = [publish(folder, [write(tmp_path / "a.nt", n)], bundled=False).name for n in range(5)]
    assert [each.name for each in list_snapshots(folder)] == names[::-1]
    assert rollback(folder).name == names[3]
    assert held(folder) == "3"
    assert rollback(folder, names[0]).name == current_name(folder) == names[0]
    with pytest.raises(BadDataError, match="no snapshot before"):
        rollback(folder)
    with pytest.raises(UnknownNameError, match="there is no snapshot “1999”"):
        rollback(folder, "1999")
    prune(folder)
    assert [each.name for each in list_snapshots(folder)] == [*names[: -SNAPSHOTS_TO_KEEP - 1 : -1], names[0]]
    assert held(folder) == "0"


def test_a_bad_file_leaves_all_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    publish(folder, [write(tmp_path / "a.nt", 1)], bundled=False)
    (tmp_path / "bad.nt").write_text("<https://example.com/a> <", "utf-8")
    with pytest.raises(BadDataError, match=r"bad\.nt:1: not valid"):
        publish(folder, [tmp_path / "bad.nt"], bundled=False)
    assert held(folder) == "1"
    assert sorted(each.name for each in folder.iterdir()) == ["current", MARKER_NAME, "lock", "snapshots"]


def test_two_do_not_publish_at_once(tmp_path: Path) -> None:
    with (tmp_path / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(LocalError, match="another process is publishing there"):
            publish(tmp_path, bundled=False)


def test_no_room_leaves_all_as_it_was(tmp_path: Path) -> None:
    """A file may have so many bytes and no more, as if the disk were full."""
    folder = tmp_path / "s"
    publish(folder, [write(tmp_path / "a.nt", 1)], bundled=False)
    lines = (f'<https://example.com/{n}> <https://example.com/b> "{n * n}" .\n' for n in range(100_000))
    (tmp_path / "b.nt").write_text("".join(lines), "utf-8")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20,) * 2)

    command = [sys.executable, "-c", PUBLISH, str(folder), str(tmp_path / "b.nt")]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit, check=False)
    assert done.returncode == 1
    assert "the published snapshots are unchanged" in done.stderr
    assert held(folder) == "1"
    assert not (folder / BUILDING).exists()


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from graph import KnowledgeGraph
from graph.stores.snapshot_directory import publish
folder, file = Path(sys.argv[1]), Path(sys.argv[2])
def forked(task):
    if pid := os.fork():
        return pid
    task()
    os._exit(0)
def run(value, seconds=None):
    file.write_text(sys.argv[3].format(value), "utf-8")
    began = time.monotonic()
    pid = forked(lambda: publish(folder, [file], bundled=False))
    if seconds is not None:
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return status, time.monotonic() - began
def held():
    (row,) = KnowledgeGraph.open(folder).query(sys.argv[4]).terms()
    print(row[0].value, end=" ", flush=True)
status, usual = run("first")
for number in range(int(sys.argv[5])):
    status, _ = run(number, random.uniform(0, usual))
    print(number, "killed" if status else "done", end=" ", flush=True)
    os.waitpid(forked(held), 0)
    print(flush=True)
status, _ = run("last")
assert status == 0
"""


@pytest.mark.parametrize("moments", [6, pytest.param(20, marks=pytest.mark.thorough)])
def test_who_is_killed_leaves_a_whole_snapshot(tmp_path: Path, moments: int) -> None:
    """At random moments: readers find what was there or what is new, and the next run succeeds."""
    folder = tmp_path / "s"
    command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "a.nt"), HELD, ASKED, str(moments)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    assert len(lines) == moments
    before = "first"
    for number, ended, found in map(str.split, lines):
        assert found in ({before, number} if ended == "killed" else {number})
        before = found
    assert any("killed" in line for line in lines)
    assert held(folder) == "last"
    assert not (folder / BUILDING).exists()


def test_what_is_large_answers_for_its_day_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.stores.snapshot_writer.MAX_REDATABLE_BYTES", 10)
    publish(tmp_path / "s", [write(tmp_path / "a.nt", 1)], bundled=False)
    graph = KnowledgeGraph.open(tmp_path / "s")
    with pytest.raises(BadParameterError, match=f"covers only {format_day(graph.as_of, 'en')}"):
        graph.on(DAY)


# --- Serving


@pytest.mark.thorough  # with nginx before them: tests/deploy/test_replicas.py
def test_replicas_follow_without_a_request_lost(tmp_path: Path) -> None:
    """Two servers read one folder; while snapshots change, both answer every request."""
    folder = tmp_path / "s"
    publish(folder, [write(tmp_path / "a.nt", 0)], bundled=False)
    seen: list[set[str]] = [set(), set()]
    failed: list[object] = []
    ended = threading.Event()

    def ask(address: str, answers: set[str]) -> None:
        while not ended.is_set():
            try:
                answer = httpx2.get(f"{address}/sparql", params={"query": ASKED, "format": "csv"}, timeout=30)
                answers.add(answer.raise_for_status().text.split()[-1])
            except httpx2.HTTPError as error:
                failed.append(error)

    options = ("--store", str(folder), "--workers", "1")
    with served(*options) as one, served(*options) as other:
        threads = [
            threading.Thread(target=ask, args=(each.address, answers))
            for each, answers in zip((one, other), seen, strict=True)
        ]
        for thread in threads:
            thread.start()
        for number in range(1, 3):
            publish(folder, [write(tmp_path / "a.nt", number)], bundled=False)
            until(lambda wanted=str(number): all(wanted in answers for answers in seen))  # type: ignore[misc]
        ended.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert seen == [{"0", "1", "2"}] * 2


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    due = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < due
        time.sleep(0.05)


# --- The command


def test_what_is_large_is_held_against_the_gates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a stream, and before anybody sees it; what they find is printed, and nothing published."""
    monkeypatch.setattr("cli.commands.publish.MAX_REDATABLE_BYTES", 10)
    folder, file = tmp_path / "s", tmp_path / "a.nt"
    claim = f"<https://w3id.org/distrograph/source/x#c> <{RDF.type}> <https://w3id.org/distrograph/ontology#Claim>"
    file.write_text(f"{claim} .", "utf-8")  # in no source
    assert main(["publish", "--to", str(folder), "--no-bundled", "--data", str(file)]) == 1
    said = capsys.readouterr()
    assert "claims-stand-in-sources" in said.out
    assert "nothing was published" in said.err
    assert current_name(folder) is None
    file.write_text(HELD.format(1), "utf-8")
    assert main(["publish", "--to", str(folder), "--no-bundled", "--data", str(file)]) == 0
    assert "consistency checks only, no validation by the shapes" in capsys.readouterr().err
    assert held(folder) == "1"


def test_the_command_publishes_lists_and_goes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = str(tmp_path / "s"), str(write(tmp_path / "a.nt", 1))
    assert main(["publish", "--to", folder, "--no-bundled", "--data", file]) == 0
    write(Path(file), 2)
    assert main(["publish", "--to", folder, "--no-bundled", "--data", file, "--as-of", str(DAY)]) == 0
    out = capsys.readouterr().out
    assert "is current" in out
    assert main(["snapshots", "--store", folder]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"* {DAY}-")
    assert second.startswith("  20")
    assert main(["rollback", "--store", folder]) == 0
    assert main(["query", ASKED, "--store", folder, "--format", "csv"]) == 0
    assert capsys.readouterr().out.split()[-1] == "1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["snapshots"], "--store DIR"),
        (["info", "--store", "/nowhere"], "/nowhere: no snapshot is published there"),
        (["info", "--store", "/nowhere", "--no-bundled"], "is a published snapshot"),
        (["publish", "--to", "/proc/nowhere", "--no-bundled"], "/proc/nowhere"),
        (
            ["publish", "--to", "ftp://127.0.0.1/x"],
            "“ftp://127.0.0.1/x” is neither a folder nor a server",
        ),
        (["publish", "--to", __file__], "is a file; publish to a folder"),
        (["publish", "--to", "127.0.0.1:8310/query"], "for a server, write http://127.0.0.1:8310/query"),
        (["publish", "--to", "memory"], "publish to a folder or a server"),
        (["publish", "--to", ".", "--update", "http://x/y"], "--graph-store and --update are for servers"),
        (["info", "--store", "htps://x/y"], "“htps://x/y” is neither a folder"),
    ],
)
def test_wrong_use_is_told_in_a_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--keep", "0", "a number of snapshots is 1 or more, not “0”"),
        ("--as-of", "2999-01-01", "2999-01-01 is in the future, so nothing is recorded for it"),
        ("--as-of", "tomorrow", "a day is written like 2021-01-15, not “tomorrow”"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    option: str, value: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["publish", "--to", str(tmp_path), option, value])
    assert said in capsys.readouterr().err
