"""How widely components are used: what most distributions depend on, and what only one has."""

from __future__ import annotations

from collections import defaultdict

from graph.analysis.migration import relations_of
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.graph import Graph
from graph.models import Citation, Thing
from ontology import ID


class SpreadRow(Thing):
    """A component and the distributions that use it.

    Of the others, a source says of `absent` that they do not, and nobody has said anything of `unknown`.
    """

    users: tuple[Thing, ...]
    absent: int
    unknown: int
    sources: tuple[Citation, ...]


def measure_adoption(kg: Graph) -> list[SpreadRow]:
    """List the components that any distribution uses, the most widely used first."""
    return kg.once(all_spread)


def find_unique(kg: Graph, distribution: str) -> list[SpreadRow]:
    """List what a distribution uses and no other one is known to; raises UnknownNameError.

    How many of the others nobody has spoken of stands in `unknown`: the fewer, the surer.
    """
    own = kg.index.thing(kg.index.resolve("Distribution", distribution)).id
    rows = [row for row in measure_adoption(kg) if [each.id for each in row.users] == [own]]
    return sorted(rows, key=lambda row: (row.unknown, row.id))


def all_spread(kg: Graph) -> list[SpreadRow]:
    """Count the users of each component."""
    rows = [adoption_row(kg, component) for component in sorted(used(kg))]
    return sorted((each for each in rows if each.users), key=lambda each: (-len(each.users), each.id))


def used(kg: Graph) -> set[str]:
    """Return the components that something uses."""
    components = set(kg.index.slugs("Component").values())
    return {
        relation.object
        for relation in kg.once(relations_of)
        if ID + relation.object in components and "uses" in kg.index.broader_names(relation.property.iri)
    }


def adoption_row(kg: Graph, component: str) -> SpreadRow:
    """Sort the distributions by whether they use a component."""
    answers = defaultdict(list)
    for each in kg.answer(DISTRIBUTIONS_USING, component=component).items:
        answers[each.answer].append(each)
    cited = {place.claim: place for each in answers["yes"] for place in each.sources}
    return SpreadRow(
        **dict(kg.index.thing(ID + component)),
        users=tuple(kg.index.thing(each.iri) for each in answers["yes"]),
        absent=sum(map(len, answers.values())) - len(answers["yes"]) - len(answers["unknown"]),
        unknown=len(answers["unknown"]),
        sources=tuple(cited.values()),
    )
