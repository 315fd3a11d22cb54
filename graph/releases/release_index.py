"""The index of releases: their names and days, and the newest of each distribution on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import pyoxigraph as ox

from graph.errors import UnknownNameError
from graph.parameters import MAX_COMPARED_LENGTH
from graph.rdf.store import Store, Table
from graph.rdf.terms import date_of, optional_text, row_dicts, text_of
from graph.releases.version import Version, parse_version
from i18n import Message
from ontology import ID, version_iri, version_slug

RELEASES_QUERY = """
SELECT ?release ?distribution ?version ?issued ?kubernetes ?predecessor
WHERE {
  ?release dg:releaseOf ?distribution ; schema:softwareVersion ?version .
  OPTIONAL { ?release dcterms:issued ?issued }
  OPTIONAL { ?release dg:kubernetesVersion ?kubernetes }
  OPTIONAL { ?release dg:predecessor ?predecessor }
}
"""
NEWEST_QUERY = """
SELECT ?as_of ?release ?component ?version
WHERE {
  ?release dg:newestFrom ?from ; dg:ships ?shipped .
  ?shipped dg:versionOf ?component ; schema:softwareVersion ?version .
  OPTIONAL { ?release dg:newestUntil ?until }
  FILTER(!(?from > ?as_of) && (!BOUND(?until) || ?as_of < ?until))
}
"""
SHIPPED_QUERY = """
SELECT ?release ?component ?version
WHERE { ?release dg:ships ?shipped . ?shipped dg:versionOf ?component ; schema:softwareVersion ?version }
"""
GAPS_QUERY = """
SELECT ?distribution ?minor ?after ?before
WHERE {
  GRAPH ?source { ?gap dg:gapOf ?distribution ; dg:missingMinor ?minor .
    ?gap dg:gapAfter ?old ; dg:gapBefore ?new }
  ?old schema:softwareVersion ?after .
  ?new schema:softwareVersion ?before .
}
"""
VERSIONS_QUERY = "SELECT ?shipped WHERE { ?shipped dg:versionOf ?component }"
UPSTREAM = "kubeadm"
"""The distribution that is Kubernetes itself, as its project releases it."""


@dataclass(frozen=True, slots=True)
class ShippedVersions:
    """The versions of a component in the newest release of a distribution."""

    release: str
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """A release: its distribution's slug, its version, the day, its Kubernetes version, the one before."""

    distribution: str
    version: Version
    issued: dt.date | None
    kubernetes: str | None
    predecessor: str | None

    @property
    def slug(self) -> str:
        """The name of the release, such as k3s/v1.30.2+k3s1."""
        return f"{self.distribution}/{self.version.written}"


class ReleaseIndex:
    """The releases of a store as of a day; everything is read at first use."""

    def __init__(self, store: Store, as_of: dt.date) -> None:
        self.store = store
        self.as_of = as_of
        self.of_release: ReleaseRecord | None = None

    def on_day(self, day: dt.date, release: ReleaseRecord | None = None) -> ReleaseIndex:
        """Return the same releases as of another day: only what was newest then differs.

        Of the distribution of `release`, that one counts as the newest.
        """
        other = ReleaseIndex(self.store, day)
        other.__dict__["releases"] = self.releases
        other.of_release = release
        return other

    @cached_property
    def releases(self) -> dict[str, ReleaseRecord]:
        """All releases by IRI."""
        table = cast("Table", self.store.query(RELEASES_QUERY))
        return {
            text_of(row["release"]): ReleaseRecord(
                text_of(row["distribution"]).removeprefix(ID),
                parse_version(text_of(row["version"])),
                date_of(row["issued"]),
                optional_text(row["kubernetes"]),
                version_slug(text_of(row["predecessor"])) or None,
            )
            for row in row_dicts(table)
        }

    @cached_property
    def by_spelling(self) -> dict[tuple[str, str], ReleaseRecord]:
        """The releases by distribution and version, in lower case and without the leading v."""
        return {
            (each.distribution, each.version.written.casefold().removeprefix("v")): each
            for each in self.releases.values()
        }

    @cached_property
    def by_slug(self) -> dict[str, ReleaseRecord]:
        """The releases by their names."""
        return {each.slug: each for each in self.releases.values()}

    @cached_property
    def last_day(self) -> dt.date | None:
        """The last day up to that of the graph on which a release came out."""
        days = (release.issued for release in self.releases.values())
        return max((day for day in days if day and day <= self.as_of), default=None)

    @cached_property
    def newest_shipped(self) -> dict[tuple[str, str], ShippedVersions]:
        """What the newest releases of the day ship, by the slugs of distribution and component."""
        rows = list(row_dicts(cast("Table", self.store.query(NEWEST_QUERY, {"as_of": self.as_of}))))
        if own := self.of_release:
            rows = [
                row for row in rows if self.releases[text_of(row["release"])].distribution != own.distribution
            ]
            bound = {"release": ox.NamedNode(version_iri(own.distribution, own.version.written))}
            rows += row_dicts(cast("Table", self.store.query(SHIPPED_QUERY, bound)))
        found: dict[tuple[str, str], ShippedVersions] = {}
        for row in rows:
            release = self.releases[text_of(row["release"])]
            place = release.distribution, text_of(row["component"]).removeprefix(ID)
            known = found.get(place)
            versions = (*(known.versions if known else ()), text_of(row["version"]))
            found[place] = ShippedVersions(release.slug, versions)
        return found

    @cached_property
    def upstream_minors(self) -> dict[int, dt.date]:
        """The days on which Kubernetes released the first version of each minor (of major version 1)."""
        days: dict[int, dt.date] = {}
        for release in self.upstream_releases:
            if release.issued and release.version.numbers[:1] == (1,):
                minor = release.version.numbers[1]
                days[minor] = min(days.get(minor, release.issued), release.issued)
        return days

    @cached_property
    def upstream_releases(self) -> list[ReleaseRecord]:
        """The releases of Kubernetes by its own project."""
        return self.releases_of(UPSTREAM)

    def minors_behind(self, issued: dt.date | None, kubernetes: str | None) -> int | None:
        """Count the minors of Kubernetes that were out on a day beyond that of a version.

        None if that is unknown: no day, no version, or a day beyond what is on record of Kubernetes itself.
        """
        last = max((each.issued for each in self.upstream_releases if each.issued), default=None)
        if issued is None or last is None or issued > last or not (kubernetes or "").startswith("1."):
            return None
        out = [minor for minor, first in self.upstream_minors.items() if first <= issued]
        return max(max(out) - parse_version(str(kubernetes)).numbers[1], 0) if out else None

    def resolve(self, name: str) -> ox.NamedNode:
        """Find the IRI of a release by its name, such as k3s/v1.30.2+k3s1.

        A plus that came as a space, as it does in an address that was not encoded, is read as a plus.
        Raises UnknownNameError, with the nearest releases of the distribution, if there is none.
        """
        distribution, _, version = name.strip().replace(" ", "+").partition("/")
        for written in (version, f"v{version}", version.removeprefix("v")):
            iri = version_iri(distribution.lower(), written)
            if iri in self.releases:
                return ox.NamedNode(iri)
        gap = self.find_gap(distribution.lower(), version)
        note = gap and Message(
            "no release of {minor} is recorded between {after} and {before}",
            minor=gap[0],
            after=gap[1],
            before=gap[2],
        )
        raise UnknownNameError("release", name, self.find_nearest(distribution.lower(), version), note=note)

    def has_release(self, name: str) -> bool:
        """Return whether there is a release of this name, as it is written."""
        distribution, _, version = name.partition("/")
        return bool(version) and version_iri(distribution.lower(), version) in self.releases

    def resolve_any(self, name: str) -> ox.NamedNode:
        """Find the IRI of a release, or of a version of a component, such as traefik/v2.10.7.

        Raises UnknownNameError, with the nearest releases of the distribution, if there is none.
        """
        thing, _, version = name.strip().replace(" ", "+").partition("/")
        iri = version_iri(thing.lower(), version)
        return ox.NamedNode(iri) if iri in self.versions else self.resolve(name)

    @cached_property
    def versions(self) -> frozenset[str]:
        """The IRIs of all versions of components that a release ships."""
        table = cast("Table", self.store.query(VERSIONS_QUERY))
        return frozenset(text_of(row["shipped"]) for row in row_dicts(table))

    def find_gap(self, distribution: str, version: str) -> tuple[str, str, str] | None:
        """Find the gap of the record that a version falls into: its minor, and the releases around it."""
        minor = ".".join(map(str, parse_version(version).numbers[:2]))
        around = self.gaps.get((distribution, minor))
        return (minor, *around) if around else None

    @cached_property
    def gaps(self) -> dict[tuple[str, str], tuple[str, str]]:
        """The releases before and after each gap of the record, by distribution and Kubernetes minor."""
        table = cast("Table", self.store.query(GAPS_QUERY))
        return {
            (text_of(row["distribution"]).removeprefix(ID), text_of(row["minor"])): (
                text_of(row["after"]),
                text_of(row["before"]),
            )
            for row in row_dicts(table)
        }

    def find_nearest(self, distribution: str, version: str) -> list[str]:
        """Find up to three releases around where a version would stand, the nearest first.

        One whose version goes on as the wished one does is nearer than any other.
        """
        if len(version) > MAX_COMPARED_LENGTH:
            return []
        key, own = parse_version(version).key, self.releases_of(distribution)
        place = sum(release.version.key < key for release in own)
        start = max(min(place - 2, len(own) - 3), 0)
        begun = f"{distribution}/{version}"

        def distance(at: int) -> tuple[bool, float]:
            return not own[at].slug.startswith(begun), abs(at - place + 0.5)

        return [own[at].slug for at in sorted(range(len(own))[start : start + 3], key=distance)]

    def releases_of(self, distribution: str) -> list[ReleaseRecord]:
        """Return the releases of a distribution, the lowest version first."""
        own = (release for release in self.releases.values() if release.distribution == distribution)
        return sorted(own, key=lambda release: release.version.key)

    def newest_record(self, distribution: str) -> ReleaseRecord | None:
        """Return the newest release of a distribution on the day."""
        return self.by_slug.get(self.newest_release(distribution) or "")

    def newest_release(self, distribution: str) -> str | None:
        """Return the name of the newest release of a distribution on the day."""
        return next(
            (held.release for (owner, _), held in self.newest_shipped.items() if owner == distribution), None
        )
