"""What is said about Kubernetes distributions, and asking it."""

import pyoxigraph as _ox

from graph.catalogue.answer import Answer
from graph.errors import (
    BadDataError,
    BadParameterError,
    BadQueryError,
    GraphError,
    IngestError,
    MissingLibraryError,
    StoreError,
    UnknownNameError,
)
from graph.knowledge_graph import KnowledgeGraph
from ontology import ID as _ID

__all__ = [
    "Answer",
    "BadDataError",
    "BadParameterError",
    "BadQueryError",
    "GraphError",
    "IngestError",
    "KnowledgeGraph",
    "MissingLibraryError",
    "StoreError",
    "UnknownNameError",
    "iri",
]


def iri(slug: str) -> _ox.NamedNode:
    """Return the term of a slug, to bind to a parameter of a query; raises BadParameterError."""
    try:
        if slug and ":" not in slug:
            return _ox.NamedNode(_ID + slug)
    except (TypeError, ValueError):
        pass
    raise BadParameterError(
        f"{repr(slug)[:50]} is no slug, such as kine",
        f"{repr(slug)[:50]} 不是短名（例如 kine）",
        parameter="slug",
    )
