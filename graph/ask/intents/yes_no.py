"""Whether a thing meets a condition: yes, no, or not recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from graph.ask.capabilities import is_distribution
from graph.ask.citations import cite_findings, cite_thing, is_rejected
from graph.ask.conditions.descent import asks_about_descent, find_predecessor
from graph.ask.conditions.describe import describe_condition
from graph.ask.conditions.evaluate import evaluate_condition, evaluate_findings, matches_value
from graph.ask.conditions.model import Condition, HasValue, UsesComponent
from graph.ask.conditions.parse import (
    LACKING,
    find_condition_things,
    find_value_words,
    parse_conditions,
    uses_numbers,
)
from graph.ask.conditions.properties import asks_for_kind
from graph.ask.conditions.roles import describe_missing_capability
from graph.ask.intents.facts import Facts
from graph.ask.intents.model import Intent
from graph.ask.intents.yes_no_sentences import describe_usage
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer
from graph.ask.sentences import answer_with_findings, begin_with, describe_findings, render_text
from graph.catalogue.facts import FACTS
from graph.catalogue.relations import NEIGHBOURS
from graph.catalogue.sources import CLAIMS
from graph.display.wording import get_label
from graph.graph import Graph
from graph.index.sentences import Form
from graph.models import Claim, Finding, Thing, Value
from i18n import Language, join_sentences
from ontology.traits import Trait

WRONG = "Wrong"


@dataclass(frozen=True, slots=True)
class YesNo(Intent):
    """Does a thing meet a condition?"""

    subject: Thing
    condition: Condition

    dated = True
    recalls_past = True
    paraphrases_past = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | Facts | None:
        """Match “does k0s use flannel”."""
        named = (*question.distributions, *question.components)
        if (
            not question.asks_whether
            or not named
            or len(question.distributions) > 1 + asks_about_descent(question)
        ):
            return None
        subject = find_predecessor(question) or (
            question.distributions[0] if question.distributions else named[0]
        )
        if not question.distributions and (
            question.has("distribution")
            or not (question.properties or question.has("value") or len(named) > 1)
        ):
            return None  # “are there distributions with kine and traefik” asks for some
        found = parse_conditions(question, subject)
        if not found or _is_denied(found[0]) or question.denies_nothing or _is_kind(question, found):
            return None
        replaced = question.components if any(token.text == "instead of" for token in question.tokens) else ()
        used = (subject, *find_condition_things(question, found), *replaced, *question.concerns)
        allowed = {"enable", "support", "offer", "default", "whether", "and", "past", "or", "version", "only"}
        allowed |= {"before"}
        allowed |= find_value_words(question)
        numbers = uses_numbers(question, found)
        if not question.accounts_for(allowed, things=used, properties=None, numbers=numbers):
            return None
        if len(found) == 1:
            return cls(subject, found[0])
        bare = [
            prop
            for each in found
            if isinstance(each, HasValue) and each.value is None
            for prop in each.properties
        ]
        return (
            Facts(subject, tuple(bare))
            if all(isinstance(each, HasValue) and each.value is None for each in found)
            else None
        )

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer yes, no, or that it is not recorded."""
        if isinstance(self.condition, UsesComponent) and is_distribution(graph, self.subject.iri):
            return _answer_usage(graph, self, self.condition, language)
        return _answer_value(graph, self, language)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        if question := _whether_question(graph, self, language):
            return question
        told = describe_condition(graph, self.condition, language, one=True)
        return render_text("whether", language, subject=get_label(self.subject, language), told=told)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        component = self.condition.component if isinstance(self.condition, UsesComponent) else None
        return (self.subject, component)

    @property
    def required_distributions(self) -> tuple[Thing, ...]:
        return (self.subject,)

    def answer_not_yet_released(self, sentences: list[str], language: Language) -> AnswerText:
        told = join_sentences(begin_with("no", sentences, language), language)
        return AnswerText(kind="boolean", text=told, ids=[], value=False)


def _whether_question(graph: Graph, intent: YesNo, language: Language) -> str | None:
    """Return the question of a property that is one for yes or no: “whether it runs workloads …”."""
    condition = intent.condition
    if not isinstance(condition, HasValue) or condition.value is not None or condition.negated:
        return None
    if len(condition.properties) != 1:
        return None
    prop, sentences = condition.properties[0].thing(), graph.index.sentences
    if not sentences.pattern(prop, Form.QUESTION, "en").startswith("whether "):
        return None
    return sentences.ask([get_label(intent.subject, language)], prop, language)


def _is_denied(condition: Condition) -> bool:
    """Return whether a condition denies something; “does not lack” means “supports”."""
    lacking = isinstance(condition, HasValue) and {prop.id for prop in condition.properties} == {LACKING}
    return condition.negated and not lacking


def _is_kind(question: ParsedQuestion, found: tuple[Condition, ...]) -> bool:
    """Return whether a thing is asked to be what it may only have: “is K3s a container runtime”."""
    bare = [each for each in found if isinstance(each, HasValue) and each.value is None]
    abouts = {prop.about.iri for each in bare for prop in each.properties if prop.about}
    return (
        bool(abouts & question.capability_index.component_capabilities)
        and len(bare) == len(found)
        and asks_for_kind(question)
    )


def _answer_usage(
    graph: Graph, intent: YesNo, condition: UsesComponent, language: Language
) -> dict[str, Any]:
    judged = evaluate_condition(graph, condition)
    [row] = (row for row in judged.usages if row.id == intent.subject.id)
    value = judged.truth[intent.subject.id]
    told = describe_usage(graph, row, value, condition, language)
    text = join_sentences(
        [told, *([] if value else describe_missing_capability(graph, condition, language))], language
    )
    sources = judged.sources[intent.subject.id]
    return assemble_answer(
        AnswerText(kind="boolean", text=text, ids=[], value=value), [row], judged.sparql, sources
    )


def _answer_value(graph: Graph, intent: YesNo, language: Language) -> dict[str, Any]:
    if intent.condition.negated:
        return _answer_ability(graph, intent, language)
    answer = graph.answer(FACTS, subject=intent.subject.id)
    value, telling = _evaluate_thing(graph, answer.items, intent)
    if value is None and (related := _answer_from_neighbours(graph, intent, language)):
        return related
    if value is None and (licence := _find_licence(graph, intent)):
        return _answer_licence(graph, intent, licence, answer.sparql, language)
    stated = [each for each in telling if each.values]
    if value is None:
        question = intent.paraphrase(graph, language)
        sentences = [render_text("unrecorded_about", language, question=question)]
        sentences += describe_findings(graph, stated, language)
    elif stated:
        sentences = answer_with_findings(graph, "yes" if value else "no", stated, language)
    else:
        sentences = [render_text("yes_plain" if value else "no_plain", language)]
    text = join_sentences(sentences, language)
    return assemble_answer(
        AnswerText(kind="boolean", text=text, ids=[], value=value),
        telling,
        answer.sparql,
        cite_findings(telling),
    )


def _answer_from_neighbours(graph: Graph, intent: YesNo, language: Language) -> dict[str, Any] | None:
    """Answer from the descriptions of things: no if the relation runs the other way."""
    condition = intent.condition
    if not isinstance(condition, HasValue) or not isinstance(condition.value, Thing):
        return None
    asked = {prop.iri for prop in condition.properties}
    answer = graph.answer(NEIGHBOURS, thing=intent.subject.id)
    rows = [row for row in answer.items if row.property.iri in asked and row.iri == condition.value.iri]
    if not rows:
        return None
    value = any(row.direction == "out" for row in rows)
    subject, other = (intent.subject, condition.value) if value else (condition.value, intent.subject)
    named = Value(kind="thing", iri=other.iri, label=other.label)
    told = graph.index.sentences.state([get_label(subject, language)], rows[0].property, [named], language)
    text = render_text("yes" if value else "no", language, told=told)
    spoken = AnswerText(kind="boolean", text=text, ids=[], value=value)
    places = [place for row in rows for place in row.sources]
    return assemble_answer(spoken, rows, answer.sparql, places or cite_thing(graph, subject.iri))


def _find_licence(graph: Graph, intent: YesNo) -> str | None:
    """Return the licence in the description of a component, if the licence is asked about."""
    properties = intent.condition.properties if isinstance(intent.condition, HasValue) else ()
    asked = any(prop.id == "license" for prop in properties)
    return graph.index.profile(intent.subject.iri).licence if asked else None


def _answer_licence(
    graph: Graph, intent: YesNo, licence: str, sparql: str, language: Language
) -> dict[str, Any]:
    wanted = intent.condition.value if isinstance(intent.condition, HasValue) else None
    value = wanted is None or wanted == licence
    told = render_text("licence_is", language, subject=get_label(intent.subject, language), value=licence)
    [text] = begin_with("yes" if value else "no", [told], language)
    spoken = AnswerText(kind="boolean", text=text, ids=[], value=value)
    places = graph.index.citations_for(intent.subject.iri)
    return assemble_answer(spoken, [graph.index.profile(intent.subject.iri)], sparql, places)


def _evaluate_thing(
    graph: Graph, findings: Iterable[Finding], intent: YesNo
) -> tuple[bool | None, list[Finding]]:
    condition = intent.condition
    if isinstance(condition, UsesComponent):
        naming = [
            each
            for each in findings
            if Trait.SUBSTITUTION not in graph.index.traits_of(each.property.iri)
            and any(matches_value(value, condition.component) for value in each.values)
        ]
        telling = [
            each for each in naming if Trait.ABSENCE not in graph.index.traits_of(each.property.iri)
        ] or naming
        return (
            Trait.ABSENCE not in graph.index.traits_of(telling[0].property.iri) if telling else None
        ), telling
    asked = {prop.iri for prop in condition.properties}
    telling = [each for each in findings if each.property.iri in asked]
    return evaluate_findings(telling, condition, graph.as_of), telling


def _answer_ability(graph: Graph, intent: YesNo, language: Language) -> dict[str, Any]:
    """Answer whether a thing has an ability; it has one whose lack was found to be wrong."""
    condition = intent.condition
    wanted = {prop.iri for prop in condition.properties} if isinstance(condition, HasValue) else set()
    thing = condition.value if isinstance(condition, HasValue) else None
    answer = graph.answer(CLAIMS, subject=intent.subject.id)
    told = [
        claim
        for claim in answer.items
        if claim.property.iri in wanted and claim.value.iri == getattr(thing, "iri", None)
    ]
    believed = [claim for claim in told if not is_rejected(claim)]
    wrong = [claim for claim in told if claim.verdict.id == WRONG]
    value = False if believed else True if wrong else None
    sentences = list(
        dict.fromkeys(_describe_lacking(graph, claim, language) for claim in believed or wrong or told)
    )
    if value is None:
        sentences.insert(0, render_text("unrecorded", language))
    else:
        sentences = begin_with("yes" if value else "no", sentences, language)
    spoken = AnswerText(kind="boolean", text=join_sentences(sentences, language), ids=[], value=value)
    against = [graph.index.claims[iri] for each in told for iri in each.contradicted_by]
    return assemble_answer(spoken, told, answer.sparql, [claim.citation() for claim in (*told, *against)])


def _describe_lacking(graph: Graph, claim: Claim, language: Language) -> str:
    subject = get_label(claim.subject, language)
    if not is_rejected(claim):
        return render_text("statement", language, told=graph.index.sentences.describe_claim(claim, language))
    key = "not_lacking" if claim.verdict.id == WRONG else "said_lacking"
    return render_text(key, language, subject=subject, reason=getattr(claim.reason, language, ""))
