"""Values, findings and comparisons as short texts, for terminals and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.catalogue.facts import ComparisonRow, Side
from graph.catalogue.relations import NeighbourRow
from graph.display import wording
from graph.display.wording import render_value
from graph.models import Claim, Finding, Label, Thing, Value
from i18n import Language, Message, format_day, parse_language

NO_VALUE = Message("sources disagree")
Join = Callable[[Sequence[str], Language], str]
"""Joins several values into one text in a language."""


def label_text(label: Label, language: str) -> str:
    """Return the text of a label in a language, English or Chinese."""
    return label.render(parse_language(language))


def join_values(texts: Sequence[str], language: Language = "en") -> str:
    """Join values by commas."""
    return Message(", ").render(language).join(texts)


def join_minors(texts: Sequence[str], language: Language = "en") -> str:
    """Join values, consecutive minors as a range: 1.13, 1.16–1.37."""
    return join_values(wording.join_minors(texts), language)


def format_values(
    values: Iterable[Value], join: Join = join_minors, language: str = "en", *, ids: bool = False
) -> str:
    """Format values; a thing by its label, or by its id for what reads it with a program."""
    spoken = parse_language(language)
    return join(
        ["?" if v.kind == "unknown" else (ids and v.id) or render_value(v, spoken) for v in values], spoken
    )


def name_property(prop: Thing, condition: Thing | None, language: str = "en") -> str:
    """Return the name of a property with the condition of the statement."""
    spoken = parse_language(language)
    remark = wording.add_brackets(condition.label.render(spoken), spoken) if condition else ""
    return prop.label.render(spoken) + remark


def format_finding(finding: Finding, language: str = "en") -> tuple[str, str, str, str]:
    """Format a finding as a row: the property, its values, its standing, and the sources."""
    name = name_property(finding.property, finding.condition, language)
    values = format_values(finding.values, language=language) or "—"
    sources = join_values(_list_sources(finding), parse_language(language))
    return name, values, label_text(finding.standing.label, language), sources


def format_neighbours(
    around: Iterable[NeighbourRow], language: str = "en"
) -> list[tuple[str, str, str, str]]:
    """Format neighbours as rows of the same table: the relation, and its objects."""
    found: dict[str, list[NeighbourRow]] = {}
    for each in around:
        found.setdefault(label_text(each.property.label, language), []).append(each)
    return [
        (
            relation,
            join_values([label_text(each.label, language) for each in some], parse_language(language)),
            "",
            join_values(
                sorted({cited.source for each in some for cited in each.sources}), parse_language(language)
            ),
        )
        for relation, some in found.items()
    ]


def _list_sources(finding: Finding) -> list[str]:
    """List the sources of the claims that a finding rests on, or of all if all were rejected."""
    held = [claim for claim in finding.claims if claim.rank.id != "Deprecated"] or list(finding.claims)
    return list(dict.fromkeys(claim.source.id for claim in held))


def list_rejected(findings: Iterable[Finding]) -> list[Claim]:
    """List the rejected claims."""
    return [claim for each in findings for claim in each.claims if claim.rank.id == "Deprecated"]


def format_side(one: Side, join: Join = join_minors, language: str = "en", *, ids: bool = False) -> str:
    """Format a side of a comparison: its value, `?` if a source leaves it open, nothing if unrecorded.

    If there are claims and none is accepted, that is said; a star marks a dispute. A measurement has its day.
    """
    disputed = " *" if one.standing and one.standing.id == "Disputed" else ""
    silent = (
        "?" if _is_left_open(one.claims) else NO_VALUE.render(parse_language(language)) if disputed else ""
    )
    spoken = parse_language(language)
    day = (one.measured.isoformat() if ids else format_day(one.measured, spoken)) if one.measured else ""
    measured = wording.add_brackets(day, spoken) if day else ""
    return (format_values(one.values, join, language, ids=ids) or silent) + measured + disputed


def _is_left_open(claims: Iterable[Claim]) -> bool:
    """Return whether some source leaves the value open."""
    return any(claim.value.kind == "unknown" for claim in claims)


def format_differs(row: ComparisonRow, language: Language = "en") -> str:
    """Format whether the sides of a row differ, where that is known."""
    return {True: Message("yes").render(language), False: "", None: "?"}[row.differs]
