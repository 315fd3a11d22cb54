"""The graph on the web of data: descriptions of things, of the service, of its graphs and vocabulary."""

from graph.linked_data.descriptions import (
    count_dataset,
    describe_dataset,
    describe_entity,
    describe_ontology,
    describe_source,
    name_of,
)
from graph.linked_data.named_graphs import GraphJob, resolve_graph
from graph.linked_data.vocabulary import Term, vocabulary_terms

__all__ = [
    "GraphJob",
    "Term",
    "count_dataset",
    "describe_dataset",
    "describe_entity",
    "describe_ontology",
    "describe_source",
    "name_of",
    "resolve_graph",
    "vocabulary_terms",
]
