"""Whether one component can be used without another: where both are the default, whether the other may go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from graph.ask.conditions.model import UsesComponent
from graph.ask.conditions.parse import parse_conditions
from graph.ask.intents.model import PAIR, Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import begin_with, render_text
from graph.catalogue.roles import ROLES, RoleRow
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Thing, Value
from i18n import Language, format_list, join_sentences
from ontology import DG

ALLOWED_WORDS = {"whether", "can", "use", "enable", "support", "bundle", "offer", "not", "and"}
USED, UNUSED = {"yes", "offered"}, {"no", "offered", "supported"}


@dataclass(frozen=True, slots=True)
class UseWithout(Intent):
    """Can a component be used without another one, in a distribution or in any that has it?"""

    component: Thing
    other: Thing
    subject: Thing | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “can I use servicelb without traefik”."""
        if not question.asks_whether or question.has("distribution", "which", "howmany"):
            return None
        if len(question.components) != PAIR or len(question.distributions) > 1 or question.properties:
            return None
        subject = next(iter(question.distributions), None)
        found = [each for each in parse_conditions(question, subject) if isinstance(each, UsesComponent)]
        kept = [each.component for each in found if not each.negated]
        gone = [each.component for each in found if each.negated]
        if len(kept) != 1 or len(gone) != 1:
            return None
        things = (*question.components, *question.distributions)
        return cls(kept[0], gone[0], subject) if question.accounts_for(ALLOWED_WORDS, things=things) else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer yes where the other one is not the default, or where something else may take its place."""
        users = graph.answer(DISTRIBUTIONS_USING, component=self.component.id)
        others = graph.answer(DISTRIBUTIONS_USING, component=self.other.id)
        without = {row.id: row for row in others.items}
        rows = [
            row
            for row in users.items
            if row.answer in USED and (self.subject is None or row.id == self.subject.id)
        ]
        told, places, shown = [], [], []
        for row in rows:
            other = without[row.id]
            if other.answer in UNUSED:
                told.append(self._describe_absence(row, language))
            elif other.answer == "yes" and (roles := _find_replacements(graph, row.id, self.other)):
                told.append(self._describe_replacement(graph, roles, language))
                places += [place for role in roles for place in role.sources]
            else:
                continue
            shown.append(other)
            places += [*row.sources, *other.sources]
        if told:
            sentences = begin_with("yes", told, language)
        else:
            question = self.paraphrase(graph, language)
            sentences = [render_text("unrecorded_about", language, question=question)]
        spoken = AnswerText(
            kind="boolean", text=join_sentences(sentences, language), ids=[], value=True if told else None
        )
        sparql = union_queries([users.sparql, others.sparql, graph.format_query(ROLES)])
        return assemble_answer(spoken, shown, sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        names = {
            "component": get_label(self.component, language),
            "other": get_label(self.other, language),
        }
        if self.subject:
            return render_text(
                "used_without_in", language, subject=get_label(self.subject, language), **names
            )
        return render_text("used_without", language, **names)

    def _describe_absence(self, row: UsageRow, language: Language) -> str:
        names = {"component": get_label(self.component, language), "other": get_label(self.other, language)}
        return render_text("has_without", language, subject=get_label(row, language), **names)

    def _describe_replacement(self, graph: Graph, roles: Sequence[RoleRow], language: Language) -> str:
        told = []
        for prop in dict.fromkeys(role.property for role in roles):
            same = [role for role in roles if role.property == prop]
            name = get_label(same[0].distribution, language)
            values = [
                Value(kind="thing", **dict(role.filler)) if role.filler else Value(kind="any", iri=DG + "Any")
                for role in same
            ]
            told.append(graph.index.sentences.state([name], prop, values, language))
        replaced = format_list(told, language)
        return render_text("may_be_replaced", language, told=replaced, other=get_label(self.other, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject, self.component, self.other)


def _find_replacements(graph: Graph, distribution: str, component: Thing) -> list[RoleRow]:
    """Find what else may have the roles that a component has in a distribution by default."""
    roles = graph.answer(ROLES, distribution=distribution).items
    jobs = {role.capability.iri for role in roles if role.filler == component and role.mode == "default"}
    found = [role for role in roles if role.capability.iri in jobs and role.filler != component]
    anything = [role for role in found if role.mode == "any"]
    return anything or [role for role in found if role.mode in {"optional", "documented"}]
