"""What kinds of questions have in common, and what reading a question comes to."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, FailureReason
from graph.ask.sentences import name_release, render_text
from graph.display.wording import add_brackets
from graph.graph import Graph
from graph.models import Thing
from i18n import Language, join_sentences

PAIR = 2
"""The things in a pair: the two releases that are compared, the two sides of a move."""


@dataclass(frozen=True, slots=True)
class Intent(ABC):
    """What a question asks for. Each kind of question is a subclass, with its matcher beside its answer."""

    dated: ClassVar[bool] = False
    """Whether it can be asked of another day."""
    dated_by_release: ClassVar[bool] = True
    """Whether a release that is named means the day on which it came out."""
    recalls_past: ClassVar[bool] = False
    """Whether, asked in the past tense, it is answered for all days before today as well."""
    paraphrases_past: ClassVar[bool] = False
    """Whether its paraphrase says so."""
    allows_before: ClassVar[bool] = False
    """Whether the word “before” may stand in it although it is asked of no day."""
    follow_ups: ClassVar[tuple[str, ...]] = (
        *("move", "compare", "since", "users", "alternatives", "what", "parts", "newest", "disputes"),
    )
    """The patterns of the questions that lead on from its answer, in their order."""

    @classmethod
    @abstractmethod
    def match(cls, question: ParsedQuestion) -> Intent | None:
        """Return what a question asks for if every word of it is accounted for, else None."""

    @abstractmethod
    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Return the parts of a reply, see `assemble_answer`."""

    @abstractmethod
    def paraphrase(self, graph: Graph, language: Language) -> str:
        """Return in words what is asked for, so that the reader sees how the question was understood."""

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        """The things that are asked about, with which follow-up questions are made."""
        return ()

    @property
    def required_distributions(self) -> tuple[Thing, ...]:
        """The distributions without which nothing is answered for a day on which they had no release."""
        return ()

    @property
    def is_dated(self) -> bool:
        """Whether just this can be asked of another day."""
        return self.dated

    @property
    def spans_time(self) -> bool:
        """Whether it is asked of all days of a time."""
        return False

    def answer_not_yet_released(self, sentences: list[str], language: Language) -> AnswerText:
        """Return the answer for a day on which a required distribution had no release."""
        return AnswerText(kind="value", text=join_sentences(sentences, language), ids=[])


@dataclass(frozen=True, slots=True)
class ParsedIntent:
    """An intent, the day for which it is asked, and the names that were taken for misspelt ones.

    `since`: the first of the days that are asked about, if there are more than the one: that of a year, or,
    for what is asked in the past tense, the first of all. `release`: the release that is asked
    about, of which claims hold by version.
    """

    intent: Intent
    day: dt.date | None = None
    corrected: tuple[tuple[str, str], ...] = ()
    since: dt.date | None = None
    release: str | None = None

    def paraphrase(self, graph: Graph, language: Language) -> str:
        """Return in words what is asked for, with the day, and with what was taken for a typing error."""
        text = self.intent.paraphrase(graph, language)
        if self.release:
            text += render_text("in_release", language, release=name_release(graph, self.release, language))
        elif self.day:
            text += render_text("on_day", language, day=self.day)
        elif self.since and self.intent.paraphrases_past:
            text += render_text("now_or_before", language)
        for written, name in self.corrected:
            text += add_brackets(render_text("mended", language, written=written, name=name), language)
        return text


@dataclass(frozen=True, slots=True)
class ParseFailure:
    """Why a question cannot be answered, and what the trouble is about.

    `gap` is the minor that a release would be of, and the releases before and after the gap of the record.
    """

    reason: FailureReason
    names: tuple[str, ...] = ()
    gap: tuple[str, str, str] | None = None
