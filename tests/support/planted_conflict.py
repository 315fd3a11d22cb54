"""A graph in which sources contradict each other: a primary one still says what another one rejects."""

from pathlib import Path

from graph import KnowledgeGraph

CONFLICT = """@prefix dg: <https://w3id.org/distrograph/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/distrograph/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix schema: <https://schema.org/> .
@prefix source: <https://w3id.org/distrograph/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

source:handbook {
  source:handbook a dg:Source ; dcterms:title "The handbook"@en, "手册"@zh ; dg:sourceKind dg:%(kind)s ;
    schema:url <https://example.com/handbook> ; dg:retrieved "2026-11-01"^^xsd:date .
  <https://w3id.org/distrograph/source/handbook#cni> a dg:Claim ;
    rdf:subject id:k0s ; rdf:predicate dg:defaultCni ; rdf:object id:cilium ;
    dg:rank dg:Deprecated ; dg:verdict dg:%(verdict)s ; %(bounds)s
    dg:contradictedBy <https://w3id.org/distrograph/source/k0s-repository#default-cni> ;
    dg:reason "The code says otherwise."@en, "代码并非如此。"@zh ; dg:locator "page 1" .
}
"""


def open_with_conflict(
    folder: Path, kind: str = "Primary", verdict: str = "Wrong", bounds: str = ""
) -> KnowledgeGraph:
    """Open the bundled graph with a handbook that says of the CNI plugin of k0s what nobody accepts."""
    file = folder / "handbook.trig"
    file.write_text(CONFLICT % {"kind": kind, "verdict": verdict, "bounds": bounds}, "utf-8")
    return KnowledgeGraph.open(data=[file])
