"""Answers that only the graph as a whole can give; what is not recorded is counted, never filled in."""

from graph.analysis.adoption import SpreadRow, find_unique, measure_adoption
from graph.analysis.coverage import Coverage, measure_coverage
from graph.analysis.impact import find_affected, find_unknown_users
from graph.analysis.lineage import KinRow, trace_lineage
from graph.analysis.migration import (
    OUTCOMES,
    CapabilityChange,
    Outcome,
    ProvidedComponent,
    is_none_finding,
    plan_migration,
)
from graph.analysis.paths import ConnectingPath, find_paths
from graph.analysis.reachability import ReachedRow
from graph.analysis.shortest_paths import IMPASSABLE, find_shortest_paths
from graph.analysis.similarity import Likeness, SimilarRow, rank_similar

__all__ = [
    "IMPASSABLE",
    "OUTCOMES",
    "CapabilityChange",
    "ConnectingPath",
    "Coverage",
    "KinRow",
    "Likeness",
    "Outcome",
    "ProvidedComponent",
    "ReachedRow",
    "SimilarRow",
    "SpreadRow",
    "find_affected",
    "find_paths",
    "find_shortest_paths",
    "find_unique",
    "find_unknown_users",
    "is_none_finding",
    "measure_adoption",
    "measure_coverage",
    "plan_migration",
    "rank_similar",
    "trace_lineage",
]
