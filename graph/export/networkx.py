"""The things and their relations as a networkx graph, for analysis and for drawing."""

from __future__ import annotations

import networkx as nx

from graph.catalogue.relations import RELATIONS
from graph.graph import Graph
from ontology import ID


def build_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Make the networkx graph: see `KnowledgeGraph.to_networkx`."""
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for relation in graph.answer(RELATIONS).items:
        network.add_edge(
            relation.subject,
            relation.object,
            key=relation.property.id + (f"/{relation.condition.id}" if relation.condition else ""),
            property=relation.property.id,
            condition=relation.condition.id if relation.condition else None,
            standing=relation.standing.id if relation.standing else None,
            claims=[claim.iri for claim in relation.claims],
            sources=sorted({claim.source.id for claim in relation.claims}),
        )
    for slug in network:
        label, kind = graph.index.label(ID + slug), graph.index.primary_kind(slug)
        network.nodes[slug].update(label=label.en, label_zh=label.zh, kind=kind)
    return network
