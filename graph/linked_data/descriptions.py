"""What the graph holds of one thing, the ontology, and the dataset as a whole, as RDF."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import cast

import pyoxigraph as ox

from graph.errors import UnknownNameError
from graph.graph import Graph
from graph.linked_data.service_description import SERVICE_PREFIXES, describe_service
from graph.rdf.serialization import RDF_FORMATS
from graph.rdf.store import Table, Triples
from graph.rdf.terms import text_of
from ontology import PREFIXES, SOURCE, VOCABULARY, directory, version_slug

THING = """
CONSTRUCT { ?thing ?property ?value . ?finding ?said ?so . ?claim ?p ?o . }
WHERE {
  { ?thing ?property ?value }
  UNION { ?finding a dg:Finding ; rdf:subject ?thing ; ?said ?so }
  UNION { GRAPH ?source { ?claim a dg:Claim ; rdf:subject ?thing ; ?p ?o } }
}
"""
VERSION = """
CONSTRUCT { ?thing ?property ?value . ?release dg:ships ?thing . ?manifest ?p ?o . }
WHERE {
  { ?thing ?property ?value }
  UNION { ?release dg:ships ?thing }
  UNION {
    VALUES ?listing { dg:manifestOf dg:lists }
    GRAPH ?source { ?manifest ?listing ?thing ; ?p ?o }
    FILTER(?p != dg:lists || ?listing = dg:manifestOf || ?o = ?thing)
  }
}
"""
STATISTICS = """
SELECT ?triples ?claims ?sources ?entities WHERE {
  { SELECT (COUNT(*) AS ?all) WHERE { ?s ?p ?o } }
  { SELECT (COUNT(*) AS ?said) WHERE { GRAPH ?g { ?s ?p ?o } } }
  { SELECT (COUNT(*) AS ?claims) WHERE { GRAPH ?g { ?c a dg:Claim } } }
  { SELECT (COUNT(DISTINCT ?g) AS ?sources) WHERE { GRAPH ?g { ?c a dg:Source } } }
  { SELECT (COUNT(DISTINCT ?e) AS ?entities) WHERE {
      ?e skos:prefLabel ?label FILTER(STRSTARTS(STR(?e), STR(id:)))
  } }
  BIND(?all + ?said AS ?triples)
}
"""


def describe_entity(graph: Graph, slug: str, form: str) -> bytes:
    """Write all that is held of a thing, its findings and the claims on it; raises UnknownNameError.

    Of a release and of a version of a component: what is on record of it, and the manifests that list it.
    """
    iri = _resolve_iri(graph, slug)
    if iri.value not in graph.index.names:
        held = cast("Triples", graph.archive.query(VERSION.replace("?thing", str(iri))))
        return _write_triples(held.triples, form)
    # The thing is not in the projection of a CONSTRUCT, so the engine cannot bind it: the term is written in.
    found = cast("Triples", graph.store.query(THING.replace("?thing", str(iri))))
    return _write_triples(found.triples, form)


def _resolve_iri(graph: Graph, slug: str) -> ox.NamedNode:
    """Find the IRI of a thing, a release or a version of a component; raises UnknownNameError."""
    if "/" in slug and slug.lower() not in graph.index.slugs("thing"):
        return graph.release_index.resolve_any(slug)
    return graph.index.resolve("thing", slug)


def canonical_name(graph: Graph, slug: str) -> str:
    """Return the canonical name of a thing, a release or a version of a component.

    Raises UnknownNameError.
    """
    iri = _resolve_iri(graph, slug)
    return graph.index.thing(iri).id if iri.value in graph.index.names else version_slug(iri.value)


def describe_source(graph: Graph, slug: str, form: str) -> bytes:
    """Write what a source says of itself and all its claims; raises UnknownNameError."""
    if SOURCE + slug not in graph.index.sources:
        raise UnknownNameError("source", slug, graph.index.find_nearest(slug, graph.index.slugs("source")))
    found = graph.store.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{SOURCE}{slug}> {{ ?s ?p ?o }} }}")
    return _write_triples(cast("Triples", found).triples, form)


def describe_ontology(form: str) -> bytes:
    """Write the ontology."""
    texts = ((directory() / name).read_bytes() for name in VOCABULARY)
    quads = chain.from_iterable(ox.parse(text, format=ox.RdfFormat.TURTLE) for text in texts)
    return _write_triples([quad.triple for quad in quads], form)


def count_dataset(graph: Graph) -> dict[str, int]:
    """Count the triples, claims, sources and entities of the dataset."""
    table = cast("Table", graph.store.query(STATISTICS))
    with graph.store.translate_row_errors():
        return {name: int(text_of(count)) for name, count in zip(table.variables, table.rows[0], strict=True)}


def describe_dataset(graph: Graph, service: str, form: str) -> bytes:
    """Describe the dataset and the service at an address (VoID; SPARQL 1.1 Service Description)."""
    return _write_triples(list(describe_service(graph, service)), form, SERVICE_PREFIXES)


def _write_triples(triples: list[ox.Triple], form: str, prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    """Write triples, each once, in a format of RDF_FORMATS."""
    return ox.serialize(dict.fromkeys(triples), format=RDF_FORMATS[form], prefixes=dict(prefixes)) or b""
