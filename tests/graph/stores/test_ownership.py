"""Publishing into a folder touches nothing of others: not in a folder of theirs, and not in ours."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.main import main
from graph.errors import LocalError
from graph.stores.ownership import MARKER_CONTENT, MARKER_NAME
from graph.stores.remote.snapshots import connect_target
from graph.stores.snapshot_directory import current_name, list_snapshots, prune, publish, rollback
from tests.graph.stores.test_snapshot_directory import held, write
from tests.support.faulty_server import bad_server, says
from tests.support.sparql_servers import oxigraph

DAYS = [dt.date(2026, 11, day) for day in range(1, 5)]
NAME = "2026-11-01-0123456789ab"


def tree(folder: Path) -> dict[str, object]:
    """Return all that lies in a folder, with its content."""
    return {
        str(path.relative_to(folder)): path.readlink()
        if path.is_symlink()
        else path.read_bytes()
        if path.is_file()
        else None
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a small file to publish."""
    return write(tmp_path / "a.nt", 1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder that is there."""
    made = tmp_path / "s"
    made.mkdir()
    return made


def put(path: Path, content: bytes = b"of somebody else") -> Path:
    """Write a file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


FOREIGN: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file": (lambda at: put(at / "thesis.odt"), "thesis.odt"),
    "building": (lambda at: put(at / "building" / "main.c"), "building/main.c"),
    "a folder in building": (lambda at: put(at / "building" / NAME / "src" / "a.c"), f"building/{NAME}/src"),
    "a file in a store": (lambda at: put(at / "building" / NAME / "store" / "a.c"), "store/a.c"),
    "a lock": (lambda at: put(at / "lock", b"1234\n"), "lock"),
    "a link as lock": (lambda at: (at / "lock").symlink_to(put(at.parent / "theirs")), "lock"),
    "current": (lambda at: put(at / "current" / "index.html"), "current"),
    "a link as current": (lambda at: (at / "current").symlink_to("releases/12"), "current"),
    "snapshots": (lambda at: put(at / "snapshots" / "2026.tar"), "snapshots/2026.tar"),
    "a link as snapshots": (lambda at: (at / "snapshots").symlink_to(at.parent), "snapshots"),
    "a link as building": (lambda at: (at / "building").symlink_to(at.parent), "building"),
    "a marker": (lambda at: put(at / MARKER_NAME, b'{"name": "my app"}'), MARKER_NAME),
    "a false snapshot": (lambda at: put(at / "snapshots" / "x" / "snapshot.json", b"{}"), "snapshots/x"),
}


@pytest.mark.parametrize("case", FOREIGN)
def test_a_folder_of_others_is_left_as_it_is(
    folder: Path, file: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a line that names what is in the way; nothing is written before."""
    make, named = FOREIGN[case]
    make(folder)
    before = tree(folder)
    assert main(["publish", "--to", str(folder), "--no-bundled", "--data", str(file)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"{named})" in said
    assert "give an empty or new folder" in said
    for act in (lambda: publish(folder, [file], bundled=False), lambda: prune(folder)):
        with pytest.raises(LocalError, match="not distrograph's"):
            act()
    assert tree(folder) == before


@pytest.mark.parametrize(
    "name",
    [
        "",
        "lock",
        "building/",
        f"building/{NAME}/store/000012.sst",
        f"building/{NAME}/snapshot.json",
        "lost+found/",
    ],
)
def test_what_a_run_leaves_that_was_killed_as_it_began_is_ours(folder: Path, file: Path, name: str) -> None:
    """So it can be run again, in an empty folder too, and in one that a file system has just made."""
    if name.endswith("/"):
        (folder / name).mkdir()
    elif name:
        put(folder / name, b"")
    publish(folder, [file], bundled=False)
    assert held(folder) == "1"
    assert (folder / MARKER_NAME).read_bytes() == MARKER_CONTENT
    assert not (folder / "building").exists()


@pytest.mark.parametrize("content", [b"", MARKER_CONTENT[:10]])
def test_a_marker_that_was_not_written_to_its_end_is_written_anew(
    folder: Path, file: Path, content: bytes
) -> None:
    put(folder / MARKER_NAME, content)
    publish(folder, [file], bundled=False)
    assert (folder / MARKER_NAME).read_bytes() == MARKER_CONTENT


def test_a_folder_of_an_earlier_version_is_ours(folder: Path, file: Path) -> None:
    """It has no marker, but a snapshot; whatever else lies there stays."""
    publish(folder, [file], bundled=False, as_of=DAYS[0])
    (folder / MARKER_NAME).unlink()
    notes = put(folder / "notes.txt")
    publish(folder, [file], bundled=False, as_of=DAYS[1])
    assert (folder / MARKER_NAME).read_bytes() == MARKER_CONTENT
    assert notes.read_bytes() == b"of somebody else"
    assert len(list_snapshots(folder)) == 2


def test_in_our_folder_what_is_of_others_stays_and_is_named(
    folder: Path, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [publish(folder, [file], bundled=False, as_of=day).name for day in DAYS[:3]]
    outside = put(tmp_path / "outside" / "precious")
    ours = put(folder / "building" / NAME / "store" / "000001.sst")
    others = [
        put(folder / "building" / "main.c"),
        put(folder / "building" / NAME / "notes"),
        put(folder / "snapshots" / "backup.tar"),
        put(folder / "snapshots" / names[0] / "notes.txt"),
    ]
    for at in ("building", f"building/{NAME}", f"snapshots/{names[0]}", f"snapshots/{names[0]}/store"):
        (folder / at / "outside").symlink_to(outside.parent)
    options = ["--no-bundled", "--data", str(file), "--as-of", str(DAYS[3]), "--keep", "1"]
    assert main(["publish", "--to", str(folder), *options]) == 0
    said = capsys.readouterr().err
    for path in (others[0], others[1], others[3]):
        assert f"{path} is not distrograph's and was kept" in said
    assert all(path.read_bytes() == b"of somebody else" for path in (*others, outside))
    assert not ours.exists()
    assert len(list_snapshots(folder)) == 1
    assert sorted(each.name for each in (folder / "snapshots" / names[0]).iterdir()) == [
        "notes.txt",
        "outside",
        "store",
    ]
    assert not (folder / "snapshots" / names[1]).exists()


def test_a_snapshot_is_where_its_name_says(folder: Path, file: Path) -> None:
    """One that gives itself another name is none: nothing is moved or shown that it leads to."""
    first = publish(folder, [file], bundled=False, as_of=DAYS[0]).name
    publish(folder, [file], bundled=False, as_of=DAYS[1])
    precious = put(folder.parent / "precious" / "file")
    told = folder / "snapshots" / first / "snapshot.json"
    told.write_text(told.read_text().replace(first, "../../precious"))
    assert len(list_snapshots(folder)) == 1
    prune(folder, keep=1)
    assert precious.read_bytes() == b"of somebody else"


@pytest.mark.parametrize("act", ["publish", "rollback", "prune"])
def test_current_is_replaced_only_if_it_is_ours(folder: Path, file: Path, tmp_path: Path, act: str) -> None:
    """So it is with the lock, and with snapshots that lie elsewhere."""
    names = [publish(folder, [file], bundled=False, as_of=day).name for day in DAYS[:2]]
    acts: dict[str, Callable[[], object]] = {
        "publish": lambda: publish(folder, [file], bundled=False, as_of=DAYS[2]),
        "rollback": lambda: rollback(folder, names[0]),
        "prune": lambda: prune(folder, keep=1),
    }
    shown = folder / "current"
    shown.unlink()
    put(shown / "index.html")
    before = tree(folder)
    with pytest.raises(LocalError, match=r"\(current\) and was not changed"):
        acts[act]()
    shutil.rmtree(shown)
    (folder / "lock").write_bytes(b"1234\n")
    with pytest.raises(LocalError, match=r"\(lock\) and was not changed"):
        acts[act]()
    assert (folder / "lock").read_bytes() == b"1234\n"
    (folder / "lock").write_bytes(b"")
    (folder / "snapshots").rename(tmp_path / "moved")
    (folder / "snapshots").symlink_to(tmp_path / "moved")
    with pytest.raises(LocalError, match=r"\(snapshots\) and was not changed"):
        acts[act]()
    assert sorted(each.name for each in (tmp_path / "moved").iterdir()) == names
    assert len(before) > len(tree(folder))
    (folder / "snapshots").unlink()
    (tmp_path / "moved").rename(folder / "snapshots")
    acts[act]()
    assert act == "prune" or current_name(folder) is not None


def test_a_server_that_does_not_tell_graphs_apart_is_not_written_to(tmp_path: Path, file: Path) -> None:
    """Some addresses take DELETE for all that they hold, whatever graph is named."""
    with oxigraph(tmp_path / "engine") as running:
        connect_target(running.url).publish([file], bundled=False)
        there = connect_target(running.url, graph_store=running.url.replace("/query", "/store"))
        there.check_ready()
    with bad_server() as bad:
        bad.will(says(200, b"{}"))
        there = connect_target(bad.url, graph_store=bad.url.replace("/sparql", "/statements"))
        bad.will(says(200, b"<urn:a> <urn:b> <urn:c> .\n", "application/n-triples"))
        with pytest.raises(LocalError, match="does not separate graphs"):
            there.check_ready()
        assert len(bad.asked) == 1
