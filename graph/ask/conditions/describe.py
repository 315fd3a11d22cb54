"""Conditions, properties and names in words."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from graph.ask.conditions.model import Condition, HasValue, UsesComponent, Way
from graph.ask.sentences import render_text
from graph.display.wording import get_label
from graph.graph import Graph
from graph.index.sentences import Form
from graph.models import Property, Thing, Value
from i18n import Language, format_alternatives, format_list
from ontology.relations import Strength

RELATIONS: MappingProxyType[Way, Strength] = MappingProxyType(
    {
        "uses": Strength.USES,
        "default": Strength.ENABLES,
        "offers": Strength.OFFERS,
        "supports": Strength.SUPPORTS,
    }
)
"""The relation that a way of having a component is told by."""


def describe_condition(graph: Graph, condition: Condition, language: Language, *, one: bool = False) -> str:
    """Describe a condition: “use Kine” for several distributions, “uses Kine” for one."""
    sentences = graph.index.sentences
    if isinstance(condition, UsesComponent):
        prop = graph.index.property(RELATIONS[condition.way]).thing()
        form = Form.NEGATIVE if condition.negated else Form.SENTENCE
        component = get_label(condition.component, language)
        told = sentences.predicate(prop, form, component, language, plural=not one)
        if condition.role is None:
            return told
        return render_text("as_job", language, told=told, job=name_role(graph, condition.role, language))
    if condition.only and condition.value is not None:
        return _describe_only(graph, condition, language, one=one)
    values = [_describe_value(graph, condition, prop, language, one=one) for prop in condition.properties]
    between = "and" if condition.negated else "or"
    return render_text(between, language).join(dict.fromkeys(values))


def _describe_only(graph: Graph, condition: HasValue, language: Language, *, one: bool) -> str:
    value = condition.value if isinstance(condition.value, str) else ""
    if isinstance(condition.value, Thing):
        value = get_label(condition.value, language)
    nouns = [graph.index.sentences.noun(prop.thing(), language) for prop in condition.properties]
    noun = format_alternatives(list(dict.fromkeys(nouns)), language)
    return render_text("cond_only.one" if one else "cond_only", language, value=value, noun=noun)


def name_role(graph: Graph, role: Thing, language: Language) -> str:
    """Return what a component with a capability is called: “ingress controller” for ingress."""
    known = (
        prop
        for prop in graph.index.properties.values()
        if prop.about == role and graph.index.strength_of(prop.iri) == Strength.ENABLES
    )
    prop = next(known, None)
    return graph.index.sentences.noun(prop.thing(), language) if prop else get_label(role, language)


def _describe_value(
    graph: Graph, condition: HasValue, prop: Property, language: Language, *, one: bool
) -> str:
    sentences, name, wanted = graph.index.sentences, prop.thing(), condition.value
    if wanted is None:
        form = Form.NONE if condition.negated else Form.SOME
        return sentences.predicate(name, form, "", language, plural=not one)
    if isinstance(wanted, Thing) and not condition.negated:
        value = Value(kind="thing", id=wanted.id, iri=wanted.iri, label=wanted.label)
        return sentences.predicate_of(name, value, language, plural=not one)
    text = wanted if isinstance(wanted, str) else get_label(wanted, language)
    form = Form.NEGATIVE if condition.negated else Form.SENTENCE
    return sentences.predicate(name, form, text, language, plural=not one)


def list_properties(properties: Sequence[Property], language: Language) -> str:
    """Return the names of properties as one phrase."""
    return format_list(
        list(dict.fromkeys(get_label(prop.thing(), language) for prop in properties)), language
    )


def list_things(things: Sequence[Thing], language: Language) -> str:
    """Return the names of things as one phrase."""
    return format_list([get_label(thing, language) for thing in things], language)


def describe_exclusions(excluded: Sequence[Thing], language: Language) -> str:
    """Describe what is left out."""
    return render_text("excepted", language, names=list_things(excluded, language)) if excluded else ""
