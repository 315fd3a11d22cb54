"""What is kept of the release tables between starts: invisible, and never trusted blindly."""

import datetime as dt
import hashlib
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from graph.dataset import build_cache, builder
from graph.dataset.files import SourceFile
from graph.rdf.store import MemoryStore

TABLE = b"""release,date,component,version,repository,ref,path
v1.0.0,2020-01-01,kine,v0.1.0,k3s-io/k3s,v1.0.0,go.mod
v1.1.0,2020-02-01,kine,v0.2.0,k3s-io/k3s,v1.1.0,go.mod
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep things in a directory of the test's own, which does not exist yet."""
    own = tmp_path / "deep" / "cache"
    monkeypatch.setenv("DISTROGRAPH_CACHE", str(own))
    return own


def quads(content: bytes = TABLE) -> list[str]:
    """Build a dataset of one table; gives its quads but for the snapshot."""
    file = SourceFile(
        "graph/data/releases/k3s.csv", content, graph="https://w3id.org/distrograph/source/k3s-releases"
    )
    built = builder.assemble_dataset([file], (), dt.date(2026, 1, 1))
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


@pytest.mark.parametrize("spoilt", ["torn", "empty", "changed"])
def test_what_is_not_whole_is_made_anew(folder: Path, spoilt: str) -> None:
    """A torn, empty or changed file is not believed, and is put right."""
    first = quads()
    (entry,) = folder.iterdir()
    whole = entry.read_bytes()
    entry.write_bytes(
        {
            "torn": whole[: len(whole) // 2],
            "empty": b"",
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
    assert len(list(folder.iterdir())) == build_cache.MAX_FILES


FOREIGN = b"<https://x.example> <https://x.example> <https://x.example> .\n"


def test_files_of_others_stay(folder: Path) -> None:
    """Whatever they are called, and whatever they are: only what bears our seal, and its own name, goes."""
    folder.mkdir(parents=True)
    other = "0" * 40
    others = {
        "thesis.odt": b"years of work",
        ".hidden": b"a secret",
        other: FOREIGN,
        "1" * 40: build_cache.checksum_line(other, b"x") + b"x",  # a copy that somebody made
        "notes": build_cache.checksum_line("notes", b"x") + b"x",
    }
    for name, content in others.items():
        (folder / name).write_bytes(content)
        os.utime(folder / name, (0, 0))
    sealed = folder.parent / ("2" * 40)
    sealed.write_bytes(build_cache.checksum_line("2" * 40, b"x") + b"x")
    (folder / sealed.name).symlink_to(sealed)
    (folder / ("3" * 40)).mkdir()
    os.mkfifo(folder / ("4" * 40))
    before = {entry.name for entry in folder.iterdir()}
    for version in (b"v0.2.0", b"v0.3.0", b"v0.4.0", b"v0.5.0"):
        quads(TABLE.replace(b"v0.2.0", version))
    after = {entry.name for entry in folder.iterdir()}
    assert before <= after
    assert len(after - before) == build_cache.MAX_FILES
    assert {name: (folder / name).read_bytes() for name in others} == others
    assert sealed.exists()


@pytest.mark.parametrize("kind", ["file", "link", "folder", "pipe"])
def test_what_others_have_in_its_place_is_not_replaced(folder: Path, kind: str) -> None:
    """Nor is it believed, and it takes no longer; the dataset is made anew each time."""
    first = quads()
    (entry,) = folder.iterdir()
    entry.unlink()
    elsewhere = folder.parent / "elsewhere"
    elsewhere.write_bytes(FOREIGN)
    make: dict[str, Callable[[], object]] = {
        "file": lambda: entry.write_bytes(FOREIGN),
        "link": lambda: entry.symlink_to(elsewhere),
        "folder": entry.mkdir,
        "pipe": lambda: os.mkfifo(entry),
    }
    make[kind]()
    before = entry.lstat()
    assert quads() == first
    assert entry.lstat() == before
    assert elsewhere.read_bytes() == FOREIGN
    assert [each.name for each in folder.iterdir()] == [entry.name]


def test_what_a_killed_run_left_beside_goes(folder: Path) -> None:
    """If it bears our name and is older than an hour; others' temporary files stay."""
    folder.mkdir(parents=True)
    old = time.time() - 3700
    for name in (".distrograph-0.part", ".distrograph-1.part", ".tmpk3x", "x.part", ".distrograph-2"):
        (folder / name).write_bytes(b"x")
        if not name.endswith("1.part"):
            os.utime(folder / name, (old, old))
    (folder / ".distrograph-3.part").symlink_to(folder / "x.part")
    quads()
    left = {entry.name for entry in folder.iterdir()}
    assert ".distrograph-0.part" not in left
    assert {".distrograph-1.part", ".tmpk3x", "x.part", ".distrograph-2", ".distrograph-3.part"} < left


def test_what_earlier_versions_kept_is_recalled(folder: Path) -> None:
    """The first line is a name and a checksum, as ever."""
    folder.mkdir(parents=True)
    name, content = "a" * 40, b"content"
    digest = hashlib.blake2b(content, digest_size=20).hexdigest()
    (folder / name).write_bytes(f"# {name} {digest}\n".encode() + content)
    assert build_cache.load(name) == content


def test_where_nothing_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the place of the directory is no error, nor is a directory that nobody may make."""
    taken = tmp_path / "taken"
    taken.write_text("a file")
    for place in (taken, taken / "below", Path("/proc/nowhere")):
        monkeypatch.setenv("DISTROGRAPH_CACHE", str(place))
        assert quads()


def test_nothing_is_kept_if_it_is_switched_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty setting leaves the cache directory alone."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("DISTROGRAPH_CACHE", "")
    quads()
    assert list(tmp_path.iterdir()) == []
    monkeypatch.delenv("DISTROGRAPH_CACHE")
    quads()
    assert len(list((tmp_path / "distrograph").iterdir())) == 1


def build(folder: str) -> list[str]:
    """Build as a process of its own."""
    os.environ["DISTROGRAPH_CACHE"] = folder
    return quads()


def test_two_may_start_at_once(folder: Path) -> None:
    """Writers at the same time give the same dataset, leave one whole file and nothing beside it."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        built = pool.map(build, [str(folder)] * 8)
    assert all(each == built[0] for each in built)
    (entry,) = folder.iterdir()
    assert build_cache.load(entry.name) is not None
