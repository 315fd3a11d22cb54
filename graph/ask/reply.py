"""What an answer in words looks like."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Literal

from pydantic import Field

from graph.ask.texts import TEXTS
from graph.display import html
from graph.models import Citation, Shape
from i18n import Message

AnswerKind = Literal[
    "entities", "value", "boolean", "count", "comparison", "description", "disputes", "changes"
]
FailureReason = Literal["out-of-scope", "unknown-name", "ambiguous", "not-a-question"]
MAX_CITATIONS = 12
"""Sources that a display shows."""


def _shorten_locator(locator: str) -> str:
    return re.sub(r"\b([0-9a-f]{10})[0-9a-f]{30}\b", r"\1", locator)


class AnswerText(Shape):
    """The answer proper: a sentence, the slugs that are the answer, and the value if it is one."""

    kind: AnswerKind
    text: str
    ids: list[str]
    value: bool | str | int | list[str | bool | int] | None = None


class Translation(Shape):
    """The question as a language model put it, and the model's name; the answer is to this question."""

    question: str
    by: str


class Reply(Shape):
    """The answer to a question in words, or why there is none; `names` has that of each of its ids."""

    question: str
    language: Literal["en", "zh"]
    understood: bool
    reading: str | None = None
    translated: Translation | None = None
    answer: AnswerText | None = None
    names: dict[str, str] = Field(default_factory=dict)
    rows: list[dict[str, Any]] = Field(default_factory=list)
    sparql: str | None = None
    sources: list[Citation] = Field(default_factory=list)
    reason: FailureReason | None = None
    suggestions: list[str] = Field(default_factory=list)
    snapshot: str
    as_of: dt.date

    @property
    def is_known(self) -> bool:
        """Whether the question was understood, and something is recorded that answers it."""
        if self.answer is None or (self.answer.kind == "boolean" and self.answer.value is None):
            return False
        return bool(self.answer.ids or self.rows or self.sources or self.answer.value is not None)

    def lines(self) -> list[str]:
        """Return the lines of a display: the answer, how the question was read, and who says so.

        Without an answer: why there is none, and what could be asked.
        """
        head, how, below = self._told()
        indent = "  " if self.answer else ""
        return [head, *(indent + line for line in how), *(f"  {line}" for line, _ in below)]

    def _told(self) -> tuple[str, list[str], list[tuple[str, str]]]:
        """Return the sentence, what explains it, and a list of places or suggestions, with addresses."""
        if self.answer is None:
            return (
                self.reading or "",
                [self._text("try")],
                [(s, "") for s in self.suggestions],
            )
        read = self._text("read_as", reading=self.reading or "")
        by = [f"{self.translated.by}: {self.translated.question}"] if self.translated else []
        return self.answer.text, [read, *by], self._places()

    def _places(self) -> list[tuple[str, str]]:
        """Return the places that are shown, and where each can be read."""
        shown = [
            (
                self._text(
                    "cited", title=each.title.render(self.language), locator=_shorten_locator(each.locator)
                ),
                each.url,
            )
            for each in self.sources[:MAX_CITATIONS]
        ]
        total = len(self.sources)
        more = self._text("sources_in_all", count=total)
        return [*shown, *([(more, "")] if total > MAX_CITATIONS else [])]

    def _text(self, key: str, **names: object) -> str:
        return Message(TEXTS[key], **names).render(self.language)

    def __repr__(self) -> str:
        """Show it as text; `model_dump` gives all of it."""
        return "\n".join(self.lines())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the answer, and below it the places where it stands, as links."""
        head, how, below = self._told()
        items = "".join(
            f"<li>{html.format_link(url, line) if url else escape(line)}</li>" for line, url in below
        )
        return f"<p><b>{escape(head)}</b></p><p>{'<br>'.join(map(escape, how))}</p><ul>{items}</ul>"


def assemble_answer(
    answer: AnswerText, rows: Iterable[Shape], sparql: str, sources: Iterable[Citation]
) -> dict[str, Any]:
    """Return the parts of a reply that an intent answers for, each source once."""
    return {
        "answer": answer,
        "rows": [row.model_dump(mode="json") for row in rows],
        "sparql": sparql,
        "sources": sort_citations(sources),
    }


def sort_citations(citations: Iterable[Citation]) -> list[Citation]:
    """Return citations with primary sources first, one for each claim."""
    places = {each.claim: each for each in citations}.values()
    return sorted(places, key=lambda each: (each.kind, each.source, each.locator))


def union_queries(queries: Sequence[str]) -> str:
    """Return one query for several that were run, each a part of a union, ready to be pasted."""
    if len(queries) == 1:
        return queries[0]
    heads: dict[str, None] = {}
    parts = []
    for number, query in enumerate(queries):
        lines = query.splitlines()
        heads |= dict.fromkeys(line for line in lines if line.startswith("PREFIX "))
        body = [line for line in lines if not line.startswith(("PREFIX ", "#"))]
        inner = "\n".join(f"    {line}" for line in body if line.strip())
        parts.append(f"  {{\n    BIND({number} AS ?part)\n    {{\n{inner}\n    }}\n  }}")
    return "\n".join([*heads, "SELECT *", "WHERE {", "\n  UNION\n".join(parts), "}"])
