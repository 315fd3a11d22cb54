"""Conditions, properties and names in words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from types import MappingProxyType

from graph.ask.conditions.model import Condition, HasValue, UsesComponent, Way
from graph.ask.sentences import render_text
from graph.display.wording import get_label
from graph.graph import Graph
from graph.index.sentences import Form, Join
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
    if isinstance(condition, UsesComponent):
        return _describe_usage(graph, condition, [condition.component], format_list, language, one=one)
    if condition.only and condition.value is not None:
        return _describe_only(graph, condition, language, one=one)
    values = [_describe_value(graph, condition, prop, language, one=one) for prop in condition.properties]
    between = "and" if condition.negated else "or"
    return render_text(between, language).join(dict.fromkeys(values))


def describe_conditions(
    graph: Graph,
    conditions: Sequence[Condition],
    language: Language,
    *,
    either: bool = False,
    one: bool = False,
) -> str:
    """Describe conditions, by one verb if only their things differ: “use both Kine and etcd”."""
    groups: dict[Hashable, list[Condition]] = {}
    for each in conditions:
        groups.setdefault(_group_key(each), []).append(each)
    told, before = "", False
    for some in groups.values():
        negated = some[0].negated
        between = "or" if either else "but" if negated and not before else "and"
        text = _describe_group(graph, some, language, either=either, one=one)
        told, before = told + render_text(between, language) + text if told else text, negated
    return told


def _group_key(condition: Condition) -> Hashable:
    """Return what conditions have in common that one verb can tell."""
    if isinstance(condition, UsesComponent):
        return condition.way, condition.negated, condition.role
    if condition.value is None or condition.only:
        return condition
    return condition.properties, condition.negated


def _describe_group(
    graph: Graph, conditions: Sequence[Condition], language: Language, *, either: bool, one: bool
) -> str:
    first = conditions[0]
    if len(conditions) == 1:
        return describe_condition(graph, first, language, one=one)
    join = format_alternatives if either or first.negated else join_both
    if isinstance(first, UsesComponent):
        components = [each.component for each in conditions if isinstance(each, UsesComponent)]
        return _describe_usage(graph, first, components, join, language, one=one)
    names = [_name_value(each.value, language) for each in conditions if isinstance(each, HasValue)]
    form = Form.NEGATIVE if first.negated else Form.SENTENCE
    told = [
        graph.index.sentences.predicate(prop.thing(), form, names, language, plural=not one, join=join)
        for prop in first.properties
    ]
    return render_text("and" if first.negated else "or", language).join(dict.fromkeys(told))


def join_both(names: Sequence[str], language: Language) -> str:
    """Join names as “both a and b”, or as a list if they are more than two."""
    match names:
        case [one, other]:
            return render_text("both_of", language, one=one, other=other)
    return format_list(names, language)


def _describe_usage(  # noqa: PLR0913  # the condition, and what is put in words of it
    graph: Graph,
    condition: UsesComponent,
    components: Sequence[Thing],
    join: Join,
    language: Language,
    *,
    one: bool,
) -> str:
    relation, role = RELATIONS[condition.way], condition.role
    known = _find_property(graph, relation, role) if role and relation != Strength.USES else None
    prop = known or graph.index.property(relation)
    form = Form.NEGATIVE if condition.negated else Form.SENTENCE
    names = [get_label(each, language) for each in components]
    told = graph.index.sentences.predicate(prop.thing(), form, names, language, plural=not one, join=join)
    if role is None or known:
        return told
    job = name_role(graph, role, language)
    return render_text("as_its" if one else "as_their", language, told=told, job=job)


def _find_property(graph: Graph, relation: Strength, role: Thing) -> Property | None:
    """Return the property by which a component in a role is told of."""
    return next(
        (
            prop
            for prop in graph.index.properties.values()
            if prop.about == role and graph.index.strength_of(prop.iri) == relation
        ),
        None,
    )


def _name_value(value: Thing | str | None, language: Language) -> str:
    return get_label(value, language) if isinstance(value, Thing) else value or ""


def _describe_only(graph: Graph, condition: HasValue, language: Language, *, one: bool) -> str:
    value = _name_value(condition.value, language)
    nouns = [graph.index.sentences.noun(prop.thing(), language) for prop in condition.properties]
    noun = format_alternatives(list(dict.fromkeys(nouns)), language)
    return render_text("cond_only.one" if one else "cond_only", language, value=value, noun=noun)


def name_role(graph: Graph, role: Thing, language: Language) -> str:
    """Return what a component with a capability is called: “ingress controller” for ingress."""
    prop = _find_property(graph, Strength.ENABLES, role)
    return graph.index.sentences.noun(prop.thing(), language) if prop else get_label(role, language)


def _describe_value(
    graph: Graph, condition: HasValue, prop: Property, language: Language, *, one: bool
) -> str:
    sentences, name, wanted = graph.index.sentences, prop.thing(), condition.value
    if wanted is None:
        form = Form.NONE if condition.negated else Form.SOME
        return sentences.predicate(name, form, [], language, plural=not one)
    if isinstance(wanted, Thing) and not condition.negated:
        value = Value(kind="thing", id=wanted.id, iri=wanted.iri, label=wanted.label)
        return sentences.predicate_of(name, value, language, plural=not one)
    form = Form.NEGATIVE if condition.negated else Form.SENTENCE
    return sentences.predicate(name, form, [_name_value(wanted, language)], language, plural=not one)


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
