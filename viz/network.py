"""The view as a pyvis network: the one module that knows pyvis, and only as a model, never its pages."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from viz.style import LOOKS

if TYPE_CHECKING:
    from viz.shapes import View, ViewEdge
    from viz.texts import Language

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
        "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
    },
}


class Drawn(NamedTuple):
    """What vis-network is given: nodes, edges and options as JSON."""

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]
    options: dict[str, Any]


def drawn(view: View, language: Language) -> Drawn:
    """Build the network: own ids, places given, physics and smooth edges off.

    The colours are not in it: the page takes them from its style sheet, which knows light from dark.
    """
    from pyvis.network import Network  # noqa: PLC0415  # slow to import, brings IPython

    net = Network(directed=True)
    for node in view.nodes:
        look = LOOKS[node.kind]
        net.add_node(
            node.id,
            getattr(node.label, language),
            look.shape,
            group=node.kind,
            size=look.size,
            x=node.x,
            y=node.y,
        )
    for edge, bend in bent(view):
        smooth = {"enabled": True, "type": "curvedCW", "roundness": bend} if bend else False
        net.add_edge(edge.origin, edge.target, id=edge.id, dashes=edge.dashed, smooth=smooth)
    groups = {
        kind: {"shape": look.shape, "size": look.size, "font": {"size": look.font}}
        for kind, look in LOOKS.items()
    }
    net.options = OPTIONS | {"groups": groups}
    return Drawn(net.nodes, net.edges, net.options)


def bent(view: View) -> list[tuple[ViewEdge, float]]:
    """Give the edges, each with its bend: of several between two things, all but one are curved."""

    def pair(edge: ViewEdge) -> tuple[str, str]:
        return min(edge.origin, edge.target), max(edge.origin, edge.target)

    found = []
    for _, same in itertools.groupby(sorted(view.edges, key=pair), key=pair):
        for rank, edge in enumerate(same):
            away = 1 if edge.origin < edge.target else -1
            found.append((edge, round(0.18 * ((rank + 1) // 2) * (-1) ** rank * away, 2)))
    return found
