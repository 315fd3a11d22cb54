"""The shapes of what is drawn: JSON for the page, for `/explore/data` and for the standalone file."""

import datetime as dt
from typing import Any, Literal

from pydantic import ConfigDict, Field

from graph.models import Claim, Label, Shape, Thing, Value, localize
from viz.query import RelationKind, ViewQuery

Share = Literal["shared", "some", "own"]
Change = Literal["came", "went"]


def safe_link(url: str) -> str:
    """Return an address if it is one of the web; a link to anything else leads nowhere."""
    return url if url.lower().startswith(("https://", "http://")) else "#"


class Name(Shape):
    """A thing, reduced to what a reader sees of it."""

    id: str
    label: Label

    @classmethod
    def of(cls, thing: Thing) -> "Name":
        """Reduce a thing to its slug and label."""
        return cls(id=thing.id, label=thing.label)

    @classmethod
    def maybe(cls, thing: Thing | None) -> "Name | None":
        """Reduce a thing, if there is one."""
        return cls.of(thing) if thing else None


class RelationName(Name):
    """A property, reduced to its label as it is read from its subject and from its object."""

    inverse: Label


class ClaimSummary(Shape):
    """One claim, short: who says so, where, and how it stands. `value` is what it says."""

    source: str
    title: Label
    kind: Literal["primary", "secondary"]
    repository: str | None = None
    locator: str
    url: str
    rank: Name
    verdict: Name
    value: Label
    since: str | None = None
    until: str | None = None
    reason: Label | None = None
    note: Label | None = None

    @classmethod
    def of(cls, claim: Claim) -> "ClaimSummary":
        """Shorten a claim."""
        return cls(
            source=claim.source.id,
            title=claim.source.title,
            kind=claim.source.kind,
            repository=claim.source.repository,
            locator=claim.locator,
            url=safe_link(claim.url),
            rank=Name.of(claim.rank),
            verdict=Name.of(claim.verdict),
            value=format_value_label(claim.value),
            since=claim.since,
            until=claim.until,
            reason=claim.reason,
            note=claim.note,
        )


def format_value_label(value: Value) -> Label:
    """Return a value as it is read."""
    if isinstance(value.value, bool):
        return localize("yes") if value.value else localize("no")
    plain = str(value.value if value.value is not None else value.iri)
    return value.label or Label(en=plain, zh=plain)


class ViewNode(Shape):
    """A thing, where it is drawn, and how many of its relations the view leaves out.

    `share` says how many of the compared distributions have it, `change` whether it came or went.
    """

    id: str
    kind: str
    label: Label
    description: Label | None = None
    x: int = 0
    y: int = 0
    more: int = 0
    opened: bool = False
    pinned: bool = False
    share: Share | None = None
    change: Change | None = None


class ViewEdge(Shape):
    """A relation between two things of the view, who says so, and what was said against it.

    `dashed`: it holds under a condition or only on offer. `derived`: it follows from other relations or
    inferred from categories, no source states it. `past`: it held once. `absent`: a source
    says that there is none. `bend` is how far the line is curved, for what lies between the same two things.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    id: str
    origin: str = Field(serialization_alias="from")
    target: str = Field(serialization_alias="to")
    property: RelationName
    relation: RelationKind = "other"
    condition: Name | None = None
    standing: Name | None = None
    dashed: bool = False
    disputed: bool = False
    derived: bool = False
    past: bool = False
    absent: bool = False
    change: Change | None = None
    bend: float = 0.0
    claims: tuple[ClaimSummary, ...] = ()
    against: tuple[ClaimSummary, ...] = ()


class Stop(Shape):
    """A day at which something may have changed: that of the first release of a minor."""

    day: dt.date
    release: str


class View(ViewQuery):
    """A part of the graph, placed, with what was asked for: the same request gives the same view.

    `left_out` counts the things that the request asks for and the limit cut off. `stops` are the days between
    which a reader may choose.
    """

    left_out: int = 0
    stops: tuple[Stop, ...] = ()
    nodes: tuple[ViewNode, ...]
    edges: tuple[ViewEdge, ...]


class Drawn(Shape):
    """What vis-network is given of a view, as pyvis holds it: where and how things and lines are drawn."""

    nodes: tuple[dict[str, Any], ...]
    edges: tuple[dict[str, Any], ...]


class Drawing(View):
    """A view, and how it is drawn."""

    network: Drawn


class FactValue(Shape):
    """A value of a fact: a thing (with `id`), a text, a link, or one of none, unknown and any."""

    kind: str
    id: str | None = None
    label: Label
    since: str | None = None


class Fact(Shape):
    """What the claims on one property of a thing come to, short.

    `direction` is given where it is told as a relation: `in` for one that arrives at the thing. `sentence`
    states it where a list of values would not, such as that there is none.
    """

    property: Name
    direction: Literal["in", "out"] | None = None
    concern: Name | None = None
    condition: Name | None = None
    standing: Name | None = None
    values: tuple[FactValue, ...]
    sentence: Label | None = None
    claims: tuple[ClaimSummary, ...] = ()

    def count_backing(self) -> int:
        """Count the sources that state a value that holds."""
        held = [value.label for value in self.values]
        kept = (claim for claim in self.claims if claim.rank.id != "Deprecated")
        return len({claim.source for claim in kept if self.direction == "in" or claim.value in held})

    def is_split(self) -> bool:
        """Return whether several sources state a value each, and no two of them the same one."""
        return self.standing is not None and self.standing.id == "SingleSource" and self.count_backing() > 1
