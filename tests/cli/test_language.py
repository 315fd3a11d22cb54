"""The command in the language of the terminal: nothing stays English, and no line is too wide."""

import argparse
import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.language import VARIABLES
from cli.main import build_parser, main
from cli.wrapping import measure_width, pad, wrap_text
from graph import KnowledgeGraph
from graph.validation.data_checks import load_consistency_checks
from i18n import Message
from i18n.update import read_catalogue
from tests.support.pseudo_locale import IDS, distort, pseudo_locale, remove_bracketed

Capture = pytest.CaptureFixture[str]
SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{3,} [a-z]{2,}")
"""Three words of English in a row: the names in a table have more space between them."""
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMANDS = [
    ("ask", "which distros use kine"),
    ("compare", "k3s", "k0s"),
    ("compare", "k3s", "k0s", "--format", "markdown"),
    ("compare", "k3s", "k0s", "--as-of", "2021-01-15"),
    ("show", "kine"),
    ("show", "datastore"),
    ("show", "k3s/v1.30.2+k3s1"),
    ("list", "distributions"),
    ("list", "sources"),
    ("query", "ASK {}"),
    ("query", "ASK { id:k3z dg:uses id:kine }"),
    ("query", "SELECT ?d { ?d dg:uses id:kine }"),
    ("releases", "k3s"),
    ("releases", "k3s", "--version", "99"),
    ("releases", "k3d"),
    ("diff", "k3s/v1.21.2+k3s1", "k3s/v1.24.1+k3s1"),
    ("diff", "k3s", "k0s"),
    ("newest", "traefik", "--version", "<3.7.8"),
    ("newest", "traefik", "--version", "<1"),
    ("changes", "--since", "2026-09-01"),
    ("similar", "k3s"),
    ("path", "kine", "k0s"),
    ("path", "kine", "kine"),
    ("impact", "kine"),
    ("impact", "k3d"),
    ("lineage", "rke2"),
    ("lineage", "talos"),
    ("spread",),
    ("unique", "k0s"),
    ("move", "k3s", "k0s"),
    ("info",),
]
WRONG = [
    (),
    ("sing",),
    ("show",),
    ("show", "kine", "more"),
    ("show", "kine", "--store"),
    ("changes", "--since", "yesterday"),
    ("compare",),
    ("draw", "--depth", "far", "-o", "x.html"),
    ("serve", "--port", "99999"),
    ("serve", "--workers", "many"),
    ("publish", "--to", "x", "--keep", "0"),
    ("publish", "--to", "x", "--as-of", "9999-01-01"),
    ("check", "/nowhere.ttl"),
]
PARSERS = next(
    each.choices
    for each in build_parser()._actions  # noqa: SLF001  # argparse offers no other way
    if isinstance(each, argparse._SubParsersAction)  # noqa: SLF001
)
HELPS = [("--help",), *((verb, "--help") for verb in PARSERS)]


@pytest.fixture(autouse=True)
def chinese_terminal(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the terminal be Chinese and 80 columns wide; commands share the bundled graph."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(KnowledgeGraph, "open", lambda *_, **__: kg)


@pytest.fixture
def pseudo() -> Iterator[None]:
    """Let Chinese be the language of the catalogue alone."""
    with pseudo_locale():
        yield


def run(capsys: Capture, *arguments: str) -> str:
    """Run a command in this process; gives all that it printed."""
    with contextlib.suppress(SystemExit):
        main(arguments)
    shown = capsys.readouterr()
    return shown.out + shown.err


@pytest.mark.parametrize("arguments", [*HELPS, *COMMANDS, *WRONG], ids=" ".join)
@pytest.mark.usefixtures("pseudo")
def test_nothing_that_people_read_stays_english(capsys: Capture, arguments: tuple[str, ...]) -> None:
    """What does not go through the catalogue is data, and that is in Chinese."""
    shown = run(capsys, *arguments)
    assert "⟦" in shown
    assert not SENTENCE.findall(remove_bracketed(shown.replace(distort(", "), ";")))


@pytest.mark.parametrize("arguments", HELPS, ids=" ".join)
def test_help_in_chinese_fits_the_terminal(capsys: Capture, arguments: tuple[str, ...]) -> None:
    """Each line by the width of its characters, and texts in one column."""
    shown = run(capsys, *arguments)
    assert shown.startswith("用法：distrograph")
    breakable = [line for line in shown.splitlines() if "{" not in line]  # choices are one word
    assert max(map(measure_width, breakable)) <= 80
    assert CHINESE.search(shown)
    assert not re.search(r"[\u3400-\u9fff]:$", shown, re.MULTILINE)
    usage = shown.partition("\n\n")[0].splitlines()
    assert {measure_width(line) - measure_width(line.lstrip()) for line in usage[1:]} <= {
        measure_width(f"用法：{' '.join(['distrograph', *arguments[:-1]])} ")
    }


def test_an_error_of_the_parser_is_chinese(capsys: Capture) -> None:
    """Of argparse and of ours; names stay as they are typed."""
    assert run(capsys, "show") == "distrograph: 缺少必需的参数：id（用法见 distrograph show --help）\n"
    assert "参数 --port：端口应为 0 到 65535 之间的数" in run(capsys, "serve", "--port", "99999")


def test_formats_for_programs_stay_english(capsys: Capture) -> None:
    """CSV and JSON are the same in every language."""
    table = run(capsys, "compare", "k3s", "k0s", "--format", "csv")
    assert table.startswith("property,k3s,k0s")
    assert not CHINESE.search(table)


def test_every_rule_of_the_data_is_translated() -> None:
    """Of the shapes and of the checks, whose texts stand in their files."""
    checks = list(load_consistency_checks())
    assert len(checks) > 10
    assert {text for check in checks for text in (check.rule, check.remedy)} <= IDS
    shapes = [
        message
        for message in read_catalogue("zh")
        if any(name == "ontology/shapes.ttl" for name, _ in message.locations)
    ]
    assert len(shapes) > 40


def test_a_violation_is_told_in_chinese(capsys: Capture, tmp_path: Path) -> None:
    """With the rule and what to do about it."""
    file = tmp_path / "own.ttl"
    file.write_text("id:thing", "utf-8")
    shown = run(capsys, "check", str(file))
    assert "修正：请先改正此处；其他内容尚未检查。" in shown
    assert "1 处违规" in shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("发布版本的文件", ["发布版", "本的文", "件"]),
        ("发布版，本的文件", ["发布", "版，本", "的文件"]),
        ("k3s 和 k0s", ["k3s 和", "k0s"]),
        ("a-long-word 版", ["a-long-word", "版"]),
        ("", [""]),
    ],
)
def test_chinese_is_wrapped_between_characters_but_not_before_punctuation(
    text: str, lines: list[str]
) -> None:
    """A word of Latin letters stays whole."""
    assert wrap_text(text, 6) == lines


def test_padding_counts_columns() -> None:
    assert pad("版本", 6) == "版本  "
    assert Message("version").render("zh") == "版本"
