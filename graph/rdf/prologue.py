"""The beginning of a query: what it declares, and what of ours it uses without declaring it."""

import pyoxigraph as ox

from graph.rdf.query_lexer import PROLOGUE, TOKEN
from graph.rdf.store import MemoryStore, prefixes
from ontology import ROOT

EMPTY = MemoryStore(ox.Store())
"""What has nothing, and so answers at once: it tells whether a query can be read, and what it gives."""


def prologue_of(query: str) -> str:
    """Return the prologue of a query: all before the first word that declares nothing."""
    for token in TOKEN.finditer(query):
        if token.lastgroup == "word" and token[0].upper() not in PROLOGUE:
            return query[: token.start()]
    return query


def undeclared(prologue: str, text: str) -> str:
    """Declare the prefixes of ours that a text may use and a prologue does not have."""
    declared = {token[0].partition(":")[0] for token in TOKEN.finditer(prologue) if token.lastgroup == "name"}
    return "".join(
        f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(text).items() if name not in declared
    )


def complete(query: str) -> str:
    """Return a query as any server can read it: relative IRIs are those of the dataset, prefixes declared."""
    return f"BASE <{ROOT}>\n{undeclared(prologue_of(query), query)}{query}"


def absolute(prologue: str, name: str) -> str:
    """Return the IRI of a name in a query with a prologue; raises BadQueryError for a name of nothing."""
    with EMPTY.answering(f"{prologue}SELECT ({name} AS ?iri) {{}}") as answer:
        (solution,) = answer  # type: ignore[misc]  # SELECT gives solutions
        return str(solution[0].value)
