"""The view as a pyvis network: the one module that knows pyvis, and only as a model, never its pages."""

from __future__ import annotations

from typing import Any

from viz.models import Drawing, Drawn, View, ViewEdge, ViewNode
from viz.theme import LOOKS

ARROW = {"enabled": True, "scaleFactor": 0.45}
OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "multiselect": False,
        "tooltipDelay": 250,
        "keyboard": {"enabled": True, "bindToWindow": False, "autoFocus": False},
    },
    "nodes": {"borderWidth": 1.5, "borderWidthSelected": 4, "widthConstraint": {"maximum": 165}},
    "edges": {
        "smooth": False,
        "width": 1.2,
        "selectionWidth": 2,
        "hoverWidth": 1,
        "dashes": False,
        "arrows": {"to": ARROW},
    },
}
FADED_OPACITY = 0.4
BOLD_WIDTH = 3.5


def build_drawing(view: View) -> Drawing:
    """Return a view together with the pyvis network that draws it: own ids, places given, physics off.

    Neither labels nor colours are in the network: the page has them in its reader's language, from its style
    sheet, which knows light from dark.
    """
    from pyvis.network import Network  # noqa: PLC0415  # slow to import, brings IPython

    net = Network(directed=True)
    for node in view.nodes:
        net.add_node(node.id, " ", LOOKS[node.kind].shape, x=node.x, y=node.y, **_node_style(node))
    for edge in view.edges:
        net.add_edge(edge.origin, edge.target, **_edge_style(edge))
    given = {name: getattr(view, name) for name in type(view).model_fields}
    return Drawing(**given, network=Drawn(nodes=tuple(net.nodes), edges=tuple(net.edges)))


def build_options() -> dict[str, Any]:
    """Return the options of vis-network, with the style of each kind as a group."""
    from pyvis.network import Network  # noqa: PLC0415  # slow to import, brings IPython

    net = Network(directed=True)
    groups = {
        kind: {"shape": look.shape, "size": look.size, "font": {"size": look.font}}
        for kind, look in LOOKS.items()
    }
    net.options = OPTIONS | {"groups": groups}
    found: dict[str, Any] = net.options
    return found


def _node_style(node: ViewNode) -> dict[str, Any]:
    """Return the style of a node beside that of its kind: added, removed, pinned, or one's own."""
    look: dict[str, Any] = {"group": node.kind}
    if node.change == "went":
        look["opacity"] = FADED_OPACITY
    if node.pinned or node.change == "came" or node.share == "own":
        look["borderWidth"] = BOLD_WIDTH
    if node.pinned:
        look["shapeProperties"] = {"borderDashes": [3, 3]}
    return look


def _edge_style(edge: ViewEdge) -> dict[str, Any]:
    """Return the style of an edge, where not the default: dashed, dotted, bold, curved, with which marks."""
    course: dict[str, Any] = {"id": edge.id}
    if edge.dashed:
        course["dashes"] = [6, 5]
    if edge.disputed or edge.change == "came":
        course["width"] = 2.2
    if edge.bend:
        course["smooth"] = {"enabled": True, "type": "curvedCW", "roundness": edge.bend}
    if edge.absent:
        course["dashes"] = [2, 6]
        course["arrows"] = {"to": {"enabled": False}, "middle": {"enabled": True, "type": "diamond"}}
    elif edge.disputed:
        course["arrows"] = {"to": ARROW, "middle": {"enabled": True, "type": "bar", "scaleFactor": 0.6}}
    return course
