"""Helpers of the mappers of releases: citing files, and comparing versions."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Annotated, Literal

from pydantic import Field

from graph.index.entity_index import EntityIndex
from graph.models import Citation, Shape
from graph.rdf.terms import Row, build_link, text_of
from graph.releases.mainline import file_kind
from graph.releases.release_index import ReleaseRecord
from graph.releases.version import parse_version
from ontology import version_iri

Change = Literal["upgraded", "downgraded", "changed", "unchanged", "added", "removed", "unrecorded"]
"""How the version of a component in one release compares to that in another.

`changed`: the versions have no order. `added` and `removed`: the files that were read say so. `unrecorded`:
the files that were read of one of the two do not cover the component; nobody knows.
"""


class Release(Shape):
    """A release by name: its slug, the distribution, the version as written, and its day if known."""

    id: Annotated[str, Field(examples=["k3s/v1.30.2+k3s1"])]
    iri: str
    distribution: str
    version: str
    issued: dt.date | None


def _cite_file(index: EntityIndex, row: Row) -> Citation:
    """Cite the file that a row names by `manifest`, `repository`, `ref` and `path`."""
    manifest = text_of(row["manifest"])
    source = index.source(manifest.partition("#")[0])
    repository, ref, path = text_of(row["repository"]), text_of(row["ref"]), text_of(row["path"])
    return Citation(
        source=source.id,
        title=source.title,
        kind=source.kind,
        claim=manifest,
        locator=f"{path}@{ref}",
        url=build_link(repository, ref, path) or source.url,
    )


def cite_files(index: EntityIndex, rows: Iterable[Row]) -> tuple[Citation, ...]:
    """Cite the files that rows name, each once."""
    named = {text_of(row["manifest"]): row for row in rows if row.get("manifest") is not None}
    return tuple(_cite_file(index, row) for _, row in sorted(named.items()))


def collect_file_kinds(rows: Iterable[Row]) -> set[str]:
    """Collect the kinds of files that rows name."""
    return {
        file_kind(text_of(row["repository"]), text_of(row["path"])) for row in rows if row["path"] is not None
    }


def collect_versions(rows: Iterable[Row]) -> tuple[str, ...]:
    """Collect the versions of rows as written, each once, in their order."""
    written = dict.fromkeys(text_of(row["version"]) for row in rows if row["version"] is not None)
    return tuple(sorted(written, key=lambda version: parse_version(version).key))


def compare_versions(
    before: Collection[str], after: Collection[str]
) -> Literal["unchanged", "upgraded", "downgraded", "changed"]:
    """Compare two non-empty sets of versions."""
    if set(before) == set(after):
        return "unchanged"
    older, newer = (
        max(map(parse_version, versions), key=lambda version: version.key) for versions in (before, after)
    )
    if not older.numbers or not newer.numbers:
        return "changed"
    if older.key < newer.key:
        return "upgraded"
    # A rebuild sorts after what it rebuilds; that it gives way to the plain version is no step back.
    plain = older.numbers == newer.numbers and not newer.normal.strip("0123456789.")
    return "changed" if plain or older.key == newer.key else "downgraded"


def build_release(named: ReleaseRecord) -> Release:
    """Build the release of a record."""
    version = named.version.written
    return Release(
        id=named.slug,
        iri=version_iri(named.distribution, version),
        distribution=named.distribution,
        version=version,
        issued=named.issued,
    )
