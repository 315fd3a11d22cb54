"""The names in a query that the graph has never heard of: they are no error, and find nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import pyoxigraph as ox

from graph.errors import BadQueryError, UnknownNameError
from graph.graph import Graph
from graph.index.names import nearest
from graph.linked_data.vocabulary import vocabulary_terms
from graph.rdf.binding import Bindable
from graph.rdf.prologue import absolute, prologue_of, undeclared
from graph.rdf.query_lexer import TOKEN
from graph.rdf.store import Truth
from ontology import ROOT, shorten

HEARD = """ASK {
  { ?it ?p ?o } UNION { ?s ?it ?o } UNION { ?s ?p ?it } UNION { GRAPH ?it { ?s ?p ?o } }
  UNION { GRAPH ?g { { ?it ?p ?o } UNION { ?s ?it ?o } UNION { ?s ?p ?it } } }
}"""


def unheard(graph: Graph, query: str, bound: Mapping[str, Bindable]) -> list[str]:
    """Describe each name of ours in a query that stands nowhere in the graph, with the nearest ones.

    And of each text that is `bound` to a variable and is the name of a thing: as a text it names nothing.
    """
    iris = [value.value for value in bound.values() if isinstance(value, ox.NamedNode)]
    wrong = [
        str(unknown(graph, name))
        for name, iri in (*names_used(query), *((shorten(iri), iri) for iri in iris))
        if iri.startswith(ROOT)
        and not cast("Truth", graph.store.query(HEARD, {"it": ox.NamedNode(iri)})).value
    ]
    slugs = graph.index.slugs("thing")
    return wrong + [
        f'{name} is bound to the text “{value}”; to the thing it is bound by iri("{value}")'
        for name, value in bound.items()
        if isinstance(value, str) and value.lower() in slugs
    ]


def names_used(query: str) -> Iterator[tuple[str, str]]:
    """Return the names with a prefix that a query uses, each once, and the IRIs that they stand for."""
    own = prologue_of(query)
    prologue = undeclared(own, query) + own
    tokens = TOKEN.finditer(query, len(own))
    for name in dict.fromkeys(token[0] for token in tokens if token.lastgroup == "name"):
        try:
            yield name, absolute(prologue, name)
        except BadQueryError:  # a blank node, or a name that no prefix explains
            continue


def unknown(graph: Graph, name: str) -> UnknownNameError:
    """State that nothing has a name, and which ones are near."""
    known = {term.name.lower(): term.name for term in graph.once(vocabulary_terms)}
    near = nearest(name, dict.fromkeys(known, ""), {})
    return UnknownNameError("thing", name, [known[each] for each in near])
