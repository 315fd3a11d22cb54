"""The things and their relations for viewers of graphs: GraphML, GEXF, and Cytoscape's JSON."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from graph.dataset.metadata import LICENCE, TITLES
from graph.graph import Graph

if TYPE_CHECKING:
    import networkx as nx


def graphml(graph: Graph) -> bytes:
    """Write GraphML."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    from graph.export.networkx import project  # noqa: PLC0415  # likewise

    out = io.BytesIO()
    nx.write_graphml(flat(project(graph)), out)
    return out.getvalue()


def gexf(graph: Graph) -> bytes:
    """Write GEXF."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    from graph.export.networkx import project  # noqa: PLC0415  # likewise

    out = io.BytesIO()
    nx.write_gexf(flat(project(graph)), out)
    return out.getvalue()


def cytoscape(graph: Graph) -> bytes:
    """Write elements as Cytoscape.js and Cytoscape take them: what is missing is left out, lists are kept.

    `value`, `key`, `directed` and `multigraph` are what networkx reads beside.
    """
    from graph.export.networkx import project  # noqa: PLC0415  # networkx is slow to import

    network = project(graph)
    nodes = [{"id": slug, "value": slug, **present(data)} for slug, data in network.nodes(data=True)]
    edges = [
        {
            "id": edge_id(subject, target, key),
            "source": subject,
            "target": target,
            "key": key,
            **present(data),
        }
        for subject, target, key, data in network.edges(keys=True, data=True)
    ]
    told = {"name": TITLES["en"], "license": LICENCE, "snapshot": graph.snapshot, "as_of": str(graph.as_of)}
    elements = {"nodes": [{"data": data} for data in nodes], "edges": [{"data": data} for data in edges]}
    whole = {"data": told, "directed": True, "multigraph": True, "elements": elements}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def edge_id(subject: str, target: str, key: str) -> str:
    """Name an edge, as no other edge and no node is named; GraphML allows no slash there."""
    prop, _, condition = key.partition("/")
    return ":".join(filter(None, (subject, prop, target, condition)))


def present(attributes: dict[str, Any]) -> dict[str, Any]:
    """Keep the attributes that have a value."""
    return {name: value for name, value in attributes.items() if value is not None}


def flat(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return the same network for formats that know neither lists nor missing values.

    Every edge has a key of its own, which GraphML takes for its id: one of the whole document. It has a label
    too, for viewers draw that.
    """
    import networkx as nx  # noqa: PLC0415  # slow to import

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_nodes_from(network.nodes(data=True))
    for subject, target, key, attributes in network.edges(keys=True, data=True):
        cells = {
            name: " ".join(value) if isinstance(value, list) else value
            for name, value in present(attributes).items()
        }
        made.add_edge(subject, target, key=edge_id(subject, target, key), label=cells["property"], **cells)
    return made
