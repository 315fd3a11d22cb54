"""Conditions, properties and names in words."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from graph.ask.conditions.model import Condition, UsesComponent
from graph.ask.language import Language
from graph.ask.sentences import get_label, join_names, render_text
from graph.models import Property, Thing

PLURAL_VERBS = MappingProxyType({"s": "", "do": "do", "have": "have"})
SINGULAR_VERBS = MappingProxyType({"s": "s", "do": "does", "have": "has"})


def describe_condition(condition: Condition, language: Language, *, one: bool = False) -> str:
    """Describe a condition: “use kine” for several distributions, “uses kine” for one."""
    prefix, verbs = "not_" if condition.negated else "", SINGULAR_VERBS if one else PLURAL_VERBS
    if isinstance(condition, UsesComponent):
        component = get_label(condition.component, language)
        told = render_text(f"{prefix}cond_{condition.way}", language, component=component, **verbs)
        return told + (
            render_text("as_job", language, job=get_label(condition.role, language)) if condition.role else ""
        )
    if condition.negated and [prop.id for prop in condition.properties] == ["lacks"]:
        able = list_things([each for each in (condition.value,) if isinstance(each, Thing)], language)
        return render_text("cond_supports", language, component=able, **verbs)
    properties = list_properties(condition.properties, language, " / ")
    if condition.value is None:
        return render_text(f"{prefix}cond_any", language, property=properties, **verbs)
    value = condition.value if isinstance(condition.value, str) else get_label(condition.value, language)
    if condition.only:
        return render_text("cond_only", language, property=properties, value=value, **verbs)
    return render_text(f"{prefix}cond_has", language, property=properties, value=value, **verbs)


def list_properties(properties: Sequence[Property], language: Language, between: str | None = None) -> str:
    """Return the names of properties as one phrase."""
    names = list(dict.fromkeys(get_label(prop.thing(), language) for prop in properties))
    return between.join(names) if between else join_names(names, language)


def list_things(things: Sequence[Thing], language: Language) -> str:
    """Return the names of things as one phrase."""
    return join_names([get_label(thing, language) for thing in things], language)


def describe_exclusions(excluded: Sequence[Thing], language: Language) -> str:
    """Describe what is left out."""
    return render_text("excepted", language, names=list_things(excluded, language)) if excluded else ""
