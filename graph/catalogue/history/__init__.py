"""Questions about what happened when: the history of a component, coverage, and switches."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Literal

from graph.catalogue.mapping import collect_citations, collect_claims, group_by, iterate_groups
from graph.catalogue.question import Parameter, Question, Rest
from graph.catalogue.release_mapping import (
    Release,
    build_release,
    cite_files,
    collect_versions,
    compare_versions,
)
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Label, Shape, Thing, Value
from graph.rdf.store import Table
from graph.rdf.terms import Row, date_of, optional_text, text_of
from graph.releases.version import parse_version
from ontology import DG, SOURCE

Event = Literal["joined", "recorded", "upgraded", "downgraded", "changed", "unchanged", "left", "unrecorded"]
"""What happened to a component in the newest releases of a distribution.

`joined`: the release before is known not to ship it. `recorded`: the first release whose files cover it.
`left`: the files list it no more. `unrecorded`: the files that were read cover it no more; nobody knows.
"""


class HistoryRow(Shape):
    """Something that happened to a component in a distribution.

    `release` brought it, on `day`; where it is an end, `release` is the last one with the component, and
    `day` that of the first one without.
    """

    distribution: Thing
    event: Event
    release: Release
    day: dt.date | None
    versions: tuple[str, ...]
    before: tuple[str, ...]
    sources: tuple[Citation, ...]


class Column(Shape):
    """A component of a table: in how many releases it is on record, from which to which."""

    component: Thing
    releases: int
    first: str
    last: str


class MissingMinors(Shape):
    """Kubernetes minors of which no release is on record, between two releases that are."""

    minors: tuple[str, ...]
    after: str
    before: str


class CoverageRow(Shape):
    """What is on record of a distribution's releases, and what is not; no releases if there is no table."""

    id: str
    iri: str
    label: Label
    releases: int
    undated: int
    first: Release | None
    last: Release | None
    columns: tuple[Column, ...]
    gaps: tuple[MissingMinors, ...]
    sources: tuple[Citation, ...]


class SwitchRow(Shape):
    """A distribution went from one thing to another: for which property, with which release, on which day."""

    distribution: Thing
    property: Thing
    condition: Thing | None
    before: Value
    after: Value
    release: str | None
    day: dt.date | None
    claims: tuple[Claim, ...]
    sources: tuple[Citation, ...]


def is_from_release_table(claim: Claim) -> bool:
    """Return whether a claim was derived from a release table."""
    return claim.source.id.endswith("-releases")


def start_event(claim: Claim) -> Event:
    """Return the event by which a claim of a table begins: added, or only first on record."""
    return "joined" if DG + "None" in claim.preceded_by else "recorded"


def end_event(claim: Claim) -> Event:
    """Return the event by which a claim of a table ends: removed, or only not recorded any more."""
    return "left" if DG + "None" in claim.succeeded_by else "unrecorded"


# --- The history of a component ----------------------------------------------------------------------


def _map_history_rows(index: EntityIndex, table: Table) -> list[HistoryRow]:
    """Map `history.rq`: the releases that changed something, the latest of each distribution first."""
    found: list[HistoryRow] = []
    for rows in iterate_groups(table, "distribution"):
        found += reversed(list(_iterate_events(index, rows)))
    return found


def _iterate_events(index: EntityIndex, rows: list[Row]) -> Iterator[HistoryRow]:
    """Iterate over the events of one distribution, whose rows are in the order of its releases."""
    place = text_of(rows[0]["distribution"]), DG + "bundles", text_of(rows[0]["component"]), ""
    runs = [claim for claim in index.claims_by_statement.get(place, []) if is_from_release_table(claim)]
    begun = {claim.since: claim for claim in runs}
    ended = {claim.until: claim for claim in runs if claim.until}
    before: tuple[str, ...] = ()
    for own in group_by(rows, "release").values():
        name, versions = text_of(own[0]["name"]), collect_versions(own)
        if name in begun or not before:
            event: Event = start_event(begun[name]) if name in begun else "recorded"
            yield _map_event(index, own, event, versions, before=())
        elif set(versions) != set(before):
            yield _map_event(index, own, compare_versions(before, versions), versions, before)
        before = versions
        if name in ended:
            yield _map_end(index, own, ended[name], versions)
            before = ()


def _map_event(
    index: EntityIndex, rows: list[Row], event: Event, versions: tuple[str, ...], before: tuple[str, ...]
) -> HistoryRow:
    """Map an event that came with a release."""
    release = build_release(index.release_index.releases[text_of(rows[0]["release"])])
    return HistoryRow(
        distribution=index.thing(rows[0]["distribution"]),
        event=event,
        release=release,
        day=release.issued,
        versions=versions,
        before=before,
        sources=cite_files(index, rows),
    )


def _map_end(index: EntityIndex, rows: list[Row], claim: Claim, before: tuple[str, ...]) -> HistoryRow:
    """Map an end: its release is the last with the component, its day that of the next one."""
    ended = _map_event(index, rows, end_event(claim), (), before)
    return ended.model_copy(update={"day": claim.valid_until, "sources": collect_citations([claim])})


# --- Coverage ----------------------------------------------------------------------------------------


def _map_coverage_rows(index: EntityIndex, table: Table) -> list[CoverageRow]:
    """Map `coverage.rq`: every distribution that was asked for has a row, even if it has no table."""
    found = {text_of(rows[0]["distribution"]): rows for rows in iterate_groups(table, "distribution")}
    return [_map_coverage(index, iri, rows) for iri, rows in sorted(found.items())]


def _map_coverage(index: EntityIndex, distribution: str, rows: list[Row]) -> CoverageRow:
    """Map the rows of one distribution."""
    thing = index.thing(distribution)
    order = index.release_index.releases_of(thing.id)
    missing = [row for row in rows if row["gap"] is not None]
    names = {release.version.key: release.version.written for release in order}
    return CoverageRow(
        **dict(thing),
        releases=len(order),
        undated=sum(release.issued is None for release in order),
        first=build_release(order[0]) if order else None,
        last=build_release(order[-1]) if order else None,
        columns=tuple(_map_column(index, row, names) for row in rows if row["component"] is not None),
        gaps=tuple(_map_gap(own) for own in group_by(missing, "gap").values()),
        sources=_cite_table(index, thing.id) if order else (),
    )


def _map_column(index: EntityIndex, row: Row, names: Mapping[str, str]) -> Column:
    """Map a row to a column; `names` gives the releases by their sort keys."""
    return Column(
        component=index.thing(row["component"]),
        releases=int(text_of(row["releases"])),
        first=names[text_of(row["first"])],
        last=names[text_of(row["last"])],
    )


def _map_gap(rows: list[Row]) -> MissingMinors:
    """Map the rows of one gap."""
    minors = sorted((text_of(row["minor"]) for row in rows), key=lambda minor: parse_version(minor).key)
    return MissingMinors(
        minors=tuple(minors), after=text_of(rows[0]["after"]), before=text_of(rows[0]["before"])
    )


def _cite_table(index: EntityIndex, distribution: str) -> tuple[Citation, ...]:
    """Cite a release table as a whole."""
    source = index.source(f"{SOURCE}{distribution}-releases")
    return (
        Citation(
            source=source.id,
            title=source.title,
            kind=source.kind,
            claim=source.iri,
            locator=f"graph/data/releases/{distribution}.csv",
            url=source.url,
        ),
    )


# --- Switches ----------------------------------------------------------------------------------------


def _map_switch_rows(index: EntityIndex, table: Table) -> list[SwitchRow]:
    """Map `switches.rq`, the latest first; one without a day is last."""
    found = [
        _map_switch(index, rows)
        for rows in iterate_groups(table, "distribution", "property", "condition", "from", "to")
    ]
    return sorted(found, key=lambda row: row.day.isoformat() if row.day else "", reverse=True)


def _map_switch(index: EntityIndex, rows: list[Row]) -> SwitchRow:
    """Map the rows of one switch: several claims may speak of it."""
    first = rows[0]
    claims = tuple(
        {
            claim.iri: claim
            for column in ("new", "old")
            for claim in collect_claims(index, [{"claim": row[column]} for row in rows])
        }.values()
    )
    return SwitchRow(
        distribution=index.thing(first["distribution"]),
        property=index.thing(first["property"]),
        condition=index.optional_thing(first["condition"]),
        before=index.value(first["from"]),
        after=index.value(first["to"]),
        release=optional_text(first["since"]),
        day=date_of(first["day"]),
        claims=claims,
        sources=collect_citations(claims),
    )


HISTORY = Question(
    name="history",
    row=HistoryRow,
    map_rows=_map_history_rows,
    parameters={"component": Parameter("Component", example="traefik", required=True)},
    topic="releases",
    archived=True,
    rest=[
        Rest(
            path="/components/{id}/history",
            tag="releases",
            name="history",
            description="List when each distribution added, upgraded or removed a component.",
            subject="component",
            dated=False,
        )
    ],
)
COVERAGE = Question(
    name="coverage",
    row=CoverageRow,
    map_rows=_map_coverage_rows,
    parameters={"distribution": Parameter("Distribution", example="k3s")},
    topic="releases",
    archived=True,
    rest=[
        Rest(
            path="/coverage",
            tag="releases",
            name="coverage",
            description="List which releases of each distribution are recorded, and where the gaps are.",
            filters=["distribution"],
            dated=False,
        )
    ],
)
SWITCHES = Question(
    name="switches",
    row=SwitchRow,
    map_rows=_map_switch_rows,
    parameters={
        "distribution": Parameter("Distribution", example="microk8s"),
        "from": Parameter("thing", example="etcd"),
        "to": Parameter("thing", example="dqlite"),
    },
    topic="releases",
    rest=[
        Rest(
            path="/switches",
            tag="releases",
            name="switches",
            description="List when distributions replaced one component with another, the latest first.",
            filters=["distribution", "from", "to"],
            dated=False,
        )
    ],
)
