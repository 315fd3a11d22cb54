"""The beginning of a query: what it declares, and what of ours it uses without declaring it."""

import pyoxigraph as ox

from graph.rdf.query_lexer import PROLOGUE, TOKEN
from graph.rdf.store import MemoryStore, select_prefixes
from ontology import ROOT

EMPTY = MemoryStore(ox.Store())
"""What has nothing, and so answers at once: it tells whether a query can be read, and what it gives."""


def find_prologue(query: str) -> str:
    """Return the prologue of a query: all before the first word that declares nothing."""
    for token in TOKEN.finditer(query):
        if token.lastgroup == "word" and token[0].upper() not in PROLOGUE:
            return query[: token.start()]
    return query


def declare_missing(prologue: str, text: str) -> str:
    """Return declarations of our prefixes that a text may use and a prologue does not have."""
    declared = {token[0].partition(":")[0] for token in TOKEN.finditer(prologue) if token.lastgroup == "name"}
    return "".join(
        f"PREFIX {name}: <{iri}>\n" for name, iri in select_prefixes(text).items() if name not in declared
    )


def complete_query(query: str) -> str:
    """Complete a query for any server: base of the dataset, prefixes declared."""
    return f"BASE <{ROOT}>\n{declare_missing(find_prologue(query), query)}{query}"


def resolve_name(prologue: str, name: str) -> str:
    """Resolve a name in a query with a prologue to its IRI; raises BadQueryError for an unknown prefix."""
    with EMPTY.open_query(f"{prologue}SELECT ({name} AS ?iri) {{}}") as answer:
        (solution,) = answer  # type: ignore[misc]  # SELECT gives solutions
        return str(solution[0].value)
