import re
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from traitlets.config import Config

from graph import KnowledgeGraph
from graph.results.result import Result
from graph.stores.snapshot_directory import publish


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
    assert {row[0] for row in result} == {"k0s", "k3d", "k3s", "rke2"}
    assert shell.user_ns["found"] is result
    assert shell.display_formatter
    shown = shell.display_formatter.format(result)[0]  # type: ignore[no-untyped-call]
    assert '<a href="https://w3id.org/distrograph/id/k0s"' in shown["text/html"]
    assert "4 rows" in shown["text/plain"]


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
        ("%distrograph http://127.0.0.1:1/sparql", "cannot reach the store at 127.0.0.1:1"),
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
        assert [row[0] for row in found] == ["k0s", "k3d", "k3s", "rke2"]
        assert bool(done(shell, "%%sparql\nASK { id:mine id:has id:this }")) == has


def test_the_magic_asks_the_store_that_the_environment_names(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the command line does; what is unloaded is gone, and can be loaded again."""
    done(shell, "%unload_ext graph.notebook")
    assert "sparql" not in shell.magics_manager.magics["cell"]
    assert not any("GraphMagics" in repr(each) for each in shell.Completer.custom_matchers)
    monkeypatch.setenv("DISTROGRAPH_STORE", f"{service}/sparql")
    done(shell, "%load_ext graph.notebook")
    capsys.readouterr()
    done(shell, "%distrograph")
    assert capsys.readouterr().out.startswith(f"{service}/sparql: ")
