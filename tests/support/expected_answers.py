"""What clients are asked, and what the graph itself answers."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlencode

import pytest
from rdflib import Namespace
from rdflib.term import Node
from rdflib.util import from_n3

if TYPE_CHECKING:
    from graph import KnowledgeGraph

CARD = "SELECT ?d { ?d dg:uses id:kine }"
TYPED = """SELECT ?claim ?day (1 + 1 AS ?two) (?day > "2021-01-01"^^xsd:date AS ?late) ?nothing {
  GRAPH ?g { ?claim rdf:subject id:k0s ; dg:validFrom ?day } }"""
NAMES = "SELECT ?d ?name { ?d a dg:Distribution ; skos:prefLabel ?name }"
YES, NO = "ASK { id:k3s dg:uses id:kine }", "ASK { id:kine dg:uses id:k3s }"
TRIPLES = ["DESCRIBE id:kine", "CONSTRUCT { ?d dg:uses ?c } WHERE { ?d dg:uses ?c }"]
WRONG = "SELECT ?d {\n  ?d ?p }"
LONG = f"{CARD} # {'x' * 100_000}"
"""Longer than an address may be."""
DG, ID = Namespace("https://w3id.org/distrograph/ontology#"), Namespace("https://w3id.org/distrograph/id/")
ROOT = Path(__file__).parents[2]
COMUNICA = ROOT / "node_modules" / "@comunica" / "query-sparql"
needs_comunica = pytest.mark.skipif(
    not (shutil.which("node") and COMUNICA.is_dir()) and os.environ.get("CI") != "true",
    reason="Comunica is not installed: `make test` does it, with npm",
)
Rows = set[tuple[str | None, ...]]


def known(kg: KnowledgeGraph, query: str) -> Rows:
    """Return what the graph itself answers: in each row the texts of its terms, without their types."""
    rows = {tuple(None if each is None else str(each) for each in row) for row in terms(kg, query)}
    assert rows
    return rows


def terms(kg: KnowledgeGraph, query: str) -> set[tuple[Node | None, ...]]:
    """Return the same as terms of rdflib, with types and languages."""
    return {
        tuple(term_of(None if each is None else str(each)) for each in row) for row in kg.query(query).terms()
    }


def term_of(written: str | None) -> Node | None:
    """Read a term as N-Triples has it, or that there is none."""
    term = from_n3(written) if written else None
    assert term is None or isinstance(term, Node)
    return term


def address(server: str, query: str, **further: str) -> str:
    """Make the address of an answer."""
    return f"{server}/sparql?{urlencode({'query': query, **further})}"


def said(error: BaseException | None) -> str:
    """Return the message in the body of an error."""
    assert isinstance(error, HTTPError)
    assert error.headers["content-type"] == "application/problem+json"
    return str(json.load(error)["detail"])
