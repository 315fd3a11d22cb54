"""The words that a query can be written with, and those that complete what is begun."""

from __future__ import annotations

import re
from collections import defaultdict

from graph.graph import Graph
from graph.index.entity_index import KINDS
from graph.models import Label, Shape
from graph.rdf.terms import both, language_of, text_of
from ontology import PREFIXES, shorten

IN_USE = "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CLASSES = "SELECT DISTINCT ?class ?label { ?class a owl:Class ; rdfs:label ?label }"
KEYWORDS = """ASK,BASE,BIND,CONSTRUCT,DESCRIBE,DISTINCT,EXISTS,FILTER,FROM,GRAPH,GROUP BY,HAVING,LIMIT,MINUS,
NAMED,OFFSET,OPTIONAL,ORDER BY,PREFIX,REDUCED,SELECT,SERVICE,UNION,VALUES,WHERE,
BOUND,COALESCE,CONCAT,CONTAINS,COUNT,DATATYPE,GROUP_CONCAT,IF,ISIRI,ISLITERAL,LANG,LANGMATCHES,LCASE,
MAX,MIN,NOT,REGEX,REPLACE,SAMPLE,STR,STRAFTER,STRBEFORE,STRENDS,STRLEN,STRSTARTS,SUM,UCASE"""
"""The words of SPARQL 1.1 that a query of this graph is likely to hold."""
BEGUN = re.compile(r"[?$][\w]*$|[A-Za-z][\w-]*(?::[\w./~-]*)?$")
VARIABLE = re.compile(r"[?$](\w+)")


class Term(Shape):
    """A name that stands in a query as it is, what it names, and its label."""

    name: str
    kind: str
    label: Label


def vocabulary_terms(graph: Graph) -> list[Term]:
    """List all that a query may name, properties first; `graph.once(terms)` keeps it."""
    labels, kinds = labelled(graph)
    named = ((shorten(iri), iri) for iri in kinds)
    found = [Term(name=name, kind=kinds[iri], label=labels[iri]) for name, iri in named if name != iri]
    return sorted(found, key=lambda term: (term.kind != "Property", term.name.lower()))


def labelled(graph: Graph) -> tuple[dict[str, Label], dict[str, str]]:
    """Return the labels and the kinds of all that a query may name, by IRI."""
    index, known = graph.index, classes(graph)
    used = {text_of(term) for (term,) in graph.select(IN_USE)}
    kinds = {
        **{iri: most_telling(names.kinds) for iri, names in index.names.items()},
        **dict.fromkeys(index.sources, "Source"),
        **dict.fromkeys(known, "Class"),
        **dict.fromkeys(used | set(index.properties), "Property"),
    }
    titles = {iri: source.title for iri, source in index.sources.items()}
    return {iri: index.label(iri) for iri in kinds} | titles | known, kinds


def most_telling(kinds: set[str]) -> str:
    """Return the most telling of the kinds of a thing."""
    return next((kind for kind in KINDS if kind in kinds), "Concept")


def classes(graph: Graph) -> dict[str, Label]:
    """Return the classes of the ontology with their labels, by IRI."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for term, name in graph.select(CLASSES):
        labels[text_of(term)][language_of(name)] = text_of(name)
    return {iri: label for iri, said in labels.items() if (label := both(said))}


def completions(graph: Graph, before: str, whole: str) -> tuple[str, list[str]]:
    """Complete the end of `before`, a part of a query: what is begun there, and what it may become.

    `?` is completed to the variables of the `whole` query, a prefix to its terms, letters to the words of
    SPARQL and to prefixes; nothing that is begun has no completion.
    """
    found = BEGUN.search(before)
    begun = found[0] if found else ""
    if not begun:
        return "", []
    if begun[0] in "?$":
        variables = dict.fromkeys(VARIABLE.findall(whole))
        offered = [begun[0] + name for name in variables]
    elif ":" in begun:
        offered = [term.name for term in graph.once(vocabulary_terms)]
    else:
        offered = [*KEYWORDS.replace("\n", "").split(","), *(f"{prefix}:" for prefix in PREFIXES)]
    lower = begun.lower()
    return begun, [each for each in offered if each.lower().startswith(lower) and each != begun]
