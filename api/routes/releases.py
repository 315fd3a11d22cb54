"""What shipped when: `/api/v1`, and the feed of what changed."""

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from api.dependencies import (
    DatedGraph,
    Listing,
    Paged,
    RequestLanguage,
    ServedGraph,
    Slug,
    get_language,
    reject_unknown_parameters,
)
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from api.release_schemas import Diff, Newest, ReleaseAnswer, Releases
from api.routes import atom_feed
from graph.catalogue import VERSIONS, ChangeRow, VersionRow
from graph.releases import parse_version_range

router = APIRouter(
    route_class=ComputedRoute,
    responses=ERROR_RESPONSES,
    dependencies=[Depends(reject_unknown_parameters), Depends(get_language)],
)
V1 = "/api/v1"
Id = Annotated[str, Path(max_length=100, examples=["k3s"])]
Name = Annotated[str, Path(max_length=200, examples=["v1.30.2+k3s1"])]
Versions = Annotated[
    str | None,
    Query(max_length=100, description="a range of versions", examples=[">=2.10,<3", "<2.11", "2.10"]),
]
ReleaseName = Annotated[str, Query(max_length=200, examples=["k3s/v1.30.0+k3s1"])]


@router.get(f"{V1}/distributions/{{id}}/releases", tags=["releases"])
def releases(graph: DatedGraph, page: Paged, id: Id, version: Versions = None) -> Releases:
    """List the releases of a distribution, the highest version first, with the gaps in the record."""
    return Releases.of(page, graph, id, version)


@router.get(f"{V1}/releases/{{distribution}}/{{release:path}}", tags=["releases"])
def release(graph: DatedGraph, distribution: Id, release: Name) -> ReleaseAnswer:
    """Describe the components of a release, the files that list them, and its changes."""
    return ReleaseAnswer.of(graph, f"{distribution}/{release}")


@router.get(f"{V1}/components/{{id}}/versions", tags=["releases"])
def versions(
    graph: DatedGraph, page: Paged, id: Id, version: Versions = None, distribution: Slug | None = None
) -> Listing[VersionRow]:
    """List the releases that ship a component, in any version or in a range of versions."""
    chosen = {"component": id} | ({"distribution": distribution} if distribution else {})
    if version:
        held = parse_version_range(version)
        chosen |= {"low": held.low, "high": held.high}
    answer = graph.answer(VERSIONS, **chosen)
    rows = [row for row in answer.items if row.issued is None or row.issued <= graph.as_of]
    return page.paginate(answer.model_copy(update={"items": rows, "total": len(rows)}))


@router.get(f"{V1}/components/{{id}}/newest", tags=["releases"])
def newest(graph: DatedGraph, id: Id, version: Versions = None) -> Newest:
    """List the newest releases that ship a component, or a range of its versions such as `<2.11`."""
    return Newest.of(graph, id, version)


@router.get(f"{V1}/diff", tags=["releases"], response_model_by_alias=True)
def diff(
    graph: DatedGraph,
    before: Annotated[ReleaseName, Query(alias="from")],
    after: Annotated[ReleaseName, Query(alias="to")],
) -> Diff:
    """Describe the differences between two releases; a distribution's name stands for its newest release."""
    return Diff.of(graph, before, after)


@router.get(f"{V1}/changes", tags=["releases"])
def changes(graph: ServedGraph, page: Paged, since: dt.date | None = None) -> Listing[ChangeRow]:
    """List changes since a date, the latest first: releases, components added or removed, claims."""
    return page.paginate(graph.changes(since or graph.recent_since))


@router.get("/changes.atom", tags=["releases"], response_class=Response)
def changes_feed(
    request: Request, graph: ServedGraph, reader: RequestLanguage, since: dt.date | None = None
) -> Response:
    """Return the changes since a date as an Atom feed (RFC 4287)."""
    rows = graph.changes(since or graph.recent_since).items
    return Response(atom_feed.atom(rows, str(request.base_url), reader), media_type="application/atom+xml")
