"""The conditions of a question: what is used, offered or supported, and what properties are to have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeGuard

from graph.ask.conditions.descent import find_relating_properties
from graph.ask.conditions.model import Condition, HasValue, UsesComponent, Way
from graph.ask.conditions.properties import (
    find_certified_upstream,
    find_requested_properties,
)
from graph.ask.conditions.roles import find_roles, find_token_capabilities, has_unserved_concern
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.tokenizer import Token
from graph.ask.words import DEFAULT_WORDS
from graph.models import Property, Thing
from ontology.relations import OPTIONAL, Strength
from ontology.traits import Trait

STEWARD = "steward"
LACKING = "lacks"


def parse_conditions(question: ParsedQuestion, subject: Thing | None = None) -> tuple[Condition, ...]:
    """Parse the conditions of a question about `subject`; what follows a “not” is negated."""
    if any(_is_unused_concept(question, token) for token in question.tokens):
        return ()
    found = list(dict.fromkeys(each for each in _collect_conditions(question, subject) if each is not None))
    if has_unserved_concern(question, [each for each in found if isinstance(each, UsesComponent)]):
        return ()
    if subject and any(token.text == "instead of" for token in question.tokens):
        found = [each for each in found if not each.negated]  # what it takes the place of is not asked about
    if question.has("only"):
        return _parse_exclusive(question, found)
    found = _attribute_to_subject(question, found, subject)
    valued = {prop for each in found if isinstance(each, HasValue) and each.value for prop in each.properties}
    # A property that is named beside its value asks for nothing more.
    return tuple(each for each in found if not (_is_bare(each) and set(each.properties) & valued))


def find_condition_things(question: ParsedQuestion, found: tuple[Condition, ...]) -> tuple[Thing, ...]:
    """Return the things that conditions name, and Kubernetes beside a certification."""
    values = [each.component if isinstance(each, UsesComponent) else each.value for each in found]
    properties = tuple(prop for each in found if isinstance(each, HasValue) for prop in each.properties)
    things = [value for value in values if value is not None and not isinstance(value, str)]
    return (*things, *find_certified_upstream(question, properties), *question.concepts)


def uses_numbers(question: ParsedQuestion, found: tuple[Condition, ...]) -> bool:
    """Return whether the numbers of a question are accounted for: as a value, or as the time asked about."""
    valued = any(isinstance(each, HasValue) and isinstance(each.value, str) for each in found)
    return valued or (bool(question.mentions) and not any(each.line is None for each in question.versions))


def find_value_words(question: ParsedQuestion) -> set[str]:
    """Return the words that a literal value accounts for: “licence” beside MIT adds nothing."""
    return {"value", "licence"} if question.has("value") else set()


def _is_bare(condition: Condition) -> TypeGuard[HasValue]:
    return isinstance(condition, HasValue) and condition.value is None


def _attribute_to_subject(
    question: ParsedQuestion, found: list[Condition], subject: Thing | None
) -> list[Condition]:
    """Rewrite “can Kine use NATS as a backend”: NATS is a value of a property of Kine."""
    own = [
        each
        for each in found
        if _is_bare(each)
        and all(question.capability_index.is_claimed_of(prop, distribution=False) for prop in each.properties)
    ]
    used = [each for each in found if isinstance(each, UsesComponent)]
    if subject is None or question.kind(subject) == "Distribution" or len(own) != 1 or len(used) != 1:
        return found
    return [HasValue(own[0].properties, used[0].component, used[0].negated)]


def _parse_exclusive(question: ParsedQuestion, found: list[Condition]) -> tuple[Condition, ...]:
    """Return the condition of “only containerd”, that nothing else has the same role; () if it is unclear."""
    things = [each for each in found if isinstance(each, UsesComponent) or each.value is not None]
    if len(things) != 1 or things[0].negated:
        return ()
    [each] = things
    value = each.component if isinstance(each, UsesComponent) else each.value
    own = (
        each.properties
        if isinstance(each, HasValue)
        else find_requested_properties(question) or _properties_for_same_role(question, each)
    )
    return (HasValue(own, value, only=True),) if own else ()


def _properties_for_same_role(question: ParsedQuestion, used: UsesComponent) -> tuple[Property, ...]:
    """Return the properties that name what has the role of a component, by default or as an option."""
    relations = {Strength.ENABLES, *(OPTIONAL if used.way in OPTIONAL else ())}
    capabilities = question.capability_index.capabilities_of(used.component.iri)
    return tuple(
        prop
        for prop in question.index.properties.values()
        if prop.about
        and prop.about.iri in capabilities
        and relations & question.index.broader_names(prop.iri)
    )


def _is_unused_concept(question: ParsedQuestion, token: Token) -> bool:
    """Return whether a token names a concept that is the value of no property."""
    things = question.candidates(token)[:1]
    concept = bool(things) and question.kind(things[0]) == "Concept"
    return (
        concept
        and not token.properties
        and not question.capability_index.properties_by_value.get(things[0].iri)
    )


def _collect_conditions(question: ParsedQuestion, subject: Thing | None) -> Iterator[Condition | None]:
    negated = False
    way, parts = _parse_way(question), find_roles(question)
    for token in question.tokens:
        if token.words & {"not"} and not token.words & {"whether"}:
            negated = True
        if token.value:
            yield HasValue((token.value[0],), token.value[1], negated)
        things = question.candidates(token)[:1]
        if things and things[0] != subject:
            found = _condition_on_thing(question, things[0], way, negated=negated)
            if found is None and subject:
                found = _condition_on_ability(question, things[0], negated=negated)
            yield replace(found, role=parts.get(things[0])) if isinstance(found, UsesComponent) else found
        valued = bool(things) and bool(question.capability_index.properties_by_value.get(things[0].iri))
        if valued and question.kind(things[0]) == "Concept":
            continue
        # What a component is used as is said with the component.
        if question.names_property(token) and not set(find_token_capabilities(question, token)) & set(
            parts.values()
        ):
            yield _condition_on_properties(question, token, negated=negated)


def _parse_way(question: ParsedQuestion) -> Way:
    named = " ".join(token.text for token in question.tokens if token.properties)
    if question.has("can") and not question.has("default"):
        return "supports"
    if question.has("default", "enable") or any(word in named for word in DEFAULT_WORDS):
        return "default"
    if question.has("offer"):
        return "offers"
    return "supports" if question.has("support", "can") else "uses"


def _condition_on_thing(
    question: ParsedQuestion, thing: Thing, way: Way, *, negated: bool
) -> Condition | None:
    """Return a condition on a thing: a component is used, anything else is the value of a property."""
    kind = question.kind(thing)
    if thing.id == "kubernetes" and any(Trait.CONFORMANCE in prop.traits for prop in question.properties):
        return None  # what it is certified for says no more
    if "Component" in question.index.names[thing.iri].kinds and kind != "Distribution":
        # “The default runtime is docker” is about the property, “uses docker” of the component.
        told = tuple(
            prop
            for prop in question.properties
            if way == "default" and _is_about_capability(question, prop, thing)
        )
        asked = find_relating_properties(question, thing) or told
        return HasValue(asked, thing, negated) if asked else UsesComponent(thing, way, negated)
    if kind == "Organisation":
        return HasValue(_properties_by_id(question, STEWARD), thing, negated)
    if kind == "Distribution":
        named = tuple(prop for prop in question.properties if Trait.DESCENT in prop.traits)
        return HasValue(named, thing, negated) if named else None
    if kind in {"Concept", "Tool", "Product"}:
        having = question.capability_index.properties_by_value.get(thing.iri, ())
        return HasValue(having, thing, negated) if having else None
    return None


def _condition_on_ability(question: ParsedQuestion, thing: Thing, *, negated: bool) -> Condition | None:
    """Return a condition on what Kubernetes can do: that a source which says it is lacking is wrong."""
    lacking = [
        prop
        for prop in question.capability_index.properties_by_value.get(thing.iri, ())
        if prop.id == LACKING
    ]
    if (
        question.kind(thing) != "Capability"
        or not lacking
        or negated
        or not question.has("support", "use", "can")
    ):
        return None
    return HasValue(tuple(lacking), thing, negated=True)


def _is_about_capability(question: ParsedQuestion, prop: Property, thing: Thing) -> bool:
    return prop.about is not None and prop.about.iri in question.capability_index.capabilities_of(thing.iri)


def _condition_on_properties(question: ParsedQuestion, token: Token, *, negated: bool) -> Condition | None:
    """Return a condition on properties: that they have a value, or the version in the question."""
    named = tuple(
        prop
        for prop in find_requested_properties(question)
        if prop.id != STEWARD and Trait.DESCENT not in prop.traits
    )
    asked = tuple(prop for prop in named if prop in token.properties) or (
        named if set(token.properties) & set(question.properties) else ()
    )
    if any(Trait.CERTIFICATION in prop.traits for prop in asked):
        asked = named  # “whether” and “for what” answer one another
    if not asked:
        return None
    numbers = [each.text.removeprefix("v") for each in question.versions]
    if numbers:
        minors = (
            _properties_by_id(question, "conformsTo")
            if any(Trait.CONFORMANCE in prop.traits for prop in asked)
            else asked
        )
        return HasValue(minors, numbers[0], negated)
    return HasValue(asked, None, negated)


def _properties_by_id(question: ParsedQuestion, *wanted_ids: str) -> tuple[Property, ...]:
    return tuple(question.index.property(each) for each in wanted_ids)
