"""Names in a query that the graph does not have: they are no error, and find nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

import pyoxigraph as ox

from graph.errors import BadQueryError, UnknownNameError
from graph.graph import Graph
from graph.index.names import find_nearest
from graph.linked_data.vocabulary import list_terms
from graph.rdf.binding import Bindable
from graph.rdf.prologue import declare_missing, find_prologue, resolve_name
from graph.rdf.query_lexer import TOKEN
from graph.rdf.store import Truth
from i18n import Language, Message
from ontology import ROOT, shorten

IS_USED_QUERY = """ASK {
  { ?it ?p ?o } UNION { ?s ?it ?o } UNION { ?s ?p ?it } UNION { GRAPH ?it { ?s ?p ?o } }
  UNION { GRAPH ?g { { ?it ?p ?o } UNION { ?s ?it ?o } UNION { ?s ?p ?it } } }
}"""


def describe_unknown_terms(
    graph: Graph, query: str, bound: Mapping[str, Bindable], language: Language
) -> list[str]:
    """Describe each name of ours in a query that the graph does not have, with the nearest ones.

    And of each text that is `bound` to a variable and is the name of a thing: as a text it names nothing.
    """
    iris = [value.value for value in bound.values() if isinstance(value, ox.NamedNode)]
    wrong = [
        _unknown_name_error(graph, name).render(language)
        for name, iri in (*_find_names(query), *((shorten(iri), iri) for iri in iris))
        if iri.startswith(ROOT)
        and not cast("Truth", graph.store.query(IS_USED_QUERY, {"it": ox.NamedNode(iri)})).value
    ]
    slugs = graph.index.slugs("thing")
    return wrong + [
        Message(
            '{name} is bound to the text “{value}”; to bind it to the thing, give iri("{value}")',
            name=name,
            value=value,
        ).render(language)
        for name, value in bound.items()
        if isinstance(value, str) and value.lower() in slugs
    ]


def _find_names(query: str) -> Iterator[tuple[str, str]]:
    """Find the prefixed names in a query, each once, with their IRIs."""
    own = find_prologue(query)
    prologue = declare_missing(own, query) + own
    tokens = TOKEN.finditer(query, len(own))
    for name in dict.fromkeys(token[0] for token in tokens if token.lastgroup == "name"):
        try:
            yield name, resolve_name(prologue, name)
        except BadQueryError:  # a blank node, or a name that no prefix explains
            continue


def _unknown_name_error(graph: Graph, name: str) -> UnknownNameError:
    """Return the error that nothing has a name, with the nearest ones."""
    known = {term.name.lower(): term.name for term in graph.cached(list_terms)}
    near = find_nearest(name, dict.fromkeys(known, ""), {})
    return UnknownNameError("thing", name, [known[each] for each in near])
