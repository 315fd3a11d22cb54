"""Snapshots on disk are as they were published, or it is said in a line which file is not."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cli.main import main
from graph import KnowledgeGraph
from graph.errors import BadDataError, LocalError
from graph.stores import verification
from graph.stores.ownership import MARKER_NAME
from graph.stores.remote.snapshots import connect_target
from graph.stores.snapshot_directory import current_name, list_snapshots, publish, rollback
from i18n import Message
from tests.graph.stores.test_snapshot_directory import held, write
from tests.support.sparql_servers import oxigraph

DAYS = [date(2026, 11, 1), date(2026, 11, 2)]
COMMAND = "import sys; from cli.main import main; sys.exit(main())"
Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish two snapshots."""
    room = tmp_path_factory.mktemp("verifying")
    for day in DAYS:
        publish(room / "s", [write(room / "a.nt", day)], bundled=False, as_of=day)
    return room / "s"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Copy them, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "s", symlinks=True))


def shown(folder: Path) -> Path:
    """Return the snapshot that is current."""
    return (folder / "current").resolve()


def table(own: Path) -> Path:
    """Return the largest file of the store."""
    return max((own / "store").glob("*.sst"), key=lambda path: path.stat().st_size)


def cut(path: Path) -> None:
    """Take the end of a file away."""
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    """Change one byte in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def in_place(path: Path, make: Spoil) -> None:
    """Place something else in the place of a file."""
    path.unlink()
    make(path)


SPOILT: dict[str, tuple[Spoil, str]] = {
    "truncated": (lambda own: cut(table(own)), r"\.sst: is truncated: \d+ of \d+ bytes"),
    "longer": (
        lambda own: table(own).write_bytes(table(own).read_bytes() + b"x"),
        r"\.sst: has been changed: \d+ bytes instead of \d+",
    ),
    "one byte": (lambda own: flip(table(own)), r"\.sst: has been changed: its checksum differs"),
    "missing": (lambda own: table(own).unlink(), r"\.sst: is missing"),
    "a folder": (lambda own: in_place(table(own), Path.mkdir), r"\.sst: cannot be read: "),
    "a pipe": (lambda own: in_place(table(own), os.mkfifo), r"\.sst: cannot be read: "),
    "a loop": (lambda own: in_place(table(own), lambda at: at.symlink_to(at)), r"\.sst: cannot be read: "),
    "the store": (lambda own: shutil.rmtree(own / "store"), r"store/\d+\.sst: is missing"),
    "timeless": (
        lambda own: flip(own / "timeless.nq.gz"),
        r"timeless\.nq\.gz: has been changed: ",
    ),
    "no timeless": (lambda own: (own / "timeless.nq.gz").unlink(), r"timeless\.nq\.gz: is missing"),
    "told": (lambda own: cut(own / "snapshot.json"), r"snapshot\.json: is damaged: "),
    "told otherwise": (
        lambda own: (own / "snapshot.json").write_text(
            (own / "snapshot.json").read_text().replace('"quads": ', '"quads": 1')
        ),
        r"snapshot\.json: is damaged: it has another checksum",
    ),
    "not told": (lambda own: (own / "snapshot.json").unlink(), r"snapshot\.json: is missing"),
    "told in bytes": (
        lambda own: (own / "snapshot.json").write_bytes(b"\xff"),
        r"snapshot\.json: is damaged",
    ),
    "told in a list": (lambda own: (own / "snapshot.json").write_text("[]"), r"snapshot\.json: is damaged"),
    "a pipe that tells": (lambda own: in_place(own / "snapshot.json", os.mkfifo), r"\.json: cannot be read"),
}


OTHERS = {"a folder", "a pipe", "a loop", "a pipe that tells"}
"""What is not of our making, and so is not removed either."""


@pytest.mark.parametrize("case", SPOILT)
def test_what_is_damaged_is_not_opened(folder: Path, case: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The error names the file and the mend, which works; the check names it too."""
    spoil, said = SPOILT[case]
    name = current_name(folder)
    spoil(shown(folder))
    with pytest.raises(BadDataError, match=said) as caught:
        KnowledgeGraph.open(folder)
    assert f"`distrograph rollback --store {folder} [NAME]`, or publish again" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert main(["snapshots", "--check", "--store", str(folder)]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"* {name}  damaged: {str(caught.value).split(': ', maxsplit=1)[0]} ")
    assert "  intact: " in second
    rollback(folder)
    assert held(folder) == str(DAYS[0])


@pytest.mark.skipif(os.getuid() == 0, reason="the system refuses its administrator nothing")
def test_a_file_that_must_not_be_read_is_named(folder: Path) -> None:
    table(shown(folder)).chmod(0)
    with pytest.raises(BadDataError, match=r"\.sst: cannot be read: Permission denied"):
        KnowledgeGraph.open(folder)


@pytest.mark.parametrize("case", ["truncated", "one byte", "told", "timeless"])
def test_no_server_starts_with_what_is_damaged(folder: Path, case: str) -> None:
    """It ends at once, with one line."""
    spoil, said = SPOILT[case]
    spoil(shown(folder))
    command = [sys.executable, "-c", COMMAND, "serve", "--port", "0", "--store", str(folder)]
    begun = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert time.monotonic() - begun < 20
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "is truncated" in done.stderr or "has been changed" in done.stderr or "is damaged" in done.stderr
    assert said[:5].replace("\\", "") in done.stderr


@pytest.mark.parametrize("case", sorted(SPOILT.keys() - OTHERS))
def test_what_is_damaged_is_published_anew(tmp_path: Path, case: str) -> None:
    """Under the same name, in its place; nothing is left beside it."""
    folder, file = tmp_path / "s", write(tmp_path / "a.nt", 1)
    publish(folder, [file], bundled=False, as_of=DAYS[0])
    SPOILT[case][0](shown(folder))
    told: list[Message] = []
    publish(folder, [file], bundled=False, as_of=DAYS[0], progress=told.append)
    assert any(str(line).startswith("building") for line in told)
    assert held(folder) == "1"
    assert sorted(each.name for each in folder.iterdir()) == ["current", MARKER_NAME, "lock", "snapshots"]
    assert [each.is_intact for each in verification.verify_snapshots(folder)] == [True]


@pytest.mark.parametrize("case", sorted(OTHERS))
def test_what_others_put_into_a_snapshot_is_named(tmp_path: Path, case: str) -> None:
    folder, file = tmp_path / "s", write(tmp_path / "a.nt", 1)
    publish(folder, [file], bundled=False, as_of=DAYS[0])
    SPOILT[case][0](shown(folder))
    with pytest.raises(LocalError, match="contains files that are not distrograph's; move them away"):
        publish(folder, [file], bundled=False, as_of=DAYS[0])


def earlier(own: Path) -> None:
    """Make a snapshot say what earlier versions did."""
    file = own / "snapshot.json"
    said = json.loads(file.read_text())
    for name in ("files", "checksum"):
        del said[name]
    file.write_text(json.dumps(said))


def test_a_snapshot_of_an_earlier_version_is_opened_and_published_anew(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to check it by, and that is said, with the mend."""
    earlier(shown(folder))
    assert held(folder) == str(DAYS[1])
    assert main(["snapshots", "--check", "--store", str(folder)]) == 0
    first, _ = capsys.readouterr().out.splitlines()
    assert "cannot be checked: it was published without checksums; publish it again" in first
    publish(folder, [write(tmp_path / "a.nt", DAYS[1])], bundled=False, as_of=DAYS[1])
    file = tmp_path / "b.nt"
    write(file, "x")
    publish(tmp_path / "t", [file], bundled=False)
    earlier(shown(tmp_path / "t"))
    publish(tmp_path / "t", [file], bundled=False)
    assert [each.is_intact for each in verification.verify_snapshots(tmp_path / "t")] == [True]


def test_a_damaged_one_of_an_earlier_version_is_told_in_a_line(folder: Path) -> None:
    """By the engine, then; what other days are derived from is read when somebody asks for one."""
    earlier(shown(folder))
    (shown(folder) / "timeless.nq.gz").write_bytes(b"no gzip")
    graph = KnowledgeGraph.open(folder)
    with pytest.raises(BadDataError, match=r"timeless\.nq\.gz: cannot be read: "):
        graph.on(date(2026, 10, 1))
    (shown(folder) / "store" / "CURRENT").unlink()
    with pytest.raises(BadDataError, match=r"store: cannot be read: .*rollback"):
        KnowledgeGraph.open(folder)


def test_of_a_large_one_sizes_are_looked_at(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start; the check reads all."""
    monkeypatch.setattr(verification, "MAX_BYTES_READ_AT_START", 10)
    flip(shown(folder) / "timeless.nq.gz")
    KnowledgeGraph.open(folder)
    assert [each.is_intact for each in verification.verify_snapshots(folder)] == [False, True]
    cut(shown(folder) / "timeless.nq.gz")
    with pytest.raises(BadDataError, match="is truncated"):
        KnowledgeGraph.open(folder)


def test_the_engine_may_write_its_log(folder: Path) -> None:
    """That is no data."""
    own = shown(folder)
    (own / "store" / "LOG").write_text("opened")
    (own / "store" / "LOG.old.123").write_text("opened")
    assert [each.is_intact for each in verification.verify_snapshots(folder)] == [True, True]


@pytest.mark.parametrize("content", [b"", b"{", b'{"distrograph": "a folder of published snapshotz"}\n'])
def test_a_damaged_marker_keeps_nobody_from_reading(folder: Path, content: bytes) -> None:
    """It says whose the folder is, and nothing of what is in it."""
    (folder / MARKER_NAME).write_bytes(content)
    assert held(folder) == str(DAYS[1])
    assert len(list_snapshots(folder)) == 2


@pytest.mark.parametrize("kind", ["gone", "a file", "a loop", "astray"])
def test_current_that_leads_nowhere_is_told(
    folder: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    link = folder / "current"
    link.unlink()
    if kind == "a file":
        link.write_text("x")
    elif kind == "a loop":
        link.symlink_to(link)
    elif kind == "astray":
        link.symlink_to("snapshots/2026-11-01-0123456789ab")
    with pytest.raises(BadDataError, match="no snapshot is published there"):
        KnowledgeGraph.open(folder)
    assert main(["snapshots", "--check", "--store", str(folder)]) == 1
    assert f"{link} points to no snapshot" in capsys.readouterr().out


def test_a_server_checks_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["snapshots", "--check", "--store", "http://127.0.0.1:9/query"]) == 2
    assert "--check is for folders" in capsys.readouterr().err
    assert main(["snapshots", "--check", "--store", "/nowhere"]) == 1


def test_a_graph_knows_when_it_was_published(folder: Path, tmp_path: Path) -> None:
    """From a folder and from a server, on other days too; one that is built in memory was not."""
    at = KnowledgeGraph.open(folder).published_at
    assert at is not None
    assert timedelta(0) < datetime.now(UTC) - at < timedelta(hours=1)
    assert KnowledgeGraph.open(folder, as_of="2026-10-01").published_at == at
    assert KnowledgeGraph.open(bundled=False).published_at is None
    with oxigraph(tmp_path / "engine") as running:
        made = connect_target(running.url).publish([write(tmp_path / "a.nt", 1)], bundled=False)
        there = KnowledgeGraph.open(running.url).published_at
    assert there is not None
    assert there >= made.published_at
