"""The graph on the web of data: descriptions of things, of the service, of its graphs and vocabulary."""

from graph.linked_data.descriptions import (
    canonical_name,
    count_dataset,
    describe_dataset,
    describe_entity,
    describe_ontology,
    describe_source,
)
from graph.linked_data.named_graphs import GraphJob, resolve_graph
from graph.linked_data.vocabulary import Term, list_terms

__all__ = [
    "GraphJob",
    "Term",
    "canonical_name",
    "count_dataset",
    "describe_dataset",
    "describe_entity",
    "describe_ontology",
    "describe_source",
    "list_terms",
    "resolve_graph",
]
