"""What an answer in words looks like."""

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from graph.model import Citation, Shape

Kind = Literal["entities", "value", "boolean", "count", "comparison", "description", "disputes", "changes"]
Reason = Literal["out-of-scope", "unknown-name", "ambiguous", "not-a-question"]


class Said(Shape):
    """The answer proper: a sentence, the slugs that are the answer, and the value if it is one."""

    kind: Kind
    text: str
    ids: list[str]
    value: bool | str | int | list[str | bool | int] | None = None


class Translation(Shape):
    """The question as a language model put it, and the model's name; the answer is to this question."""

    question: str
    by: str


class Reply(Shape):
    """The answer to a question in words, or why there is none."""

    question: str
    language: Literal["en", "zh"]
    understood: bool
    reading: str | None = None
    translated: Translation | None = None
    answer: Said | None = None
    rows: list[dict[str, Any]] = Field(default_factory=list)
    sparql: str | None = None
    sources: list[Citation] = Field(default_factory=list)
    reason: Reason | None = None
    suggestions: list[str] = Field(default_factory=list)
    snapshot: str
    as_of: dt.date
