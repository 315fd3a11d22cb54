"""FastAPI dependencies of the routes: the graph, pagination, the language."""

import datetime as dt
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant

from api.http.language import parse_accept_language
from graph import Answer, BadParameterError, KnowledgeGraph
from graph.models import Shape
from i18n import Language, Message

RowType = TypeVar("RowType", bound=Shape)
MAX_PAGE_SIZE = 1000


async def _get_graph(request: Request) -> KnowledgeGraph:
    """Return the served graph; `async` because all threads may be waiting for a remote store."""
    graph: KnowledgeGraph = request.app.state.graph
    return graph


ServedGraph = Annotated[KnowledgeGraph, Depends(_get_graph)]


def _get_dated_graph(
    graph: ServedGraph,
    as_of: Annotated[
        str | None,
        Query(
            max_length=100,
            description="a date, or a release whose date is meant; default: today",
            examples=["2021-01-15", "k0s/v0.12.0"],
        ),
    ] = None,
) -> KnowledgeGraph:
    """Return the graph as of a day."""
    return graph.at(as_of) if as_of else graph


DatedGraph = Annotated[KnowledgeGraph, Depends(_get_dated_graph)]
Slug = Annotated[str, Query(max_length=100)]


class Listing(Shape, Generic[RowType]):
    """A page of rows: `total` counts them all, `next` leads to the following page."""

    items: list[RowType]
    total: int
    next: str | None
    snapshot: str
    as_of: dt.date
    sparql: str


class Page:
    """The part of a list that is wanted."""

    def __init__(
        self,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE, description="rows per page")] = 100,
        offset: Annotated[int, Query(ge=0, description="rows to skip")] = 0,
    ) -> None:
        self.request = request
        self.limit = limit
        self.offset = offset

    def paginate(self, answer: Answer[RowType]) -> Listing[RowType]:
        """Return this page of an answer."""
        end = self.offset + self.limit
        following = self.request.url.include_query_params(limit=self.limit, offset=end)
        return Listing[RowType](
            items=answer.items[self.offset : end],
            total=answer.total,
            next=f"{following.path}?{following.query}" if end < answer.total else None,
            snapshot=answer.snapshot,
            as_of=answer.as_of,
            sparql=answer.sparql,
        )


Paged = Annotated[Page, Depends()]


def get_language(request: Request, lang: Annotated[Language | None, Query()] = None) -> Language:
    """Return the language that `lang` names, or else the one that Accept-Language prefers."""
    return lang or parse_accept_language(request.headers.get("accept-language", ""))


RequestLanguage = Annotated[Language, Depends(get_language)]


def reject_unknown_parameters(request: Request) -> None:
    """Reject parameters that the route does not have: to ignore one would be a silent guess.

    Raises BadParameterError, which names the known ones.
    """
    known = _list_query_parameters(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            shown = name[:50]
            message = (
                Message("there is no parameter “{name}” here; use {known}", name=shown, known=known)
                if known
                else Message(
                    "there is no parameter “{name}” here; this address takes no parameters", name=shown
                )
            )
            raise BadParameterError(message, parameter=shown)


def _list_query_parameters(dependant: Dependant) -> list[str]:
    """Return the names of the query parameters of a route and of all that it depends on.

    The OpenAPI document has them too, but takes a second to build.
    """
    names = dict.fromkeys(each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        names |= dict.fromkeys(_list_query_parameters(each))
    return list(names)
