"""A claim with the times from which and until which it holds, in a sentence."""

import datetime as dt

from graph.ask.meaning import Language
from graph.ask.sentences import bracketed, listed, named, said, shown
from graph.models import Claim


def span(claim: Claim, language: Language) -> str:
    """Say a claim with the releases and days from which and until which it holds."""
    condition = bracketed(named(claim.condition, language), language) if claim.condition else ""
    told = said(
        "fact",
        language,
        subject=named(claim.subject, language),
        property=named(claim.property, language) + condition,
        values=shown(claim.value, language),
    ).rstrip(".。")
    parts = []
    if claim.since or claim.valid_from:
        parts.append(said("since", language, when=dated(claim.since, claim.valid_from, language)))
    if claim.valid_until and not claim.until:
        parts.append(said("over_on", language, day=claim.valid_until))
    elif claim.until:
        parts.append(
            said("up_to", language, when=dated(claim.until, None, language), day=claim.valid_until or "")
        )
    return said("span", language, told=told, parts=listed(parts, language) or said("undated", language))


def dated(release: str | None, day: dt.date | None, language: Language) -> str:
    """Write a release with its day."""
    return (release or "") + (bracketed(str(day), language) if day and release else str(day or ""))
