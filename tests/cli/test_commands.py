"""The command line, as a stranger uses it."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from api.workers.limits import SPARE_WORKERS
from cli.main import main
from graph import KnowledgeGraph

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def open_once(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make commands in this process share the bundled graph; with data of a user they open theirs."""
    opened = KnowledgeGraph.open

    def shared(store: Path | None, *, data: list[str], bundled: bool) -> KnowledgeGraph:
        return kg if bundled and not data and not store else opened(store, data=data, bundled=bundled)

    monkeypatch.setattr(KnowledgeGraph, "open", shared)


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    """Run the command in this process: exit code, stdout, stderr."""
    try:
        code = main(arguments)
    except SystemExit as stop:
        code = int(stop.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def test_ask_answers_the_card(capsys: Capture) -> None:
    """One sentence and its sources."""
    code, out, _ = run(capsys, "ask", "which distros use kine")
    assert code == 0
    assert out.startswith(
        "k0s, k3d (through K3s), K3s and RKE2 use Kine. MicroK8s uses k8s-dqlite, a fork of Kine."
    )
    assert "k0s source repository" in out


def test_ask_says_how_it_understood_a_misspelt_name(capsys: Capture) -> None:
    """What was taken for a typing error is said."""
    out = run(capsys, "ask", "does k0s use flanel")[1]
    assert "“flanel” read as “flannel”" in out


def test_ask_gives_the_whole_answer_as_json(capsys: Capture) -> None:
    """The answer as the API gives it."""
    _, out, _ = run(capsys, "ask", "which distros use kine", "--json")
    assert sorted(json.loads(out)["answer"]["ids"]) == ["k0s", "k3d", "k3s", "rke2"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("does k0s use kine", 0),
        ("which distros use kine", 0),
        ("what is the first release of k3s", 0),
        ("how many distributions use youki", 0),
        ("does k0s use antrea", 1),
        ("does kubeadm use flannel", 1),
        ("does okd use kine", 3),
        ("k0s 的 steward 是谁 foobar", 3),
        ("which distros use foobar", 3),
        ("how tall is the moon", 3),
        ("what is the backup command of okd", 3),
    ],
)
def test_the_exit_code_tells_no_from_not_recorded(capsys: Capture, question: str, code: int) -> None:
    """A shell tells yes, no, and not known apart."""
    assert run(capsys, "ask", question)[0] == code


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "xml"])
def test_query_writes_solutions_in_every_format(
    capsysbinary: pytest.CaptureFixture[bytes], form: str
) -> None:
    """Both distributions are in the output of each format."""
    assert main(["query", "SELECT ?d { ?d dg:uses id:kine }", "--format", form]) == 0
    out = capsysbinary.readouterr().out
    assert b"k3s" in out
    assert b"k0s" in out


@pytest.mark.parametrize("form", ["turtle", "nt", "jsonld", "xml"])
def test_query_writes_triples_in_every_format(capsysbinary: pytest.CaptureFixture[bytes], form: str) -> None:
    """A DESCRIBE comes in RDF."""
    assert main(["query", "DESCRIBE id:kine", "--format", form]) == 0
    assert b"kine" in capsysbinary.readouterr().out


def test_query_reads_a_file(capsys: Capture, tmp_path: Path) -> None:
    """A query of the catalogue runs as it stands."""
    file = tmp_path / "a.rq"
    file.write_text("ASK { id:k0s dg:uses id:flannel }", "utf-8")
    assert run(capsys, "query", "-f", str(file))[:2] == (1, "no\n")


def test_data_stands_beside_the_bundled_graph_or_alone(capsys: Capture, tmp_path: Path) -> None:
    """A file of one's own adds to the graph; with --no-bundled it is all there is."""
    file = tmp_path / "own.ttl"
    file.write_text(
        "<http://example.org/d> <https://w3id.org/distrograph/ontology#uses> <http://example.org/c> ."
    )
    query = "SELECT (COUNT(*) AS ?n) { ?d dg:uses ?c }"
    with_bundled = run(capsys, "query", query, "--data", str(file), "--format", "csv")
    alone = run(capsys, "query", query, "--data", str(file), "--no-bundled", "--format", "csv")
    assert with_bundled[0] == alone[0] == 0
    assert alone[1].split()[1] == "1"
    assert int(with_bundled[1].split()[1]) > 1


@pytest.mark.parametrize("form", ["table", "markdown", "json", "csv"])
def test_compare_writes_every_format(capsys: Capture, form: str) -> None:
    """The default CNI plugins stand side by side: by their labels for people, by their ids for programs."""
    code, out, _ = run(capsys, "compare", "k3s", "k0s", "--format", form)
    assert code == 0
    assert ("Flannel" if form in {"table", "markdown"} else "flannel") in out
    assert "kube-router" in out


def test_compare_speaks_of_the_past(capsys: Capture) -> None:
    """In January 2021 k0s had Calico."""
    out = run(capsys, "compare", "k3s", "k0s", "--as-of", "2021-01-15", "--format", "csv")[1]
    assert re.search(r"^default CNI plugin,flannel,calico", out, re.MULTILINE)


def test_show_says_who_says_so(capsys: Capture) -> None:
    """The facts of a thing, each with its standing and sources."""
    out = run(capsys, "show", "k0s")[1]
    assert re.search(r"k0s uses kube-router as its default CNI plugin\. +agreed +k0s-repository", out)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("distributions", "microk8s"),
        ("components", "kine"),
        ("sources", "k0s-repository"),
        ("queries", "facts"),
    ],
)
def test_list_lists(capsys: Capture, what: str, expected: str) -> None:
    """Every list holds what one would look for."""
    code, out, _ = run(capsys, "list", what)
    assert code == 0
    assert expected in out


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld", "graphml", "gexf"])
def test_export_writes_every_format(capsys: Capture, tmp_path: Path, form: str) -> None:
    """The file is there and speaks of kine."""
    file = tmp_path / "graph"
    assert run(capsys, "export", "--format", form, "-o", str(file))[0] == 0
    assert b"kine" in file.read_bytes()


def test_draw_writes_one_file(capsys: Capture, tmp_path: Path) -> None:
    """The drawing is one HTML file."""
    file = tmp_path / "graph.html"
    assert run(capsys, "draw", "--focus", "k3s", "-o", str(file))[0] == 0
    assert "<html" in file.read_text("utf-8")


def test_info_names_snapshot_and_counts(capsys: Capture) -> None:
    """Versions, the snapshot, and how much there is."""
    out = run(capsys, "info")[1]
    assert re.search(r"snapshot +[0-9a-f]{64}", out)
    assert re.search(r"claims +1\d{3}", out)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("show", "trafik"), "did you mean traefik"),
        (("draw", "--focus", "trafik", "-o", "x.html"), "did you mean traefik"),
        (("draw", "--focus", "k3s", "-o", "x.png"), "ends in .html"),
        (("query",), "give a query"),
        (("query", "SELECT ?x {"), "line 1, column"),
        (("query", "ASK {}", "--format", "turtle"), "json, xml, csv and tsv"),
        (("query", "-f", "/nowhere.rq"), "/nowhere.rq: No such file"),
        (("query", "ASK {}", "--data", "/nowhere.ttl"), "/nowhere.ttl: cannot be read: No such file"),
        (("query", "ASK {}", "--format", "pdf"), "invalid choice: 'pdf'"),
        (("compare", "k3s"), "two or three"),
        (("compare", "k3s", "k0s", "--as-of", "yesterday"), "is neither a date such as 2021-01-15"),
        (("serve", "--port", "99999"), "0 to 65535"),
        (("serve", "--workers", "0"), "from 1 to 64, not “0”"),
        (("serve", "--workers", "many"), "from 1 to 64, not “many”"),
        (("export", "-o", "/nowhere/graph"), "/nowhere/graph: No such file"),
        (("sing",), "invalid choice: 'sing'"),
        ((), "required: COMMAND"),
    ],
)
def test_wrong_use_exits_with_2_and_one_clear_line(
    capsys: Capture, arguments: tuple[str, ...], expected: str
) -> None:
    """One line on stderr that names the place and the mend; no traceback."""
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert expected in err


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.ttl", "@prefix a: <http://a> .\n<a> <b> .\n", 2),
        ("a.nt", "<http://a> <http://b>\n", 2),
        ("a.nq", "junk\n", 1),
    ],
)
def test_a_broken_file_is_named_with_its_line(
    capsys: Capture, tmp_path: Path, name: str, content: str, line: int
) -> None:
    """Exit code 2, and the file and line on stderr."""
    file = tmp_path / name
    file.write_text(content, "utf-8")
    code, _, err = run(capsys, "query", "ASK {}", "--data", str(file))
    assert code == 2
    assert f"{file}:{line}: not valid" in err


def test_a_port_in_use_is_said_at_once(capsys: Capture) -> None:
    """Exit code 2, with the address and the mend."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run(capsys, "serve", "--port", str(port))
    assert code == 2
    assert f"127.0.0.1:{port}: Address already in use" in err
    assert "--port" in err


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def test_the_number_of_workers_is_read_from_the_environment(
    capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As strictly as if it were given as an option."""
    monkeypatch.setenv("DISTROGRAPH_WORKERS", "-1")
    code, _, err = run(capsys, "serve")
    assert code == 2
    assert "from 1 to 64, not “-1”" in err


def test_serve_answers_and_ends_quietly() -> None:
    """The command serves, says where, answers, has as many workers as told, and ends without a traceback."""
    program = "import sys; from cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = (re.search(r"http://\S+", process.stdout.readline()) or [""])[0]
            answer = httpx2.get(f"{address}/api/v1/components/kine/distributions", timeout=10).json()
            assert {row["id"] for row in answer["items"]} == {"k0s", "k3d", "k3s", "rke2"}
            [zygote] = children(*children(process.pid))
            assert len(children(zygote)) == 2 + SPARE_WORKERS + 1  # and the other zygote
        finally:
            process.terminate()
        _, err = process.communicate(timeout=10)
    assert "Traceback" not in err


def test_releases_name_what_is_not_on_record(capsys: Capture) -> None:
    """The gap of K3s is called one; a range chooses among what there is."""
    assert (
        "no release with Kubernetes 1.22 and 1.23 is recorded"
        in run(capsys, "releases", "k3s", "--version", "1.22")[1]
    )
    out = run(capsys, "releases", "k3s", "--version", ">=1.30.2,<1.30.4")[1]
    assert re.search(r"^v1.30.2\+k3s1 +2024-06-25 +1.30.2 +14 +0", out, re.MULTILINE)
    assert "v1.30.4" not in out
    assert "No release of k3d is recorded." in run(capsys, "releases", "k3d")[1]


def test_diff_tells_what_left_from_what_is_not_on_record(capsys: Capture) -> None:
    """Between releases of one distribution, and between the newest of two."""
    out = run(capsys, "diff", "k3s/v1.21.2+k3s1", "k3s/v1.24.1+k3s1")[1]
    assert out.index("upgraded") < out.index("traefik ") < out.index("not recorded") < out.index("klipper-lb")
    assert "only in k0s/" in run(capsys, "diff", "k3s", "k0s")[1]


def test_show_shows_a_release(capsys: Capture) -> None:
    """What it ships, and from which version it was upgraded."""
    out = run(capsys, "show", "k3s/v1.30.2+k3s1")[1]
    assert re.search(r"^traefik +v2.10.7 *$", out, re.MULTILINE)
    assert re.search(r"^flannel +v0.25.2 +upgraded from v0.24.2", out, re.MULTILINE)


def test_changes_are_told_since_a_day(capsys: Capture) -> None:
    """Releases with what they upgraded, and claims that began."""
    out = run(capsys, "changes", "--since", "2026-09-01")[1]
    assert "2026-09-30  K3s v1.37.1+k3s1: etcd v3.7.1-k3s3" in out
    assert "2026-08" not in out


def test_newest_answers_the_question_after_a_cve(capsys: Capture) -> None:
    """Whose newest release ships an affected version, whose another one, and of whom nobody knows."""
    code, out, _ = run(capsys, "newest", "traefik", "--version", "<3.7.8")
    assert code == 0
    assert re.search(r"^k0s +v1.36.3\+k0s.2 \(2026-08-11\) +v3.7.7-k0s.0", out, re.MULTILINE)
    assert re.search(r"^k3s +v1\.3\d", out, re.MULTILINE)  # an older line
    assert re.search(r"^Not recorded: .*talos", out, re.MULTILINE)
    code, out, _ = run(capsys, "newest", "traefik", "--version", "<1")
    assert (code, out.splitlines()[0]) == (1, "No newest release is recorded to ship it.")
