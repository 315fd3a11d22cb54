"""The documents hold what they say."""

import doctest
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from graph import KnowledgeGraph, analysis
from graph.linked_data.descriptions import count_dataset

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
DIALECT = (
    r"\b(?:nobody|somebody|whoever|upstairs|the triad|the nursery|is told|are told|is heard|kin|speaks of)\b"
)
"""Words that readers stumbled over."""
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_first_screen_shows_the_true_answer(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The question of the README, run, gives the lines that the README shows."""
    text = (ROOT / name).read_text("utf-8")
    block = re.search(r"    \$ (distrograph .*)\n((?:    .*\n)+)", text)
    assert block
    main(shlex.split(block[1])[1:])
    shown = [line.strip() for line in block[2].splitlines()]
    assert [line.strip() for line in capsys.readouterr().out.splitlines()] == shown


def test_the_numbers_of_the_readme_are_counted(kg: KnowledgeGraph) -> None:
    """There are as many as it says, or somewhat more where it says “over”."""
    counted = count_dataset(kg)
    text = README.replace(",", "").replace("\n", " ")
    ((claims, sources),) = re.findall(r"over (\d+) claims from (\d+) sources", text)
    assert int(claims) <= counted["claims"] < int(claims) + 300
    assert counted["sources"] == int(sources)
    ((releases, tables),) = re.findall(r"over (\d+) releases of (\w+) distributions", text)
    assert int(releases) <= len(kg.release_index.releases) < int(releases) + 300
    counted_tables = len({release.distribution for release in kg.release_index.releases.values()})
    assert (tables, counted_tables) == ("eleven", 11)
    assert "Fourteen distributions" in text
    assert len(kg.query("SELECT ?d { ?d a dg:Distribution }")) == 14  # fourteen


def test_the_first_screen_of_the_readme_is_short() -> None:
    """What it is, a picture, a question, two commands and three ways on come before the first heading."""
    screen = README.partition("\n## ")[0]
    assert len(screen.splitlines()) < 45
    assert screen.count("![") == 1
    assert re.findall(r"^    (make \w+)", screen, re.MULTILINE) == ["make serve", "make test"]
    assert len(re.findall(r"^\| an? ", screen, re.MULTILINE)) == 3


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example runs as it stands."""
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert code
    names: dict[str, object] = {}
    exec(code[1], names)  # noqa: S102  # our own document
    assert isinstance(names["kg"], KnowledgeGraph)


@pytest.fixture
def opened_once(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a command that asks for the bundled graph of today take the one that is open already."""
    really = KnowledgeGraph.open

    def sparing(store: str | Path | None = None, **given: Any) -> KnowledgeGraph:  # noqa: ANN401  # as open has it
        plain = (
            store is None and not given.get("data") and given.get("bundled", True) and not given.get("as_of")
        )
        return kg if plain else really(store, **given)

    monkeypatch.setattr(KnowledgeGraph, "open", sparing)


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("line", re.findall(r"^    distrograph (.*)$", README, re.MULTILINE))
def test_the_commands_of_the_readme_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command of the README does what it says, short of those that serve."""
    monkeypatch.chdir(tmp_path)
    arguments = shlex.split(line)
    if arguments[0] != "serve":
        assert main(arguments) == 0


def console(document: Path) -> list[tuple[str, list[str]]]:
    """Return the commands of a document, each with the lines that it is said to print."""
    blocks = re.findall(r"```console\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    commands = [
        each for block in blocks for each in re.split(r"^\$ distrograph ", block, flags=re.MULTILINE) if each
    ]
    return [(lines[0], lines[1:]) for lines in (each.splitlines() for each in commands)]


def matches(shown: list[str], printed: list[str]) -> bool:
    """Return whether lines are those that were printed; `…` stands for any text, alone for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line == "…" else re.escape(line.rstrip()).replace("…", ".*") + r" *\n"
        for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("document", TUTORIALS, ids=lambda path: path.stem)
def test_the_tutorial_prints_what_it_says(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command, in the order of the document, beside the file that it has one write."""
    (mine,) = re.findall(r"```trig\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    (tmp_path / "mine.trig").write_text(mine, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "zh" if document.stem.endswith(".zh") else "en")
    found = console(document)
    assert len(found) > 5
    for command, shown in found:
        main(shlex.split(command))
        printed = capsys.readouterr().out.splitlines()
        assert matches(shown, printed), (command, printed)


@pytest.mark.parametrize("document", TUTORIALS, ids=lambda path: path.stem)
def test_the_python_of_the_tutorial_gives_what_it_says(document: Path) -> None:
    """As doctest reads it."""
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    blocks = re.findall(r"```python\n(.*?)```", document.read_text("utf-8"), re.DOTALL)
    for block in blocks:
        runner.run(parser.get_doctest(block, {}, document.name, str(document), 0))
    assert runner.tries > 5
    assert runner.failures == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    """Each relative link names a file that exists."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", [each for each in DOCUMENTS if each.parent.name != "decisions"], ids=str)
def test_documents_have_the_words_of_the_field(document: Path) -> None:
    """Plain technical English, as CONTRIBUTING.md asks for; what a command prints is not looked at."""
    text = re.sub(r"^```.*?^```|^    .*?$", "", document.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    assert re.findall(DIALECT, text, re.IGNORECASE) == []


def test_the_lock_holds_every_dependency() -> None:
    """What pyproject.toml asks for is in run.txt, with hashes, and so gets installed from a fresh clone."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = re.findall(
        r"^([A-Za-z0-9._-]+)==\S+.*\\\n    --hash", (ROOT / "requirements/run.txt").read_text(), re.MULTILINE
    )
    names = {re.sub(r"[-_.]+", "-", name).lower() for name in locked}
    for dependency in project["dependencies"]:
        name = re.match(r"[A-Za-z0-9._-]+", dependency)
        assert name
        assert re.sub(r"[-_.]+", "-", name[0]).lower() in names, dependency


def test_the_page_of_analyses_names_functions_that_are_there() -> None:
    """Each function of its table is offered by `graph.analysis`."""
    named = re.findall(r"\| `(\w+)\(kg", (ROOT / "docs/reference/analysis.md").read_text("utf-8"))
    assert len(named) == 7
    assert set(named) <= set(analysis.__all__)
