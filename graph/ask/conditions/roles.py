"""What components are used as: “traefik as ingress controller”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from graph.ask.capabilities import CapabilityIndex
from graph.ask.conditions.describe import name_role
from graph.ask.conditions.model import Condition, UsesComponent
from graph.ask.conditions.properties import find_requested_properties
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.sentences import render_text
from graph.ask.tokenizer import Token
from graph.ask.words import ROLE_PREPOSITIONS
from graph.catalogue.facts import HOLDERS
from graph.catalogue.mapping import collect_citations
from graph.catalogue.usage import UsageRow, Use
from graph.display.wording import get_label
from graph.graph import Graph
from graph.index.sentences import add_article
from graph.models import Finding, Property, Thing, Value
from i18n import Language
from ontology.relations import BROADEST, USED, Strength
from ontology.traits import Trait

ROLE_ARTICLES = frozenset({"its", "their", "the", "a", "an", "default"})
VAGUE_VALUES = frozenset({"unknown", "any"})
UsageAnswer = Literal["yes", "offered", "supported", "no", "unknown"]
ANSWER_ORDER: tuple[UsageAnswer, ...] = ("yes", "offered", "supported", "no")
COMPATIBLE_ANSWERS: dict[UsageAnswer, frozenset[UsageAnswer]] = {
    "yes": frozenset({"yes", "offered"}),
    "offered": frozenset({"offered", "supported"}),
    "supported": frozenset({"offered", "supported"}),
    "no": frozenset({"no"}),
    "unknown": frozenset(),
}
"""The answers whose uses are shown beside an answer."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A component, or the capabilities of which it may have the role, in the order of the question."""

    component: Thing | None = None
    capabilities: tuple[Thing, ...] = ()
    led: bool = False


def find_roles(question: ParsedQuestion) -> dict[Thing, Thing]:
    """Return the role of each component of a question that has one: the capability that it is used for.

    A role goes to the components beside it that have the capability; to the nearest one if none has, which
    then cannot be what it is asked to be.
    """
    found: dict[Thing, Thing] = {}
    slots = list(_slots(question))
    for number, slot in enumerate(slots):
        if slot.capabilities:
            before, after = (
                _adjacent_components(slots[:number][::-1], found),
                _adjacent_components(slots[number + 1 :], found),
            )
            found |= _assign_role(question, slot, before, after)
    return found


def find_token_capabilities(question: ParsedQuestion, token: Token) -> tuple[Thing, ...]:
    """Return the capabilities that a token may name, if components can have them."""
    named = [prop for prop in token.properties if prop.about and Trait.DESCENT not in prop.traits]
    requested = [prop for prop in named if prop in find_requested_properties(question)] or named
    # “Storage” may be short for “state storage”: the longer words come second.
    known = question.index.properties.values()
    longer = [prop for prop in known if requested and _has_word_ending_with(question, prop, token.text)]
    abouts = dict.fromkeys(prop.about for prop in (*requested, *longer) if prop.about)
    return tuple(each for each in abouts if each.iri in question.capability_index.component_capabilities)


def has_unserved_concern(question: ParsedQuestion, used: Iterable[UsesComponent]) -> bool:
    """Return whether a component does not serve a concern beside it: “etcd for the network”."""
    return any(
        concern.iri not in question.capability_index.concerns_of(each.component.iri)
        for concern in question.concerns
        for each in used
        if each.role is None
    )


def restrict_to_role(
    graph: Graph, rows: Iterable[UsageRow], component: Thing, role: Thing
) -> tuple[list[UsageRow], list[str]]:
    """Return the rows narrowed down to one role of the component, and the queries that were run."""
    answers = [graph.answer(HOLDERS, property=prop) for prop in _properties_for_role(graph, role)]
    findings = [finding for answer in answers for finding in answer.items]
    narrowed = [
        _restrict_row(graph, row, [each for each in findings if each.subject.id == row.id], component)
        for row in rows
    ]
    return narrowed, [answer.sparql for answer in answers]


def describe_missing_capability(graph: Graph, condition: Condition, language: Language) -> list[str]:
    """Return the sentence that no source gives a component the capability of its role, if none does."""
    role = condition.role if isinstance(condition, UsesComponent) else None
    if (
        not isinstance(condition, UsesComponent)
        or role is None
        or role.iri in graph.cached(CapabilityIndex).capabilities_of(condition.component.iri)
    ):
        return []
    job = name_role(graph, role, language)
    return [
        render_text(
            "unable",
            language,
            component=get_label(condition.component, language),
            job=add_article(job) if language == "en" else job,
        )
    ]


def _slots(question: ParsedQuestion) -> Iterator[_Slot]:
    subject = next(iter(question.distributions), None)
    for number, token in enumerate(question.tokens):
        things = question.candidates(token)[:1]
        if things and things[0] != subject and things[0] in question.components:
            yield _Slot(component=things[0])
        elif question.names_property(token) and (capabilities := find_token_capabilities(question, token)):
            yield _Slot(capabilities=capabilities, led=_follows_preposition(question.tokens[:number]))


def _has_word_ending_with(question: ParsedQuestion, prop: Property, text: str) -> bool:
    """Return whether one of the words of a property, or of what it is about, ends with a text."""
    names = question.index.names[prop.about.iri].spellings if prop.about else ()
    return any(word.casefold().endswith(text) for word in (*prop.words, *names))


def _follows_preposition(before: tuple[Token, ...]) -> bool:
    """Return whether “as” or the like stands right before."""
    said = next((token for token in before[::-1] if token.text not in ROLE_ARTICLES), None)
    return said is not None and said.text in ROLE_PREPOSITIONS


def _adjacent_components(slots: list[_Slot], taken: dict[Thing, Thing]) -> list[Thing]:
    """Return the components on one side of a role that have none yet, up to the next role."""
    found: list[Thing] = []
    for slot in slots:
        if slot.component is None or slot.component in taken:
            break
        found.append(slot.component)
    return found


def _assign_role(
    question: ParsedQuestion, slot: _Slot, before: list[Thing], after: list[Thing]
) -> dict[Thing, Thing]:
    """Assign a role to components before it, or without a preposition to those after it as well."""
    for role in slot.capabilities:
        sides = before if slot.led and before else [*before, *after]
        able = {
            each: role for each in sides if role.iri in question.capability_index.capabilities_of(each.iri)
        }
        if able:
            return able | ({before[0]: role} if slot.led and before else {})
    nearest = before[:1] or after[:1]
    return dict.fromkeys(nearest, slot.capabilities[0])


def _properties_for_role(graph: Graph, role: Thing) -> list[str]:
    return [
        prop.id
        for prop in graph.index.properties.values()
        if prop.about == role and graph.index.broader_names(prop.iri).intersection(BROADEST)
    ]


def _restrict_row(graph: Graph, row: UsageRow, findings: list[Finding], component: Thing) -> UsageRow:
    """Return the row of a distribution by the findings on a role: what has the role excludes all else."""
    uses = [each for finding in findings for each in _uses_in_finding(graph, finding, component)]
    given = {each for each, _ in uses}
    answer: UsageAnswer = next((each for each in ANSWER_ORDER if each in given), "unknown")
    how = tuple(use for each, use in uses if each in COMPATIBLE_ANSWERS[answer])
    sources = collect_citations(claim for use in how for claim in use.claims)
    return row.model_copy(update={"answer": answer, "reason": None, "how": how, "sources": sources})


def _uses_in_finding(graph: Graph, finding: Finding, component: Thing) -> Iterator[tuple[UsageAnswer, Use]]:
    prop = graph.index.properties[finding.property.iri]
    way = (graph.index.strength_of(prop.iri) or Strength.USES).value
    for value in finding.values:
        claims = tuple(claim for claim in finding.claims if claim.value == value)
        use = Use(
            property=finding.property,
            relation=way,
            value=value,
            condition=finding.condition,
            through=None,
            since=next((claim.since for claim in claims if claim.since), None),
            until=None,
            claims=claims,
        )
        if value.iri == component.iri:
            yield (
                ("yes" if way in USED else "offered" if Strength(way) == Strength.OFFERS else "supported"),
                use,
            )
        elif (
            finding.condition is None
            and way in USED
            and value.kind not in VAGUE_VALUES
            and _excludes_others(prop, value)
        ):
            yield "no", use


def _excludes_others(prop: Property, value: Value) -> bool:
    return prop.functional or value.kind == "none"
