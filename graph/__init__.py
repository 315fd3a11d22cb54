"""What is said about Kubernetes distributions, and asking it.

What stands in `__all__` is the public face, which the reference documents; all else may change with any
commit.
"""

import pyoxigraph as _ox

from graph.analysis import (
    find_affected,
    find_paths,
    find_unique,
    find_unknown_users,
    measure_adoption,
    plan_migration,
    rank_similar,
    trace_lineage,
)
from graph.ask import Reply
from graph.catalogue import CATALOGUE, Answer, Question
from graph.errors import (
    BadDataError,
    BadParameterError,
    BadQueryError,
    GraphError,
    IngestError,
    LimitError,
    MissingLibraryError,
    StoreError,
    UnknownNameError,
)
from graph.graph import Graph
from graph.knowledge_graph import KnowledgeGraph
from graph.models import Citation, Claim, Finding, Label, Profile, Property, Source, Thing, Value
from graph.releases import VersionRange, parse_version, parse_version_range
from graph.results import Comparison, Description, Result
from i18n import Message
from ontology import ID as _ID

__all__ = [
    "CATALOGUE",
    "Answer",
    "BadDataError",
    "BadParameterError",
    "BadQueryError",
    "Citation",
    "Claim",
    "Comparison",
    "Description",
    "Finding",
    "Graph",
    "GraphError",
    "IngestError",
    "KnowledgeGraph",
    "Label",
    "LimitError",
    "MissingLibraryError",
    "Profile",
    "Property",
    "Question",
    "Reply",
    "Result",
    "Source",
    "StoreError",
    "Thing",
    "UnknownNameError",
    "Value",
    "VersionRange",
    "find_affected",
    "find_paths",
    "find_unique",
    "find_unknown_users",
    "iri",
    "measure_adoption",
    "parse_version",
    "parse_version_range",
    "plan_migration",
    "rank_similar",
    "trace_lineage",
]


def iri(slug: str) -> _ox.NamedNode:
    """Return the term of a slug, to bind to a parameter of a query; raises BadParameterError."""
    try:
        if slug and ":" not in slug:
            return _ox.NamedNode(_ID + slug)
    except (TypeError, ValueError):
        pass
    raise BadParameterError(
        Message("{slug} is not a valid short name such as kine", slug=repr(slug)[:50]),
        parameter="slug",
    )
