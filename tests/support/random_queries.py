"""Queries made at random from what a graph holds: engines agree on what each means."""

import random
from collections import Counter
from collections.abc import Sequence

import pyoxigraph as ox

from ontology import DG

SORTS = 12
MOST = 2_000
"""Triples that a property may have, so that answers are not long."""


class Maker:
    """Makes queries from triples; the same ones from the same seed."""

    def __init__(self, quads: Sequence[ox.Quad], seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # no secret
        often = Counter(quad.predicate for quad in quads)
        quads = [quad for quad in quads if often[quad.predicate] <= MOST]
        self.default = [quad for quad in quads if quad.graph_name == ox.DefaultGraph() and plain(quad)]
        self.named = [quad for quad in quads if quad.graph_name != ox.DefaultGraph() and plain(quad)]
        self.by_subject: dict[object, list[ox.Quad]] = {}
        for quad in self.default:
            self.by_subject.setdefault(quad.subject, []).append(quad)

    def query(self) -> str:
        """Make one."""
        return str(getattr(self, f"sort_{self.random.randrange(SORTS)}")())

    def star(self) -> list[ox.Quad]:
        """Choose up to three triples of one subject."""
        own = self.by_subject[self.random.choice(self.default).subject]
        return self.random.sample(own, min(len(own), self.random.randint(1, 3)))

    def sort_0(self) -> str:
        """Ask for a star."""
        predicates = sorted({str(quad.predicate) for quad in self.star()})
        patterns = " ".join(f"?s {predicate} ?o{n} ." for n, predicate in enumerate(predicates))
        return f"SELECT * WHERE {{ {patterns} }}"

    def sort_1(self) -> str:
        """Ask what others say of the same object."""
        quad = self.random.choice(self.default)
        return f"SELECT ?other ?p WHERE {{ {quad.subject} {quad.predicate} ?o . ?other ?p ?o }}"

    def sort_2(self) -> str:
        """Ask for what may be missing."""
        first, second = self.random.choice(self.default), self.random.choice(self.default)
        return (
            f"SELECT DISTINCT ?s ?o WHERE {{ ?s {first.predicate} {first.object} "
            f"OPTIONAL {{ ?s {second.predicate} ?o }} }}"
        )

    def sort_3(self) -> str:
        """Ask for one or the other."""
        first, second = self.random.choice(self.default), self.random.choice(self.default)
        return (
            f"SELECT ?s WHERE {{ {{ ?s {first.predicate} {first.object} }} "
            f"UNION {{ ?s {second.predicate} {second.object} }} }}"
        )

    def sort_4(self) -> str:
        """Ask for what is not there."""
        first, second = self.random.choice(self.default), self.random.choice(self.star())
        absent = f"FILTER NOT EXISTS {{ ?s {second.predicate} ?any }}"
        return f"SELECT ?s ?o WHERE {{ ?s {first.predicate} ?o {absent} }}"

    def sort_5(self) -> str:
        """Ask how many there are."""
        quad = self.random.choice(self.default)
        return f"SELECT ?o (COUNT(?s) AS ?n) WHERE {{ ?s {quad.predicate} ?o }} GROUP BY ?o"

    def sort_6(self) -> str:
        """Ask what a source holds."""
        quad = self.random.choice(self.named)
        return f"SELECT ?s ?o WHERE {{ GRAPH {quad.graph_name} {{ ?s {quad.predicate} ?o }} }}"

    def sort_7(self) -> str:
        """Ask which sources hold something."""
        quad = self.random.choice(self.named)
        return f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s {quad.predicate} {quad.object} }} }}"

    def sort_8(self) -> str:
        """Ask for the claims on a thing."""
        quad = self.random.choice(self.default)
        return (
            f"SELECT ?g ?c WHERE {{ ?thing {quad.predicate} {quad.object} . "
            f"GRAPH ?g {{ ?c a <{DG}Claim> ; rdf:subject ?thing }} }}"
        )

    def sort_9(self) -> str:
        """Ask whether something is so."""
        quad = self.random.choice(self.default)
        wrong = self.random.choice(self.default).object
        return f"ASK {{ {quad.subject} {quad.predicate} {self.random.choice([quad.object, wrong])} }}"

    def sort_10(self) -> str:
        """Ask for triples."""
        quad = self.random.choice(self.default)
        return f"CONSTRUCT {{ ?s dg:has ?o }} WHERE {{ ?s {quad.predicate} ?o . ?s a ?kind }}"

    def sort_11(self) -> str:
        """Ask for names that hold some letters, in an order."""
        quad = self.random.choice([each for each in self.default if each.predicate.value.endswith("Label")])
        letters = str(quad.object.value)[:3].replace("\\", "").replace('"', "")  # type: ignore[union-attr]
        return (
            f"SELECT ?s ?name WHERE {{ ?s {quad.predicate} ?name "
            f'FILTER(CONTAINS(LCASE(STR(?name)), LCASE("{letters}"))) }} ORDER BY ?s LANG(?name) LIMIT 5'
        )


def plain(quad: ox.Quad) -> bool:
    """Return whether a triple can be written into a query."""
    return isinstance(quad.object, ox.NamedNode | ox.Literal)
