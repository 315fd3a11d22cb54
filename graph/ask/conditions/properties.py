"""Which properties a question asks for."""

from __future__ import annotations

from graph.ask.parsed_question import ParsedQuestion
from graph.ask.words import COPULAS, KIND_ARTICLES
from graph.models import Property, Thing
from ontology.relations import Strength
from ontology.traits import Trait


def find_requested_properties(question: ParsedQuestion) -> tuple[Property, ...]:
    """Return the properties that are asked for; with “support” or “offer”, those for what is optional."""
    of_distribution = bool(question.distributions) or not question.components
    told = [
        prop
        for prop in question.properties
        if question.capability_index.is_claimed_of(prop, distribution=of_distribution)
    ]
    named = tuple(told) or question.properties
    if question.has("requirement", "tool") and {prop.id for prop in named} <= {"requires"}:
        index = question.index
        needing = question.has("requirement")
        named = index.properties_with(Trait.REQUIREMENT) if needing else (index.property("installTool"),)
    if any(Trait.CERTIFICATION in prop.traits for prop in named) and question.has("howmany"):
        return (question.index.property("conformsTo"),)
    if any(Trait.CERTIFICATION in prop.traits for prop in named) and any(
        token.period for token in question.tokens
    ):
        return tuple(question.index.property(each) for each in ("certified", "conformsTo"))  # those have days
    if any(Trait.CERTIFICATION in prop.traits for prop in named):
        named = tuple(dict.fromkeys([*named, *question.index.properties_with(Trait.CERTIFICATION)]))
    way = _optional_relation(question)
    if way is None or question.has("default"):
        return named
    about = {each.about.iri for each in named if each.about}
    siblings = tuple(
        each
        for each in question.index.properties.values()
        if each.about and each.about.iri in about and way in question.index.broader_names(each.iri)
    )
    # What a default is, is another matter; anything else that is named is asked for as well.
    return (
        tuple(dict.fromkeys([*siblings, *(each for each in named if not _is_default(question, each))]))
        or named
    )


def find_certified_upstream(question: ParsedQuestion, asked: tuple[Property, ...]) -> tuple[Thing, ...]:
    """Return Kubernetes itself if it is named beside a certification, which is for its versions."""
    certified = any(Trait.CONFORMANCE in prop.traits for prop in asked)
    return tuple(thing for thing in question.components if thing.id == "kubernetes") if certified else ()


def asks_for_kind(question: ParsedQuestion) -> bool:
    """Return whether the kind of a thing is asked about: “is Kine a database”."""
    last = max((n for n, token in enumerate(question.tokens) if question.names_property(token)), default=0)
    before = [token.text for token in question.tokens[:last]]
    things = [
        n
        for n, token in enumerate(question.tokens)
        if question.candidates(token) and not question.names_property(token)
    ]
    between = before[things[0] + 1 :] if things else []
    begun = bool(between) and (question.tokens[0].text in COPULAS or not COPULAS.isdisjoint(between))
    return begun and all(text in KIND_ARTICLES for text in between)


def _is_default(question: ParsedQuestion, prop: Property) -> bool:
    return Strength.ENABLES in question.index.broader_names(prop.iri)


def _optional_relation(question: ParsedQuestion) -> Strength | None:
    if question.has("support", "can"):
        return Strength.SUPPORTS
    return Strength.OFFERS if question.has("offer") else None
