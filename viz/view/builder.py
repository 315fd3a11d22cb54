"""Builds a view: selects a part of the graph and places it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Mapping
from functools import cached_property
from threading import Lock
from types import MappingProxyType

from graph.graph import Graph
from viz.layout.insertion import insert_beside
from viz.layout.placement import place_nodes
from viz.models import Change, View, ViewEdge, ViewNode
from viz.query import ViewQuery, parse_pin
from viz.view import comparison_overlay, history_overlay
from viz.view.edges import bend_parallel_edges, build_derived_edges, build_edge, relation_key
from viz.view.filters import apply_filters
from viz.view.relation_index import RelationIndex
from viz.view.selection import add_neighbours, select

ALL_DAYS: Mapping[str, object] = MappingProxyType({"as_of": None, "since": None, "past": True})
"""The fields of a query that make its view one of all days."""
CACHE_SIZE = 64
"""Layouts that are cached: placing many nodes takes a good part of a second."""
NodePosition = dict[str, int]


def build_view(graph: Graph, query: ViewQuery | None = None) -> View:
    """Build the view that a query asks for, the first view if there is none.

    The same query gives the same layout: on whichever day, what is still there stays where it was.
    Raises what `ViewQuery.resolve` raises, and BadParameterError for a day in the future.
    """
    wanted = (query or ViewQuery()).resolve(graph)
    drawing = ViewBuilder(graph, wanted)
    nodes = drawing.build_nodes()
    there = {node.id for node in nodes}
    return View(
        **dict(wanted),
        left_out=drawing.left_out,
        stops=tuple(history_overlay.list_stops(graph, wanted.compare or filter(None, [wanted.focus]))),
        nodes=tuple(nodes),
        edges=tuple(edge for edge in drawing.edges if {edge.origin, edge.target} <= there),
    )


class ViewBuilder:
    """Selects the nodes and edges of one view, before anything is hidden."""

    def __init__(self, graph: Graph, query: ViewQuery) -> None:
        self.query = query
        self.base_graph = graph
        self.graph = graph.on(query.as_of) if query.as_of else graph
        self.relation_index = RelationIndex.of(self.graph)
        selection = apply_filters(self.relation_index, select(self.relation_index, query, query.limit), query)
        self.selection, self.insertions = add_neighbours(
            self.relation_index, selection, query.open, max(query.limit, len(selection.levels))
        )
        self.left_out = self.selection.left_out
        self.shares = comparison_overlay.classify_shares(query.compare, self.selection.relations)
        lines = comparison_overlay.draw_missing(
            self.graph, self.relation_index, self.selection, query.compare
        )
        self.selection = comparison_overlay.add_missing(self.relation_index, self.selection, lines)
        drawn = [build_edge(self.relation_index, each) for each in self.selection.relations]
        self.edges = [*drawn, *build_derived_edges(self.selection.serves), *lines]
        self.changes: dict[str, Change] = {}
        self._add_ended()
        self._add_changes()
        self.edges = bend_parallel_edges(self.edges)

    def _add_ended(self) -> None:
        """Add relations that have ended, if the query asks for them."""
        if self.query.past:
            self.selection, gone = history_overlay.add_past(
                self.relation_index, self.selection, self.query, self.graph.as_of
            )
            self.edges += [build_edge(self.relation_index, each, past=True) for each in gone]

    def _add_changes(self) -> None:
        """Mark what was added since the other day, and add what was removed."""
        if self.query.since is None:
            return
        relation_index = RelationIndex.of(self.base_graph.on(self.query.since))
        chosen = apply_filters(
            relation_index, select(relation_index, self.query, self.query.limit), self.query
        )
        then, _ = add_neighbours(relation_index, chosen, self.query.open, self.query.limit)
        before = {relation_key(each) for each in then.relations}
        self.edges = [_mark_added(edge, before) for edge in self.edges]
        there = {edge.id for edge in self.edges}
        gone = [
            each
            for each in history_overlay.find_removed(self.selection, then)
            if relation_key(each) not in there
        ]
        self.edges += [
            build_edge(relation_index, each, past=True).model_copy(update={"change": "went"}) for each in gone
        ]
        came, left = (
            set(self.selection.levels) - set(then.levels),
            set(then.levels) - set(self.selection.levels),
        )
        self.changes.update(dict.fromkeys(came, "came"))
        self.changes.update(dict.fromkeys(left, "went"))
        levels = dict.fromkeys(sorted(left), 1) | self.selection.levels
        self.selection = self.selection._replace(levels=levels)

    def build_nodes(self) -> list[ViewNode]:
        """Return the nodes with their positions, but for those that are hidden."""
        drawn = self.base_graph.cached(LayoutCache).positions(self.query)
        whole = self._for_all_days() if self.query.open and self.query.has_other_days else self
        groups = {
            slug: [each for each in some if each not in drawn]
            for slug, some in _merge_insertions(whole, self).items()
        }
        known = [self.build_node(slug).model_copy(update=at) for slug, at in drawn.items()]
        extra = {slug for some in groups.values() for slug in some}
        groups[""] = [slug for slug in self.selection.levels if slug not in drawn and slug not in extra]
        nodes = insert_beside(known, {slug: map(self.build_node, some) for slug, some in groups.items()})
        pins = {slug: {"x": x, "y": y, "pinned": True} for slug, x, y in map(parse_pin, self.query.pin)}
        return [
            node.model_copy(update=pins.get(node.id, {}))
            for node in nodes
            if node.id in self.selection.levels
            and node.id not in self.query.hide
            and node.kind not in self.query.without
        ]

    def _for_all_days(self) -> ViewBuilder:
        """Return the builder of the view of all days, whose nodes keep their positions on every day."""
        return ViewBuilder(self.base_graph, self.query.model_copy(update=ALL_DAYS))

    def build_node(self, slug: str) -> ViewNode:
        """Build a node of the view, not yet placed."""
        profile = self.relation_index.profile(slug)
        return ViewNode(
            id=slug,
            kind=self.relation_index.kind(slug),
            label=profile.label,
            description=profile.description,
            more=max(0, self.relation_index.degree(slug) - self.shown_degrees[slug]),
            opened=slug in self.query.open,
            share=self.shares.get(slug),
            change=self.changes.get(slug),
        )

    @cached_property
    def shown_degrees(self) -> Counter[str]:
        """How many relations of each node the view shows."""
        drawn = self.selection.relations
        return Counter(end for each in drawn for end in (each.subject, each.object))


def _merge_insertions(*builders: ViewBuilder) -> dict[str, dict[str, None]]:
    """Merge the insertions of some builders: for each opened node the nodes that it brought in."""
    found: dict[str, dict[str, None]] = {}
    for builder in builders:
        for slug, some in builder.insertions.items():
            found.setdefault(slug, {}).update(dict.fromkeys(some))
    return found


class LayoutCache:
    """Caches layouts as they are before a reader opens anything, the same on all days."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.layouts: OrderedDict[str, dict[str, NodePosition]] = OrderedDict()
        self.lock = Lock()

    def positions(self, query: ViewQuery) -> dict[str, NodePosition]:
        """Return the positions of a view by slug, ended relations included, so that no day moves it."""
        plain = query.model_copy(update={**ALL_DAYS, "open": (), "hide": (), "pin": (), "without": ()})
        name = plain.model_dump_json()
        with self.lock:
            if name not in self.layouts:
                self.layouts[name] = self.compute(plain)
            self.layouts.move_to_end(name)
            while len(self.layouts) > CACHE_SIZE:
                self.layouts.popitem(last=False)
            return self.layouts[name]

    def compute(self, plain: ViewQuery) -> dict[str, NodePosition]:
        """Compute the layout of a view."""
        builder = ViewBuilder(self.graph, plain)
        levels = builder.selection.levels
        nodes = place_nodes(
            [builder.build_node(slug) for slug in levels], builder.edges, levels, plain.anchors
        )
        return {node.id: {"x": node.x, "y": node.y} for node in nodes}


def _mark_added(edge: ViewEdge, before: set[str]) -> ViewEdge:
    """Mark an edge that was not there before; derived ones come with those that they follow from."""
    fresh = edge.id not in before and not (edge.derived or edge.past or edge.absent)
    return edge.model_copy(update={"change": "came"}) if fresh else edge
