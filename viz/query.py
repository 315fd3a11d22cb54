"""The query of a view: every state of the page is one, and so is a link."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from graph.errors import BadParameterError
from graph.graph import Graph
from graph.models import Shape
from i18n import Message
from viz.theme import KINDS

RelationKind = Literal["bundles", "enables", "offers", "supports", "other"]
Certified = Literal["yes", "no", "unknown"]
RELATION_KINDS: tuple[RelationKind, ...] = get_args(RelationKind)
CERTIFIED: tuple[Certified, ...] = get_args(Certified)
MAX_DEPTH = 4
DEFAULT_LIMIT = 150
"""Things in a view by default: more cannot be read."""
MAX_NODES = 2000
"""Things in a view at most: more cannot be drawn."""


class ViewQuery(Shape):
    """The parameters of a view.

    Compared distributions go before a path, a path before a focus, a focus before a concern; none of them is
    the first view. `concern` beside one of the others, `capability`, `vendor`, `architecture`, `certified`
    and `relation` narrow it; `open` brings in the neighbours of things; `hide`, `without` (kinds) and `pin`
    (`slug,x,y`) are what a reader did to the picture. `since` is the day to compare the day of the view with.
    """

    focus: str | None = None
    depth: int = 1
    limit: int = DEFAULT_LIMIT
    concern: str | None = None
    compare: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    relation: tuple[RelationKind, ...] = ()
    capability: str | None = None
    vendor: str | None = None
    architecture: str | None = None
    certified: Certified | None = None
    past: bool = False
    as_of: dt.date | None = None
    since: dt.date | None = None

    @property
    def anchors(self) -> tuple[str, ...]:
        """The things that the view is about."""
        return self.compare or self.path or tuple(filter(None, (self.focus or self.concern,)))

    @property
    def narrowing_concern(self) -> str | None:
        """The concern, where it filters a view of something else."""
        return self.concern if self.compare or self.path or self.focus else None

    @property
    def has_other_days(self) -> bool:
        """Whether the view shows other days than that of the graph."""
        return bool(self.past or self.as_of or self.since)

    def resolve(self, graph: Graph) -> ViewQuery:
        """Return the query with every name as it is written in the graph.

        Raises UnknownNameError for a name that the graph does not know, and BadParameterError for what
        makes no sense.
        """

        def one(kind: str, name: str | None) -> str | None:
            return _resolve_slug(graph, kind, name) if name and name.strip() else None

        def many(kind: str, names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(dict.fromkeys(_resolve_slug(graph, kind, name) for name in names if name.strip()))

        path = many("thing", self.path)
        if self.path and len(path) != 2:  # noqa: PLR2004  # its two ends
            raise BadParameterError(Message("a path needs two different ends"), parameter="path")
        if self.since and self.since > (self.as_of or graph.as_of):
            raise BadParameterError(
                Message("the start of the marked changes must be before the date that is shown"),
                parameter="since",
            )
        changed = {
            "depth": min(max(self.depth, 1), MAX_DEPTH),
            "limit": min(max(self.limit, 1), MAX_NODES),
            "focus": one("thing", self.focus),
            "concern": one("Concern", self.concern),
            "compare": many("Distribution", self.compare),
            "path": path,
            "open": many("thing", self.open),
            "hide": many("thing", self.hide),
            "without": _parse_kinds(self.without),
            "pin": tuple(
                f"{_resolve_slug(graph, 'thing', name)},{x},{y}" for name, x, y in map(parse_pin, self.pin)
            ),
            "capability": one("Capability", self.capability),
            "vendor": one("thing", self.vendor),
            "architecture": one("thing", self.architecture),
        }
        return self.model_copy(update=changed)

    def parameters(self, *, without: str = "") -> dict[str, Any]:
        """Return the parameters of the view's address that are set, but for one."""
        plain = {name: value for name, value in dict(self).items() if value and name != without}
        usual = {
            name for name in ("depth", "limit") if plain.get(name) == type(self).model_fields[name].default
        }
        written = {
            name: list(value) if isinstance(value, (list, tuple)) else str(value)
            for name, value in plain.items()
            if name not in usual
        }
        return written | ({"past": "1"} if "past" in written else {})

    def to_query_string(self, language: str, **changed: Any) -> str:  # noqa: ANN401  # the fields of this class
        """Return the query string of the view, with some fields changed."""
        other = self.model_copy(update=changed)
        return urlencode(other.parameters() | {"lang": language}, doseq=True, safe="/,")


def _resolve_slug(graph: Graph, kind: str, name: str) -> str:
    """Return the slug of a thing as it is written in the graph."""
    return graph.index.thing(graph.index.resolve(kind, name.strip())).id


def _parse_kinds(names: tuple[str, ...]) -> tuple[str, ...]:
    """Parse names of kinds; raises BadParameterError."""
    spelled = {kind.lower(): kind for kind in KINDS}
    for name in names:
        if name.lower() not in spelled:
            there = ", ".join(KINDS)
            raise BadParameterError(
                Message("“{name}” is not a node type; use {there}", name=name[:50], there=there),
                parameter="without",
            )
    return tuple(dict.fromkeys(spelled[name.lower()] for name in names))


def parse_pin(written: str) -> tuple[str, int, int]:
    """Parse a slug and its position; raises BadParameterError."""
    name, _, place = written.rpartition(",")
    name, _, across = name.rpartition(",")
    try:
        x, y = (round(float(each)) for each in (across, place))
    except (ValueError, OverflowError):
        x = y = 10**9
    if not name or max(abs(x), abs(y)) > 10**6:
        raise BadParameterError(
            Message("“{written}” is not a node and its position, such as kine,120,-40", written=written[:50]),
            parameter="pin",
        )
    return name, x, y
