"""What is asked of releases, versions and time, said back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask import meaning as tree
from graph.ask.readings.parts import names, of_properties
from graph.ask.sentences import bracketed, named, said

if TYPE_CHECKING:
    from graph.ask.meaning import Language


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
    about += said("as_job", language, job=names(meaning.jobs, language)) if meaning.jobs else ""
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
