"""The page on which two or three distributions stand side by side: as a table, as a picture, as a move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from graph.analysis import OUTCOMES, CapabilityChange, plan_migration
from graph.catalogue import COMPARISON, ComparisonRow, Side, is_background
from graph.graph import Graph
from graph.models import Label
from graph.parameters import comparison_parameters
from i18n import parse_language
from viz.models import ClaimSummary, FactValue, Name, Stop
from viz.pages.page_spec import PageParameter, PageSpec
from viz.query import ViewQuery
from viz.render.svg import build_picture
from viz.templating import render
from viz.view import history_overlay
from viz.view.builder import build_view
from viz.view.facts import build_values
from viz.view.relation_index import RelationIndex, name_order

MIN_COMPARED = 2
Key = tuple[str, str]


class Cell(NamedTuple):
    """What one distribution has of a property, and what it had on the other day, where that differs."""

    values: list[FactValue]
    standing: Name | None
    claims: list[ClaimSummary]
    before: list[FactValue] | None


class Row(NamedTuple):
    """A property under one condition or none; `differs` is None where too little is known to tell."""

    property: Name
    condition: Name | None
    differs: bool | None
    cells: list[Cell]


class Section(NamedTuple):
    """The rows of one concern, or of the background that nobody decides by."""

    concern: Label | None
    background: bool
    rows: list[Row]


class Move(NamedTuple):
    """What moving from one distribution to another changes, by what becomes of it."""

    before: Name
    after: Name
    outcomes: dict[str, list[CapabilityChange]]


def _compare_page(  # noqa: PLR0913  # the parameters of the page's address
    graph: Graph,
    language: str,
    names: Sequence[str],
    *,
    differing: bool = False,
    as_of: dt.date | None = None,
    earlier: dt.date | None = None,
) -> str:
    """Make the page of a comparison; with fewer than two names, the form that asks for them.

    `as_of` is the day to speak of, `earlier` the one to mark changes since. Raises UnknownNameError, and
    BadParameterError for more than three, or one name twice.
    """
    spoken, now = parse_language(language), graph.on(as_of) if as_of else graph
    ids = tuple(ViewQuery(compare=tuple(names)).resolve(graph).compare)
    if len(names) >= MIN_COMPARED:
        comparison_parameters(ids if len(ids) == len(names) else names)
    things = [RelationIndex.of(now).name(slug) for slug in ids]
    context: dict[str, Any] = {
        "things": things,
        "all": sorted(map(RelationIndex.of(graph).name, graph.index.slugs("Distribution")), key=name_order),
        "differing": differing,
        "as_of": as_of,
        "earlier": earlier,
        "stops": _list_days(graph, ids, as_of),
        "sections": [],
        "moves": [],
        "outcomes": OUTCOMES,
    }
    if len(ids) >= MIN_COMPARED:
        before = _build_cells(graph.on(earlier), ids) if earlier else {}
        rows = [
            _build_row(each, before) for each in now.answer(COMPARISON, **comparison_parameters(ids)).items
        ]
        drawn = build_view(graph, ViewQuery(compare=ids, as_of=as_of, since=earlier))
        context |= build_picture(drawn, spoken)
        context |= {
            "sections": _group_rows(now, rows, differing=differing),
            "counts": {state: sum(each.differs is state for each in rows) for state in (True, False, None)},
            "moves": [_build_move(now, things[0], other) for other in things[1:]],
        }
    return render("pages/compare/compare.html.j2", spoken, context)


def _list_days(graph: Graph, slugs: Sequence[str], asked: dt.date | None) -> list[Stop]:
    """Return the days to choose from, in their order, the one that was asked for among them."""
    found = history_overlay.list_stops(graph, slugs)
    if asked and asked not in {stop.day for stop in found}:
        found.append(Stop(day=asked, release=""))
    return sorted(found, key=lambda stop: stop.day)


def _build_row(found: ComparisonRow, before: Mapping[Key, list[list[FactValue]]]) -> Row:
    """Make a row of the table."""
    then = before.get(_row_key(found))
    cells = [
        _build_cell(side, then[column] if then else [] if before else None)
        for column, side in enumerate(found.sides)
    ]
    return Row(Name.of(found.property), Name.maybe(found.condition), found.differs, cells)


def _build_cell(side: Side, before: list[FactValue] | None) -> Cell:
    """Make a cell of the table."""
    values = list(build_values(side))
    changed = before is not None and _value_ids(before) != _value_ids(values)
    claims = [ClaimSummary.of(claim) for claim in side.claims]
    return Cell(values, Name.maybe(side.standing), claims, before if changed else None)


def _value_ids(values: Sequence[FactValue]) -> set[str]:
    """Return what values say, whatever their order and since when."""
    return {each.label.en for each in values}


def _row_key(found: ComparisonRow) -> Key:
    """Name a row of a comparison."""
    return found.property.id, found.condition.id if found.condition else ""


def _build_cells(graph: Graph, slugs: Sequence[str]) -> dict[Key, list[list[FactValue]]]:
    """Return what the cells of the table held on another day."""
    rows = graph.answer(COMPARISON, **comparison_parameters(slugs)).items
    return {_row_key(each): [list(build_values(side)) for side in each.sides] for each in rows}


def _group_rows(graph: Graph, rows: Sequence[Row], *, differing: bool) -> list[Section]:
    """Gather rows by concern; on request, only those that differ."""

    def section(each: Row) -> tuple[Label | None, bool]:
        if is_background(each.property.id):
            return None, True
        prop = next((one for one in graph.index.properties.values() if one.id == each.property.id), None)
        return prop.concern.label if prop and prop.concern else None, False

    kept = [each for each in rows if each.differs or not differing]
    return [Section(*key, list(some)) for key, some in groupby(kept, key=section)]


def _build_move(graph: Graph, before: Name, after: Name) -> Move:
    """Return what moving from one distribution to another changes."""
    rows = plan_migration(graph, before.id, after.id)
    return Move(before, after, {each: [row for row in rows if row.outcome == each] for each in OUTCOMES})


PAGES = (
    PageSpec(
        path="/compare",
        name="compare",
        description="Return the page that compares two or three distributions.",
        render=_compare_page,
        parameters=(
            PageParameter("id", "names", argument="names", max_length=3, examples=[["k3s", "k0s"]]),
            PageParameter("differs", "flag", argument="differing", description="show only what differs"),
            PageParameter(
                "as_of",
                "day",
                description="a date, or a release whose date is meant; default: today",
                examples=["2021-01-15", "k0s/v0.12.0"],
            ),
            PageParameter(
                "since",
                "day",
                argument="earlier",
                description="an earlier date; what was added or removed since then is marked",
                examples=["2020-12-01"],
            ),
        ),
        menu=2,
        examples=("compare", "compare?id=kind&id=microshift"),
    ),
)
