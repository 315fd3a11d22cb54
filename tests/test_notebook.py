import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

from graph import KnowledgeGraph
from graph.results import Result
from graph.snapshots import publish

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
FIRST = FOLDER / "first-steps.ipynb"
OFFLINE = """
import sys

def refuse(event, details):
    host = {"socket.connect": lambda: details[1][0], "socket.getaddrinfo": lambda: details[0]}
    if event in host and host[event]() != "127.0.0.1":
        raise OSError(f"a notebook asks for nothing from elsewhere: {details}")

sys.addaudithook(refuse)
"""
"""A cell that makes any connection beyond this machine an error."""


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, NotebookNode]:
    """Run every notebook in a kernel of this environment, from another folder and offline."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(elsewhere))
        for path in NOTEBOOKS:
            notebook = read(path)
            notebook.cells.insert(0, nbformat.v4.new_code_cell(OFFLINE))  # type: ignore[no-untyped-call]
            resources = {"metadata": {"path": str(elsewhere)}}
            NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
            found[path] = notebook
    return found


def read(path: Path) -> NotebookNode:
    """Read a notebook."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def output(notebook: NotebookNode, cell: str, kind: str = "text/plain") -> str:
    """Give what the cell with an id shows."""
    outputs = next(each.outputs for each in notebook.cells if each.id == cell)
    return "".join(str(each.data.get(kind, "")) for each in outputs if "data" in each)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_runs(executed: dict[Path, NotebookNode], path: Path) -> None:
    """From top to bottom, in a fresh kernel, without a network and without complaining."""
    assert all(
        each.get("name") != "stderr"
        for cell in executed[path].cells
        if cell.cell_type == "code"
        for each in cell.outputs
    )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_is_stored_so_that_it_shows_on_a_code_host(path: Path) -> None:
    """It is valid, was run from top to bottom, is small, and tells nothing of the machine it ran on."""
    notebook = json.loads(path.read_text("utf-8"))
    nbformat.validate(notebook)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    outputs = json.dumps([cell["outputs"] for cell in code])
    assert len(outputs) < 300_000
    places = rf"127\.0\.0\.1:\d|/home/|/root/|/tmp/|/site-packages/|{re.escape(str(FOLDER.parent))}"
    assert not re.search(places, outputs)
    assert not re.search(r"\d\d:\d\d:\d\d", outputs)


@pytest.mark.parametrize("cell", ["ask", "dataframe", "http", "agreement"])
def test_each_way_of_asking_gives_the_same_distributions(
    kg: KnowledgeGraph, executed: dict[Path, NotebookNode], cell: str
) -> None:
    """In Python, in SPARQL and over HTTP it is k0s, k3s and rke2, and no other."""
    shown = output(executed[FIRST], cell).lower()
    known = {row[0] for row in kg.query("SELECT ?d { ?d a dg:Distribution }")}
    assert {name for name in known if re.search(rf"\b{name}\b", shown)} == {"k0s", "k3s", "rke2"}


def test_the_notebook_shows_who_says_so(executed: dict[Path, NotebookNode]) -> None:
    """Primary sources with the places in them, and the two sides of the quarrel about Calico."""
    who = output(executed[FIRST], "who", "text/html")
    assert all(word in who for word in ("primary", "secondary", "go.mod at v0.9.1"))
    quarrel = output(executed[FIRST], "dispute")
    assert all(word in quarrel for word in ("kube-router", "Calico", "outdated", "2021-04-07"))


def test_the_drawing_is_a_frame_that_may_do_nothing_but_run_its_own_scripts(
    executed: dict[Path, NotebookNode],
) -> None:
    """The page is inside the frame, escaped, and the frame is sandboxed."""
    drawn = output(executed[FIRST], "draw", "text/html")
    frame = re.fullmatch(
        r'<div><iframe srcdoc="([^"]+)" sandbox="allow-scripts" [^<>]*></iframe></div>', drawn
    )
    assert frame
    assert "k0s" in frame[1]
    assert "<" not in frame[1]


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> InteractiveShell:
    """Start a shell that remembers nothing, and load the extension."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    config = Config({"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}})
    made: InteractiveShell = InteractiveShell(config=config)  # type: ignore[no-untyped-call]
    assert made.display_formatter
    made.display_formatter.active_types = ["text/plain", "text/html"]
    done(made, "%load_ext graph.notebook")
    return made


def run(shell: InteractiveShell, cell: str) -> ExecutionResult:
    """Run a cell."""
    result: ExecutionResult = shell.run_cell(cell)  # type: ignore[no-untyped-call]
    return result


def done(shell: InteractiveShell, cell: str) -> Any:  # noqa: ANN401  # whatever the cell gives
    """Run a cell that must not fail."""
    result = run(shell, cell)
    result.raise_error()  # type: ignore[no-untyped-call]
    return result.result


def test_a_sparql_cell_shows_its_answer_and_keeps_it(shell: InteractiveShell) -> None:
    """`%%sparql name` gives the Result and stores it; the prefixes need no declaration."""
    result = done(shell, "%%sparql found\nSELECT ?d { ?d dg:uses id:kine }")
    assert isinstance(result, Result)
    assert {row[0] for row in result} == {"k0s", "k3s", "rke2"}
    assert shell.user_ns["found"] is result
    assert shell.display_formatter
    shown = shell.display_formatter.format(result)[0]  # type: ignore[no-untyped-call]
    assert '<a href="https://w3id.org/distrograph/id/k0s"' in shown["text/html"]
    assert "3 rows" in shown["text/plain"]


@pytest.mark.parametrize(
    ("cell", "offered", "not_offered"),
    [
        ("%%sparql\nSELECT ?d { ?d dg:us", {"dg:uses"}, {"dg:bundles"}),
        ("%%sparql\nSELECT ?d { ?d dg:uses id:ki", {"id:kine", "id:kind"}, {"id:k3s"}),
        ("%%sparql\nSEL", {"SELECT"}, {"ASK"}),
        ("%%sparql\nSELECT ?distro\n{ ?d", {"?distro"}, {"?d"}),
        ("%%sparql\nSELECT * { ?s sko", {"skos:"}, {"dg:"}),
        ("dg:us", set(), {"dg:uses"}),
    ],
)
def test_a_sparql_cell_completes(
    shell: InteractiveShell, cell: str, offered: set[str], not_offered: set[str]
) -> None:
    """Names of the graph after a prefix, variables of the cell, words of SPARQL; and no other cell."""
    with provisionalcompleter():
        found = list(shell.Completer.completions(cell, len(cell)))
    texts = {each.text for each in found}
    assert offered <= texts
    assert not not_offered & texts
    if offered:
        assert {cell[each.start :] for each in found} == {re.split(r"[\s{]", cell)[-1]}


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("%%sparql\nSELECT ?d {\n  ?d ?p }", r"line 2, column \d+: .+, in “\?d \?p }”"),
        ("%%sparql\nSELECT ?d", r"line \d, column \d+: "),
        ("%%sparql\nINSERT DATA { id:a id:b id:c }", r"line 1, column \d+: "),
        ("%%sparql two words\nASK {}", "“two words”"),
        ("%%sparql class\nASK {}", "“class”"),
        ("%distrograph missing.ttl", r"missing\.ttl: cannot be read"),
        ("%distrograph 'half", "quotation"),
        ("%distrograph http://127.0.0.1:1/sparql", "the store at 127.0.0.1:1 cannot be reached"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], cell: str, message: str
) -> None:
    """A line with the place, no traceback; and the cell counts as failed, so that no later one runs."""
    assert not run(shell, cell).success
    said = "".join(capsys.readouterr()).rstrip("\n")
    assert re.match(rf"UsageError: .*{message}", said)
    assert "\n" not in said
    assert "Traceback" not in said


def test_the_magic_says_which_graph_it_asks(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path, kg: KnowledgeGraph
) -> None:
    """The bundled one; and after files were named, the bundled one with them."""
    done(shell, "%distrograph")
    assert kg.snapshot[:12] in capsys.readouterr().out
    mine = tmp_path / "my own.ttl"
    mine.write_text("@prefix id: <https://w3id.org/distrograph/id/> . id:mine id:has id:this .", "utf-8")
    done(shell, f"%distrograph '{mine}'")
    assert "my own.ttl" in capsys.readouterr().out
    assert done(shell, "%%sparql\nASK { id:mine id:has id:this . ?d dg:uses id:kine }")
    assert not run(shell, "%distrograph missing.ttl").success
    assert done(shell, "%%sparql\nASK { id:mine id:has id:this }")
    done(shell, "%reload_ext graph.notebook")
    assert not done(shell, "%%sparql\nASK { id:mine id:has id:this }")


def test_the_magic_asks_a_service_or_a_folder(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str], tmp_path: Path, service: str
) -> None:
    """What is served far away, or published on disk, answers as the bundled graph does."""
    mine = tmp_path / "mine.ttl"
    mine.write_text("@prefix id: <https://w3id.org/distrograph/id/> . id:mine id:has id:this .", "utf-8")
    publish(tmp_path / "folder", [mine])
    for place, has in ((f"{service}/sparql", False), (tmp_path / "folder", True)):
        done(shell, f"%distrograph '{place}'")
        assert f"{place}: " in capsys.readouterr().out
        found = done(shell, "%%sparql\nSELECT ?d { ?d dg:uses id:kine } ORDER BY ?d")
        assert [row[0] for row in found] == ["k0s", "k3s", "rke2"]
        assert bool(done(shell, "%%sparql\nASK { id:mine id:has id:this }")) == has
