"""The words that a query can be written with: what the editor offers, and by what it labels an answer."""

from collections import defaultdict

from fastapi import APIRouter

from api.dependencies import Graph
from graph import KnowledgeGraph
from graph.model import Label, Shape
from graph.terms import both, language, text
from ontology import PREFIXES, shorten
from viz.style import KINDS

router = APIRouter(tags=["sparql"])
IN_USE = "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
CLASSES = "SELECT DISTINCT ?class ?label { ?class a owl:Class ; rdfs:label ?label }"


class Term(Shape):
    """A name that stands in a query as it is, what it names, and its label."""

    name: str
    kind: str
    label: Label


class Terms(Shape):
    """The prefixes that need not be declared, and the terms of the ontology and of the graph."""

    snapshot: str
    prefixes: dict[str, str]
    terms: list[Term]


@router.get("/sparql/terms")
def terms(graph: Graph) -> Terms:
    """Give the prefixes and terms that an editor of queries offers, with their labels."""
    labels, kinds = labelled(graph)
    named = ((shorten(iri), iri) for iri in kinds)
    found = [Term(name=name, kind=kinds[iri], label=labels[iri]) for name, iri in named if name != iri]
    found.sort(key=lambda term: (term.kind != "Property", term.name.lower()))
    return Terms(snapshot=graph.snapshot, prefixes=dict(PREFIXES), terms=found)


def labelled(graph: KnowledgeGraph) -> tuple[dict[str, Label], dict[str, str]]:
    """Give the labels and the kinds of all that a query may name, by IRI."""
    index, known = graph.index, classes(graph)
    used = {text(term) for (term,) in graph.query(IN_USE).terms()}
    kinds = {
        **{iri: kind_of(names.kinds) for iri, names in index.names.items()},
        **dict.fromkeys(index.sources, "Source"),
        **dict.fromkeys(known, "Class"),
        **dict.fromkeys(used | set(index.properties), "Property"),
    }
    titles = {iri: source.title for iri, source in index.sources.items()}
    return {iri: index.label(iri) for iri in kinds} | titles | known, kinds


def kind_of(kinds: set[str]) -> str:
    """Give the most telling of the kinds of a thing."""
    return next((kind for kind in KINDS if kind in kinds), "Concept")


def classes(graph: KnowledgeGraph) -> dict[str, Label]:
    """Give the classes of the ontology with their labels, by IRI."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for term, name in graph.query(CLASSES).terms():
        labels[text(term)][language(name)] = text(name)
    return {iri: label for iri, said in labels.items() if (label := both(said))}
