"""REST for what only the graph as a whole can answer: likeness, ways, and who is hit."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.dependencies import DatedGraph, Listing, Paged, get_language, reject_unknown_parameters
from api.errors.problems import ERROR_RESPONSES
from api.middleware.admission import ComputedRoute
from api.routes.catalogue import Id
from api.schemas import Hits, of_relations, of_roles
from graph.analysis import (
    ConnectingPath,
    KinRow,
    SimilarRow,
    SpreadRow,
    find_affected,
    find_paths,
    find_unique,
    find_unknown_users,
    measure_adoption,
    rank_similar,
    trace_lineage,
)

router = APIRouter(
    route_class=ComputedRoute,
    prefix="/api/v1",
    tags=["analysis"],
    responses=ERROR_RESPONSES,
    dependencies=[Depends(reject_unknown_parameters), Depends(get_language)],
)


@router.get("/similar/{id}")
def similar(graph: DatedGraph, page: Paged, id: Id) -> Listing[SimilarRow]:
    """List the other distributions by similarity, overall and by concern.

    Only what is recorded for both counts; the response says how much that is.
    """
    return page.paginate(of_roles(graph, rank_similar(graph, id)))


@router.get("/path")
def path(
    graph: DatedGraph,
    page: Paged,
    start: Annotated[str, Query(alias="from", max_length=100, examples=["k0s"])],
    end: Annotated[str, Query(alias="to", max_length=100, examples=["k3s"])],
) -> Listing[ConnectingPath]:
    """List the shortest paths between two entries, at most twelve, each step with its sources."""
    return page.paginate(of_relations(graph, find_paths(graph, start, end)))


@router.get("/impact/{id}")
def impact(graph: DatedGraph, page: Paged, id: Id) -> Hits:
    """List what is affected if an entry is discontinued: what depends on it, directly or indirectly."""
    listed = page.paginate(of_relations(graph, find_affected(graph, id)))
    return Hits(**dict(listed), unknown=find_unknown_users(graph, id))


@router.get("/lineage/{id}")
def lineage(graph: DatedGraph, page: Paged, id: Id) -> Listing[KinRow]:
    """List the origins and derivatives of an entry: forks, variants, projects built on it, successors."""
    return page.paginate(of_relations(graph, trace_lineage(graph, id)))


@router.get("/spread")
def spread(graph: DatedGraph, page: Paged) -> Listing[SpreadRow]:
    """List the components that any distribution uses, the most widely used first."""
    return page.paginate(of_relations(graph, measure_adoption(graph)))


@router.get("/unique/{id}")
def unique(graph: DatedGraph, page: Paged, id: Id) -> Listing[SpreadRow]:
    """List the components unique to a distribution, the most certain first."""
    return page.paginate(of_relations(graph, find_unique(graph, id)))
