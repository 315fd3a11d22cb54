"""What a view is asked to show, read from an address."""

import datetime as dt
from typing import Annotated, Literal

from fastapi import Depends, Query

import viz
from api.dependencies import ServedGraph, Slug
from graph import KnowledgeGraph

MAX_NAMES = 60
"""As many things may be opened, hidden or pinned in one view."""
Depth = Annotated[int, Query(ge=1, le=3, description="number of steps from the focus")]
Limit = Annotated[int, Query(ge=1, le=viz.MAX_NODES, description="maximum number of nodes")]
Day = Annotated[
    str | None,
    Query(
        max_length=100,
        description="a date, or a release whose date is meant; default: today",
        examples=["2021-01-15", "k0s/v0.12.0"],
    ),
]
Since = Annotated[
    str | None,
    Query(
        max_length=100,
        description="an earlier date; what was added or removed since then is marked",
        examples=["2020-12-01"],
    ),
]
Compared = Annotated[
    list[Slug], Query(max_length=3, description="distributions to compare", examples=[["k3s", "k0s"]])
]
PathEnds = Annotated[
    list[Slug], Query(max_length=2, description="two entries whose shortest paths are shown")
]
Opened = Annotated[list[Slug], Query(max_length=MAX_NAMES, description="nodes whose neighbours are added")]
Hidden = Annotated[list[Slug], Query(max_length=MAX_NAMES, description="hidden nodes")]
Pinned = Annotated[
    list[Slug],
    Query(max_length=MAX_NAMES, description="pinned nodes with their positions", examples=[["kine,120,-40"]]),
]
Without = Annotated[list[Slug], Query(max_length=len(viz.KINDS), description="kinds of hidden nodes")]
Ways = Annotated[
    list[viz.RelationKind],
    Query(max_length=len(viz.RELATION_KINDS), description="relations to show; default: all"),
]


def _view_query_of(  # these are the parameters of the page's address
    graph: ServedGraph,
    focus: Slug | None = None,
    depth: Depth = 1,
    limit: Limit = viz.DEFAULT_LIMIT,
    concern: Slug | None = None,
    compare: Compared = [],  # noqa: B006  # FastAPI copies it, as it does the others
    path: PathEnds = [],  # noqa: B006
    open: Opened = [],  # noqa: B006  # the name of the parameter
    hide: Hidden = [],  # noqa: B006
    pin: Pinned = [],  # noqa: B006
    without: Without = [],  # noqa: B006
    relation: Ways = [],  # noqa: B006
    capability: Slug | None = None,
    vendor: Slug | None = None,
    architecture: Slug | None = None,
    certified: Annotated[Literal["", "yes", "no", "unknown"], Query()] = "",
    past: Annotated[bool, Query(description="also show what is no longer true")] = False,  # noqa: FBT002  # a parameter
    as_of: Day = None,
    since: Since = None,
) -> viz.ViewQuery:
    """Return what a view is asked to show; what a form sends empty is not asked for."""
    return viz.ViewQuery(
        focus=focus or None,
        depth=depth,
        limit=limit,
        concern=concern or None,
        compare=drop_empty(compare),
        path=drop_empty(path),
        open=drop_empty(open),
        hide=drop_empty(hide),
        pin=drop_empty(pin),
        without=drop_empty(without),
        relation=tuple(relation),
        capability=capability or None,
        vendor=vendor or None,
        architecture=architecture or None,
        certified=certified or None,
        past=past,
        as_of=resolve_day(graph, as_of),
        since=resolve_day(graph, since),
    )


def drop_empty(names: list[str]) -> tuple[str, ...]:
    """Leave out what a form sends empty."""
    return tuple(name for name in names if name.strip())


def resolve_day(graph: KnowledgeGraph, when: str | None) -> dt.date | None:
    """Read a day, or find that of a release; raises what `KnowledgeGraph.at` raises."""
    return graph.at(when).as_of if when else None


AskedFor = Annotated[viz.ViewQuery, Depends(_view_query_of)]
