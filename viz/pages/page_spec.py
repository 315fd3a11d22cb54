"""What a page declares: its address, what may stand in that, and the function that renders it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

ParameterKind = Literal["text", "names", "flag", "day"]
"""A text; names, any number of times; a switch; a day, or the release of whose day, given as a date."""


@dataclass(frozen=True, slots=True)
class PageParameter:
    """A parameter of a page's address: in the path if that names it, else in the query.

    `max_length` counts characters, or names. `argument` is what the function that renders the page calls it,
    if that is not its `name`.
    """

    name: str
    kind: ParameterKind = "text"
    argument: str = ""
    max_length: int = 100
    description: str | None = None
    examples: Sequence[object] | None = None


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page.

    `render(graph, language, **parameters)` returns its HTML; without it the page has a route of its own.
    A `dated` page is rendered from the graph of the day that its address asks for, and is told by `dated`
    whether one was asked for. `menu` is its place in the menu of all pages, if it has one. When a name
    is unknown, suggested ones lead to the address `suggestions`, with `{id}` in their place, or to the
    interactive graph. `examples` are addresses below the root.
    """

    path: str
    name: str
    description: str
    render: Callable[..., str] | None = None
    parameters: Sequence[PageParameter] = ()
    dated: bool = False
    menu: int | None = None
    suggestions: str = ""
    examples: Sequence[str] = ()
