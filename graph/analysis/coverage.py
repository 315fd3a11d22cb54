"""How much is known of who uses what: of each component that says how it ships, and of each distribution."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from graph.catalogue.usage import DISTRIBUTIONS_USING, MEANINGS
from graph.graph import Graph
from graph.rdf.terms import text_of

COUNTED_QUERY = "SELECT DISTINCT ?component { ?component a dg:Component ; dg:shipsAs ?form }"


@dataclass(frozen=True, slots=True)
class Coverage:
    """The number of pairs of a component and a distribution, and of those whose answer is not recorded.

    Of `instead`, which are not among `unknown`, something else is recorded that does the job by default.
    """

    pairs: int
    unknown: int
    instead: int


def measure_coverage(graph: Graph) -> Coverage:
    """Count the answers to whether a distribution uses a component, for components that say how they ship."""
    counted = {text_of(component) for (component,) in graph.select(COUNTED_QUERY)}
    answers: dict[tuple[str, str], set[str]] = defaultdict(set)
    for component, distribution, answer, *_ in graph.select(DISTRIBUTIONS_USING.text):
        if component is not None and text_of(component) in counted:
            answers[text_of(component), text_of(distribution)].add(text_of(answer))
    strongest = Counter(next(answer for answer in MEANINGS if answer in given) for given in answers.values())
    known = sum(number for answer, number in strongest.items() if MEANINGS[answer] != "unknown")
    pairs = len(counted) * len(graph.index.slugs("Distribution"))
    return Coverage(pairs, pairs - known - strongest["instead"], strongest["instead"])
