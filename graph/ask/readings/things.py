"""What is asked of things as they are on a day, said back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask import meaning as tree
from graph.ask.readings.parts import condition_said, names, of_properties, without
from graph.ask.sentences import bracketed, named, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.ask.meaning import Language


def selection(meaning: tree.Selection, language: Language) -> str:
    """Say which distributions are asked for."""
    told = [condition_said(each, language) for each in meaning.conditions]
    wanted = said("or" if meaning.either else "and", language).join(told)
    key = ("select_count" if meaning.count else "select") + ("" if wanted else "_all")
    return said(key, language, wanted=wanted) + without(meaning.excepted, language)


def whether(meaning: tree.Whether, language: Language) -> str:
    """Say what is to be told of a thing."""
    told = condition_said(meaning.condition, language, one=True)
    return said("whether", language, subject=named(meaning.subject, language), told=told)


def facts(meaning: tree.Facts, language: Language) -> str:
    """Say which properties are asked for."""
    properties = of_properties(meaning.properties, language)
    if meaning.circumstance:
        properties += bracketed(named(meaning.circumstance, language), language)
    key = "facts_count" if meaning.count else "facts"
    text = said(key, language, subject=named(meaning.subject, language), properties=properties)
    return text + without(meaning.excepted, language)


def profile(meaning: tree.Profile, language: Language) -> str:
    """Say which address or licence is asked for."""
    return said(
        "facts", language, subject=named(meaning.subject, language), properties=said(meaning.field, language)
    )


def comparison(meaning: tree.Comparison, language: Language) -> str:
    """Say what is compared, and in what."""
    text = said("comparison", language, subjects=names(meaning.subjects, language))
    narrowed = (
        named(meaning.concern, language) if meaning.concern else of_properties(meaning.properties, language)
    )
    return text + (bracketed(narrowed, language) if narrowed else "")


def moving(meaning: tree.Moving, language: Language) -> str:
    """Say what is left for what."""
    return said(
        "moving_from", language, before=named(meaning.before, language), after=named(meaning.after, language)
    )


def subject(key: str) -> Callable[[tree.Meaning, Language], str]:
    """Make a sayer for meanings that are about one thing alone."""

    def say(meaning: tree.Meaning, language: Language) -> str:
        return said(key, language, subject=named(meaning.subject, language))  # type: ignore[union-attr, arg-type]  # those with one

    return say


def membership(meaning: tree.Membership, language: Language) -> str:
    """Say that the concern of a component is asked for, or whether it is one."""
    key = "member_of" if meaning.asked else "membership"
    concern = named(meaning.asked, language) if meaning.asked else ""
    return said(key, language, subject=named(meaning.subject, language), concern=concern)


def serving(meaning: tree.Serving, language: Language) -> str:
    """Say that the components of a concern are asked for."""
    key = "served_in" if meaning.subject else "served"
    where = named(meaning.subject, language) if meaning.subject else ""
    return said(key, language, concern=named(meaning.concern, language), subject=where)


def implementing(meaning: tree.Implementing, language: Language) -> str:
    """Say whose implementations are asked for."""
    return said("reading_implementing", language, interface=names(meaning.interfaces, language))


def relatives(meaning: tree.Relatives, language: Language) -> str:
    """Say by what things are to be related to another."""
    wanted = condition_said(tree.Has(meaning.properties, meaning.subject), language)
    return said("components_that", language, wanted=wanted)


def shared(meaning: tree.Shared, language: Language) -> str:
    """Say whose common components are asked for."""
    return said("reading_shared", language, subjects=names(meaning.subjects, language))


def holding(meaning: tree.Holding, language: Language) -> str:
    """Say which components are asked for."""
    return said("components_that", language, wanted=condition_said(meaning.condition, language))


def parts(meaning: tree.Parts, language: Language) -> str:
    """Say that what is in the box is asked for."""
    return said(
        "parts_count" if meaning.count else "parts", language, subject=named(meaning.subject, language)
    )


def disputes(meaning: tree.Disputes, language: Language) -> str:
    """Say on what disputes are asked for."""
    about = [named(meaning.subject, language)] if meaning.subject else []
    about += [of_properties(meaning.properties, language)] if meaning.properties else []
    return said("disputes" if about else "disputes_all", language, about=said("comma", language).join(about))


def ranking(meaning: tree.Ranking, language: Language) -> str:
    """Say what is to come first, or what lies on one side of a limit."""
    component = named(meaning.component, language) if meaning.component else ""
    key = f"rank_{meaning.by}" + ("_least" if meaning.least else "")
    if meaning.limit:
        verb, side = "have" if meaning.by == "values" else "need", "less" if meaning.least else "more"
        key = f"{verb}_{side}" + ("_or_so" if meaning.inclusive else "")
    properties = of_properties(meaning.properties, language)
    text = said(key, language, property=properties, component=component, limit=meaning.limit)
    narrowed = meaning.by == "amount" and len(meaning.properties) == 1
    return text + (bracketed(properties, language) if narrowed else "")
