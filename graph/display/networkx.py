"""Converts triples to a graph of networkx, and to lines between things."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from graph.display.dataframes import Namer
from graph.rdf.store import Term
from ontology import ID, shorten

if TYPE_CHECKING:
    import networkx as nx


class Node(NamedTuple):
    """A thing that triples speak of: its short name, and its IRI if it has one."""

    name: str
    iri: str


class Line(NamedTuple):
    """A triple between two things, with the IRI of its property."""

    origin: Node
    property: str
    target: Node


def _to_node(term: Term) -> Node:
    """Convert a term to a node: a thing by its slug, another IRI by its prefixed name if it has one."""
    if not isinstance(term, ox.NamedNode):
        return Node(str(term), "")
    ours = term.value.startswith(ID)
    return Node(term.value.removeprefix(ID) if ours else shorten(term.value), term.value)


def to_lines(triples: Iterable[ox.Triple]) -> list[Line]:
    """Return the triples whose objects are no literals, each once."""
    return [
        Line(_to_node(each.subject), each.predicate.value, _to_node(each.object))
        for each in dict.fromkeys(triples)
        if not isinstance(each.object, ox.Literal)
    ]


def build_network(
    triples: Iterable[ox.Triple], plain: Callable[[Term], Any], names: Namer
) -> nx.MultiDiGraph[str]:
    """Build a graph of triples: IRIs and blank nodes are nodes, literals are attributes of these.

    A node is called by its short name and has its `iri`, `label` and `label_zh`; what literals say stands
    under the short name of the property, as a list. An edge has its `property` as key.
    """
    import networkx as nx  # noqa: PLC0415  # slow to import

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()

    def node(term: Term) -> str:
        found = _to_node(term)
        if found.name not in made:
            label = names(found.iri) if found.iri else None
            told = {"iri": found.iri, "label": label.en, "label_zh": label.zh} if label else {}
            made.add_node(found.name, **told)
        return found.name

    for triple in triples:
        subject, prop = node(triple.subject), shorten(triple.predicate.value)
        if isinstance(triple.object, ox.Literal):
            made.nodes[subject].setdefault(prop, []).append(plain(triple.object))
        else:
            made.add_edge(subject, node(triple.object), key=prop, property=prop)
    return made
