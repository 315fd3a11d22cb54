"""The page of the places where sources disagree: what holds, what was rejected, and why."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal, NamedTuple

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
State = Literal["settled", "secondary", "open"]


class PrevailingValue(NamedTuple):
    """What holds, and the claims that say it; subject, aspect and condition only if not the dispute's."""

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


class Dispute(NamedTuple):
    """A dispute as it is read: how it ended, and both sides."""

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


def disputes_page(graph: Graph, language: str) -> str:
    """Make the page of all disputes, with a scorecard of the secondary sources on top."""
    found = [build_dispute(row) for row in graph.answer(DISPUTES).items]
    subjects = [(thing, list(some)) for thing, some in groupby(found, key=lambda each: each.row.subject)]
    context: dict[str, Any] = {
        "subjects": subjects,
        "states": {
            state: [each for each in found if each.state == state]
            for state in ("settled", "secondary", "open")
        },
        "scores": [
            (row, _count_verdicts(graph, row))
            for row in graph.answer(SOURCES).items
            if row.kind == "secondary" and row.claims
        ],
        "tone": _tone_of,
    }
    return render("pages/disputes/disputes.html.j2", parse_language(language), context)


def build_dispute(row: DisputeRow) -> Dispute:
    """Return how a dispute ended, and gather its two sides."""
    names = (row.subject.id, row.property.id, *((row.condition.id,) if row.condition else ()))
    return Dispute(
        ".".join(names), row, _classify_state(row), _list_prevailing(row), _list_rejected(row.rejected)
    )


def _classify_state(row: DisputeRow) -> State:
    """Return whether a primary source is clear, only secondary ones hold, or no claim is accepted."""
    if not row.prevailing:
        return "open"
    return "settled" if any(claim.source.kind == "primary" for claim in row.prevailing) else "secondary"


def _list_prevailing(row: DisputeRow) -> list[PrevailingValue]:
    """Gather the accepted claims by what they say: the disputed property first, what is past last."""
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
        path="/disputes",
        name="disputes",
        description="Return the page of disputes between sources and of the accuracy of secondary sources.",
        render=disputes_page,
        menu=3,
        examples=("disputes",),
    ),
)
