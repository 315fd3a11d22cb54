"""The things and their relations as a networkx graph, for analysis and for drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from graph.questions import RELATIONS
from ontology import ID

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph

KINDS = ("Distribution", "Component", "Tool", "Product", "Organisation", "Interface", "Concern", "Capability")
"""What a node can be, the more telling first: k3s is a component too, but above all a distribution."""


def project(graph: KnowledgeGraph) -> nx.MultiDiGraph[str]:
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
        profile = graph.index.profile(ID + slug)
        kind = next((kind for kind in KINDS if kind in profile.kinds), "Concept")
        network.nodes[slug].update(label=profile.label.en, label_zh=profile.label.zh, kind=kind)
    return network
