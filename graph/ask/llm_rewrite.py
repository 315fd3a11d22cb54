"""A language model may put a question into words that are understood. It is off unless somebody names one.

It gives no answer and no query: what it says is read like any question, must name no other things, and is
shown. Any service that speaks OpenAI's chat completions will do, such as one on one's own machine.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache

import httpx2

from graph.ask.examples import EXAMPLE_GROUPS
from graph.ask.lexicon import Lexicon
from graph.ask.normalization import normalize
from graph.ask.tokenizer import tokenize
from graph.settings import refuse_plain_http, settings

TIMEOUT_SECONDS = 20.0
MAX_REWRITE_LENGTH = 300
"""Characters of a translation; a longer one is none."""
NO_REWRITE = "NONE"
MAX_RESPONSE_BYTES = 1 << 20
"""Bytes of an answer that are read."""
CACHE_SIZE = 256
"""Translations that are kept, so that the same question is put the same way again."""


@dataclass(frozen=True)
class QuestionRewriter:
    """A language model: the address up to `/v1`, its name there, and a key if it needs one."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> QuestionRewriter | None:
        """Return the translator that DISTROGRAPH_LLM_URL, _MODEL and _KEY configure; None if there is none.

        Raises LocalError if the key would go to it in the open.
        """
        url, model, key = settings.llm_url, settings.llm_model, settings.llm_key
        if not url or not model:
            return None
        if key:
            refuse_plain_http(url, "the key of DISTROGRAPH_LLM_KEY")
        return cls(url.rstrip("/"), model, key or None)

    def translate(self, question: str, lexicon: Lexicon) -> str | None:
        """Return a question in other words; None if the model cannot, is silent, or names other things."""
        try:
            said = request_rewrite(self, question)
        except (httpx2.HTTPError, ValueError, KeyError, IndexError, TypeError, AttributeError):
            return None
        if said == NO_REWRITE or not said or len(said) > MAX_REWRITE_LENGTH:
            return None
        return said if _named_iris(said, lexicon) <= _named_iris(question, lexicon) else None


def _named_iris(question: str, lexicon: Lexicon) -> set[str]:
    return {thing.iri for token in tokenize(normalize(question), lexicon) for thing in token.things}


@lru_cache(maxsize=CACHE_SIZE)
def request_rewrite(translator: QuestionRewriter, question: str) -> str:
    """Return the reply of a model. Raises what httpx raises, and KeyError and the like for another shape."""
    headers = {"Authorization": f"Bearer {translator.key}"} if translator.key else {}
    body = {
        "model": translator.model,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _build_instructions()},
            {"role": "user", "content": question},
        ],
    }
    # By environment variables a proxy could be put between, which would be sent the key.
    with (
        httpx2.Client(trust_env=False, timeout=TIMEOUT_SECONDS) as client,
        client.stream("POST", f"{translator.url}/chat/completions", headers=headers, json=body) as answer,
    ):
        answer.raise_for_status()
        said: str = json.loads(_read_bounded(answer))["choices"][0]["message"]["content"]
    return said.strip().splitlines()[0].strip(' "“”`') if said.strip() else ""


def _read_bounded(answer: httpx2.Response) -> bytes:
    """Return the body of an answer. Raises ValueError if it is longer than any useful answer."""
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > MAX_RESPONSE_BYTES:
            raise ValueError("the answer is too long")
    return bytes(content)


def _build_instructions() -> str:
    """Return the task of a model: the kinds of questions, by example, and the reply if none fits."""
    known = "\n".join(
        f"- {question.render('en')}" for _, questions in EXAMPLE_GROUPS for question in questions
    )
    return (
        "Rewrite the user's question about Kubernetes distributions as ONE short English question of one of"
        " the kinds below. Keep its names, name nothing else, change nothing it asks for. If none fits, reply"
        f" {NO_REWRITE}. Reply with the question alone.\n\n{known}"
    )
