"""The vocabulary of queries, and completions of an unfinished one."""

from __future__ import annotations

import re
from collections import defaultdict

from graph.graph import Graph
from graph.index.entity_index import KINDS
from graph.models import Label, Shape
from graph.rdf.terms import language_of, text_of, to_label
from ontology import PREFIXES, shorten

PROPERTIES_QUERY = "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CLASSES_QUERY = "SELECT DISTINCT ?class ?label { ?class a owl:Class ; rdfs:label ?label }"
KEYWORDS = """ASK,BASE,BIND,CONSTRUCT,DESCRIBE,DISTINCT,EXISTS,FILTER,FROM,GRAPH,GROUP BY,HAVING,LIMIT,MINUS,
NAMED,OFFSET,OPTIONAL,ORDER BY,PREFIX,REDUCED,SELECT,SERVICE,UNION,VALUES,WHERE,
BOUND,COALESCE,CONCAT,CONTAINS,COUNT,DATATYPE,GROUP_CONCAT,IF,ISIRI,ISLITERAL,LANG,LANGMATCHES,LCASE,
MAX,MIN,NOT,REGEX,REPLACE,SAMPLE,STR,STRAFTER,STRBEFORE,STRENDS,STRLEN,STRSTARTS,SUM,UCASE"""
"""The words of SPARQL 1.1 that a query of this graph is likely to hold."""
UNFINISHED = re.compile(r"[?$][\w]*$|[A-Za-z][\w-]*(?::[\w./~-]*)?$")
VARIABLE = re.compile(r"[?$](\w+)")


class Term(Shape):
    """A name that stands in a query as it is, what it names, and its label."""

    name: str
    kind: str
    label: Label


def list_terms(graph: Graph) -> list[Term]:
    """List all that a query may name, properties first; `graph.once(terms)` keeps it."""
    labels, kinds = _label_terms(graph)
    named = ((shorten(iri), iri) for iri in kinds)
    found = [Term(name=name, kind=kinds[iri], label=labels[iri]) for name, iri in named if name != iri]
    return sorted(found, key=lambda term: (term.kind != "Property", term.name.lower()))


def _label_terms(graph: Graph) -> tuple[dict[str, Label], dict[str, str]]:
    """Map the IRI of each term to its labels and kinds."""
    index, known = graph.index, _list_classes(graph)
    used = {text_of(term) for (term,) in graph.select(PROPERTIES_QUERY)}
    kinds = {
        **{iri: _choose_kind(names.kinds) for iri, names in index.names.items()},
        **dict.fromkeys(index.sources, "Source"),
        **dict.fromkeys(known, "Class"),
        **dict.fromkeys(used | set(index.properties), "Property"),
    }
    titles = {iri: source.title for iri, source in index.sources.items()}
    return {iri: index.label(iri) for iri in kinds} | titles | known, kinds


def _choose_kind(kinds: set[str]) -> str:
    """Choose the primary one of the kinds of a thing."""
    return next((kind for kind in KINDS if kind in kinds), "Concept")


def _list_classes(graph: Graph) -> dict[str, Label]:
    """List the classes of the ontology with their labels, by IRI."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for term, name in graph.select(CLASSES_QUERY):
        labels[text_of(term)][language_of(name)] = text_of(name)
    return {iri: label for iri, said in labels.items() if (label := to_label(said))}


def list_completions(graph: Graph, before: str, whole: str) -> tuple[str, list[str]]:
    """List completions of the end of `before`, a part of a query: the unfinished part, and the terms.

    `?` is completed to the variables of the `whole` query, a prefix to its terms, letters to the words of
    SPARQL and to prefixes; nothing that is begun has no completion.
    """
    found = UNFINISHED.search(before)
    begun = found[0] if found else ""
    if not begun:
        return "", []
    if begun[0] in "?$":
        variables = dict.fromkeys(VARIABLE.findall(whole))
        offered = [begun[0] + name for name in variables]
    elif ":" in begun:
        offered = [term.name for term in graph.cached(list_terms)]
    else:
        offered = [*KEYWORDS.replace("\n", "").split(","), *(f"{prefix}:" for prefix in PREFIXES)]
    lower = begun.lower()
    return begun, [each for each in offered if each.lower().startswith(lower) and each != begun]
