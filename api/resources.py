"""The questions of the catalogue as resources: `/api/v1`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request

from api.admission import ComputedRoute
from api.dependencies import DatedGraph, Graph, Listing, Paged, Reader, Slug, known_parameters, language_of
from api.errors import RESPONSES
from api.shapes import Completions, ComponentUsers, Distributions, EntityAnswer, Moves
from graph.analysis.migration import moving
from graph.ask.autocomplete import complete_question
from graph.ask.reply import Reply
from graph.catalogue.entities import (
    COMPONENTS,
    CONCERNS,
    DISTRIBUTIONS,
    SEARCH,
    ComponentRow,
    ConcernRow,
    SearchRow,
)
from graph.catalogue.facts import COMPARISON, DISPUTES, FACTS, ComparisonRow, DisputeRow
from graph.catalogue.relations import NEIGHBOURS, NeighbourRow
from graph.catalogue.sources import CLAIMS, SOURCES, SourceRow
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.models import Claim
from graph.parameters import sides

router = APIRouter(
    route_class=ComputedRoute,
    prefix="/api/v1",
    responses=RESPONSES,
    dependencies=[Depends(known_parameters), Depends(language_of)],
)
Id = Annotated[str, Path(max_length=100, examples=["k3s"])]


def given(**parameters: str | None) -> dict[str, str]:
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

    Those of whom nobody has said whether they use it are listed apart.
    """
    answer = graph.answer(DISTRIBUTIONS, **given(uses=uses, not_uses=not_uses, concern=concern))
    using = graph.answer(DISTRIBUTIONS_USING, component=not_uses).items if not_uses else []
    return Distributions.of(page, answer, {row.id for row in using if row.answer == "unknown"})


@router.get("/distributions/{id}", tags=["distributions"])
def distribution(graph: DatedGraph, id: Id) -> EntityAnswer:
    """Give a distribution with all its facts and the claims behind them."""
    return EntityAnswer.of(
        graph, graph.index.resolve("Distribution", id).value, graph.answer(FACTS, subject=id)
    )


@router.get("/components", tags=["components"])
def components(graph: DatedGraph, page: Paged, concern: Slug | None = None) -> Listing[ComponentRow]:
    """List the components, what they provide, and who uses them."""
    return page.of(graph.answer(COMPONENTS, **given(concern=concern)))


@router.get("/components/{id}", tags=["components"])
def component(graph: DatedGraph, id: Id) -> EntityAnswer:
    """Give a component with all its facts and the claims behind them."""
    return EntityAnswer.of(graph, graph.index.resolve("Component", id).value, graph.answer(FACTS, subject=id))


@router.get("/components/{id}/distributions", tags=["components"])
def component_distributions(graph: DatedGraph, id: Id) -> ComponentUsers:
    """Say which distributions use a component: who does and how, who offers or supports it, who does not,
    and of whom nobody has said.
    """  # noqa: D205  # one sentence
    return ComponentUsers.of(graph.answer(DISTRIBUTIONS_USING, component=id))


@router.get("/concerns", tags=["concerns"])
def concerns(graph: DatedGraph, page: Paged) -> Listing[ConcernRow]:
    """List the triad and the operations: their capabilities, and what serves them in which distribution."""
    return page.of(graph.answer(CONCERNS))


@router.get("/concerns/{id}", tags=["concerns"])
def concern(graph: DatedGraph, page: Paged, id: Id) -> Listing[ConcernRow]:
    """Give one concern: its capabilities, and what serves them in which distribution."""
    return page.of(graph.answer(CONCERNS, concern=id))


@router.get("/compare", tags=["distributions"])
def compare(
    graph: DatedGraph,
    page: Paged,
    id: Annotated[list[Slug], Query(min_length=2, max_length=3, examples=[["k3s", "k0s"]])],
) -> Listing[ComparisonRow]:
    """Put two or three distributions side by side, property by property."""
    return page.of(graph.answer(COMPARISON, **sides(id)))


@router.get("/migrate", tags=["distributions"])
def migrate(
    graph: DatedGraph,
    page: Paged,
    before: Annotated[str, Query(alias="from", max_length=100, examples=["k3s"])],
    after: Annotated[str, Query(alias="to", max_length=100, examples=["k0s"])],
) -> Moves:
    """Say what moving from one distribution to another changes: what is lost, gained, replaced, unchanged.

    What nobody has recorded of one of the two is unknown, which is neither lost nor gained.
    """
    return Moves.of(page, graph, moving(graph, before, after))


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
    """List who says what, and how it stands; with `as_of`, only what was said of that day."""
    chosen = given(subject=subject, property=property, source=source, verdict=verdict, rank=rank)
    answer = graph.answer(CLAIMS, **chosen)
    if request.query_params.get("as_of"):
        rows = [claim for claim in answer.items if claim.holds_on(graph.as_of)]
        answer = answer.model_copy(update={"items": rows, "total": len(rows)})
    return page.of(answer)


@router.get("/disputes", tags=["sources"])
def disputes(graph: DatedGraph, page: Paged) -> Listing[DisputeRow]:
    """List where sources disagree: both sides, the verdicts and the reasons."""
    return page.of(graph.answer(DISPUTES))


@router.get("/sources", tags=["sources"])
def sources(graph: DatedGraph, page: Paged) -> Listing[SourceRow]:
    """List the sources, and how their claims stand."""
    return page.of(graph.answer(SOURCES))


@router.get("/sources/{id}", tags=["sources"])
def source(graph: DatedGraph, page: Paged, id: Id) -> Listing[SourceRow]:
    """Give one source, and how its claims stand."""
    return page.of(graph.answer(SOURCES, source=id))


@router.get("/neighbours/{id}", tags=["analysis"])
def neighbours(graph: DatedGraph, page: Paged, id: Id) -> Listing[NeighbourRow]:
    """List what a thing is related to, and who says so."""
    return page.of(graph.answer(NEIGHBOURS, thing=id))


@router.get("/search", tags=["search"])
def search(
    graph: DatedGraph, page: Paged, q: Annotated[str, Query(min_length=1, max_length=100)]
) -> Listing[SearchRow]:
    """Find things by some letters of a name, in either language."""
    return page.of(graph.answer(SEARCH, q=q))


@router.get("/complete", tags=["search"])
def completions(
    graph: Graph,
    reader: Reader,
    q: Annotated[str, Query(max_length=500)],
    lang: str | None = None,
) -> Completions:
    """Complete a question while it is typed; each completion is one that is understood."""
    items = complete_question(graph, q, reader if lang else None)
    return Completions(items=items, total=len(items), snapshot=graph.snapshot, as_of=graph.as_of)


@router.get("/ask", tags=["search"])
def ask(
    graph: DatedGraph,
    reader: Reader,
    q: Annotated[str, Query(min_length=1, max_length=500)],
    lang: str | None = None,
) -> Reply:
    """Answer a question in words, in English or Chinese; what is not understood is said to be so."""
    return graph.ask(q, language=reader if lang else None)
