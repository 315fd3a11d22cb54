"""A store that answers oddly: each command and the service say so in one line, and nothing runs on."""

import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from cli.main import main
from graph import KnowledgeGraph
from graph.display.control_characters import CONTROL
from tests.graph.stores.test_remote_store import ABOUT, LOG, TRUE
from tests.support.faulty_server import ODD, Bad, bad_server, endless, says

Capture = pytest.CaptureFixture[str]
SOME_OFTEN = [
    pytest.param(odd, marks=[pytest.mark.thorough] if number % 3 else []) for number, odd in enumerate(ODD)
]
"""All kinds of odd answers, of which each third one is tried with every change."""
COMMANDS: dict[str, tuple[str, ...]] = {
    "info": ("info", "--store"),
    "ask": ("ask", "which distros use kine", "--store"),
    "query": ("query", "SELECT ?d { ?d ?p ?o }", "--store"),
    "query as csv": ("query", "SELECT ?d { ?d ?p ?o }", "--format", "csv", "--store"),
    "construct": ("query", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "--store"),
    "list": ("list", "distributions", "--store"),
    "show": ("show", "k0s", "--store"),
    "snapshots": ("snapshots", "--store"),
    "rollback": ("rollback", "--store"),
    "publish": ("publish", "--no-bundled", "--to"),
}


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bad]:
    """Run a server that answers as it is told, and have little patience with it."""
    monkeypatch.setenv("DISTROGRAPH_STORE_TIMEOUT", "0.4")
    monkeypatch.setattr("graph.stores.remote.connection.RETRY_DELAY", 0.001)
    with bad_server() as running:
        yield running


def fails_in_one_line(capsys: Capture, *arguments: str) -> str:
    """Run a command; gives the one line that it ends with."""
    begun = time.monotonic()
    assert main(arguments) in {1, 2}
    assert time.monotonic() - begun < 10
    said = capsys.readouterr().err
    lines = [line for line in said.splitlines() if not line.startswith("  ")]  # progress of publish
    assert len(lines) <= 1, said
    assert not CONTROL.search(said)
    assert len(said) < 2000
    return said


@pytest.mark.parametrize("odd", SOME_OFTEN)
def test_every_command_says_that_a_store_answers_oddly(bad: Bad, capsys: Capture, odd: str) -> None:
    """From the first answer on, or once it was opened."""
    for name in ("info", "snapshots", "rollback", "publish"):
        bad.will(ODD[odd])
        fails_in_one_line(capsys, *COMMANDS[name], bad.url)
    for name in ("info", "ask", "query", "query as csv", "construct", "list", "show"):
        bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT), ODD[odd])
        code = main((*COMMANDS[name], bad.url))
        done = capsys.readouterr()
        assert code in {0, 1, 2}
        assert done.err.count("\n") <= 1, done.err
        assert not CONTROL.search(done.err)
        assert code == 0 or name not in {"query", "query as csv"} or done.err


@pytest.mark.parametrize("odd", SOME_OFTEN)
def test_the_service_says_that_a_store_answers_oddly(bad: Bad, odd: str) -> None:
    """By a problem of a gateway, or with what there is if that makes sense after all."""
    bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT))
    client = TestClient(create_app(KnowledgeGraph.open(bad.url)), raise_server_exceptions=False)
    for path in (
        "/sparql?query=SELECT ?d { ?d ?p ?o }",
        "/api/v1/distributions",
        "/api/v1/ask?q=what is k0s",
    ):
        bad.will(ODD[odd])
        found = client.get(path)
        assert found.status_code in {200, 502, 503, 504}, (path, found.text[:300])
        if found.status_code != 200:
            assert found.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("begin", "part"),
    [
        (b'{"head":{"vars":["d"]},"results":{"bindings":[', b'{"d":{"type":"literal","value":"x"}},' * 2000),
        (b'{"head":{"vars":["d"]},"results":{"bindings":[{"d":{"type":"literal","value":"', b"x" * 60_000),
        (b"", b" " * 60_000),
    ],
    ids=["rows", "a value", "space"],
)
def test_an_answer_without_an_end_is_given_up(
    bad: Bad, capsys: Capture, monkeypatch: pytest.MonkeyPatch, begin: bytes, part: bytes
) -> None:
    """After so many bytes, of rows or of nothing; an error without an end is not read to its end."""
    monkeypatch.setattr("graph.stores.remote.store.MAX_ANSWER_BYTES", 4 << 20)
    bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT), endless(begin or b"\n", part))
    said = fails_in_one_line(capsys, *COMMANDS["query"], bad.url)
    assert "the answer is longer than 4 MiB" in said
    bad.will(endless(begin or b"\n", part, status="500 No"))
    assert "500" in fails_in_one_line(capsys, *COMMANDS["query"], bad.url)


def test_an_answer_that_drips_is_given_up(bad: Bad, capsys: Capture) -> None:
    """Though it is never silent for long."""
    begin = b'{"head":{"vars":["d"]},"results":{"bindings":['
    bad.will(says(200, TRUE), says(200, LOG), says(200, ABOUT), endless(begin, b" ", pause=0.1))
    assert "did not answer within" in fails_in_one_line(capsys, *COMMANDS["query"], bad.url)
