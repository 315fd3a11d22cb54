"""Values, findings and comparisons as short texts, for terminals and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.catalogue.facts import ComparisonRow, Side
from graph.catalogue.relations import NeighbourRow
from graph.display import wording
from graph.display.wording import render_value
from graph.models import Claim, Finding, Label, Thing, Value
from i18n import Message, parse_language

NO_VALUE = Message("sources conflict")
Join = Callable[[Sequence[str]], str]
"""Joins several values into one text."""


def label_text(label: Label, language: str) -> str:
    """Return the text of a label in a language, English or Chinese."""
    return label.render(parse_language(language))


def join_values(texts: Sequence[str]) -> str:
    """Join values by commas."""
    return ", ".join(texts)


def join_minors(texts: Sequence[str]) -> str:
    """Join values, consecutive minors as a range: 1.13, 1.16–1.37."""
    return join_values(wording.join_minors(texts))


def format_values(values: Iterable[Value], join: Join = join_minors, language: str = "en") -> str:
    """Format values; a thing by its slug."""
    spoken = parse_language(language)
    return join(["?" if v.kind == "unknown" else v.id or render_value(v, spoken) for v in values])


def name_property(prop: Thing, condition: Thing | None, language: str = "en") -> str:
    """Return the name of a property with the condition of the statement."""
    return label_text(prop.label, language) + (
        f" ({label_text(condition.label, language)})" if condition else ""
    )


def format_finding(finding: Finding, language: str = "en") -> tuple[str, str, str, str]:
    """Format a finding as a row: the property, its values, its standing, and the sources."""
    name = name_property(finding.property, finding.condition, language)
    values = format_values(finding.values, language=language) or "—"
    return name, values, label_text(finding.standing.label, language), join_values(_list_sources(finding))


def format_neighbours(
    around: Iterable[NeighbourRow], language: str = "en"
) -> list[tuple[str, str, str, str]]:
    """Format neighbours as rows of the same table: the relation with its direction, and its objects."""
    found: dict[str, list[NeighbourRow]] = {}
    for each in around:
        arrow = "←" if each.direction == "in" else "→"
        found.setdefault(f"{arrow} {label_text(each.property.label, language)}", []).append(each)
    return [
        (
            relation,
            join_values([each.id for each in some]),
            "",
            join_values(sorted({cited.source for each in some for cited in each.sources})),
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


def format_side(one: Side, join: Join = join_minors, language: str = "en") -> str:
    """Format a side of a comparison: its value, `?` if a source leaves it open, nothing if unrecorded.

    If there are claims and none is accepted, that is said; a star marks a dispute.
    """
    disputed = " *" if one.standing and one.standing.id == "Disputed" else ""
    silent = (
        "?" if _is_left_open(one.claims) else NO_VALUE.render(parse_language(language)) if disputed else ""
    )
    return (format_values(one.values, join, language) or silent) + disputed


def _is_left_open(claims: Iterable[Claim]) -> bool:
    """Return whether some source leaves the value open."""
    return any(claim.value.kind == "unknown" for claim in claims)


def format_differs(row: ComparisonRow) -> str:
    """Format whether the sides of a row differ, where that is known."""
    return {True: "yes", False: "", None: "?"}[row.differs]
