"""What the documents say that one may type works: every line of curl, and every sample for a client."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess

import pytest

from tests.support.expected_answers import ROOT, needs_comunica

DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
CLIENTS = (ROOT / "docs" / "how-to" / "use-sparql-clients.md").read_text("utf-8")
HERE = "http://127.0.0.1:8000"
ELSEWHERE: dict[str, str] = {}
"""Lines that are not run, and why: none today."""
STATUS = "%{stderr}%{http_code} "


def lines() -> list[str]:
    """Find the lines of curl, in blocks and in texts, with what they go on with."""
    found = []
    for document in DOCUMENTS:
        text = document.read_text("utf-8").replace("\\\n", " ")
        found += re.findall(r"^(?: {4,}|\$ )*(curl .+)$", text, re.MULTILINE)
        found += re.findall(r"`(curl [^`]+)`", text)
    return found


def blocks(language: str) -> list[str]:
    """Return the samples in a language."""
    return re.findall(rf"```{language}\n(.*?)```", CLIENTS, re.DOTALL)


def curl(line: str, server: str) -> tuple[str, list[str], str]:
    """Run a line; gives what it prints, the statuses of its requests, and what went wrong."""
    command = line.replace(HERE, server).replace("curl ", f"curl -sS -w '{STATUS}' ")
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout, re.findall(r"\b\d{3}\b", done.stderr), re.sub(r"\b\d{3} ", "", done.stderr)


def test_there_are_lines_of_curl() -> None:
    assert len(lines()) >= 8
    assert set(ELSEWHERE) <= set(lines())


@pytest.mark.skipif(
    not shutil.which("curl") and os.environ.get("CI") != "true", reason="curl is not installed"
)
@pytest.mark.parametrize("line", [each for each in lines() if each not in ELSEWHERE])
def test_a_line_of_curl_does_what_it_says(server: str, line: str) -> None:
    """The status is 200, or the one behind the line; a redirect is followed where it says so."""
    assert HERE in line, "another server than ours: is it to be among those that are not run?"
    missing = [tool for tool in re.findall(r"\| (\w+)", line) if not shutil.which(tool)]
    if missing:
        pytest.skip(f"{missing[0]} is not installed")
    expected = re.search(r"# (\d{3})\b", line)
    printed, statuses, trouble = curl(line, server)
    assert statuses == [expected[1] if expected else "200"]
    assert trouble == ""
    assert printed.strip()
    if expected:
        assert '"detail":' in printed


@pytest.mark.parametrize("block", blocks("python"), ids=range(len(blocks("python"))))
def test_a_sample_in_python_gives_what_it_says(server: str, block: str) -> None:
    """As doctest reads it."""
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(
        doctest.DocTestParser().get_doctest(block.replace(HERE, server), {}, "use-sparql-clients.md", None, 0)
    )
    assert runner.tries > 2
    assert runner.failures == 0


@needs_comunica
def test_the_sample_for_comunica_prints_what_it_says(server: str) -> None:
    (block,) = blocks("js")
    said = re.findall(r"^// (.+)$", block, re.MULTILINE)
    run = subprocess.run(
        ["node", "--input-type=module"],
        cwd=ROOT,
        input=block.replace(HERE, server),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert run.stdout.split() == said != []
