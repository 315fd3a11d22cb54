"""The things and their relations for viewers of graphs: GraphML, GEXF, and Cytoscape's JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from graph.dataset.metadata import LICENCE, TITLE
from graph.graph import Graph

if TYPE_CHECKING:
    import networkx as nx


def write_graphml(graph: Graph) -> bytes:
    """Write GraphML."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    from graph.export.networkx import build_networkx  # noqa: PLC0415  # likewise

    out = io.BytesIO()
    nx.write_graphml(_flatten_network(build_networkx(graph)), out)
    return out.getvalue()


def write_gexf(graph: Graph) -> bytes:
    """Write GEXF."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    from graph.export.networkx import build_networkx  # noqa: PLC0415  # likewise

    out = io.BytesIO()
    nx.write_gexf(_flatten_network(build_networkx(graph)), out)
    return out.getvalue()


def write_cytoscape(graph: Graph) -> bytes:
    """Write elements as Cytoscape.js and Cytoscape take them: what is missing is left out, lists are kept.

    `value`, `key`, `directed` and `multigraph` are what networkx reads beside.
    """
    from graph.export.networkx import build_networkx  # noqa: PLC0415  # networkx is slow to import

    network = build_networkx(graph)
    nodes = [{"id": slug, "value": slug, **_drop_missing(data)} for slug, data in network.nodes(data=True)]
    edges = [
        {
            "id": _edge_id(subject, target, key),
            "source": subject,
            "target": target,
            "key": key,
            **_drop_missing(data),
        }
        for subject, target, key, data in network.edges(keys=True, data=True)
    ]
    told = {"name": TITLE.en, "license": LICENCE, "snapshot": graph.snapshot, "as_of": str(graph.as_of)}
    elements = {"nodes": [{"data": data} for data in nodes], "edges": [{"data": data} for data in edges]}
    whole = {"data": told, "directed": True, "multigraph": True, "elements": elements}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _edge_id(subject: str, target: str, key: str) -> str:
    """Name an edge, as no other edge and no node is named; GraphML allows no slash there."""
    prop, _, condition = key.partition("/")
    return ":".join(filter(None, (subject, prop, target, condition)))


def _drop_missing(attributes: dict[str, Any]) -> dict[str, Any]:
    """Drop the attributes that have no value."""
    return {name: value for name, value in attributes.items() if value is not None}


def _flatten_network(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Flatten a network for formats that know neither lists nor missing values.

    Every edge has a key of its own, which GraphML takes for its id: one of the whole document. It has a label
    too, for viewers draw that.
    """
    import networkx as nx  # noqa: PLC0415  # slow to import

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_nodes_from(network.nodes(data=True))
    for subject, target, key, attributes in network.edges(keys=True, data=True):
        cells = {
            name: " ".join(value) if isinstance(value, list) else value
            for name, value in _drop_missing(attributes).items()
        }
        made.add_edge(subject, target, key=_edge_id(subject, target, key), label=cells["property"], **cells)
    return made
