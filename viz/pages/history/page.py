"""The page of a component's history: what happened to it, in which releases of which distribution."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from graph.catalogue import HISTORY, NEWEST_VERSIONS, SWITCHES, HistoryRow, SwitchRow
from graph.graph import Graph
from graph.models import Thing
from i18n import parse_language
from viz.models import format_value_label
from viz.pages.page_spec import PageParameter, PageSpec
from viz.templating import render

MAX_EVENTS = 8
"""As many events of a distribution as are shown without opening the rest."""

FEW_MORE = 3
"""So few more are shown too."""


class Events(NamedTuple):
    """What happened in one distribution, the latest first; what is older is folded away."""

    distribution: Thing
    latest: Sequence[HistoryRow]
    earlier: Sequence[HistoryRow]


def history_page(graph: Graph, language: str, component: str) -> str:
    """Make the page of a component's history; raises UnknownNameError."""
    thing = graph.index.thing(graph.index.resolve("Component", component))
    answers = graph.answer(NEWEST_VERSIONS, component=thing.id).items
    context: dict[str, Any] = {
        "thing": thing,
        "switches": _list_switches(graph, thing.id),
        "answers": {
            word: [row for row in answers if row.answer == word] for word in ("yes", "no", "unknown")
        },
        "events": _group_events(graph.answer(HISTORY, component=thing.id).items),
        "shown": format_value_label,
        "known_releases": {each.slug for each in graph.release_index.releases.values()},
        "tableless": {row.id for row in answers}
        - {each.distribution for each in graph.release_index.releases.values()},
        "here": f"/components/{thing.id}/history",
    }
    return render("pages/history/history.html.j2", parse_language(language), context)


def _list_switches(graph: Graph, component: str) -> list[SwitchRow]:
    """Return the switches from and to a component, the latest first; one without a day is last."""
    found = [row for side in ("from", "to") for row in graph.answer(SWITCHES, **{side: component}).items]
    return sorted(found, key=lambda row: row.day.isoformat() if row.day else "", reverse=True)


def _group_events(rows: Sequence[HistoryRow]) -> list[Events]:
    """Gather events by distribution: the one in which something happened last comes first."""
    found = [
        Events(thing, own[:cut], own[cut:])
        for thing, some in groupby(rows, key=lambda row: row.distribution)
        for own in (list(some),)
        for cut in (MAX_EVENTS if len(own) > MAX_EVENTS + FEW_MORE else len(own),)
    ]
    return sorted(found, key=lambda each: max(str(row.day or "") for row in each.latest), reverse=True)


PAGES = (
    PageSpec(
        path="/components/{id}/history",
        name="history",
        description="Return the page of a component's history in all distributions.",
        render=history_page,
        parameters=(PageParameter("id", argument="component", examples=["kine"]),),
        suggestions="/components/{id}/history",
        examples=("components/spegel/history",),
    ),
)
