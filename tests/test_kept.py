"""What is kept of the release tables between starts: invisible, and never trusted blindly."""

import datetime as dt
import multiprocessing
import os
from pathlib import Path
from typing import cast

import pytest

from graph import dataset, kept
from graph.sources import File
from graph.store import MemoryStore

TABLE = b"""release,date,component,version,repository,ref,path
v1.0.0,2020-01-01,kine,v0.1.0,k3s-io/k3s,v1.0.0,go.mod
v1.1.0,2020-02-01,kine,v0.2.0,k3s-io/k3s,v1.1.0,go.mod
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep things in a directory of the test's own, which does not exist yet."""
    own = tmp_path / "deep" / "cache"
    monkeypatch.setenv(kept.SETTING, str(own))
    return own


def quads(content: bytes = TABLE) -> list[str]:
    """Build a dataset of one table; gives its quads but for the snapshot."""
    file = File("graph/releases/k3s.csv", content, graph="https://w3id.org/distrograph/source/k3s-releases")
    built = dataset.assemble([file], (), dt.date(2026, 1, 1))
    return sorted(map(str, cast("MemoryStore", built.store).quads))


def test_what_is_kept_gives_the_same_dataset(folder: Path) -> None:
    """Made anew or recalled, the quads are the same; the second time nothing is made."""
    first = quads()
    (entry,) = folder.iterdir()
    entry.write_bytes(entry.read_bytes())  # as it was
    before = entry.stat().st_mtime_ns
    assert quads() == first
    assert entry.stat().st_mtime_ns == before
    assert any("v0.2.0" in quad for quad in first)


@pytest.mark.parametrize("spoilt", ["torn", "empty", "foreign", "changed"])
def test_what_is_not_whole_is_made_anew(folder: Path, spoilt: str) -> None:
    """A torn, empty, foreign or changed file is not believed, and is put right."""
    first = quads()
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(
        {
            "torn": whole[: len(whole) // 2],
            "empty": b"",
            "foreign": b"<https://x.example> <https://x.example> <https://x.example> .\n",
            "changed": whole.replace(b"v0.2.0", b"v6.6.6"),
        }[spoilt]
    )
    assert quads() == first
    assert entry.read_bytes() == whole


def test_what_lies_under_another_name_is_not_believed(folder: Path) -> None:
    """A whole file of another table, moved to this one's place, is noticed."""
    quads(TABLE.replace(b"v0.2.0", b"v6.6.6"))
    (other,) = folder.iterdir()
    first = quads()
    mine = next(entry for entry in folder.iterdir() if entry != other)
    mine.write_bytes(other.read_bytes())
    assert quads() == first


def test_a_changed_table_has_a_name_of_its_own(folder: Path) -> None:
    """What is kept of one table is never given for another, and only the newest stay."""
    names = set()
    for version in (b"v0.2.0", b"v0.3.0", b"v0.4.0"):
        found = quads(TABLE.replace(b"v0.2.0", version))
        assert any(f"kine/{version.decode()}>" in quad for quad in found)
        names |= {entry.name for entry in folder.iterdir()}
    assert len(names) == 3
    assert len(list(folder.iterdir())) == kept.NEWEST


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the place of the directory is no error, nor is a directory that nobody may make."""
    taken = tmp_path / "taken"
    taken.write_text("a file")
    for place in (taken, taken / "below", Path("/proc/nowhere")):
        monkeypatch.setenv(kept.SETTING, str(place))
        assert quads()


def test_nothing_is_kept_if_it_is_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting leaves the cache directory alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv(kept.SETTING, "")
    quads()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.delenv(kept.SETTING)
    quads()
    assert len(list((tmp_path / "distrograph").iterdir())) == 1


def build(folder: str) -> list[str]:
    """Build as a process of its own."""
    os.environ[kept.SETTING] = folder
    return quads()


def test_two_may_start_at_once(folder: Path) -> None:
    """Writers at the same time give the same dataset, leave one whole file and nothing beside it."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        built = pool.map(build, [str(folder)] * 8)
    assert all(each == built[0] for each in built)
    (entry,) = folder.iterdir()
    assert kept.recall(entry.name) is not None
