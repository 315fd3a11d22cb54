"""What changed lately: a page, and the latest releases for the home page."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from graph.graph import Graph
from graph.models import Thing
from graph.parameters import parse_day
from graph.releases import ReleaseRecord
from i18n import parse_language
from viz.pages.page_spec import PageParameter, PageSpec
from viz.templating import render

MAX_CHANGES = 300
"""More changes than these on one page cannot be read."""


class LatestRelease(NamedTuple):
    """One of the latest releases."""

    distribution: Thing
    release: ReleaseRecord


def _changes_page(graph: Graph, language: str, since: str = "") -> str:
    """Make the page of what changed since a day; raises BadParameterError for what is no day."""
    day = parse_day(since, "since") if since else graph.recent_since
    rows = graph.changes(day).items
    rows = [row for row in rows if row.day <= graph.as_of]
    context: dict[str, Any] = {
        "since": day,
        "today": graph.as_of,
        "days": [(each, list(some)) for each, some in groupby(rows[:MAX_CHANGES], key=lambda row: row.day)],
        "more": max(0, len(rows) - MAX_CHANGES),
    }
    return render("pages/changes/changes.html.j2", parse_language(language), context)


def list_latest(graph: Graph, count: int) -> list[LatestRelease]:
    """Return the latest releases of all distributions.

    Their names and days are at hand, which the question of what changed with them would not be.
    """
    dated = [
        each for each in graph.release_index.releases.values() if each.issued and each.issued <= graph.as_of
    ]
    dated.sort(key=lambda each: (str(each.issued), each.version.key), reverse=True)
    return [
        LatestRelease(graph.index.thing(graph.index.resolve("Distribution", each.distribution)), each)
        for each in dated[:count]
    ]


PAGES = (
    PageSpec(
        path="/changes",
        name="changes",
        description="Return the page of changes since a date, or in the last 90 days.",
        render=_changes_page,
        parameters=(PageParameter("since", examples=["2026-08-01"]),),
        menu=4,
        examples=("changes",),
    ),
)
