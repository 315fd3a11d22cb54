"""Terms of the engine as rdflib has them; loaded where rdflib is needed, for it is slow to import."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from graph.rdf.store import Term


class NodeCache(dict[Term, Node]):
    """A cache of rdflib's nodes by term: a dataset has the same ones again and again."""

    def __missing__(self, term: Term) -> Node:
        """Build the node of a term."""
        made = self[term] = _to_node(term)
        return made


def _to_node(term: Term) -> Node:
    """Convert a term to rdflib's node; literals keep their spelling."""
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language else term.datatype.value
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return BNode(str(term).removeprefix("_:"))
