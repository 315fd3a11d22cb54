"""The graph that is tested, and what it holds, whatever its store."""

import os
from functools import cache
from io import BytesIO
from typing import cast

import pyoxigraph as ox

from graph import KnowledgeGraph
from graph.rdf.store import MemoryStore


def opened() -> KnowledgeGraph:
    """Open the bundled graph, or the store in which it was published: see `test_stores`."""
    return KnowledgeGraph.open(os.environ.get("DISTROGRAPH_TEST_STORE"))


@cache
def quads_of(kg: KnowledgeGraph) -> list[ox.Quad]:
    """Return all quads, as the store writes them."""
    written = BytesIO()
    kg.store.dump(written, ox.RdfFormat.N_QUADS)
    return list(ox.parse(written.getvalue(), format=ox.RdfFormat.N_QUADS))


def engine_of(kg: KnowledgeGraph) -> ox.Store:
    """Return the engine's store of a graph that is here, in memory or on disk."""
    return cast("MemoryStore", kg.store).quads
