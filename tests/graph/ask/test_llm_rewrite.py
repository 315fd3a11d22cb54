"""A language model puts a question into other words: a server of loopback says what one may say."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from api.app import create_app
from graph import KnowledgeGraph
from graph.ask.llm_rewrite import MAX_RESPONSE_BYTES, QuestionRewriter, request_rewrite
from graph.errors import LocalError

HARD = "If I had to bet, what would be the thing that k0s plugs in for wiring pods together?"
SAID = {
    "good": "what is the default CNI of k0s",
    "other": "what is the default CNI of k3s",
    "none": "NONE",
    "unread": "bake k0s a cake",
    "endless": "k0s " * 500,
    "injected": "SELECT * { ?s ?p ?o } # k0s",
}


class Model(BaseHTTPRequestHandler):
    """A server of chat completions."""

    heard: list[dict[str, Any]]
    said: str

    def do_POST(self) -> None:  # the library's name
        """Answer as it was told."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).heard.append({"path": self.path, "key": self.headers["Authorization"], **json.loads(body)})
        content = json.dumps({"choices": [{"message": {"content": type(self).said}}]}).encode()
        self.send_response(200 if type(self).said else 500)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Model]]:
    """Name a model of this machine in the environment."""
    request_rewrite.cache_clear()
    Model.heard, Model.said = [], SAID["good"]
    server = HTTPServer(("127.0.0.1", 0), Model)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("DISTROGRAPH_LLM_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("DISTROGRAPH_LLM_MODEL", "small-model")
    monkeypatch.setenv("DISTROGRAPH_LLM_KEY", "secret")
    yield Model
    server.shutdown()
    server.server_close()


def test_without_a_model_nothing_is_asked(kg: KnowledgeGraph) -> None:
    """It is off unless somebody names one."""
    assert kg.ask(HARD).reason == "out-of-scope"


def test_what_is_not_understood_is_put_otherwise(kg: KnowledgeGraph, model: type[Model]) -> None:
    """The answer is that to the other question, which is shown, and comes from the graph."""
    reply = kg.ask(HARD)
    assert reply.translated
    assert (reply.translated.question, reply.translated.by) == (SAID["good"], "small-model")
    assert reply.answer == kg.ask(SAID["good"]).answer
    [heard] = model.heard
    assert (heard["path"], heard["key"], heard["temperature"]) == ("/v1/chat/completions", "Bearer secret", 0)
    kg.ask(HARD)
    assert len(model.heard) == 1  # it is put the same way again


def test_a_key_does_not_go_over_plain_http(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused when the service starts, and when somebody asks; without a key anybody may be asked."""
    monkeypatch.setenv("DISTROGRAPH_LLM_URL", "http://model.test/v1")
    monkeypatch.setenv("DISTROGRAPH_LLM_MODEL", "small-model")
    monkeypatch.setenv("DISTROGRAPH_LLM_KEY", "secret")
    for doing in (lambda: create_app(kg), lambda: kg.ask(HARD)):
        with pytest.raises(
            LocalError, match=r"DISTROGRAPH_LLM_KEY would be sent to model.test over unencrypted HTTP"
        ) as caught:
            doing()
        assert "secret" not in str(caught.value)
    monkeypatch.setenv("DISTROGRAPH_ALLOW_HTTP", "model.test")
    assert "secret" not in repr(QuestionRewriter.from_environment())
    monkeypatch.delenv("DISTROGRAPH_ALLOW_HTTP")
    monkeypatch.delenv("DISTROGRAPH_LLM_KEY")
    assert QuestionRewriter.from_environment()


@pytest.mark.parametrize("kind", ["other", "none", "unread", "endless", "injected", ""])
def test_a_model_gives_no_answer_of_its_own(kg: KnowledgeGraph, model: type[Model], kind: str) -> None:
    """What names other things, is not understood, is no question or no answer at all changes nothing."""
    model.said = SAID.get(kind, "")
    reply = kg.ask(HARD)
    assert (reply.understood, reply.reason, reply.translated) == (False, "out-of-scope", None)


def test_what_is_understood_is_never_translated(kg: KnowledgeGraph, model: type[Model]) -> None:
    """Nor is an unknown name, or what is no question."""
    for question in ("which distros use kine", "which distros use foobar", "hello"):
        assert kg.ask(question).translated is None
    assert model.heard == []


def test_an_answer_of_a_model_is_not_read_without_end(kg: KnowledgeGraph, model: type[Model]) -> None:
    """Of too long a one only the beginning is, and no proxy of the environment is asked."""
    model.said = "k0s " * (MAX_RESPONSE_BYTES // 4 + 1)
    translator = QuestionRewriter.from_environment()
    assert translator
    with pytest.raises(ValueError, match="too long"):
        request_rewrite(translator, HARD)
    assert kg.ask(HARD).reason == "out-of-scope"
