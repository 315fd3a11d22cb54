"""The page of conflicts and corrections: what holds, what was rejected, and why."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal, NamedTuple, get_args

from graph.catalogue import DISPUTES, SOURCES, DisputeRow, SourceRow
from graph.graph import Graph
from graph.models import Claim, Label, Thing
from i18n import parse_language
from ontology import DG
from viz.models import format_value_label
from viz.pages.page_spec import PageSpec
from viz.templating import render

GOOD_VERDICTS = frozenset({"Confirmed", "Agreed"})
NEUTRAL_VERDICTS = frozenset({"Answered", "Inferred"})
State = Literal["conflict", "settled", "secondary", "open"]
STATES: tuple[State, ...] = get_args(State)


class PrevailingValue(NamedTuple):
    """What holds, and the claims that say it; subject, aspect and condition only if not the finding's."""

    value: Label
    subject: Thing | None
    aspect: Thing | None
    condition: Thing | None
    claims: list[Claim]

    @property
    def past(self) -> bool:
        """Return whether it held once and holds no more."""
        return all(claim.until for claim in self.claims)


class RejectedValues(NamedTuple):
    """What a source said in one place and was rejected for one reason."""

    values: list[Label]
    claim: Claim


class Correction(NamedTuple):
    """A correction or a conflict as it is read: how it stands, and both sides."""

    anchor: str
    row: DisputeRow
    state: State
    held: list[PrevailingValue]
    rejected: list[RejectedValues]


class VerdictCount(NamedTuple):
    """How many claims of a source have one verdict."""

    label: Label
    tone: str
    claims: int


def corrections_page(graph: Graph, language: str) -> str:
    """Make the page of conflicts, then corrections, with a scorecard of the secondary sources on top."""
    found = [build_correction(row) for row in graph.answer(DISPUTES).items]
    corrections = [each for each in found if each.state != "conflict"]
    subjects = [
        (thing, list(some)) for thing, some in groupby(corrections, key=lambda each: each.row.subject)
    ]
    context: dict[str, Any] = {
        "conflicts": [each for each in found if each.state == "conflict"],
        "subjects": subjects,
        "states": {state: [each for each in corrections if each.state == state] for state in STATES},
        "scores": [
            (row, _count_verdicts(graph, row))
            for row in graph.answer(SOURCES).items
            if row.kind == "secondary" and row.claims
        ],
        "tone": _tone_of,
    }
    return render("pages/corrections/corrections.html.j2", parse_language(language), context)


def build_correction(row: DisputeRow) -> Correction:
    """Return how a correction or a conflict stands, and gather its two sides."""
    names = (row.subject.id, row.property.id, *((row.condition.id,) if row.condition else ()))
    return Correction(
        ".".join(names), row, _classify_state(row), _list_prevailing(row), _list_rejected(row.rejected)
    )


def _classify_state(row: DisputeRow) -> State:
    """Return whether sources contradict each other now, or else what corrects a statement, if anything."""
    if row.standing.id == "Disputed":
        return "conflict"
    if not row.prevailing:
        return "open"
    return "settled" if any(claim.source.kind == "primary" for claim in row.prevailing) else "secondary"


def _list_prevailing(row: DisputeRow) -> list[PrevailingValue]:
    """Gather the accepted claims by what they say: the property in question first, what is past last."""
    found: dict[tuple[str, ...], PrevailingValue] = {}
    for claim in sorted(row.prevailing, key=lambda each: (each.property != row.property, each.source.kind)):
        condition = claim.condition if claim.condition != row.condition else None
        value = format_value_label(claim.value)
        key = (claim.subject.id, claim.property.id, condition.id if condition else "", value.en)
        if key not in found:
            subject = claim.subject if claim.subject != row.subject else None
            prop = claim.property if claim.property != row.property else None
            found[key] = PrevailingValue(value, subject, prop, condition, [])
        found[key].claims.append(claim)
    return sorted(found.values(), key=lambda each: each.past)


def _list_rejected(claims: Iterable[Claim]) -> list[RejectedValues]:
    """Gather the rejected claims that stand in one place and were rejected for one reason."""
    found: dict[tuple[str, ...], RejectedValues] = {}
    for claim in claims:
        reason = claim.reason.en if claim.reason else ""
        key = (claim.source.id, claim.locator, claim.url, claim.verdict.id, reason)
        found.setdefault(key, RejectedValues([], claim)).values.append(format_value_label(claim.value))
    return list(found.values())


def _count_verdicts(graph: Graph, row: SourceRow) -> list[VerdictCount]:
    """Count the claims of a source by verdict, the most frequent first."""
    ranked = sorted(row.verdicts.items(), key=lambda each: (each[0] not in GOOD_VERDICTS, -each[1], each[0]))
    return [
        VerdictCount(graph.index.thing(DG + verdict).label, _tone_of(verdict), count)
        for verdict, count in ranked
    ]


def _tone_of(verdict: str) -> str:
    """Return the colour in which a verdict is shown."""
    return "good" if verdict in GOOD_VERDICTS else "plain" if verdict in NEUTRAL_VERDICTS else "bad"


PAGES = (
    PageSpec(
        path="/corrections",
        name="corrections",
        description="Return the page of conflicts between sources and of corrected statements.",
        render=corrections_page,
        menu=3,
        examples=("corrections",),
    ),
)
