"""What routes are given: the graph, the page of a list, the language of the reader."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from starlette.datastructures import Headers
from starlette.types import Scope

from graph import Answer, BadParameterError, KnowledgeGraph
from graph.ask import Language
from graph.models import Shape

RowType = TypeVar("RowType", bound=Shape)
LONGEST_PAGE = 1000
LANG = re.compile(rb"(?:^|&)lang=(en|zh)(?=&|$)")


async def graph_of(request: Request) -> KnowledgeGraph:
    """Return the served graph; not in a thread, all of which may wait for a far store."""
    graph: KnowledgeGraph = request.app.state.graph
    return graph


Graph = Annotated[KnowledgeGraph, Depends(graph_of)]


def graph_on(
    graph: Graph,
    as_of: Annotated[
        str | None,
        Query(
            max_length=100,
            description="the day to speak of, or the release of whose day; today if not given",
            examples=["2021-01-15", "k0s/v0.12.0"],
        ),
    ] = None,
) -> KnowledgeGraph:
    """Return the graph as it stood on a day."""
    return graph.at(as_of) if as_of else graph


DatedGraph = Annotated[KnowledgeGraph, Depends(graph_on)]
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
    """Which part of a list is wanted."""

    def __init__(
        self,
        request: Request,
        limit: Annotated[int, Query(ge=1, le=LONGEST_PAGE, description="rows of a page")] = 100,
        offset: Annotated[int, Query(ge=0, description="rows to leave out before it")] = 0,
    ) -> None:
        self.request = request
        self.limit = limit
        self.offset = offset

    def of(self, answer: Answer[RowType]) -> Listing[RowType]:
        """Cut the page out of an answer."""
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


def language_of(request: Request, lang: Annotated[Language | None, Query()] = None) -> Language:
    """Return the language that `lang` names, or else the one that Accept-Language prefers."""
    return lang or preferred(request.headers.get("accept-language", ""))


def spoken(scope: Scope) -> Language:
    """Return the language that an error is worded in, whatever else is wrong with the request.

    It is the one that `lang` names in the address, or else the one that Accept-Language prefers.
    """
    named = LANG.findall(scope["query_string"])
    if named:
        return "zh" if named[-1] == b"zh" else "en"
    return preferred(Headers(scope=scope).get("accept-language", ""))


def preferred(header: str) -> Language:
    """Read Accept-Language (RFC 9110, section 12.5.4): Chinese if it ranks before English."""
    ranked: Sequence[tuple[float, str]] = sorted(
        map(weighed, header.lower().split(",")), key=lambda pair: -pair[0]
    )
    for weight, tag in ranked:
        if weight > 0 and tag[:2] in {"en", "zh"}:
            return "zh" if tag.startswith("zh") else "en"
    return "en"


def weighed(part: str) -> tuple[float, str]:
    """Split a part of an Accept header into its weight and what it names."""
    name, *parameters = (piece.strip() for piece in part.split(";"))
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:]), name
            except ValueError:
                return 0.0, name
    return 1.0, name


Reader = Annotated[Language, Depends(language_of)]


def known_parameters(request: Request) -> None:
    """Refuse a parameter that the route does not have: to leave it out would be a silent guess.

    Raises BadParameterError, which names those that there are.
    """
    known = query_parameters(request.scope["route"].dependant)
    for name in request.query_params:
        if name not in known:
            there = f"those are {', '.join(known)}" if known else "there is none"
            instead = f"可用的有 {'、'.join(known)}" if known else "此处不接受参数"
            raise BadParameterError(
                f"no parameter is called “{name[:50]}” here: {there}",
                f"此处没有名为“{name[:50]}”的参数：{instead}",
                parameter=name[:50],
            )


def query_parameters(dependant: Dependant) -> list[str]:
    """Name the query parameters of a route and of all that it depends on.

    The OpenAPI document has them too, and takes a second to make.
    """
    names = dict.fromkeys(each.alias for each in dependant.query_params)
    for each in dependant.dependencies:
        names |= dict.fromkeys(query_parameters(each))
    return list(names)
