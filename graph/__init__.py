"""What is said about Kubernetes distributions, and asking it."""

import pyoxigraph as _ox

from graph.answer import Answer
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
from graph.knowledge import KnowledgeGraph
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
    """Give the term for a thing by its slug, to bind to a parameter of a query."""
    return _ox.NamedNode(_ID + slug)
