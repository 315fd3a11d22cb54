"""Lines of any kind as a view: things of the graph as they are drawn everywhere, all else as concepts."""

from __future__ import annotations

from collections.abc import Sequence

from graph.display import Line, Node
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.models import Label
from ontology import shorten
from viz.layout.force import place_nodes
from viz.models import Name, View, ViewEdge, ViewNode
from viz.query import MOST
from viz.view.edges import bent


def view_of(kg: Graph, lines: Sequence[Line]) -> View:
    """Make the view of some lines.

    Raises BadParameterError if there is nothing to draw, or more than can be drawn.
    """
    things = {end.name: end for each in lines for end in (each.origin, each.target)}
    if not 0 < len(things) <= MOST:
        raise BadParameterError(
            f"{len(things):,} things cannot be drawn: ask for 1 to {MOST:,}; literals are not drawn",
            f"无法绘制 {len(things)} 个事物：请查询 1 至 {MOST} 个；文字取值不会画出",
            parameter="query",
        )
    edges = bent([edge(kg, each) for each in lines])
    nodes = [node(kg, each) for each in things.values()]
    return View(nodes=tuple(place_nodes(nodes, edges, dict.fromkeys(things, 1), ())), edges=tuple(edges))


def node(kg: Graph, thing: Node) -> ViewNode:
    """Make a thing of the view, not yet placed."""
    if thing.iri in kg.index.names:
        return ViewNode(id=thing.name, kind=kg.index.primary_kind(thing.name), label=kg.label(thing.iri))
    return ViewNode(id=thing.name, kind="Concept", label=Label(en=thing.name, zh=thing.name))


def edge(kg: Graph, line: Line) -> ViewEdge:
    """Make a line of the view."""
    origin, prop, target = line.origin.name, shorten(line.property), line.target.name
    named = Name(id=prop, label=kg.label(line.property))
    return ViewEdge(id=f"{origin}~{prop}~{target}", origin=origin, target=target, property=named)
