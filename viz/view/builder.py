"""A part of the graph, chosen and placed."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from types import MappingProxyType

from graph.graph import Graph
from viz.layout.force import place_nodes
from viz.layout.insertion import beside
from viz.models import Change, View, ViewEdge, ViewNode
from viz.query import ViewQuery, pinned
from viz.view import comparison_overlay, history_overlay
from viz.view.edges import bent, derived, draw, key
from viz.view.filters import narrow
from viz.view.relation_index import RelationIndex
from viz.view.selection import add_neighbours, choose

ALWAYS: Mapping[str, object] = MappingProxyType({"as_of": None, "since": None, "past": True})
"""What makes a view one of all days."""
KEPT = 64
"""Views whose places are kept: placing many things takes a good part of a second."""
Place = dict[str, int]


def build_view(kg: Graph, asked: ViewQuery | None = None) -> View:
    """Choose a part of the graph and place it; nothing asked, the first view.

    The same is always placed alike: on whichever day, what is still there stays where it was.
    Raises what `Asked.resolved` raises, and BadParameterError for a day in the future.
    """
    wanted = (asked or ViewQuery()).resolved(kg)
    drawing = ViewBuilder(kg, wanted)
    nodes = drawing.placed()
    there = {node.id for node in nodes}
    return View(
        **dict(wanted),
        left_out=drawing.left_out,
        stops=tuple(history_overlay.stops(kg, wanted.compare or filter(None, [wanted.focus]))),
        nodes=tuple(nodes),
        edges=tuple(edge for edge in drawing.edges if {edge.origin, edge.target} <= there),
    )


class ViewBuilder:
    """What one view shows, before anything is hidden."""

    def __init__(self, kg: Graph, asked: ViewQuery) -> None:
        self.asked = asked
        self.today = kg
        self.kg = kg.on(asked.as_of) if asked.as_of else kg
        self.web = RelationIndex.of(self.kg)
        choice = narrow(self.web, choose(self.web, asked, asked.limit), asked)
        self.choice, self.brought = add_neighbours(
            self.web, choice, asked.open, max(asked.limit, len(choice.levels))
        )
        self.left_out = self.choice.left_out
        self.shares = comparison_overlay.shares(asked.compare, self.choice.relations)
        lines = comparison_overlay.draw_missing(self.kg, self.web, self.choice, asked.compare)
        self.choice = comparison_overlay.with_missing(self.web, self.choice, lines)
        drawn = [draw(self.web, each) for each in self.choice.relations]
        self.edges = [*drawn, *derived(self.choice.serves), *lines]
        self.changes: dict[str, Change] = {}
        self._add_past()
        self._add_changes()
        self.edges = bent(self.edges)

    def _add_past(self) -> None:
        """Add what is over, if that is asked for."""
        if self.asked.past:
            self.choice, gone = history_overlay.with_past(self.web, self.choice, self.asked, self.kg.as_of)
            self.edges += [draw(self.web, each, past=True) for each in gone]

    def _add_changes(self) -> None:
        """Mark what came since the other day, and add what went."""
        if self.asked.since is None:
            return
        web = RelationIndex.of(self.today.on(self.asked.since))
        chosen = narrow(web, choose(web, self.asked, self.asked.limit), self.asked)
        then, _ = add_neighbours(web, chosen, self.asked.open, self.asked.limit)
        before = {key(each) for each in then.relations}
        self.edges = [mark_came(edge, before) for edge in self.edges]
        there = {edge.id for edge in self.edges}
        gone = [each for each in history_overlay.went(self.choice, then) if key(each) not in there]
        self.edges += [draw(web, each, past=True).model_copy(update={"change": "went"}) for each in gone]
        came, left = set(self.choice.levels) - set(then.levels), set(then.levels) - set(self.choice.levels)
        self.changes.update(dict.fromkeys(came, "came"))
        self.changes.update(dict.fromkeys(left, "went"))
        levels = dict.fromkeys(sorted(left), 1) | self.choice.levels
        self.choice = self.choice._replace(levels=levels)

    def placed(self) -> list[ViewNode]:
        """Return the things with their places, but for those that are hidden."""
        drawn = self.today.once(LayoutCache).of(self.asked)
        whole = self._timeless() if self.asked.open and self.asked.timed else self
        groups = {
            slug: [each for each in some if each not in drawn]
            for slug, some in brought_by(whole, self).items()
        }
        known = [self.node(slug).model_copy(update=at) for slug, at in drawn.items()]
        extra = {slug for some in groups.values() for slug in some}
        groups[""] = [slug for slug in self.choice.levels if slug not in drawn and slug not in extra]
        nodes = beside(known, {slug: map(self.node, some) for slug, some in groups.items()})
        pins = {slug: {"x": x, "y": y, "pinned": True} for slug, x, y in map(pinned, self.asked.pin)}
        return [
            node.model_copy(update=pins.get(node.id, {}))
            for node in nodes
            if node.id in self.choice.levels
            and node.id not in self.asked.hide
            and node.kind not in self.asked.without
        ]

    def _timeless(self) -> ViewBuilder:
        """Return the same for today and all that is over, whose things keep their places on every day."""
        return ViewBuilder(self.today, self.asked.model_copy(update=ALWAYS))

    def node(self, slug: str) -> ViewNode:
        """Make a thing of the view, not yet placed."""
        profile = self.web.profile(slug)
        return ViewNode(
            id=slug,
            kind=self.web.kind(slug),
            label=profile.label,
            description=profile.description,
            more=max(0, self.web.degree(slug) - self.shown[slug]),
            opened=slug in self.asked.open,
            share=self.shares.get(slug),
            change=self.changes.get(slug),
        )

    @cached_property
    def shown(self) -> Counter[str]:
        """How many of a thing's relations the view shows."""
        drawn = self.choice.relations
        return Counter(end for each in drawn for end in (each.subject, each.object))


def brought_by(*sketches: ViewBuilder) -> dict[str, dict[str, None]]:
    """Gather what opening things brought into some sketches, in their order."""
    found: dict[str, dict[str, None]] = {}
    for sketch in sketches:
        for slug, some in sketch.brought.items():
            found.setdefault(slug, {}).update(dict.fromkeys(some))
    return found


class LayoutCache:
    """Where things are drawn before a reader opens anything, the same on all days."""

    def __init__(self, kg: Graph) -> None:
        self.kg = kg
        self.kept: OrderedDict[str, dict[str, Place]] = OrderedDict()
        self.lock = Lock()

    def of(self, asked: ViewQuery) -> dict[str, Place]:
        """Return the places of a view, by slug: with what is over among the rest, so that no day moves it."""
        plain = asked.model_copy(update={**ALWAYS, "open": (), "hide": (), "pin": (), "without": ()})
        name = plain.model_dump_json()
        with self.lock:
            if name not in self.kept:
                self.kept[name] = self.place(plain)
            self.kept.move_to_end(name)
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
            return self.kept[name]

    def place(self, plain: ViewQuery) -> dict[str, Place]:
        """Place the things of a view."""
        sketch = ViewBuilder(self.kg, plain)
        levels = sketch.choice.levels
        nodes = place_nodes([sketch.node(slug) for slug in levels], sketch.edges, levels, plain.anchors)
        return {node.id: {"x": node.x, "y": node.y} for node in nodes}


def mark_came(edge: ViewEdge, before: set[str]) -> ViewEdge:
    """Mark a line that was not there before; what follows from others comes with them."""
    fresh = edge.id not in before and not (edge.derived or edge.past or edge.absent)
    return edge.model_copy(update={"change": "came"}) if fresh else edge
