"""Whether an amount of memory or disk is enough for a distribution, and for which it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from graph.ask.citations import cite_findings
from graph.ask.intents.model import Intent
from graph.ask.intents.ranking import Ranking, find_amounts, find_required_amounts
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer
from graph.ask.sentences import begin_with, describe_finding, describe_missing, render_text
from graph.catalogue.facts import FACTS, parse_amount
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Property, Thing, Value
from i18n import Language, join_sentences

ALLOWED_WORDS = {"whether", "can", "use", "support", "requirement", "enable", "which", "distribution"}


@dataclass(frozen=True, slots=True)
class Sufficiency(Intent):
    """Is an amount enough for a distribution? Where its nodes differ, for the node that needs most."""

    subject: Thing
    properties: tuple[Property, ...]
    amount: str

    dated = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | Ranking | None:
        """Match “can k3s run with 256mb of ram”, and “which distros run with 1 GB of memory”."""
        asked, amounts = find_required_amounts(question), find_amounts(question)
        if not asked or len(amounts) != 1 or question.components or question.has("above", "below", "not"):
            return None
        if not question.accounts_for(
            ALLOWED_WORDS, things=question.distributions, properties=question.properties, numbers=True
        ):
            return None
        if not question.distributions and question.has("which", "distribution"):
            return Ranking("amount", asked, least=True, limit=amounts[0], inclusive=True)
        if len(question.distributions) == 1 and question.has("whether", "can", "use", "support"):
            return cls(question.distributions[0], asked, amounts[0])
        return None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer yes or no, with what the distribution needs."""
        facts = graph.answer(FACTS, subject=self.subject.id)
        wanted = {prop.iri for prop in self.properties}
        found = [row for row in facts.items if row.property.iri in wanted and row.values]
        needs = [
            need
            for row in found
            if row.condition is None
            for value in row.values
            if (need := parse_amount(value)) is not None
        ]
        given = parse_amount(Value(kind="literal", value=self.amount))
        value = None if not needs or given is None else given >= max(needs)
        told = [describe_finding(graph, row, language) for row in found]
        if value is None:
            told.insert(0, describe_missing(graph, self.subject, self.properties, language))
        else:
            told = begin_with("yes" if value else "no", told, language)
        spoken = AnswerText(kind="boolean", text=join_sentences(told, language), ids=[], value=value)
        return assemble_answer(spoken, found, facts.sparql, cite_findings(found))

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("enough", language, amount=self.amount, subject=get_label(self.subject, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)
