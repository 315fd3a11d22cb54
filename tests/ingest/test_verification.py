"""Verification of claims against small repositories that are built here."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit
from dulwich.refs import Ref
from dulwich.repo import Repo

from cli.main import main
from graph import KnowledgeGraph, Value
from graph.validation import locate_claims
from ingest.verification.mirrors import load_forks
from ingest.verification.spellings import compile_pattern, spell_value

Capture = pytest.CaptureFixture[str]

PREFIXES = """
@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/distrograph/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
THINGS = """
id:mini a dg:Distribution ; skos:prefLabel "Mini"@en, "Mini"@zh ;
  schema:codeRepository <https://github.com/acme/mini> .
id:other a dg:Distribution ; skos:prefLabel "Other distro"@en, "另一发行版"@zh .
id:kube-router a dg:Component ; skos:prefLabel "Kube-router"@en, "路由器"@zh ;
  skos:altLabel "cloudnativelabs/kube-router"@en .
id:k3 a dg:Component ; skos:prefLabel "k3"@en, "k3"@zh .
source:mini {
  source:mini a dg:Source ; dcterms:title "Mini repository"@en, "Mini 仓库"@zh ; dg:sourceKind dg:Primary ;
    schema:url <https://github.com/acme/mini> ; schema:codeRepository <https://github.com/acme/mini> ;
    dg:retrieved "2026-11-30"^^xsd:date .
"""
FILES: dict[str, str | bytes] = {
    "go.mod": "require github.com/cloudnativelabs/kube-router v2\n",
    "docs/network.md": "# Network\n\nThe default plugin is KubeRouter.\n",
    "docs/chinese.md": "默认插件是路由器。\n",
    "docs/k3s.md": "We use k3s.\n",
    "docs/ingress.md": "No ingress controller is included;\nyou bring your own.\n",
    "docs/memory.md": "A server needs **2048** MiB of memory.\n",
    "lists/go.mod": "require (\n\tgithub.com/acme/semver/v3 v3.1.0\n\tk8s.io/api v0.1.0 // indirect\n)\n",
    "lists/images.txt": "docker.io/acme/hardened_CoreDNS:1.2\nacme/kube-proxy-base:1.0\n",
    "lists/config": "BR2_PACKAGE_CONNTRACK_TOOLS=y\n",
    "charts/network/cilium-1.18.tgz": "",
    "charts/metallb/Chart.yaml": "",
    "binary": b"\xff\xfe",
}
CLAIM_LINE = 21
"""The line on which the claim of `write_claim` begins."""


def build_mirror(folder: Path, files: Mapping[str, str | bytes], tag: str = "v1.0") -> str:
    """Build a bare repository of one tagged commit, and return the hash of that."""
    folder.mkdir(parents=True)
    git = Repo.init_bare(str(folder))
    blobs = []
    for path, content in files.items():
        blob = Blob.from_string(content if isinstance(content, bytes) else content.encode())
        git.object_store.add_object(blob)
        blobs.append((path.encode(), blob.id, 0o100644))
    made = Commit()
    made.tree = commit_tree(git.object_store, blobs)
    made.author = made.committer = b"A Person <person@example.org>"
    made.author_time = made.commit_time = 1_600_000_000
    made.author_timezone = made.commit_timezone = 0
    made.message = b"Begin"
    git.object_store.add_object(made)
    git.refs[Ref(b"refs/heads/main")] = made.id
    git.refs[Ref(f"refs/tags/{tag}".encode())] = made.id
    git.close()
    return made.id.decode()


@pytest.fixture
def mirrors(tmp_path: Path) -> Path:
    """Build the folder of mirrors with one of acme/mini."""
    build_mirror(tmp_path / "mirrors" / "acme+mini", FILES)
    return tmp_path / "mirrors"


def write_claim(
    folder: Path,
    value: str = "id:kube-router",
    path: str | None = "docs/network.md",
    ref: str = "v1.0",
    **more: str,
) -> Path:
    """Write the data of one claim; `more` has further parts of it, such as its pattern or its entries."""
    subject, verdict = more.get("subject", "id:mini"), more.get("verdict", "dg:Confirmed")
    parts = [f'dg:ref "{ref}"', f'dg:locator "{path}@{ref}"', "dg:rank dg:Preferred", f"dg:verdict {verdict}"]
    if path:
        parts.append(f'dg:path "{path}"')
    if pattern := more.get("pattern"):
        parts.append(f"dg:evidencePattern {json.dumps(pattern)}")
    if repository := more.get("repository"):
        parts.append(f"schema:codeRepository <https://github.com/{repository}>")
    if entries := more.get("entries"):
        parts.append(f"dg:entry {', '.join(map(json.dumps, entries.split()))}")
    predicate = more.get("property", "dg:defaultCni")
    parts += [f"rdf:subject {subject}", f"rdf:predicate {predicate}", f"rdf:object {value}"]
    said = f"{' ; '.join(parts)} ."
    file = folder / "claims.trig"
    claim = f"  <https://w3id.org/distrograph/source/mini#cni> a dg:Claim ;\n    {said}\n}}\n"
    file.write_text(PREFIXES + THINGS + claim, encoding="utf-8")
    return file


def verify(capsys: Capture, mirrors: Path, file: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Verify the one claim of a file by the command: the exit code, and what the report says of the claim."""
    arguments = ["verify", "--mirrors", str(mirrors), "--no-bundled", "--data", str(file), "--format", "json"]
    code = main([*arguments, *options])
    (source,) = json.loads(capsys.readouterr().out)["sources"]
    (claim,) = source["claims"]
    return code, claim


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("id:kube-router", "docs/network.md"),
        ("id:kube-router", "go.mod"),
        ("id:kube-router", "docs/chinese.md"),
        ('"2 GB"', "docs/memory.md"),
    ],
)
def test_a_file_speaks_by_any_spelling(
    capsys: Capture, mirrors: Path, tmp_path: Path, value: str, path: str
) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, value, path))
    assert (code, claim["status"]) == (0, "found"), claim["reason"]


def test_the_report_has_the_lines_of_the_claim_and_of_the_evidence(
    capsys: Capture, mirrors: Path, tmp_path: Path
) -> None:
    file = write_claim(tmp_path)
    claim = verify(capsys, mirrors, file)[1]
    assert (claim["file"], claim["line"], claim["evidence_line"]) == (str(file), CLAIM_LINE, 3)
    assert file.read_text("utf-8").splitlines()[CLAIM_LINE - 1].strip().startswith("<https")


def test_a_confirmed_claim_on_a_silent_file_fails(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, path="docs/k3s.md"))
    assert (code, claim["status"]) == (1, "silent")
    assert "does not name “Kube-router”" in claim["reason"]
    assert "cloudnativelabs/kube-router" in claim["sought"]


def test_a_claim_with_another_verdict_does_not_fail(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, path="docs/k3s.md", verdict="dg:Inferred"))
    assert (code, claim["status"]) == (0, "silent")


def test_a_planted_claim_on_a_missing_path_fails(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, path="docs/no-such-file.md"))
    assert (code, claim["status"]) == (1, "path-missing")
    assert claim["reason"] == "acme/mini has no docs/no-such-file.md at v1.0"


@pytest.mark.parametrize("ref", ["v2.0", "deadbeef00", "../../heads/main"])
def test_a_missing_ref_fails(capsys: Capture, mirrors: Path, tmp_path: Path, ref: str) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, ref=ref))
    assert (code, claim["status"]) == (1, "ref-missing")


def test_a_ref_is_a_tag_a_branch_or_a_commit(capsys: Capture, tmp_path: Path) -> None:
    commit = build_mirror(tmp_path / "mirrors" / "acme+mini", FILES)
    for ref in ("v1.0", "main", commit, commit[:10]):
        assert verify(capsys, tmp_path / "mirrors", write_claim(tmp_path, ref=ref))[1]["status"] == "found"


def test_a_word_is_a_whole_word(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    """The file speaks of k3s, so not of k3; and its name does not, either."""
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, value="id:k3", path="docs/k3s.md"))
    assert (code, claim["status"]) == (1, "silent")


def test_the_subject_is_named_unless_the_repository_is_its_own(
    capsys: Capture, mirrors: Path, tmp_path: Path
) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, subject="id:other"))
    assert (code, claim["status"]) == (1, "silent")
    assert "“Other distro”" in claim["reason"]


@pytest.mark.parametrize(
    ("pattern", "status"),
    [("NO INGRESS controller", "found"), ("^you bring your own\\.$", "found"), ("^bring", "silent")],
)
def test_a_claim_may_have_a_pattern_of_its_own(
    capsys: Capture, mirrors: Path, tmp_path: Path, pattern: str, status: str
) -> None:
    file = write_claim(tmp_path, value="dg:None", path="docs/ingress.md", pattern=pattern)
    code, claim = verify(capsys, mirrors, file)
    assert (code, claim["status"]) == (int(status == "silent"), status)


def write_list(folder: Path, path: str, entries: str, form: str = "id:container-image", **more: str) -> Path:
    """Write the data of a claim on a complete list, with its entries."""
    return write_claim(folder, form, path, property="dg:listsCompletely", entries=entries, **more)


@pytest.mark.parametrize(
    ("path", "entries", "form"),
    [
        ("lists/images.txt", "acme/hardened-coredns kube-proxy kube_proxy_base", "id:container-image"),
        ("lists/config", "conntrack-tools", "id:host-binary"),
        ("lists/go.mod", "github.com/acme/semver/v3 k8s.io/api", "id:linked-module"),
        ("charts", "network/cilium metallb", "id:container-image"),
    ],
)
def test_a_file_or_folder_has_all_entries_of_a_list(
    capsys: Capture, mirrors: Path, tmp_path: Path, path: str, entries: str, form: str
) -> None:
    code, claim = verify(capsys, mirrors, write_list(tmp_path, path, entries, form))
    assert (code, claim["status"]) == (0, "found"), claim["reason"]


@pytest.mark.parametrize(
    ("path", "entries", "form", "missing"),
    [
        ("lists/images.txt", "proxy-base coredns flannel", "id:container-image", ["flannel"]),
        ("lists/images.txt", "corednsx acme/hardened", "id:container-image", ["corednsx"]),
        ("lists/images.txt", "kubeproxy", "id:host-binary", ["kubeproxy"]),
        ("lists/go.mod", "github.com/acme/semver", "id:linked-module", ["github.com/acme/semver"]),
        ("lists/go.mod", "acme/semver/v3 k8s.io/api", "id:linked-module", ["acme/semver/v3"]),
        ("charts", "cilium char", "id:container-image", ["char"]),
    ],
)
def test_the_entries_that_a_list_lacks_are_reported(
    capsys: Capture, mirrors: Path, tmp_path: Path, path: str, entries: str, form: str, missing: list[str]
) -> None:
    code, claim = verify(capsys, mirrors, write_list(tmp_path, path, entries, form))
    assert (code, claim["status"], claim["sought"]) == (1, "silent", missing)
    assert f"does not name “{missing[0]}”" in claim["reason"]


def test_a_pattern_takes_the_place_of_the_entries(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    for pattern, status in (("^acme/kube-proxy-base:", "found"), ("flannel", "silent")):
        file = write_list(tmp_path, "lists/images.txt", "flannel", pattern=pattern)
        assert verify(capsys, mirrors, file)[1]["status"] == status


def test_a_list_without_entries_needs_a_pattern(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    for pattern, status in (("", "silent"), ("you bring your own", "found")):
        file = write_list(tmp_path, "docs/ingress.md", "", pattern=pattern)
        assert verify(capsys, mirrors, file)[1]["status"] == status


def test_that_there_is_none_is_not_verified_without_a_pattern(
    capsys: Capture, mirrors: Path, tmp_path: Path
) -> None:
    code, claim = verify(capsys, mirrors, write_claim(tmp_path, value="dg:None", path="docs/ingress.md"))
    assert (code, claim["status"]) == (0, "not-verified")
    assert "dg:evidencePattern" in claim["reason"]


def test_a_bad_pattern_is_an_error_with_its_place(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    file = write_claim(tmp_path, pattern="(")
    assert main(["verify", "--mirrors", str(mirrors), "--no-bundled", "--data", str(file)]) == 2
    assert f"{file}:{CLAIM_LINE}" in capsys.readouterr().err


def test_a_fork_of_the_table_is_read(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = build_mirror(tmp_path / "mirrors" / "someone+fork" / "repo", FILES)
    monkeypatch.setattr("ingest.verification.mirrors.load_forks", lambda: {"acme/mini": ["someone/fork"]})
    code, claim = verify(capsys, tmp_path / "mirrors", write_claim(tmp_path, ref=commit))
    assert (code, claim["status"], claim["mirror"]) == (0, "found", "someone/fork")
    claim = verify(capsys, tmp_path / "mirrors", write_claim(tmp_path, ref="v9"))[1]
    assert claim["status"] == "not-verified", "a fork may lack a tag that the repository has"


def test_a_copy_with_other_commits_is_no_fork() -> None:
    assert "vitorsavian/k3s" in load_forks()["k3s-io/k3s"]
    assert "kubernetes/kubernetes" not in load_forks()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"repository": "acme/absent"}, "there is no mirror of acme/absent"),
        ({"ref": "issue-7"}, "an issue or a pull request"),
        ({"path": "binary"}, "not UTF-8"),
    ],
)
def test_what_cannot_be_opened_is_counted_as_not_verified(
    capsys: Capture, mirrors: Path, tmp_path: Path, options: dict[str, str], reason: str
) -> None:
    file = write_claim(tmp_path, **options)
    code, claim = verify(capsys, mirrors, file)
    assert (code, claim["status"]) == (0, "not-verified")
    assert claim["reason"].startswith(reason)


def test_the_report_in_words(capsys: Capture, mirrors: Path, tmp_path: Path) -> None:
    file, report = write_claim(tmp_path, path="docs/k3s.md"), tmp_path / "report.txt"
    arguments = ["verify", "--mirrors", str(mirrors), "--no-bundled", "--data", str(file)]
    assert main([*arguments, "--source", "mini", "--report", str(report)]) == 1
    assert "1 confirmed claim rests on a file that does not exist" in capsys.readouterr().out
    head, line = report.read_text("utf-8").splitlines()
    assert head == "mini: 1 silent"
    assert line.startswith(f"  {file}:{CLAIM_LINE}: mini defaultCni kube-router: silent: docs/k3s.md@v1.0")


@pytest.mark.parametrize("options", [["--mirrors", "no-such-folder"], ["--source", "nobody"]])
def test_wrong_use(capsys: Capture, mirrors: Path, tmp_path: Path, options: list[str]) -> None:
    file = write_claim(tmp_path)
    assert main(["verify", "--mirrors", str(mirrors), "--no-bundled", "--data", str(file), *options]) == 2
    assert capsys.readouterr().err.startswith("distrograph: ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.13", "version: v1.13.4+k3s1"),
        ("512 MB", "at least 512MB"),
        ("0.5 GB", "500 megabytes"),
        ("2 GB", "| 2 GiB |"),
        ("61000000 bytes", "MAX=61,000,000"),
        ("less than 100 MB", "under 100 MB"),
        ("2026-03", "until March 2026"),
        ("10.43.0.0/16", "cidr=10.43.0.0/16"),
    ],
)
def test_spellings_of_numbers(kg: KnowledgeGraph, value: str, text: str) -> None:
    words = spell_value(kg, Value(kind="literal", value=value))
    assert words
    assert words.find_line(text) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.13", "1.130"),
        ("1.13", "11.13"),
        ("2 GB", "12 GB"),
        ("2 GB", "2.5 GB"),
        ("10.43.0.0/16", "10.43.0.0/160"),
    ],
)
def test_other_numbers(kg: KnowledgeGraph, value: str, text: str) -> None:
    words = spell_value(kg, Value(kind="literal", value=value))
    assert words
    assert words.find_line(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("6443/tcp", "| TCP | 6443 | API server |"),
        ("6443/tcp", "| *:6443 | TCP | kube-apiserver |"),
        ("6443/tcp", "open port 6443 (TCP)"),
        ("6443/tcp", "| TCP\n| 6443\n| agents"),
        ("2379-2380/tcp", "TCP 2379–2380"),
        ("k0s restore FILE", "sudo k0s restore /tmp/backup.tar.gz"),
        ("k0s backup --save-path=DIR", "k0s backup --save-path <directory>"),
        ("k3s server --reset --path=FILE", "k3s server \\\n  --reset \\\n  --path=<SNAPSHOT>"),
        ("talosctl -n IP etcd snapshot FILE", "$ talosctl -n 10.0.0.1 etcd snapshot db.snapshot"),
    ],
)
def test_spellings_of_ports_and_commands(kg: KnowledgeGraph, value: str, text: str) -> None:
    words = spell_value(kg, Value(kind="literal", value=value))
    assert words
    assert words.find_line(text) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("6443/tcp", "6443"),
        ("6443/tcp", "| UDP | 6443 |"),
        ("6443/tcp", "| TCP | 16443 |"),
        ("6443/tcp", "| TCP | 6443-6444 |"),
        ("2380/tcp", "| TCP | 2379-2380 |"),
        ("6443/tcp", "TCP is used.\nPort 6443 is open."),
        ("2379-2380/tcp", "TCP 2379 and 2380"),
        ("k0s restore FILE", "k0s restore"),
        ("k0s backup --save-path=DIR", "k0s backup"),
        ("talosctl -n IP etcd snapshot FILE", "talosctl etcd snapshot db.snapshot"),
    ],
)
def test_other_ports_and_commands(kg: KnowledgeGraph, value: str, text: str) -> None:
    words = spell_value(kg, Value(kind="literal", value=value))
    assert words
    assert words.find_line(text) is None


def test_spellings_of_licences_and_addresses(kg: KnowledgeGraph) -> None:
    for value, text in (("Apache-2.0", "Apache License\n   Version 2.0"), ("https://k3s.io/", "see k3s.io")):
        words = spell_value(kg, Value(kind="link", value=value))
        assert words
        assert words.find_line(text) == 1


def test_a_claim_of_a_document_is_verified_where_it_was_checked(
    capsys: Capture, mirrors: Path, tmp_path: Path
) -> None:
    for path, status in (
        ("docs/network.md", "found"),
        ("docs/k3s.md", "silent"),
        ("gone.md", "path-missing"),
    ):
        file = write_claim(tmp_path)
        text = (
            file.read_text("utf-8")
            .replace('dg:ref "v1.0" ; ', "")
            .replace('dg:path "docs/network.md" ; ', "")
        )
        assert text.count("dg:locator") == 1
        checked = f'dg:checkedAgainst source:mini ; dg:checkedAt "{path}@v1.0" ; dg:locator'
        file.write_text(text.replace("dg:locator", checked), encoding="utf-8")
        code, claim = verify(capsys, mirrors, file)
        assert (code, claim["status"]) == (int(status != "found"), status)


def test_a_commit_states_a_claim_by_its_message(capsys: Capture, tmp_path: Path) -> None:
    commit = build_mirror(tmp_path / "mirrors" / "acme+mini", FILES)
    for value, status in (('"begin"', "found"), ('"end"', "silent"), (f'"{commit}"', "found")):
        claim = verify(capsys, tmp_path / "mirrors", write_claim(tmp_path, value, None, commit))[1]
        assert claim["status"] == status


def test_a_claim_of_a_release_table_is_located_at_its_row(kg: KnowledgeGraph) -> None:
    claims = [claim for claim in kg.index.claims.values() if claim.source.id == "k3s-releases"]
    locations = locate_claims(claims)
    assert len(locations) == len(claims)
    assert {each.file for each in locations.values()} == {"graph/data/releases/k3s.csv"}


def test_every_claim_of_ours_is_located(kg: KnowledgeGraph) -> None:
    claims = list(kg.index.claims.values())
    assert len(locate_claims(claims)) == len(claims)


def test_every_pattern_of_ours_is_a_regular_expression(kg: KnowledgeGraph) -> None:
    patterns = [str(row[0]) for row in kg.query("SELECT ?p { GRAPH ?s { ?c dg:evidencePattern ?p } }")]
    assert patterns
    for pattern in patterns:
        compile_pattern(pattern)
