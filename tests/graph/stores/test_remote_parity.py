"""A service that is opened by its address has the methods of the graph in memory, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import cast

import pytest

from graph import KnowledgeGraph
from graph.stores.remote.store import RemoteStore

Ask = Callable[[KnowledgeGraph], object]
ROWS = "SELECT ?d ?l { ?d a dg:Distribution ; skos:prefLabel ?l FILTER(LANG(?l) = 'en') } ORDER BY ?d"
METHODS: dict[str, Ask] = {
    "query": lambda kg: list(kg.query(ROWS)),
    "stream": lambda kg: [row for part in kg.stream(ROWS, rows=5) for row in part],
    "to_dataframe": lambda kg: kg.query(ROWS).to_dataframe(labels="zh").to_csv(),
    "to_rdflib": lambda kg: sorted(kg.query("DESCRIBE id:kine").to_rdflib()),
    "hints": lambda kg: kg.query("ASK { id:k3z dg:uses id:kine }").hints(),
    "ask": lambda kg: kg.ask("which distros use kine"),
    "ask of a day": lambda kg: kg.ask("k0s v0.12 时默认 CNI 是什么？"),
    "compare": lambda kg: repr(kg.compare("k3s", "k0s")),
    "describe": lambda kg: repr(kg.describe("kine")),
    "describe as a frame": lambda kg: kg.describe("kine").to_dataframe().to_csv(),
    "draw": lambda kg: kg.draw("kine").svg,
    "draw days": lambda kg: kg.draw("k0s", days=["2021-01-15", "2024-01-15"]).svg,
    "on": lambda kg: repr(kg.on("2021-01-15").compare("k3s", "k0s")),
    "at": lambda kg: repr(kg.at("k0s/v0.12.0").describe("k0s")),
    "changes": lambda kg: kg.changes("2026-09-01"),
    "release": lambda kg: kg.release("k3s"),
    "counts": lambda kg: kg.counts,
    "to_networkx": lambda kg: sorted(kg.to_networkx().edges(data="property")),
    "undated": lambda kg: sorted(kg.dump_date_independent().splitlines()),
}


@pytest.fixture(scope="module")
def far(service: str) -> Iterator[KnowledgeGraph]:
    """Open the service."""
    opened = KnowledgeGraph.open(f"{service}/sparql")
    yield opened
    cast("RemoteStore", opened.store).connection.release()


@pytest.mark.parametrize("method", METHODS)
def test_a_method_gives_what_it_gives_at_home(kg: KnowledgeGraph, far: KnowledgeGraph, method: str) -> None:
    """On any day too: what other days are derived from is a file of the service."""
    ask = METHODS[method]
    assert ask(far) == ask(kg)
