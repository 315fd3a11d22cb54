"""Terms of the engine as rdflib has them; loaded where rdflib is needed, for it is slow to import."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from graph.rdf.store import Term


class Nodes(dict[Term, Node]):
    """The nodes of terms, each made once: a dataset says the same ones again and again."""

    def __missing__(self, term: Term) -> Node:
        """Make the node of a term."""
        made = self[term] = to_node(term)
        return made


def to_node(term: Term) -> Node:
    """Return the same term as rdflib has it; literals stay as they are written."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else term.datatype.value
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return BNode(str(term).removeprefix("_:"))
