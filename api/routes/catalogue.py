"""The questions of the catalogue as resources: `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

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
from api.routes.generated import add_resources
from api.schemas import (
    Completions,
    Distributions,
    EntityAnswer,
    Moves,
)
from graph.analysis import plan_migration
from graph.ask import Reply, complete_question
from graph.catalogue import CLAIMS, COMPARISON, DISTRIBUTIONS, DISTRIBUTIONS_USING, FACTS, ComparisonRow
from graph.models import Claim
from graph.parameters import comparison_parameters

router = APIRouter(
    route_class=ComputedRoute,
    prefix="/api/v1",
    responses=ERROR_RESPONSES,
    dependencies=[Depends(reject_unknown_parameters), Depends(get_language)],
)
Id = Annotated[str, Path(max_length=100, examples=["k3s"])]


def drop_empty(**parameters: str | None) -> dict[str, str]:
    """Leave out the parameters that were not given, or given empty as by a form."""
    return {name: value for name, value in parameters.items() if value}


@router.get("/distributions", tags=["distributions"])
def distributions(
    graph: DatedGraph,
    page: Paged,
    uses: Slug | None = None,
    not_uses: Slug | None = None,
    concern: Slug | None = None,
) -> Distributions:
    """List the distributions, or those that use a component, do not use one, or serve a concern.

    Distributions for which this is not recorded are listed separately.
    """
    answer = graph.answer(DISTRIBUTIONS, **drop_empty(uses=uses, not_uses=not_uses, concern=concern))
    using = graph.answer(DISTRIBUTIONS_USING, component=not_uses).items if not_uses else []
    return Distributions.of(page, answer, {row.id for row in using if row.answer == "unknown"})


@router.get("/distributions/{id}", tags=["distributions"])
def distribution(graph: DatedGraph, id: Id) -> EntityAnswer:
    """Return a distribution with its facts and claims."""
    return EntityAnswer.of(
        graph, graph.index.resolve("Distribution", id).value, graph.answer(FACTS, subject=id)
    )


@router.get("/components/{id}", tags=["components"])
def component(graph: DatedGraph, id: Id) -> EntityAnswer:
    """Return a component with its facts and claims."""
    return EntityAnswer.of(graph, graph.index.resolve("Component", id).value, graph.answer(FACTS, subject=id))


@router.get("/compare", tags=["distributions"])
def compare(
    graph: DatedGraph,
    page: Paged,
    id: Annotated[list[Slug], Query(min_length=2, max_length=3, examples=[["k3s", "k0s"]])],
) -> Listing[ComparisonRow]:
    """Compare two or three distributions, property by property."""
    return page.paginate(graph.answer(COMPARISON, **comparison_parameters(id)))


@router.get("/migrate", tags=["distributions"])
def migrate(
    graph: DatedGraph,
    page: Paged,
    before: Annotated[str, Query(alias="from", max_length=100, examples=["k3s"])],
    after: Annotated[str, Query(alias="to", max_length=100, examples=["k0s"])],
) -> Moves:
    """List what a migration between two distributions changes: lost, gained, replaced, unchanged.

    What is not recorded for one of the two is unknown, neither lost nor gained.
    """
    return Moves.of(page, graph, plan_migration(graph, before, after))


@router.get("/claims", tags=["sources"])
def claims(
    request: Request,
    graph: DatedGraph,
    page: Paged,
    subject: Slug | None = None,
    property: Slug | None = None,
    source: Slug | None = None,
    verdict: Slug | None = None,
    rank: Slug | None = None,
) -> Listing[Claim]:
    """List claims with their sources and verdicts; with `as_of`, only those that cover that date."""
    chosen = drop_empty(subject=subject, property=property, source=source, verdict=verdict, rank=rank)
    answer = graph.answer(CLAIMS, **chosen)
    if request.query_params.get("as_of"):
        rows = [claim for claim in answer.items if claim.holds_on(graph.as_of)]
        answer = answer.model_copy(update={"items": rows, "total": len(rows)})
    return page.paginate(answer)


@router.get("/complete", tags=["search"])
def completions(
    graph: ServedGraph,
    reader: RequestLanguage,
    q: Annotated[str, Query(max_length=500)],
    lang: str | None = None,
) -> Completions:
    """Complete a question while it is typed. Every completion is a question that can be answered."""
    items = complete_question(graph, q, reader if lang else None)
    return Completions(items=items, total=len(items), snapshot=graph.snapshot, as_of=graph.as_of)


@router.get("/ask", tags=["search"])
def ask(
    graph: DatedGraph,
    reader: RequestLanguage,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    lang: str | None = None,
) -> Reply:
    """Answer a question in English or Chinese. The response says if the question was not understood."""
    return graph.ask(q, language=reader if lang else None)


add_resources(router)
