"""The whole graph in the formats of other tools: RDF in several, GraphML and GEXF for graph viewers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from graph.exchange import RDF_FORMATS, serialise

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

FORMATS = ("nquads", "trig", "turtle", "jsonld", "graphml", "gexf")
"""What can be exported. Turtle has no named graphs and so holds the facts without the claims."""


def export(graph: KnowledgeGraph, form: str) -> bytes:
    """Write the graph in one of FORMATS."""
    if form in RDF_FORMATS:
        return serialise(graph.store, RDF_FORMATS[form])
    import networkx as nx  # noqa: PLC0415  # slow to import

    # These formats know neither lists nor missing values.
    network = graph.to_networkx()
    for _, _, attributes in network.edges(data=True):
        for key, value in attributes.items():
            attributes[key] = " ".join(value) if isinstance(value, list) else value or ""
    out = io.BytesIO()
    writer = nx.write_graphml if form == "graphml" else nx.write_gexf
    writer(network, out)
    return out.getvalue()
