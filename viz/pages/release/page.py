"""The pages of one release, and of what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import quote

from graph.catalogue import DIFF, RELEASES, SHIPPED, DiffRow, Release, ReleaseRow, ShippedRow
from graph.graph import Graph
from graph.models import Citation, Thing
from i18n import parse_language
from viz.pages.page_spec import PageParameter, PageSpec
from viz.pages.releases.page import describe_lag
from viz.templating import render


class ShippedVersion(NamedTuple):
    """A component of a release, and the files that say so."""

    row: ShippedRow
    files: list[Citation]


def _release_page(graph: Graph, language: str, distribution: str, version: str) -> str:
    """Make the page of a release; raises UnknownNameError."""
    iri = graph.release_index.resolve(f"{distribution}/{version}").value
    distribution = graph.release_index.releases[iri].distribution
    rows = graph.answer(RELEASES, distribution=distribution).items
    row = next(row for row in rows if row.iri == iri)
    thing = graph.index.thing(_distribution_thing(graph, distribution))
    shipped = graph.answer(SHIPPED, release=row.id).items
    newest = next((each for each in rows if each.newest), None)
    context: dict[str, Any] = {
        "thing": thing,
        "row": row,
        "ships": [ShippedVersion(each, _list_files(each, row)) for each in shipped if each.versions],
        "removed": _list_missing(shipped, "removed"),
        "unrecorded": _list_missing(shipped, "unrecorded"),
        "newest": newest,
        "before": next((each for each in rows if each.id == row.predecessor), None),
        "after": next((each for each in reversed(rows) if each.predecessor == row.id), None),
        "others": _list_others(graph, row),
        "names": _list_newest(graph),
        "behind": describe_lag,
        "here": f"/releases/{row.id}",
    }
    return render("pages/release/release.html.j2", parse_language(language), context)


def _distribution_thing(graph: Graph, distribution: str) -> str:
    """Return the IRI of a distribution by its slug."""
    return graph.index.resolve("Distribution", distribution).value


def _list_missing(rows: Iterable[ShippedRow], change: str) -> list[ShippedRow]:
    """Return what the predecessor shipped and the release does not, for one of two reasons."""
    return [row for row in rows if not row.versions and row.change == change]


def _list_files(shipped: ShippedRow, release: ReleaseRow) -> list[Citation]:
    """Return the files of the release itself; its predecessor's are on the predecessor's page."""
    start = f"{quote(release.version, safe='+@:~')}/"
    own = [each for each in shipped.sources if each.claim.partition("#")[2].startswith(start)]
    return own or list(shipped.sources)


def _list_others(graph: Graph, row: ReleaseRow) -> list[str]:
    """Return the newest releases to compare a release with, its own distribution's first."""
    found = [name for name in _newest_releases(graph) if name != row.id]
    return sorted(found, key=lambda name: (name.partition("/")[0] != row.distribution, name))


def _newest_releases(graph: Graph) -> list[str]:
    """Return the newest release of each distribution that has one."""
    return sorted({shipment.release for shipment in graph.release_index.newest_shipped.values()})


def _list_newest(graph: Graph) -> list[str]:
    """Return the distributions that have a newest release, by their slugs."""
    return sorted({name.partition("/")[0] for name in _newest_releases(graph)})


def _diff_page(graph: Graph, language: str, before: str = "", after: str = "") -> str:
    """Make the page of what differs between two releases, each named or the newest of the named distribution.

    While one is missing, it is only the form that asks for it. Raises UnknownNameError.
    """
    first, second = _find_release(graph, before, "from"), _find_release(graph, after, "to")
    rows: list[DiffRow] = []
    if first and second:
        rows = graph.answer(DIFF, **{"from": first.id, "to": second.id}).items
    context: dict[str, Any] = {
        "before": first,
        "after": second,
        "labels": {each.distribution: _distribution_of(graph, each) for each in (first, second) if each},
        "changed": [row for row in rows if row.differs],
        "unchanged": [row for row in rows if row.change == "unchanged"],
        "unrecorded": [row for row in rows if row.change == "unrecorded"],
        "names": _list_newest(graph),
    }
    return render("pages/release/diff.html.j2", parse_language(language), context)


def _find_release(graph: Graph, name: str, parameter: str) -> Release | None:
    return graph.release(name.strip(), parameter=parameter) if name.strip() else None


def _distribution_of(graph: Graph, release: Release) -> Thing:
    """Return the distribution of a release."""
    return graph.index.thing(_distribution_thing(graph, release.distribution))


PAGES = (
    PageSpec(
        path="/releases/{distribution}/{version:path}",
        name="release",
        description="Return the page of a release: its components and its changes.",
        render=_release_page,
        parameters=(
            PageParameter("distribution", examples=["k3s"]),
            PageParameter("version", max_length=200, examples=["v1.30.2+k3s1"]),
        ),
        examples=("releases/k3s/v1.30.2+k3s1",),
    ),
    PageSpec(
        path="/diff",
        name="diff",
        description="Return the page that compares two releases; a name stands for the newest one.",
        render=_diff_page,
        parameters=tuple(
            PageParameter(name, argument=argument, max_length=200, examples=["k3s/v1.30.0+k3s1", "rke2"])
            for name, argument in (("from", "before"), ("to", "after"))
        ),
        suggestions="/distributions/{id}/releases",
        examples=("diff?from=k3s/v1.29.0%2Bk3s1&to=k3s/v1.30.0%2Bk3s1",),
    ),
)
