"""A meaning said back in words, so that whoever asks sees how the question was understood."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from graph.asking import meaning as tree
from graph.asking.phrases import bracketed, listed, named, said

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.asking.meaning import Language
    from graph.model import Property, Thing


def reading(understood: tree.Understood, language: Language) -> str:
    """Say a meaning back in words, with the day, and with what was taken for a typing error."""
    meaning = understood.meaning
    text = SAYERS[type(meaning)](meaning, language)
    if understood.day:
        text += said("on_day", language, day=understood.day)
    for written, name in understood.mended:
        text += bracketed(said("mended", language, written=written, name=name), language)
    return text


PLURAL = MappingProxyType({"s": "", "do": "do", "have": "have"})
SINGULAR = MappingProxyType({"s": "s", "do": "does", "have": "has"})


def condition_said(condition: tree.Condition, language: Language, *, one: bool = False) -> str:
    """Say a condition, as in “use kine” of several distributions or “uses kine” of one."""
    prefix, verbs = "not_" if condition.negated else "", SINGULAR if one else PLURAL
    if isinstance(condition, tree.Uses):
        component = named(condition.component, language)
        return said(f"{prefix}cond_{condition.way}", language, component=component, **verbs)
    properties = of_properties(condition.properties, language, " / ")
    if condition.value is None:
        return said(f"{prefix}cond_any", language, property=properties, **verbs)
    value = condition.value if isinstance(condition.value, str) else named(condition.value, language)
    return said(f"{prefix}cond_has", language, property=properties, value=value, **verbs)


def of_properties(properties: Sequence[Property], language: Language, between: str | None = None) -> str:
    """Name properties."""
    names = list(dict.fromkeys(named(prop.thing(), language) for prop in properties))
    return between.join(names) if between else listed(names, language)


def names(things: Sequence[Thing], language: Language) -> str:
    """Name things."""
    return listed([named(thing, language) for thing in things], language)


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


def without(excepted: Sequence[Thing], language: Language) -> str:
    """Say what is left out."""
    return said("excepted", language, names=names(excepted, language)) if excepted else ""


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


def version(meaning: tree.Version, language: Language) -> str:
    """Say of which release a version is asked."""
    component = named(meaning.component, language)
    if meaning.release:
        return said("version", language, component=component, release=meaning.release)
    return said("version_newest", language, component=component, release=named(meaning.subject, language))


def shipped(meaning: tree.Shipped, language: Language) -> str:
    """Say of which release all is asked."""
    return said("shipped_by", language, release=meaning.release)


def issued(meaning: tree.Issued, language: Language) -> str:
    """Say of which release the day is asked."""
    return said("issued_on", language, release=meaning.release)


def carrying(meaning: tree.Carrying, language: Language) -> str:
    """Say which releases are asked for."""
    key = "carrying_first" if meaning.first else "carrying"
    where = named(meaning.subject, language) if meaning.subject else said("any_distribution", language)
    return said(
        key, language, subject=where, component=named(meaning.component, language), version=meaning.version
    )


def behind(meaning: tree.Behind, language: Language) -> str:
    """Say which side of a version is asked for."""
    names = {"component": named(meaning.component, language), "version": meaning.version}
    return said(f"reading_{meaning.side}", language, **names)


def timeline(meaning: tree.Timeline, language: Language) -> str:
    """Say whose history is asked for."""
    about = names(meaning.others, language) if meaning.others else of_properties(meaning.properties, language)
    return said("timeline", language, subject=named(meaning.subject, language), about=about)


def switched(meaning: tree.Switched, language: Language) -> str:
    """Say from what to what."""
    before = named(meaning.before, language)
    if meaning.after is None:
        return said("gave_up", language, before=before)
    return said("switched_from", language, before=before, after=named(meaning.after, language))


def releases(meaning: tree.Releases, language: Language) -> str:
    """Say which release is asked for."""
    text = said(f"reading_{meaning.which}", language, subject=named(meaning.subject, language))
    return text + (
        said("between_days", language, first=meaning.first, last=meaning.last) if meaning.first else ""
    )


def changes(meaning: tree.Changes, language: Language) -> str:
    """Say between which releases changes are asked for."""
    key = "changes" if meaning.before else "changes_since"
    return said(key, language, before=meaning.before, after=meaning.after)


def happenings(meaning: tree.Happenings, language: Language) -> str:
    """Say in which time changes are asked for."""
    where = bracketed(named(meaning.subject, language), language) if meaning.subject else ""
    return said("happenings", language, first=meaning.first, last=meaning.last) + where


def disputes(meaning: tree.Disputes, language: Language) -> str:
    """Say on what disputes are asked for."""
    about = [named(meaning.subject, language)] if meaning.subject else []
    about += [of_properties(meaning.properties, language)] if meaning.properties else []
    return said("disputes" if about else "disputes_all", language, about=said("comma", language).join(about))


def ranking(meaning: tree.Ranking, language: Language) -> str:
    """Say what is to come first."""
    component = named(meaning.component, language) if meaning.component else ""
    key = f"rank_{meaning.by}" + ("_least" if meaning.least else "")
    if meaning.limit and meaning.by == "values":
        key = ("have_less" if meaning.least else "have_more") + ("_or_so" if meaning.inclusive else "")
    elif meaning.limit:
        key = ("need_less" if meaning.least else "need_more") + ("_or_so" if meaning.inclusive else "")
    properties = of_properties(meaning.properties, language)
    return said(key, language, property=properties, component=component, limit=meaning.limit)


SAYERS: dict[type, Callable[..., str]] = {
    tree.Selection: selection,
    tree.Whether: whether,
    tree.Facts: facts,
    tree.Profile: profile,
    tree.Comparison: comparison,
    tree.Moving: moving,
    tree.Description: subject("description"),
    tree.Alternatives: subject("alternatives_to"),
    tree.Membership: membership,
    tree.Serving: serving,
    tree.Implementing: implementing,
    tree.Holding: holding,
    tree.Shared: shared,
    tree.Sourced: subject("reading_sources"),
    tree.Parts: parts,
    tree.Version: version,
    tree.Shipped: shipped,
    tree.Issued: issued,
    tree.Carrying: carrying,
    tree.Behind: behind,
    tree.Timeline: timeline,
    tree.Switched: switched,
    tree.Releases: releases,
    tree.Changes: changes,
    tree.Happenings: happenings,
    tree.Disputes: disputes,
    tree.Ranking: ranking,
}
"""How each meaning is said."""
