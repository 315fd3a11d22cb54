"""Start a server with its own plans over and over, and hold each of its answers against memory's.

README.md says how to read what it tells.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import KnowledgeGraph, stores
from graph.catalogue import CATALOGUE
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.usage import DISTRIBUTIONS_USING
from tests.support.sparql_servers import as_dba, virtuoso

FILLED, STARTED = 8, 13
"""How many databases are filled, and how often each is started."""

Rows = Counter[str]


def asked(graph: KnowledgeGraph, components: list[str]) -> Iterator[tuple[str, Rows]]:
    """Ask each question of the catalogue by its example, and who uses each of the components."""
    for name, question in CATALOGUE.items():
        yield name, Counter(map(str, graph.solve(question, **question.example)[0].rows))
    for component in components:
        table, _ = graph.solve(DISTRIBUTIONS_USING, component=component)
        yield f"distributions_using {component}", Counter(map(str, table.rows))


def wrong(graph: KnowledgeGraph, right: Mapping[str, Rows], components: list[str]) -> list[str]:
    """Return for each answer that differs how many rows it lost and how many it has too many."""
    found = []
    for name, rows in asked(graph, components):
        lost, more = right[name] - rows, rows - right[name]
        if lost or more:
            found.append(f"{name}: {lost.total()} lost, {more.total()} too many")
    return found


def run(filled: int, started: int) -> bool:
    """Fill, start, ask and tell; gives whether every answer was right."""
    memory = KnowledgeGraph.open()
    components = [row.id for row in memory.answer(COMPONENTS).items]
    right = dict(asked(memory, components))
    failed = 0
    for database in range(filled):
        with TemporaryDirectory() as folder:
            with as_dba(), virtuoso(Path(folder)) as engine:
                stores.open_target(engine.url).publish(progress=lambda _: None)
            for start in range(started):
                with virtuoso(Path(folder)) as engine:
                    found = wrong(KnowledgeGraph.open(engine.url), right, components)
                failed += bool(found)
                print(
                    f"database {database + 1}, start {start + 1}:",
                    "; ".join(found) or "as memory",
                    flush=True,
                )
    print(f"{filled * started} starts, {len(right)} questions each, {failed} starts with another answer")
    return not failed


def main() -> None:
    """Read what is wished, and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filled", type=int, default=FILLED, help="databases to fill (%(default)s)")
    parser.add_argument("--started", type=int, default=STARTED, help="starts of each (%(default)s)")
    wished = parser.parse_args()
    sys.exit(not run(wished.filled, wished.started))


if __name__ == "__main__":
    main()
