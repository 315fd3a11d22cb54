"""A meaning said back in words, so that whoever asks sees how the question was understood."""

from collections.abc import Sequence

from graph.asking.meaning import (
    Changes,
    Comparison,
    Description,
    Facts,
    Language,
    Meaning,
    Users,
    Uses,
    Version,
)
from graph.asking.phrases import listed, named, said
from graph.model import Thing


def reading(meaning: Meaning, language: Language) -> str:
    """Say a meaning back in words."""
    if isinstance(meaning, Version | Changes):
        return of_releases(meaning, language)
    if isinstance(meaning, Users | Uses):
        default = said("by_default", language) if meaning.by_default else ""
        return of_users(meaning, language) + default
    if isinstance(meaning, Facts):
        properties = listed([named(p.thing(), language) for p in meaning.properties], language)
        return said("facts", language, subject=named(meaning.subject, language), properties=properties)
    if isinstance(meaning, Comparison):
        return said("comparison", language, subjects=names(meaning.subjects, language))
    return of_thing(meaning, language)


def of_thing(meaning: Description, language: Language) -> str:
    """Say that a thing is to be described."""
    return said("description", language, subject=named(meaning.subject, language))


def of_users(meaning: Users | Uses, language: Language) -> str:
    """Say whose use of what is asked for."""
    if isinstance(meaning, Uses):
        sides = {
            "subject": named(meaning.subject, language),
            "component": named(meaning.component, language),
        }
        return said("supports" if meaning.supports else "uses", language, **sides)
    wanted, unwanted = (names(side, language) for side in (meaning.wanted, meaning.unwanted))
    return said("users_not" if unwanted else "users", language, wanted=wanted, unwanted=unwanted)


def of_releases(meaning: Version | Changes, language: Language) -> str:
    """Say of which releases something is asked."""
    if isinstance(meaning, Changes):
        key = "changes" if meaning.before else "changes_since"
        return said(key, language, before=meaning.before, after=meaning.after)
    component = named(meaning.component, language)
    if meaning.release:
        return said("version", language, component=component, release=meaning.release)
    return said("version_newest", language, component=component, release=named(meaning.subject, language))


def names(things: Sequence[Thing], language: Language) -> str:
    """Name things."""
    return listed([named(thing, language) for thing in things], language)
