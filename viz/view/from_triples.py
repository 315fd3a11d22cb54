"""The view of arbitrary triples: things of the graph as they are drawn elsewhere, others as concepts."""

from __future__ import annotations

from collections.abc import Sequence

from graph.display import Line, Node
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.models import Label, Thing
from i18n import Message
from ontology import shorten
from viz.layout.placement import place_nodes
from viz.models import View, ViewEdge, ViewNode
from viz.query import MAX_NODES
from viz.view.edges import bend_parallel_edges, name_relation
from viz.view.relation_index import RelationIndex


def build_triples_view(graph: Graph, lines: Sequence[Line]) -> View:
    """Build the view of some triples.

    Raises BadParameterError if there is nothing to draw, or more than can be drawn.
    """
    things = {end.name: end for each in lines for end in (each.origin, each.target)}
    if not 0 < len(things) <= MAX_NODES:
        raise BadParameterError(
            Message(
                "cannot draw {count:,} nodes: select 1 to {max_nodes:,}; literals are not drawn",
                count=len(things),
                max_nodes=MAX_NODES,
            ),
            parameter="query",
        )
    edges = bend_parallel_edges([_build_triple_edge(graph, each) for each in lines])
    nodes = [_build_node(graph, each) for each in things.values()]
    return View(nodes=tuple(place_nodes(nodes, edges, dict.fromkeys(things, 1), ())), edges=tuple(edges))


def _build_node(graph: Graph, thing: Node) -> ViewNode:
    """Build a node of the view, not yet placed."""
    if thing.iri in graph.index.names:
        return ViewNode(
            id=thing.name, kind=graph.index.primary_kind(thing.name), label=graph.label(thing.iri)
        )
    return ViewNode(id=thing.name, kind="Concept", label=Label(en=thing.name, zh=thing.name))


def _build_triple_edge(graph: Graph, line: Line) -> ViewEdge:
    """Build the edge of a triple."""
    origin, prop, target = line.origin.name, shorten(line.property), line.target.name
    named = name_relation(
        RelationIndex.of(graph), Thing(id=prop, iri=line.property, label=graph.label(line.property))
    )
    return ViewEdge(id=f"{origin}~{prop}~{target}", origin=origin, target=target, property=named)
