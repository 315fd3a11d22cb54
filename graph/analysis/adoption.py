"""How widely components are used: what most distributions depend on, and what only one has."""

from __future__ import annotations

from collections import defaultdict

from graph.analysis.migration import list_relations
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.graph import Graph
from graph.models import Citation, Thing
from ontology import ID


class SpreadRow(Thing):
    """A component and the distributions that use it.

    Of the others, a source says of `absent` that they do not; of `unknown` nothing is recorded.
    """

    users: tuple[Thing, ...]
    absent: int
    unknown: int
    sources: tuple[Citation, ...]


def measure_adoption(graph: Graph) -> list[SpreadRow]:
    """List the components that any distribution uses, the most widely used first."""
    return graph.cached(_count_users)


def find_unique(graph: Graph, distribution: str) -> list[SpreadRow]:
    """List what a distribution uses and no other one is known to; raises UnknownNameError.

    `unknown` counts the others without a record: the fewer, the more certain.
    """
    own = graph.index.thing(graph.index.resolve("Distribution", distribution)).id
    rows = [row for row in measure_adoption(graph) if [each.id for each in row.users] == [own]]
    return sorted(rows, key=lambda row: (row.unknown, row.id))


def _count_users(graph: Graph) -> list[SpreadRow]:
    """Count the users of each component."""
    rows = [_build_adoption_row(graph, component) for component in sorted(_list_used_components(graph))]
    return sorted((each for each in rows if each.users), key=lambda each: (-len(each.users), each.id))


def _list_used_components(graph: Graph) -> set[str]:
    """List the components that something uses."""
    components = set(graph.index.slugs("Component").values())
    return {
        relation.object
        for relation in graph.cached(list_relations)
        if ID + relation.object in components and "uses" in graph.index.broader_names(relation.property.iri)
    }


def _build_adoption_row(graph: Graph, component: str) -> SpreadRow:
    """Build the row of a component, with the distributions sorted by whether they use it."""
    answers = defaultdict(list)
    for each in graph.answer(DISTRIBUTIONS_USING, component=component).items:
        answers[each.answer].append(each)
    cited = {place.claim: place for each in answers["yes"] for place in each.sources}
    return SpreadRow(
        **dict(graph.index.thing(ID + component)),
        users=tuple(graph.index.thing(each.iri) for each in answers["yes"]),
        absent=sum(map(len, answers.values())) - len(answers["yes"]) - len(answers["unknown"]),
        unknown=len(answers["unknown"]),
        sources=tuple(cited.values()),
    )
