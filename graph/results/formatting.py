"""Values, findings and comparisons as short texts, for terminals and notebooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from graph.ask.language import Language
from graph.ask.sentences import render_value
from graph.catalogue.facts import ComparisonRow, Side
from graph.catalogue.relations import NeighbourRow
from graph.models import Claim, Finding, Label, Thing, Value

MINOR = re.compile(r"(\d+)\.(\d+)")
SILENT = {"en": "no value prevails", "zh": "没有占优的取值"}
Join = Callable[[Sequence[str]], str]
"""How several values are written as one text."""


def of(label: Label, language: str) -> str:
    """Return a text in a language, English or Chinese."""
    return label.zh if language == "zh" else label.en


def join_values(texts: Sequence[str]) -> str:
    """Write several values one by one."""
    return ", ".join(texts)


def join_minors(texts: Sequence[str]) -> str:
    """Write several values, minors that follow one another as a run: 1.13, 1.16–1.37."""
    runs: list[list[str]] = []
    for text in texts:
        if runs and follows(runs[-1][-1], text):
            runs[-1].append(text)
        else:
            runs.append([text])
    return join_values([_run_in_words(run) for run in runs])


def _run_in_words(run: list[str]) -> str:
    two = 2
    return join_values(run) if len(run) <= two else f"{run[0]}–{run[-1]}"


def follows(one: str, other: str) -> bool:
    """Return whether a minor is the one after another, as 1.10 is after 1.9."""
    before = MINOR.fullmatch(one)
    return before is not None and other == f"{before[1]}.{int(before[2]) + 1}"


def format_values(values: Iterable[Value], join: Join = join_minors, language: str = "en") -> str:
    """Return values as text; a thing by its slug."""
    spoken: Language = "zh" if language == "zh" else "en"
    return join(["?" if v.kind == "unknown" else v.id or render_value(v, spoken) for v in values])


def name_property(prop: Thing, condition: Thing | None, language: str = "en") -> str:
    """Return the name of a property, and the condition under which it is spoken of."""
    return of(prop.label, language) + (f" ({of(condition.label, language)})" if condition else "")


def line(finding: Finding, language: str = "en") -> tuple[str, str, str, str]:
    """Return a finding as a line of a table: the property, its values, how it stands, and who says so."""
    name = name_property(finding.property, finding.condition, language)
    values = format_values(finding.values, language=language) or "—"
    return name, values, of(finding.standing.label, language), join_values(sayers(finding))


def related(around: Iterable[NeighbourRow], language: str = "en") -> list[tuple[str, str, str, str]]:
    """Return neighbours as lines of the same table: the relation with its direction, and what it leads to."""
    found: dict[str, list[NeighbourRow]] = {}
    for each in around:
        arrow = "←" if each.direction == "in" else "→"
        found.setdefault(f"{arrow} {of(each.property.label, language)}", []).append(each)
    return [
        (
            relation,
            join_values([each.id for each in some]),
            "",
            join_values(sorted({cited.source for each in some for cited in each.sources})),
        )
        for relation, some in found.items()
    ]


def sayers(finding: Finding) -> list[str]:
    """Return the sources that a finding rests on, or if all were rejected those that speak of it."""
    held = [claim for claim in finding.claims if claim.rank.id != "Deprecated"] or list(finding.claims)
    return list(dict.fromkeys(claim.source.id for claim in held))


def is_rejected(findings: Iterable[Finding]) -> list[Claim]:
    """Return the claims that are not believed."""
    return [claim for each in findings for claim in each.claims if claim.rank.id == "Deprecated"]


def side_in_words(one: Side, join: Join = join_minors, language: str = "en") -> str:
    """Return what holds of a side: its value, `?` if a source leaves it open, nothing if nobody speaks.

    Where sources speak and no value prevails, that is said; where they disagree, a star tells it.
    """
    disputed = " *" if one.standing and one.standing.id == "Disputed" else ""
    silent = "?" if left_open(one.claims) else SILENT[language] if disputed else ""
    return (format_values(one.values, join, language) or silent) + disputed


def left_open(claims: Iterable[Claim]) -> bool:
    """Return whether some source speaks of it and leaves it open."""
    return any(claim.value.kind == "unknown" for claim in claims)


def differ(row: ComparisonRow) -> str:
    """Describe whether the sides differ, where that is known."""
    return {True: "yes", False: "", None: "?"}[row.differs]
