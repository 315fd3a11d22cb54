"""What meanings are said with: conditions, properties, names."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.ask import meaning as tree
from graph.ask.sentences import listed, named, said
from graph.models import Thing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.ask.meaning import Language
    from graph.models import Property

PLURAL = MappingProxyType({"s": "", "do": "do", "have": "have"})
SINGULAR = MappingProxyType({"s": "s", "do": "does", "have": "has"})


def condition_said(condition: tree.Condition, language: Language, *, one: bool = False) -> str:
    """Say a condition, as in “use kine” of several distributions or “uses kine” of one."""
    prefix, verbs = "not_" if condition.negated else "", SINGULAR if one else PLURAL
    if isinstance(condition, tree.Uses):
        component = named(condition.component, language)
        told = said(f"{prefix}cond_{condition.way}", language, component=component, **verbs)
        return told + (said("as_job", language, job=named(condition.job, language)) if condition.job else "")
    if condition.negated and [prop.id for prop in condition.properties] == ["lacks"]:
        able = names([each for each in (condition.value,) if isinstance(each, Thing)], language)
        return said("cond_supports", language, component=able, **verbs)
    properties = of_properties(condition.properties, language, " / ")
    if condition.value is None:
        return said(f"{prefix}cond_any", language, property=properties, **verbs)
    value = condition.value if isinstance(condition.value, str) else named(condition.value, language)
    if condition.only:
        return said("cond_only", language, property=properties, value=value, **verbs)
    return said(f"{prefix}cond_has", language, property=properties, value=value, **verbs)


def of_properties(properties: Sequence[Property], language: Language, between: str | None = None) -> str:
    """Name properties."""
    names = list(dict.fromkeys(named(prop.thing(), language) for prop in properties))
    return between.join(names) if between else listed(names, language)


def names(things: Sequence[Thing], language: Language) -> str:
    """Name things."""
    return listed([named(thing, language) for thing in things], language)


def without(excepted: Sequence[Thing], language: Language) -> str:
    """Say what is left out."""
    return said("excepted", language, names=names(excepted, language)) if excepted else ""
