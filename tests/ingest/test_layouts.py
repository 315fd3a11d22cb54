"""Reading small repositories, built here in the layouts that occurred, into tables."""

import os
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit, ObjectID, Tag
from dulwich.refs import Ref
from dulwich.repo import Repo
from dulwich.server import BackendRepo, DictBackend
from dulwich.web import make_wsgi_chain

from cli.commands import ingest as ingesting
from cli.main import main
from graph import BadDataError, IngestError, UnknownNameError
from graph.releases import table
from graph.releases.table import TableRow
from i18n import Message
from ingest import git_repository as repository
from ingest import read_cache
from ingest.git_repository import MARKER_NAME
from ingest.registry import EXTRACTORS
from ingest.run import IngestJob, Outcome, ingest
from ingest.source import TaggedFiles

AUTHOR = b"A Person <person@example.org>"
CONSTANTS = "pkg/machinery/constants/constants.go"


@dataclass(frozen=True)
class Layout:
    """The files of one release in a layout that occurred, from tests/ingest/layouts, and what they say."""

    distribution: str
    release: str
    files: dict[str, str]
    expected: list[str]
    cited: str = "tag"


LAYOUTS = [
    Layout(file.stem, **layout)
    for file in sorted((Path(__file__).parent / "layouts").glob("*.toml"))
    for layout in tomllib.loads(file.read_text(encoding="utf-8"))["layout"]
]


class Project:
    """A bare repository, one commit after another."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.git = Repo.init_bare(str(folder))

    def commit(self, files: Mapping[str, str | bytes], day: str, branch: str = "master") -> str:
        """Commit exactly these files on a day."""
        blobs = []
        for path, content in files.items():
            blob = Blob.from_string(content if isinstance(content, bytes) else content.encode())
            self.git.object_store.add_object(blob)
            blobs.append((path.encode(), blob.id, 0o100644))
        made = Commit()
        made.tree = commit_tree(self.git.object_store, blobs)
        made.author = made.committer = AUTHOR
        made.author_time = made.commit_time = seconds(day)
        made.author_timezone = made.commit_timezone = 0
        made.message = b"Change"
        self.git.object_store.add_object(made)
        self.git.refs[Ref(f"refs/heads/{branch}".encode())] = made.id
        return made.id.decode()

    def tag(self, name: str, commit: str, day: str = "") -> None:
        """Tag a commit; with a day, by a tag that has its own."""
        target = ObjectID(commit.encode())
        if day:
            made = Tag()
            made.name, made.tagger, made.message = name.encode(), AUTHOR, b"Release"
            made.object = (Commit, target)
            made.tag_time, made.tag_timezone = seconds(day), 0
            self.git.object_store.add_object(made)
            target = made.id
        self.git.refs[Ref(f"refs/tags/{name}".encode())] = target

    def release(self, name: str, files: Mapping[str, str | bytes], day: str) -> None:
        """Commit files and tag them."""
        self.tag(name, self.commit(files, day))


def seconds(day: str) -> int:
    moment = date.fromisoformat(day)
    return int(datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC).timestamp())


def talos(version: str, **others: str) -> dict[str, str | bytes]:
    """Return the files of a Talos release."""
    named = {"Kubernetes": version} | others
    return {CONSTANTS: "".join(f'\tDefault{name}Version = "{value}"\n' for name, value in named.items())}


@pytest.fixture
def project(tmp_path: Path) -> Iterable[Project]:
    made = Project(tmp_path / "talos.git")
    made.release("v1.0.0", talos("1.23.5", Etcd="v3.5.2"), "2022-03-28")
    made.release("v1.1.0", talos("1.24.1", Etcd="v3.5.4"), "2022-06-20")
    yield made
    made.git.close()


def job(project: Project, distribution: str = "talos", *, accept_loss: bool = False) -> IngestJob:
    folder = project.folder.parent
    return IngestJob(distribution, str(project.folder), folder / "table.csv", folder / "cache", accept_loss)


def run(project: Project, distribution: str = "talos", *, accept_loss: bool = False) -> Outcome:
    return ingest(job(project, distribution, accept_loss=accept_loss))


def rows(project: Project) -> list[TableRow]:
    return table.read_table(job(project).output)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: f"{layout.distribution}-{layout.release}")
def test_each_layout_gives_its_rows(tmp_path: Path, layout: Layout) -> None:
    project = Project(tmp_path / "project.git")
    branch = layout.release if layout.cited == "branch" else "master"
    commit = project.commit(layout.files, "2024-02-29", branch)
    if layout.cited == "tag":
        project.tag(layout.release, commit)
    outcome = run(project, layout.distribution)
    project.git.close()
    assert outcome.problems == ()
    assert [f"{row.component} {row.version} {row.path}" for row in rows(project)] == layout.expected
    ref = layout.release if layout.cited == "tag" else commit
    assert {(row.release, row.date, row.ref) for row in rows(project)} == {
        (layout.release, "2024-02-29", ref)
    }


def test_release_candidates_are_no_releases(project: Project) -> None:
    project.release("v1.2.0-rc.0", talos("1.25.0"), "2022-08-01")
    run(project)
    assert {row.release for row in rows(project)} == {"v1.0.0", "v1.1.0"}


def test_a_tag_that_says_its_date_is_dated_by_it(project: Project) -> None:
    project.tag("v1.2.0", project.commit(talos("1.25.0"), "2022-08-30"), day="2022-09-01")
    run(project)
    assert {row.date for row in rows(project) if row.release == "v1.2.0"} == {"2022-09-01"}


def test_a_second_run_changes_nothing(project: Project) -> None:
    assert run(project).written
    before = job(project).output.read_bytes()
    again = run(project)
    assert (again.written, again.changes.unchanged) == (False, 4)
    assert job(project).output.read_bytes() == before
    assert before.splitlines()[0] == b"release,date,component,version,repository,ref,path"


def test_a_new_release_is_added(project: Project) -> None:
    run(project)
    project.release("v1.1.1", talos("1.24.2"), "2022-07-07")
    outcome = run(project)
    assert [(row.release, row.version) for row in outcome.changes.added] == [("v1.1.1", "1.24.2")]


def test_an_interrupted_run_goes_on(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    read = TaggedFiles.read
    seen: list[str] = []

    def interrupted(self: TaggedFiles, git: object, ref: object) -> object:
        name = ref.name  # type: ignore[attr-defined]
        if name == "v1.1.0" and not seen.count("v1.1.0"):
            seen.append(name)
            raise KeyboardInterrupt
        seen.append(name)
        return read(self, git, ref)  # type: ignore[arg-type]

    monkeypatch.setattr(TaggedFiles, "read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(project)
    assert not job(project).output.exists()
    run(project)
    assert seen == ["v1.0.0", "v1.1.0", "v1.1.0"]
    assert len(rows(project)) == 4


def test_a_torn_journal_is_read_again(project: Project) -> None:
    run(project)
    kept = next((job(project).cache / "talos").glob("read-*.jsonl"))
    kept.write_bytes(kept.read_bytes()[:-20])
    assert not run(project).written
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 2


def test_changed_extractors_read_everything_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    run(project)
    monkeypatch.setattr(read_cache, "fingerprint", lambda: "other")
    run(project)
    assert [kept.name for kept in (job(project).cache / "talos").glob("*.jsonl")] == ["read-other.jsonl"]


def test_journals_of_others_stay(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what is named and written as ours is removed, or written to."""
    run(project)
    folder = job(project).cache / "talos"
    (stale,) = folder.glob("read-*.jsonl")
    others = {
        "read-books.jsonl": b'{"title": "Moby Dick"}\n',
        "read-0123456789abcdef.jsonl": b'{"title": "Moby Dick"}\n',
        "read-1123456789abcdef.jsonl": stale.read_bytes() + b"a note of mine\n",
        "read-2123456789abcdef.jsonl": b"",
    }
    for name, content in others.items():
        (folder / name).write_bytes(content)
    (folder / "read-3123456789abcdef.jsonl").symlink_to(stale)
    (folder / "read-4123456789abcdef.jsonl").mkdir()
    monkeypatch.setattr(read_cache, "fingerprint", lambda: "f" * 16)
    run(project)
    assert not stale.exists()
    assert {name: (folder / name).read_bytes() for name in others} == others
    assert (folder / "read-3123456789abcdef.jsonl").is_symlink()
    assert (folder / "read-4123456789abcdef.jsonl").is_dir()
    monkeypatch.setattr(read_cache, "fingerprint", lambda: "0123456789abcdef")
    with pytest.raises(IngestError, match=r"abcdef\.jsonl is not a distrograph cache; give another folder"):
        run(project)
    assert (folder / "read-0123456789abcdef.jsonl").read_bytes() == others["read-0123456789abcdef.jsonl"]


def test_a_table_is_written_beside_under_a_name_of_its_own(project: Project, tmp_path: Path) -> None:
    """What others have beside it stays, a symbolic link to the table stays one, and its mode is usual."""
    mine = tmp_path / "tables" / "mine.csv"
    mine.parent.mkdir()
    mine.touch()
    written, rights = job(project).output, mine.stat().st_mode
    mine.unlink()
    written.symlink_to(mine)
    other = mine.with_name(f".{mine.name}.{os.getpid()}.part")
    other.write_text("a draft")
    run(project)
    assert written.is_symlink()
    assert (mine.stat().st_mode, other.read_text()) == (rights, "a draft")
    assert {entry.name for entry in mine.parent.iterdir()} == {mine.name, other.name}


def test_a_run_that_finds_fewer_releases_leaves_the_table(project: Project, tmp_path: Path) -> None:
    run(project)
    before = job(project).output.read_bytes()
    del project.git.refs[Ref(b"refs/tags/v1.0.0")]
    with pytest.raises(IngestError, match=r"no longer finds 1 release \(v1\.0\.0\); use --accept-loss"):
        run(project)
    assert job(project).output.read_bytes() == before
    assert not list(tmp_path.glob(".*.part"))
    assert len(run(project, accept_loss=True).changes.removed) == 2
    assert {row.release for row in rows(project)} == {"v1.1.0"}


def test_a_run_that_loses_a_component_leaves_the_table(project: Project) -> None:
    run(project)
    project.release("v1.1.0", talos("1.24.1"), "2022-06-20")
    with pytest.raises(IngestError, match=r"1 component of other releases \(etcd of v1\.1\.0\)"):
        run(project)
    assert len(rows(project)) == 4


def test_a_write_that_fails_leaves_the_table(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    run(project)
    before = job(project).output.read_bytes()
    project.release("v1.2.0", talos("1.25.0"), "2022-09-01")
    monkeypatch.setattr(table, "read_table", lambda _: [])
    with pytest.raises(BadDataError, match="reads back differently"):
        table.write_table(job(project).output, [TableRow("v1", "", "etcd", "1", "a/b", "v1", "file")])
    assert job(project).output.read_bytes() == before
    assert [entry.name for entry in project.folder.parent.glob("*.csv")] == ["table.csv"]


def test_what_cannot_be_read_is_named_with_file_ref_and_reason(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.release("v1.2.0", {CONSTANTS: b'DefaultEtcdVersion = "\xff"'}, "2022-09-01")
    project.release("v1.3.0", {CONSTANTS: "package constants"}, "2022-12-15")
    project.release("v1.4.0", {"README.md": "moved"}, "2023-04-18")
    assert command(project) == 0
    assert capsys.readouterr().err.splitlines() == [
        "could not read (any file) at v1.4.0: has none of the known layouts",
        f"could not read {CONSTANTS} at v1.2.0: not UTF-8 at byte 22",
        f"could not read {CONSTANTS} at v1.3.0: names no known component",
    ]


def test_an_object_that_is_missing_is_named_and_tried_again(project: Project) -> None:
    project.release("v1.2.0", talos("1.25.0"), "2022-09-01")
    blob = Blob.from_string(next(iter(talos("1.25.0").values())).encode())  # type: ignore[union-attr]
    loose = project.folder / "objects" / blob.id[:2].decode() / blob.id[2:].decode()
    hidden = shutil.move(loose, project.folder / "hidden")
    (problem,) = run(project).problems
    assert (problem.path, problem.ref) == (CONSTANTS, "v1.2.0")
    assert str(problem.reason).endswith("is not in this copy of the repository")
    shutil.move(hidden, loose)
    assert run(project).problems == ()
    assert len(rows(project)) == 5


def test_a_file_that_is_too_large_is_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that names versions is: whoever can write to a repository could fill our memory."""
    project.release("v1.2.0", {CONSTANTS: "x" * 2000}, "2022-09-01")
    monkeypatch.setattr(repository, "MAX_FILE_BYTES", 1000)
    (problem,) = run(project).problems
    assert (problem.path, problem.ref, str(problem.reason)) == (CONSTANTS, "v1.2.0", "larger than 0 MiB")


def test_a_damaged_object_is_named(project: Project) -> None:
    files = {"pkg/constants/constants.go": "text", **talos("1.25.0")}
    project.release("v1.2.0", files, "2022-09-01")
    blob = Blob.from_string(b"text")
    loose = project.folder / "objects" / blob.id[:2].decode() / blob.id[2:].decode()
    loose.chmod(0o644)
    loose.write_bytes(b"not an object")
    (problem,) = run(project).problems
    assert (problem.path, problem.ref) == ("pkg/constants/constants.go", "v1.2.0")
    assert "is damaged" in str(problem.reason)
    assert len(rows(project)) == 5


def test_a_version_that_is_none_is_not_taken(tmp_path: Path) -> None:
    project = Project(tmp_path / "microk8s.git")
    files = {
        f"build-scripts/components/{name}/version.sh": f'echo "{version}"\n'
        for name, version in (("k8s-dqlite", "master"), ("etcd", "v3.5.9"))
    }
    project.release("v1.29", files, "2023-12-13")
    (problem,) = run(project, "microk8s").problems
    project.git.close()
    assert str(problem.reason) == "k8s-dqlite: not a version: master"
    assert [row.component for row in rows(project)] == ["etcd"]


def test_a_contradiction_of_another_source_is_a_dispute_and_both_stay(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    said = TableRow("v1.0.0", "2022-03-29", "etcd", "v3.5.1", "siderolabs/docs", "abc", "releases.md")
    agreed = TableRow("v1.1.0", "2022-06-20", "etcd", "3.5.4", "siderolabs/docs", "abc", "releases.md")
    table.write_table(job(project).output, [said, agreed])
    for _ in range(2):
        outcome = run(project)
        assert [(old.version, new.version) for old, new in outcome.changes.disputes] == [("v3.5.1", "v3.5.2")]
    assert {row.version for row in rows(project) if row.component == "etcd"} == {"v3.5.1", "v3.5.2", "3.5.4"}
    assert {row.date for row in rows(project) if row.release == "v1.0.0"} == {"2022-03-29"}
    assert command(project) == 0
    assert "dispute: v1.0.0 etcd: siderolabs/docs releases.md gives v3.5.1" in capsys.readouterr().out


def test_release_notes_date_releases_and_dispute_what_tags_say(tmp_path: Path) -> None:
    code, notes = Project(tmp_path / "code.git"), Project(tmp_path / "notes.git")
    code.release(
        "v1.24.1+rke2r2",
        {
            "Dockerfile": "FROM rancher/hardened-containerd:v1.6.6-k3s1-build20220606 AS containerd\n"
            "FROM rancher/hardened-runc:v1.1.2-build20220606 AS runc\n"
        },
        "2022-06-10",
    )
    lines = [
        "| Version | Release date | Containerd | Runc |",
        "| ----- | ----- | ----- | ----- |",
        "| [v1.24.1+rke2r2](x) | Jun 13 2022| [v1.5.13-k3s1](y) | [v1.1.2](z) |",
        "| [v1.24.2+rke2r1](x) | Jul 05 2022| [v1.6.6-k3s1](y) | [v1.1.](z) |",
        "| [v1.24.3+rke2r1](x) | Jul 21 2022| [v1.6.6-k3s1](y) |",
    ]
    notes.commit({"docs/release-notes/v1.24.X.md": "\n".join(lines)}, "2024-01-01")
    for _ in range(2):
        outcome = run(code, "rke2")
        assert outcome.problems == ()
        outcome = run(notes, "rke2")
    code.git.close()
    notes.git.close()
    assert [str(problem.reason) for problem in outcome.problems] == [
        "3 cells for v1.24.3+rke2r1",
        "v1.24.2+rke2r1: runc: not a version: v1.1.",
    ]
    assert not outcome.written
    assert [(row.release, row.date, row.component, row.version) for row in rows(code)] == [
        ("v1.24.1+rke2r2", "2022-06-13", "containerd", "v1.5.13-k3s1"),
        ("v1.24.1+rke2r2", "2022-06-13", "containerd", "v1.6.6-k3s1-build20220606"),
        ("v1.24.1+rke2r2", "2022-06-13", "runc", "v1.1.2-build20220606"),
        ("v1.24.2+rke2r1", "2022-07-05", "containerd", "v1.6.6-k3s1"),
    ]


def test_a_contradiction_of_another_file_is_a_dispute_and_both_stay(project: Project) -> None:
    said = TableRow(
        "v1.0.0", "2022-03-28", "etcd", "v3.5.1", "siderolabs/talos", "v1.0.0", "hack/versions.txt"
    )
    table.write_table(job(project).output, [said])
    assert len(run(project).changes.disputes) == 1
    assert said in rows(project)


def test_a_file_that_moved_moves_the_row(project: Project) -> None:
    said = TableRow(
        "v1.0.0", "2022-03-28", "etcd", "v3.5.2", "siderolabs/talos", "v1.0.0", "hack/versions.txt"
    )
    table.write_table(job(project).output, [said])
    assert [new.path for _, new in run(project).changes.changed] == [CONSTANTS]
    assert len(rows(project)) == 4


def test_a_changed_version_of_the_same_file_takes_the_place_of_the_old(project: Project) -> None:
    wrong = TableRow("v1.0.0", "2022-03-28", "etcd", "v3.4.0", "siderolabs/talos", "v1.0.0", CONSTANTS)
    table.write_table(job(project).output, [wrong])
    assert [(old, new.version) for old, new in run(project).changes.changed] == [(wrong, "v3.5.2")]
    assert wrong not in rows(project)


def test_the_date_that_the_table_has_stays_and_is_reported(project: Project) -> None:
    dated = TableRow("v1.0.0", "2022-03-31", "etcd", "v3.5.2", "siderolabs/talos", "v1.0.0", CONSTANTS)
    table.write_table(job(project).output, [dated])
    assert run(project).changes.redated == {"v1.0.0": ("2022-03-31", "2022-03-28")}
    assert {row.date for row in rows(project) if row.release == "v1.0.0"} == {"2022-03-31"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("release,component\n", r"table\.csv:1: the header must be"),
        (",".join(table.HEADER) + "\nv1,2020-01-01,etcd\n", r"table\.csv:2: 3 cells instead of 7"),
    ],
)
def test_a_table_that_is_none_is_left_alone(project: Project, content: str, said: str) -> None:
    job(project).output.write_text(content, encoding="utf-8")
    with pytest.raises(BadDataError, match=said):
        run(project)
    assert job(project).output.read_text(encoding="utf-8") == content


def test_progress_is_told(project: Project) -> None:
    told: list[Message | str] = []
    ingest(job(project), told.append)
    assert list(map(str, told)) == ["siderolabs/talos: 2 of 2, v1.1.0"]


def test_an_address_is_copied_and_then_brought_up_to_date(project: Project) -> None:
    at = job(project)
    url = IngestJob("talos", project.folder.as_uri(), at.output, at.cache)
    assert ingest(url).releases == 2
    project.release("v1.2.0", talos("1.25.0"), "2022-09-01")
    assert ingest(url).releases == 3
    assert (at.cache / "talos" / "repository.git" / "HEAD").exists()


def test_a_repository_of_others_is_no_copy_of_ours(project: Project, tmp_path: Path) -> None:
    """Nothing is fetched into it: that would move its branches."""
    at = job(project)
    place = at.cache / "talos" / "repository.git"
    own = Project(place)
    own.release("v9.9.9", talos("9.9.9"), "2022-09-01")
    own.git.close()
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    url = IngestJob("talos", project.folder.as_uri(), at.output, at.cache)
    with pytest.raises(IngestError, match=r"repository\.git is not a copy made by distrograph; give another"):
        ingest(url)
    assert {file: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before
    shutil.rmtree(place)
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(IngestError, match="is not a copy made by distrograph"):
        ingest(url)
    place.unlink()
    place.write_text("notes")
    with pytest.raises(IngestError, match="is not a copy made by distrograph"):
        ingest(url)
    assert place.read_text() == "notes"


def test_a_copy_of_an_earlier_version_is_brought_up_to_date(project: Project) -> None:
    """It bears no marker, but there is a journal of ours beside it."""
    at = job(project)
    url = IngestJob("talos", project.folder.as_uri(), at.output, at.cache)
    ingest(url)
    (at.cache / "talos" / "repository.git" / MARKER_NAME).unlink()
    assert ingest(url).releases == 2
    assert (at.cache / "talos" / "repository.git" / MARKER_NAME).exists()


def test_an_address_that_lacks_objects_is_one_clear_error(project: Project) -> None:
    blob = Blob.from_string(next(iter(talos("1.24.1", Etcd="v3.5.4").values())).encode())  # type: ignore[union-attr]
    (project.folder / "objects" / blob.id[:2].decode() / blob.id[2:].decode()).unlink()
    at = job(project)
    with pytest.raises(IngestError, match=f"cannot be fetched: an object is missing, .*{blob.id.decode()}"):
        ingest(IngestJob("talos", project.folder.as_uri(), at.output, at.cache))


def test_an_address_is_read_over_http(project: Project) -> None:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            """Print nothing."""

    served: dict[str, BackendRepo] = {"/": project.git}
    app = make_wsgi_chain(DictBackend(served))
    server = make_server("127.0.0.1", 0, app, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    told: list[Message | str] = []
    at = job(project)
    try:
        url = f"http://someone:secret@127.0.0.1:{server.server_port}/"
        assert ingest(IngestJob("talos", url, at.output, at.cache), told.append).rows == 4
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert str(told[0]) == f"fetching http://127.0.0.1:{server.server_port}/"
    assert str(told[-1]) == "siderolabs/talos: 2 of 2, v1.1.0"


def test_a_clone_with_a_work_tree_is_read_too(tmp_path: Path) -> None:
    Repo.init(str(tmp_path / "clone"), mkdir=True).close()
    project = Project(tmp_path / "bare.git")
    project.release("v1.0.0", talos("1.23.5"), "2022-03-28")
    project.git.close()
    shutil.rmtree(tmp_path / "clone" / ".git")
    shutil.move(project.folder, tmp_path / "clone" / ".git")
    assert (
        ingest(IngestJob("talos", str(tmp_path / "clone"), tmp_path / "t.csv", tmp_path / "cache")).rows == 1
    )


def command(project: Project, *arguments: str) -> int:
    at = job(project)
    options = ["--output", str(at.output), "--cache", str(at.cache), *arguments]
    return main(["ingest", "talos", "--repository", str(project.folder), *options])


def test_the_command_says_what_changed(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(project, "-v") == 0
    shown = capsys.readouterr()
    assert "written; releases read: 2, rows: 4" in shown.out
    assert "added: v1.0.0 etcd v3.5.2" in shown.out
    assert "2 of 2, v1.1.0" in shown.err
    assert command(project) == 0
    shown = capsys.readouterr()
    assert "unchanged; releases read: 2, rows: 4" in shown.out
    assert shown.err == ""


@pytest.mark.parametrize(
    ("distribution", "repository", "said"),
    [
        ("k00s", ".", "there is no distribution with an extractor “k00s”"),
        ("k0s", "nowhere", "nowhere: no such folder"),
        ("k0s", ".", "not a git repository"),
        ("rke2", "talos.git", "it has no release of rke2; is it rancher/rke2 or"),
        ("k0s", "talos.git", "talos.git: is it k0sproject/k0s?"),
        ("k0s", "https://127.0.0.1:9/x.git", "cannot be fetched"),
    ],
)
def test_wrong_use_is_one_clear_line(
    project: Project,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    distribution: str,
    repository: str,
    said: str,
) -> None:
    monkeypatch.chdir(project.folder.parent)
    options = ["--output", "t.csv", "--cache", "cache"]
    assert main(["ingest", distribution, "--repository", repository, *options]) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.err.startswith("distrograph: ")
    assert (shown.err.count("\n"), shown.out) == (1, "")


def test_a_refused_run_is_one_clear_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(project) == 0
    del project.git.refs[Ref(b"refs/tags/v1.0.0")]
    capsys.readouterr()
    assert command(project) == 2
    assert "was not changed" in capsys.readouterr().err


def test_the_default_is_the_table_of_the_source_tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        ingesting.default_output("k0s") == ingesting.SOURCE_TREE / "graph" / "data" / "releases" / "k0s.csv"
    )
    monkeypatch.setattr(ingesting, "SOURCE_TREE", tmp_path)
    with pytest.raises(IngestError, match="give --output FILE"):
        ingesting.default_output("k0s")


def test_an_unknown_distribution_is_no_reason_to_touch_anything(project: Project) -> None:
    with pytest.raises(UnknownNameError):
        run(project, "nothing")
    assert not job(project).cache.exists()


def test_the_help_names_every_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["ingest", "--help"])
    shown = " ".join(capsys.readouterr().out.replace(" or ", ", ").split())
    assert ", ".join(sorted(EXTRACTORS)) in shown


def test_no_other_verb_loads_the_git_library() -> None:
    asked = "import sys, cli.main; cli.main.build_parser(); sys.exit('dulwich' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
