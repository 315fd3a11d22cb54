"""Questions about releases: the list, what one ships, what differs between two, who ships which version."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Literal, NamedTuple

from graph.catalogue.history import end_event, is_from_release_table
from graph.catalogue.mapping import collect_citations, iterate_groups
from graph.catalogue.question import DAY, TEXT, Parameter, Question
from graph.catalogue.release_mapping import (
    Change,
    Release,
    build_release,
    cite_files,
    collect_file_kinds,
    collect_versions,
    compare_versions,
)
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Label, Shape
from graph.rdf.store import Table
from graph.rdf.terms import Row, date_of, row_dicts, text_of
from graph.releases.release_index import ReleaseRecord
from graph.releases.version import parse_version
from graph.releases.version_range import VersionRange
from ontology import DG, ID, version_slug


class ReleaseRow(Release):
    """A release of the list.

    `kubernetes` is the Kubernetes version that it ships. `days_behind`: how long after Kubernetes itself that
    version came; `minors_behind`: how many Kubernetes minors were out by then that it did not have. `newest`:
    whether it is the newest release of the day that was asked for.
    """

    normal: str
    kubernetes: str | None
    days_behind: int | None
    minors_behind: int | None
    predecessor: str | None
    newest: bool
    sources: tuple[Citation, ...]


class ShippedRow(Shape):
    """A component in a release, or in its predecessor only; there are two versions where files disagree."""

    id: str
    iri: str
    label: Label
    versions: tuple[str, ...]
    normal: tuple[str, ...]
    before: tuple[str, ...]
    change: Change | None
    sources: tuple[Citation, ...]


class DiffRow(Shape):
    """A component in two releases. `only_from`, `only_to`: they are of different distributions, and only the
    files of the one list it.
    """  # noqa: D205  # one sentence

    id: str
    iri: str
    label: Label
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change | Literal["only_from", "only_to"]
    sources: tuple[Citation, ...]

    @property
    def differs(self) -> bool:
        """Whether the two releases are known to differ in it."""
        return self.change not in {"unchanged", "unrecorded"}


class VersionRow(Release):
    """A release that ships the component: in which version, as written and normalised."""

    component_version: str
    normal: str
    newest: bool
    sources: tuple[Citation, ...]


class LineRow(Shape):
    """The newest release of an older line that is maintained, and what it ships of the component."""

    release: Release
    versions: tuple[str, ...]


class NewestRow(Shape):
    """A distribution: its newest release, and what that ships of the component.

    `yes`: it ships it, in `versions`. `no`: its files list it no more. `unknown`: no file that was read
    covers it; `last` is then the last release on record that did ship it. `lines` are the older lines that
    ship it and had a release within the last 120 days of the record, the highest first.
    """

    id: str
    iri: str
    label: Label
    answer: Literal["yes", "no", "unknown"]
    release: Release | None
    versions: tuple[str, ...]
    lines: tuple[LineRow, ...]
    last: str | None
    sources: tuple[Citation, ...]

    def select_releases(self, held: VersionRange | None) -> list[LineRow]:
        """Return the releases, the newest one first, that ship the component in a range of versions."""
        lines = self.lines
        if self.release and self.versions:
            lines = (LineRow(release=self.release, versions=self.versions), *lines)
        return [row for row in lines if held is None or held.contains_any(row.versions)]


MAINTAINED = dt.timedelta(days=120)
"""How long before the last release on record of a distribution a line that is maintained had one."""
KUBERNETES = ID + "kubernetes"
OneSided = Literal["only_from", "only_to"]
"""Which of two distributions alone lists a component."""


def _map_release_rows(index: EntityIndex, table: Table) -> list[ReleaseRow]:
    """Map `releases.rq`, the highest version first."""
    return [_map_release(index, rows) for rows in iterate_groups(table, "release")]


def _map_release(index: EntityIndex, rows: list[Row]) -> ReleaseRow:
    """Map the rows of one release."""
    row = rows[0]
    named = index.release_index.releases[text_of(row["release"])]
    upstream = date_of(row["upstream"])
    behind = (named.issued - upstream).days if named.issued and upstream else None
    return ReleaseRow(
        **dict(build_release(named)),
        normal=named.version.normal,
        kubernetes=named.kubernetes,
        days_behind=behind,
        minors_behind=index.release_index.minors_behind(named.issued, named.kubernetes),
        predecessor=named.predecessor,
        newest=_is_newest(index, row),
        sources=cite_files(index, rows),
    )


def _find_one_sided(
    index: EntityIndex, pair: "ComponentPair", distributions: Mapping[str, str]
) -> Change | OneSided:
    """Find which of two distributions alone lists a component; `distributions` names that of each side.

    What was once on record of the other, and is not known to have left, may well be there still.
    """
    absent = distributions["after" if pair.before else "before"]
    said = index.claims_by_statement.get((ID + absent, DG + "bundles", pair.component, ""), [])
    if any(is_from_release_table(claim) and end_event(claim) == "unrecorded" for claim in said):
        return "unrecorded"
    return "only_from" if pair.before else "only_to"


def _is_newest(index: EntityIndex, row: Row) -> bool:
    """Return whether a release is the newest of its distribution on the day of the index."""
    since, until = date_of(row["newestFrom"]), date_of(row["newestUntil"])
    today = index.release_index.as_of
    return since is not None and since <= today and (until is None or today < until)


def _map_shipped_rows(index: EntityIndex, table: Table) -> list[ShippedRow]:
    """Map `shipped.rq`: what is in the release, and what was in the one before and is not."""
    rows = list(row_dicts(table))
    alone = all(text_of(row["side"]) == "after" for row in rows)
    return [
        ShippedRow(
            **dict(index.thing(pair.component)),
            versions=pair.after,
            normal=tuple(parse_version(version).normal for version in pair.after),
            before=pair.before,
            change=None if alone else pair.change,
            sources=pair.files["after"] or pair.files["before"],
        )
        for pair in _pair_components(index, rows)
    ]


def _map_diff_rows(index: EntityIndex, table: Table) -> list[DiffRow]:
    """Map `diff.rq`: what changed first, then what did not."""
    rows = list(row_dicts(table))
    named = {"before": "from", "after": "to"}
    of = {
        side: version_slug(text_of(row[column])).partition("/")[0]
        for row in rows[:1]
        for side, column in named.items()
    }
    found = [
        DiffRow(
            **dict(index.thing(pair.component)),
            before=pair.before,
            after=pair.after,
            change=pair.change
            if len(set(of.values())) == 1 or (pair.before and pair.after)
            else _find_one_sided(index, pair, of),
            sources=pair.files["before"] + pair.files["after"],
        )
        for pair in _pair_components(index, rows)
    ]
    return sorted(found, key=lambda row: (not row.differs, row.label.en.lower()))


class ComponentPair(NamedTuple):
    """A component on two sides: its versions, how they compare, and the files of each side that say so."""

    component: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    change: Change
    files: dict[str, tuple[Citation, ...]]


def _pair_components(index: EntityIndex, rows: list[Row]) -> Iterator[ComponentPair]:
    """Pair the rows of each component, in the order of the names."""
    by_side = {side: [row for row in rows if text_of(row["side"]) == side] for side in ("before", "after")}
    components = dict.fromkeys(text_of(row["component"]) for row in rows)
    for component in sorted(components, key=lambda iri: index.label(iri).en.lower()):
        own = {
            side: [row for row in by_side[side] if text_of(row["component"]) == component] for side in by_side
        }
        before, after = collect_versions(own["before"]), collect_versions(own["after"])
        files = {side: cite_files(index, own[side]) for side in own}
        yield ComponentPair(component, before, after, _classify_change(own, by_side, before, after), files)


Sides = dict[str, list[Row]]


def _classify_change(own: Sides, all_rows: Sides, before: Collection[str], after: Collection[str]) -> Change:
    """Classify how a component changed; it is gone only if a file that would list it was read."""
    if before and after:
        return compare_versions(before, after)
    there, other = ("before", "after") if before else ("after", "before")
    if not collect_file_kinds(own[there]) & collect_file_kinds(all_rows[other]):
        return "unrecorded"
    return "removed" if before else "added"


def _map_version_rows(index: EntityIndex, table: Table) -> list[VersionRow]:
    """Map `versions.rq`: the highest release of each distribution first."""
    return [
        VersionRow(
            **dict(build_release(index.release_index.releases[text_of(rows[0]["release"])])),
            component_version=text_of(rows[0]["version"]),
            normal=parse_version(text_of(rows[0]["version"])).normal,
            newest=_is_newest(index, rows[0]),
            sources=cite_files(index, rows),
        )
        for rows in iterate_groups(table, "release", "version")
    ]


def _map_newest_rows(index: EntityIndex, table: Table) -> list[NewestRow]:
    """Map `newest_versions.rq`: every distribution has a row, on record or not."""
    shipping = {text_of(rows[0]["distribution"]): rows for rows in iterate_groups(table, "distribution")}
    component = next((text_of(row["component"]) for row in row_dicts(table)), "")
    everyone = (iri for iri, names in index.names.items() if "Distribution" in names.kinds)
    found = [_map_newest(index, iri, component, shipping.get(iri, [])) for iri in everyone]
    return sorted(found, key=lambda row: (("yes", "no", "unknown").index(row.answer), row.label.en.lower()))


def _map_newest(index: EntityIndex, distribution: str, component: str, rows: list[Row]) -> NewestRow:
    """Map the rows of the newest releases of the lines of a distribution."""
    releases = {iri: list(group) for iri, group in groupby(rows, key=lambda row: text_of(row["release"]))}
    named = {iri: index.release_index.releases[iri] for iri in releases}
    ordered = sorted(releases, key=lambda iri: named[iri].version.key, reverse=True)
    days = [record.issued for record in named.values() if record.issued]
    older = [iri for iri in ordered[1:] if (issued := named[iri].issued) and issued >= max(days) - MAINTAINED]
    rows = releases[ordered[0]] if ordered else []
    said = index.claims_by_statement.get((distribution, DG + "bundles", component, ""), [])
    runs = [claim for claim in said if is_from_release_table(claim)]
    last = max(runs, key=lambda claim: parse_version(claim.until or claim.since or "").key, default=None)
    shipped = {iri: collect_versions(releases[iri]) or _own_version(named[iri], component) for iri in ordered}
    ships = shipped[ordered[0]] if ordered else ()
    gone = last is not None and DG + "None" in last.succeeded_by
    return NewestRow(
        **dict(index.thing(distribution)),
        answer="yes" if ships else "no" if gone else "unknown",
        release=build_release(index.release_index.releases[text_of(rows[0]["release"])]) if rows else None,
        versions=ships,
        lines=tuple(
            LineRow(release=build_release(named[iri]), versions=shipped[iri]) for iri in older if shipped[iri]
        ),
        last=last.until if last and not ships else None,
        sources=cite_files(index, rows) or collect_citations([last] if last else []),
    )


def _own_version(release: ReleaseRecord, component: str) -> tuple[str, ...]:
    """Return the version of Kubernetes that the number of a release tells, where its files do not name it."""
    return (release.kubernetes,) if component == KUBERNETES and release.kubernetes else ()


RELEASES = Question(
    name="releases",
    row=ReleaseRow,
    map_rows=_map_release_rows,
    parameters={"distribution": Parameter("Distribution", example="k3s", required=True)},
    topic="releases",
    archived=True,
)
SHIPPED = Question(
    name="shipped",
    row=ShippedRow,
    map_rows=_map_shipped_rows,
    parameters={"release": Parameter("Release", example="k3s/v1.30.2+k3s1", required=True)},
    topic="releases",
    archived=True,
)
DIFF = Question(
    name="diff",
    row=DiffRow,
    map_rows=_map_diff_rows,
    parameters={
        "from": Parameter("Release", example="k3s/v1.29.0+k3s1", required=True),
        "to": Parameter("Release", example="k3s/v1.30.0+k3s1", required=True),
    },
    topic="releases",
    archived=True,
)
VERSIONS = Question(
    name="versions",
    row=VersionRow,
    map_rows=_map_version_rows,
    parameters={
        "component": Parameter("Component", example="traefik", required=True),
        "distribution": Parameter("Distribution", example="k3s"),
        "low": Parameter(TEXT, example="1010010010010m"),
        "high": Parameter(TEXT, example="~"),
    },
    topic="releases",
    archived=True,
)
NEWEST_VERSIONS = Question(
    name="newest_versions",
    row=NewestRow,
    map_rows=_map_newest_rows,
    parameters={
        "component": Parameter("Component", example="traefik", required=True),
        "as_of": Parameter(DAY, example="2026-08-01"),
    },
    topic="releases",
    archived=True,
)
