"""The pages of one release, and of what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from graph.catalogue import DIFF, RELEASES, SHIPPED, DiffRow, Release, ReleaseRow, ShippedRow
from graph.graph import Graph
from graph.models import Citation, Thing
from viz.pages.releases.page import behind
from viz.templating import render
from viz.texts import known


class Shipped(NamedTuple):
    """A component of a release, and the files that say so."""

    row: ShippedRow
    files: list[Citation]


def release_page(kg: Graph, name: str, language: str) -> str:
    """Make the page of a release; raises UnknownNameError."""
    iri = kg.release_index.resolve(name).value
    distribution = kg.release_index.releases[iri].distribution
    rows = kg.answer(RELEASES, distribution=distribution).items
    row = next(row for row in rows if row.iri == iri)
    thing = kg.index.thing(version_thing(kg, distribution))
    shipped = kg.answer(SHIPPED, release=row.id).items
    newest = next((each for each in rows if each.newest), None)
    context: dict[str, Any] = {
        "thing": thing,
        "row": row,
        "ships": [Shipped(each, own_files(each, row)) for each in shipped if each.versions],
        "removed": left_out(shipped, "removed"),
        "unrecorded": left_out(shipped, "unrecorded"),
        "newest": newest,
        "before": next((each for each in rows if each.id == row.predecessor), None),
        "after": next((each for each in reversed(rows) if each.predecessor == row.id), None),
        "others": others(kg, row),
        "names": newest_names(kg),
        "behind": behind,
        "here": f"/releases/{row.id}",
    }
    return render("pages/release/release.html.j2", known(language), context)


def version_thing(kg: Graph, distribution: str) -> str:
    """Return the IRI of a distribution by its slug."""
    return kg.index.resolve("Distribution", distribution).value


def left_out(rows: Iterable[ShippedRow], change: str) -> list[ShippedRow]:
    """Return what the predecessor shipped and the release does not, for one of two reasons."""
    return [row for row in rows if not row.versions and row.change == change]


def own_files(shipped: ShippedRow, release: ReleaseRow) -> list[Citation]:
    """Return the files of the release itself; its predecessor's are on the predecessor's page."""
    start = f"{quote(release.version, safe='+@:~')}/"
    own = [each for each in shipped.sources if each.claim.partition("#")[2].startswith(start)]
    return own or list(shipped.sources)


def others(kg: Graph, row: ReleaseRow) -> list[str]:
    """Return the newest releases to compare a release with, its own distribution's first."""
    found = [name for name in newest_releases(kg) if name != row.id]
    return sorted(found, key=lambda name: (name.partition("/")[0] != row.distribution, name))


def newest_releases(kg: Graph) -> list[str]:
    """Return the newest release of each distribution that has one."""
    return sorted({shipment.release for shipment in kg.release_index.newest_shipped.values()})


def newest_names(kg: Graph) -> list[str]:
    """Return the distributions that have a newest release, by their slugs."""
    return sorted({name.partition("/")[0] for name in newest_releases(kg)})


def diff_page(kg: Graph, before: Release | None, after: Release | None, language: str) -> str:
    """Make the page of what differs between two releases; while one is missing, only its form."""
    rows: list[DiffRow] = []
    if before and after:
        rows = kg.answer(DIFF, **{"from": before.id, "to": after.id}).items
    context: dict[str, Any] = {
        "before": before,
        "after": after,
        "labels": {each.distribution: distribution(kg, each) for each in (before, after) if each},
        "changed": [row for row in rows if row.differs],
        "unchanged": [row for row in rows if row.change == "unchanged"],
        "unrecorded": [row for row in rows if row.change == "unrecorded"],
        "names": newest_names(kg),
    }
    return render("pages/release/diff.html.j2", known(language), context)


def distribution(kg: Graph, release: Release) -> Thing:
    """Return the distribution of a release."""
    return kg.index.thing(version_thing(kg, release.distribution))
