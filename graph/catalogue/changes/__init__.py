"""The question of what changed since a day."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from graph.catalogue.history import end_event, is_from_release_table, start_event
from graph.catalogue.mapping import collect_citations, group_by
from graph.catalogue.question import DAY, Parameter, Question
from graph.catalogue.release_mapping import (
    Change,
    Release,
    build_release,
    cite_files,
    collect_versions,
    compare_versions,
)
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Claim, Label, Shape, Thing, localize
from graph.rdf.store import Table
from graph.rdf.terms import Row, date_of, row_dicts, text_of
from i18n import N_, Message, PluralMessage
from ontology import version_slug


class Upgrade(Shape):
    """A component whose version differs from that in the release before."""

    id: str
    label: Label
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change


class ChangeRow(Shape):
    """Something that changed on a day: a release with its upgrades, or a claim that began or ended."""

    id: str
    day: dt.date
    kind: Literal["release", "joined", "recorded", "left", "unrecorded", "began", "ended"]
    subject: Thing
    title: Label
    release: Release | None
    previous: str | None
    kubernetes: str | None
    upgrades: tuple[Upgrade, ...]
    claim: Claim | None
    sources: tuple[Citation, ...]


CHANGE_TITLES = {
    "joined": N_("{subject} {since}: {value} added"),
    "recorded": N_("{subject}: {value} recorded from {since} on"),
    "left": N_("{subject}: {value} removed after {until}"),
    "unrecorded": N_("{subject}: {value} no longer recorded after {until}"),
    "began": N_("{statement}"),
    "ended": N_("No longer: {statement}"),
}


def _map_change_rows(index: EntityIndex, table: Table) -> list[ChangeRow]:
    """Map `changes.rq`, the latest first: a row for each release, and for each claim that began or ended."""
    releases: dict[str, list[Row]] = {}
    found: list[ChangeRow] = []
    for row in row_dicts(table):
        if row["claim"] is not None:
            found.append(_map_claim_change(index, row))
        else:
            releases.setdefault(text_of(row["release"]), []).append(row)
    found += [_map_release_change(index, iri, rows) for iri, rows in releases.items()]
    return sorted(found, key=lambda change: (change.day, change.kind == "release", change.id), reverse=True)


def _map_release_change(index: EntityIndex, iri: str, rows: list[Row]) -> ChangeRow:
    """Map the rows of a release."""
    named = index.release_index.releases[iri]
    subject = index.thing(rows[0]["distribution"])
    release = build_release(named)
    before = [row for row in rows if text_of(row["side"]) == "before"]
    upgrades = tuple(_find_upgrades(index, before, [row for row in rows if text_of(row["side"]) == "after"]))
    return ChangeRow(
        id=f"release/{release.id}",
        day=date_of(rows[0]["day"]) or index.release_index.as_of,
        kind="release",
        subject=subject,
        title=_describe_release(subject.label, named.version.written, upgrades),
        release=release,
        previous=version_slug(text_of(before[0]["predecessor"])) if before else None,
        kubernetes=named.kubernetes,
        upgrades=upgrades,
        claim=None,
        sources=cite_files(index, rows),
    )


def _describe_release(subject: Label, version: str, upgrades: tuple[Upgrade, ...]) -> Label:
    """Describe a release, and what it upgraded."""
    release = Message("{name} {version}", name=subject, version=version)
    if not upgrades:
        return localize("{release}", release=release)
    some = [
        Message("{name} {version}", name=each.label, version="/".join(each.after)) for each in upgrades[:3]
    ]
    if more := len(upgrades) - len(some):
        some.append(PluralMessage("{count} more", "{count} more", count=more))
    return localize("{release}: {upgrades}", release=release, upgrades=some)


def _find_upgrades(index: EntityIndex, before: list[Row], after: list[Row]) -> Iterator[Upgrade]:
    """Find the components whose versions differ; additions and removals are claims."""
    older, newer = group_by(before, "component"), group_by(after, "component")
    for (component,) in sorted(set(older) & set(newer), key=lambda key: index.label(key[0]).en.lower()):
        was, is_now = collect_versions(older[component,]), collect_versions(newer[component,])
        if set(was) != set(is_now):
            thing = index.thing(component)
            change = compare_versions(was, is_now)
            yield Upgrade(id=thing.id, label=thing.label, before=was, after=is_now, change=change)


def _map_claim_change(index: EntityIndex, row: Row) -> ChangeRow:
    """Map the row of a claim that began or ended."""
    claim = index.claims[text_of(row["claim"])]
    side = text_of(row["side"])
    recorded = {"began": start_event, "ended": end_event}
    kind = recorded[side](claim) if is_from_release_table(claim) else side
    return ChangeRow.model_validate(
        {
            "id": f"{kind}/{version_slug(claim.iri)}",
            "day": date_of(row["day"]),
            "kind": kind,
            "subject": claim.subject,
            "title": _describe_change(index, claim, kind),
            "release": None,
            "previous": None,
            "kubernetes": None,
            "upgrades": (),
            "claim": claim,
            "sources": collect_citations([claim]),
        }
    )


def _describe_change(index: EntityIndex, claim: Claim, kind: str) -> Label:
    """Describe in a line what began or ended."""
    return localize(
        CHANGE_TITLES[kind],
        subject=claim.subject.label,
        value=claim.value.label or str(claim.value.value),
        since=claim.since,
        until=claim.until,
        statement=Label(
            en=index.sentences.describe_claim(claim, "en"), zh=index.sentences.describe_claim(claim, "zh")
        ),
    )


CHANGES = Question(
    name="changes",
    row=ChangeRow,
    map_rows=_map_change_rows,
    parameters={
        "since": Parameter(DAY, example="2026-08-01", required=True),
        "until": Parameter(DAY, example="2026-09-01"),
    },
    topic="releases",
    archived=True,
)
