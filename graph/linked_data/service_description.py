"""The service described for machines: SPARQL 1.1 Service Description, VoID, and example queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from urllib.parse import quote

import pyoxigraph as ox

from graph.catalogue import CATALOGUE
from graph.dataset.metadata import LICENCE, TITLE
from graph.dataset.statistics import Size
from graph.errors import UnknownNameError
from graph.export.dumps import DUMPS, Part
from graph.graph import Graph
from graph.models import Label, localize
from graph.rdf.binding import to_term
from graph.rdf.bounded_writer import MAX_BYTES
from graph.rdf.query_job import DEFAULT_TIMEOUT
from ontology import DG, ID, PREFIXES, ROOT

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
SERVICE_PREFIXES = {**PREFIXES, "sd": SD, "formats": FORMATS}
SOLUTION_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
TRIPLE_FORMATS = ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD")
MAX_PARTITIONS = 500
"""Properties, and classes, whose size is described; the bundled graph has far fewer."""
GRAPHS = localize(
    "The default graph holds the ontology, the entities, the facts derived from all claims, and the "
    "components "
    "of releases. The claims of a source are in the named graph with the IRI of the source, not in the "
    "default "
    "graph."
)
LIMITS = localize(
    "Queries only: no updates, no SERVICE. Unless configured otherwise, the server ends a query after "
    "{seconds:g} seconds and rejects results larger than {size} MiB; the error names the limit. The "
    "prefixes of "
    "the project need not be declared.",
    seconds=DEFAULT_TIMEOUT,
    size=MAX_BYTES >> 20,
)
Value = ox.NamedNode | ox.BlankNode | ox.Literal
Node = ox.NamedNode | ox.BlankNode


def describe_service(graph: Graph, service: str) -> Iterator[ox.Triple]:
    """Describe the service at an address, its dataset, and each graph of it."""
    root = service.removesuffix("sparql")
    yield from _describe_endpoint(graph, service, root)
    yield from _describe_void_dataset(graph, service, root)
    yield from _describe_default_graph(graph, root)
    for name, triples in graph.counts.graphs.items():
        yield from _build_triples(
            _graph_address(root, name),
            {
                "rdf:type": [_expand_term("sd:Graph"), _expand_term("void:Dataset")],
                "void:triples": [_number_literal(triples)],
            },
        )
    yield from _describe_examples(graph, service)


def _describe_endpoint(graph: Graph, service: str, root: str) -> Iterator[ox.Triple]:
    """Describe the languages and formats of the service, and its default dataset.

    No sd:feature is claimed: the default graph is no union of the others, and FROM loads nothing.
    """
    here, there = ox.NamedNode(service), ox.NamedNode(f"{service}#dataset")
    named = {name: ox.BlankNode(f"graph{i}") for i, name in enumerate(graph.counts.graphs, 1)}
    formats = [_expand_term(f"formats:{name}") for name in (*SOLUTION_FORMATS, *TRIPLE_FORMATS)]
    yield from _build_triples(
        here,
        {
            "rdf:type": [_expand_term("sd:Service")],
            "sd:endpoint": [here],
            "sd:supportedLanguage": [_expand_term("sd:SPARQL11Query")],
            "sd:resultFormat": formats,
            "sd:defaultDataset": [there],
            "rdfs:comment": _language_literals(LIMITS),
        },
    )
    yield from _build_triples(
        there,
        {
            "rdf:type": [_expand_term("sd:Dataset")],
            "sd:defaultGraph": [_graph_address(root)],
            "sd:namedGraph": named.values(),
            "rdfs:comment": _language_literals(GRAPHS),
        },
    )
    for name, node in named.items():
        told = {"rdf:type": [_expand_term("sd:NamedGraph")], "sd:name": [ox.NamedNode(name)]}
        yield from _build_triples(node, {**told, "sd:graph": [_graph_address(root, name)]})


def _describe_void_dataset(graph: Graph, service: str, root: str) -> Iterator[ox.Triple]:
    """Describe the dataset as a whole: its metadata, its size, its dumps."""
    yield from _build_triples(
        ox.NamedNode(ROOT),
        {
            "rdf:type": [_expand_term("void:Dataset")],
            "dcterms:title": _language_literals(TITLE),
            "dcterms:license": [ox.NamedNode(LICENCE)],
            "dg:snapshot": [ox.Literal(graph.snapshot)],
            "dg:asOf": [to_term(graph.as_of)],
            "void:sparqlEndpoint": [ox.NamedNode(service)],
            "void:uriSpace": [ox.Literal(ID)],
            "void:vocabulary": [ox.NamedNode(DG.rstrip("#"))],
            "void:feature": [_expand_term(f"formats:{name}") for name in TRIPLE_FORMATS],
            "void:subset": [
                _graph_address(root),
                *(_graph_address(root, name) for name in graph.counts.graphs),
            ],
            "void:dataDump": _dump_addresses(root, "whole"),
            **_describe_size(graph.counts.whole),
        },
    )


def _describe_default_graph(graph: Graph, root: str) -> Iterator[ox.Triple]:
    """Describe the default graph and its size, by property and by class."""
    counts = graph.counts
    properties = {
        ox.BlankNode(f"property{i}"): name
        for i, name in enumerate(islice(counts.properties, MAX_PARTITIONS), 1)
    }
    classes = {
        ox.BlankNode(f"class{i}"): name for i, name in enumerate(islice(counts.classes, MAX_PARTITIONS), 1)
    }
    yield from _build_triples(
        _graph_address(root),
        {
            "rdf:type": [_expand_term("sd:Graph"), _expand_term("void:Dataset")],
            "void:dataDump": _dump_addresses(root, "default"),
            "void:propertyPartition": properties,
            "void:classPartition": classes,
            **_describe_size(counts.default),
        },
    )
    for node, name in properties.items():
        names = ("void:triples", "void:distinctSubjects", "void:distinctObjects")
        held = {
            said: [_number_literal(count)] for said, count in zip(names, counts.properties[name], strict=True)
        }
        yield from _build_triples(node, {"void:property": [ox.NamedNode(name)], **held})
    for node, name in classes.items():
        held = {"void:entities": [_number_literal(counts.classes[name])]}
        yield from _build_triples(node, {"void:class": [ox.NamedNode(name)], **held})


def _describe_examples(graph: Graph, service: str) -> Iterator[ox.Triple]:
    """Describe the questions of the catalogue as example queries, as SIB's collections have them."""
    for question in CATALOGUE.values():
        try:
            text = graph.format_query(question, **question.example)
        except UnknownNameError:
            continue  # somebody's own data, which do not know the thing that the example asks about
        yield from _build_triples(
            ox.NamedNode(f"{service}#{question.name}"),
            {
                "rdf:type": [_expand_term("sh:SPARQLExecutable"), _expand_term("sh:SPARQLSelectExecutable")],
                "rdfs:comment": _language_literals(question.title),
                "sh:select": [ox.Literal(text)],
                "schema:target": [ox.NamedNode(service)],
            },
        )


def _build_triples(subject: Node, said: Mapping[str, Iterable[Value]]) -> Iterator[ox.Triple]:
    """Build the triples of a subject."""
    for name, values in said.items():
        predicate = _expand_term(name)
        for value in values:
            yield ox.Triple(subject, predicate, value)


def _expand_term(name: str) -> ox.NamedNode:
    """Expand a prefixed name to a term."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(SERVICE_PREFIXES[prefix] + local)


def _language_literals(label: Label) -> list[ox.Literal]:
    """Return a text in each of its languages."""
    return [ox.Literal(text, language=language) for language, text in label.model_dump().items()]


def _number_literal(count: int) -> ox.Literal:
    """Return a number as a literal."""
    return ox.Literal(count)


def _describe_size(size: Size) -> dict[str, list[ox.Literal]]:
    """Describe the size of a part."""
    told = {
        "void:triples": size.triples,
        "void:entities": size.entities,
        "void:properties": size.properties,
        "void:classes": size.classes,
        "void:distinctSubjects": size.subjects,
        "void:distinctObjects": size.objects,
    }
    return {name: [_number_literal(count)] for name, count in told.items()}


def _dump_addresses(root: str, part: Part) -> list[ox.NamedNode]:
    """Return the addresses of the dumps of the whole dataset, or those of the default graph."""
    return [ox.NamedNode(f"{root}dumps/{name}") for name, dump in DUMPS.items() if dump.part == part]


def _graph_address(root: str, name: str | None = None) -> ox.NamedNode:
    """Return the address at which a graph, or the default graph, can be read; it stands for the graph."""
    return ox.NamedNode(f"{root}graphs?graph={quote(name, safe='')}" if name else f"{root}graphs?default")
