"""What is answered today stays what is answered while the code moves: a digest each, held through every step.

    .venv/bin/python -m tests.test_unchanged_answers        writes the digests anew

Snapshots and the names of static files are no part of a digest: they change whenever a file of the project
does. The bank of questions is held to its digests by `test_question_bank`. All of this goes when the last
module has moved.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import shlex
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from cli.main import main
from graph import KnowledgeGraph
from graph.ask.reply import Reply
from tests.support.question_bank import BANK, Asked, bank

HERE = Path(__file__).parent
FOLDER = HERE / "unchanged"
DIGESTS = FOLDER / "digests.json"
README = (HERE.parent / "README.md").read_text("utf-8")
DAY = "2026-11-28"
"""The day that everything is asked for: what holds changes with it."""
VOLATILE = [
    (re.compile(r"\b[0-9a-f]{64}\b"), "SNAPSHOT"),
    (re.compile(r"\b[0-9a-f]{12}\b"), "SNAPSHOT"),
    (re.compile(r"/static/[\w./@-]+(\?v=\w+)?"), "STATIC"),
    (re.compile(r"sha256-[\w+/=]+"), "HASH"),
    (re.compile(r"graph/(data/)?(claims|entities|releases)/"), r"graph/\2/"),
]
PAGES, ANSWERS = ((FOLDER / name).read_text("utf-8").split() for name in ("pages.txt", "answers.txt"))
LEFT_OUT = {"/metrics", "/dumps/{name}"}
"""Figures of the process, and files that hold the day on which they were made."""


def digest(*parts: object) -> str:
    """Return the digest of what was answered."""
    text = "\n".join(map(str, parts))
    for pattern, stand_in in VOLATILE:
        text = pattern.sub(stand_in, text)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def replies_of(kg: KnowledgeGraph, asked: Iterable[Asked]) -> dict[str, Reply]:
    """Ask questions of the bank."""
    return {each["q"]: kg.ask(each["q"]) for each in asked}


def digests_of(replies: Mapping[str, Reply]) -> dict[str, str]:
    """Digest replies."""
    return {question: digest(reply.model_dump_json()) for question, reply in replies.items()}


def of_requests(client: TestClient) -> Iterator[tuple[str, str]]:
    """Ask for pages in both languages, and for all else in one."""
    asked = [(path, lang, "text/html") for path in PAGES for lang in ("en", "zh")]
    asked += [(path, "en", "*/*") for path in ANSWERS]
    for path, language, accept in asked:
        answer = client.get(path, headers={"accept": accept, "accept-language": language})
        kind, place = answer.headers.get("content-type"), answer.headers.get("location")
        body = answer.text
        if path == "/openapi.json":
            body = json.dumps(answer.json(), sort_keys=True)
        yield f"GET {path} {language}", digest(answer.status_code, kind, place, body)
    posted = client.post(
        "/sparql", content="ASK { id:kine a ?k }", headers={"content-type": "application/sparql-query"}
    )
    yield "POST /sparql", digest(posted.status_code, posted.text)


def of_commands() -> Iterator[tuple[str, str]]:
    """Run the commands of the README, but for those that serve or write files named by the day."""
    for line in re.findall(r"^    distrograph (.*)$", README, re.MULTILINE):
        arguments = shlex.split(line)
        if arguments[0] in {"serve", "ingest"}:
            continue
        shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            with contextlib.redirect_stdout(shown):
                code = main(arguments)
            printed = shown.buffer.getvalue().decode()
            files = [each.name for each in sorted(Path(folder).rglob("*"))]
        yield f"distrograph {line}", digest(code, printed.replace(folder, ""), files)


def opened_for_the_day() -> KnowledgeGraph:
    """Open the bundled graph for the one day."""
    return KnowledgeGraph.open(as_of=DAY)


def client_of(kg: KnowledgeGraph) -> TestClient:
    """Make a client that sees answers as they are."""
    return TestClient(create_app(kg), raise_server_exceptions=False, follow_redirects=False)


def changed(now: dict[str, str]) -> list[str]:
    """Name what is answered otherwise than before, or was not asked before."""
    known = json.loads(DIGESTS.read_text("utf-8"))
    return [key for key, value in now.items() if known.get(key) != value]


@pytest.fixture(scope="module")
def day() -> KnowledgeGraph:
    """Open the graph once."""
    return opened_for_the_day()


def test_requests_are_answered_as_before(day: KnowledgeGraph) -> None:
    """Every route of the OpenAPI document."""
    client = client_of(day)
    paths = set(client.get("/openapi.json").json()["paths"]) - LEFT_OUT
    patterns = {path: re.sub(r"{\w+}", "[^?]+", path) + r"(\?.*)?" for path in paths}
    asked = [*PAGES, *ANSWERS]
    missing = [
        path for path, pattern in patterns.items() if not any(re.fullmatch(pattern, each) for each in asked)
    ]
    assert missing == []
    assert changed(dict(of_requests(client))) == []


def test_commands_answer_as_before(monkeypatch: pytest.MonkeyPatch, day: KnowledgeGraph) -> None:
    """The commands of the README, asked for the same day."""
    spare_opening(monkeypatch, day)
    assert changed(dict(of_commands())) == []


def spare_opening(monkeypatch: pytest.MonkeyPatch, day: KnowledgeGraph) -> None:
    """Make every command that names no day be asked of one graph, which also saves time."""
    really = KnowledgeGraph.open

    def open_sparingly(store: str | None = None, **given: Any) -> KnowledgeGraph:  # noqa: ANN401
        if store is not None or given.get("data") or not given.get("bundled", True):
            return really(store, **given)
        return day.on(str(given["as_of"])) if given.get("as_of") else day

    monkeypatch.setattr(KnowledgeGraph, "open", open_sparingly)


if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        graph = opened_for_the_day()
        found = digests_of(replies_of(graph, bank(*sorted(BANK.glob("*.jsonl")))))
        found |= dict(of_requests(client_of(graph)))
        spare_opening(patch, graph)
        found |= dict(of_commands())
    DIGESTS.write_text(json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True) + "\n", "utf-8")
