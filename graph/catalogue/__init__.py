"""The catalogue: what the graph can be asked.

One capability is one folder: its questions, their queries, and how solutions become rows.
"""

from collections.abc import Mapping

from graph.catalogue.changes import CHANGES
from graph.catalogue.entities import COMPONENTS, CONCERNS, DISTRIBUTIONS, SEARCH
from graph.catalogue.facts import COMPARISON, DISPUTES, FACTS, HOLDERS
from graph.catalogue.history import COVERAGE, HISTORY, SWITCHES
from graph.catalogue.question import Question
from graph.catalogue.relations import NEIGHBOURS, RELATIONS
from graph.catalogue.releases import DIFF, NEWEST_VERSIONS, RELEASES, SHIPPED, VERSIONS
from graph.catalogue.sources import CLAIMS, SOURCES
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.models import Shape

CATALOGUE: Mapping[str, Question[Shape]] = {
    question.name: question  # type: ignore[misc]  # rows of many types
    for question in (
        DISTRIBUTIONS,
        COMPONENTS,
        DISTRIBUTIONS_USING,
        CONCERNS,
        FACTS,
        HOLDERS,
        COMPARISON,
        CLAIMS,
        DISPUTES,
        SOURCES,
        SEARCH,
        NEIGHBOURS,
        RELATIONS,
        RELEASES,
        SHIPPED,
        DIFF,
        VERSIONS,
        NEWEST_VERSIONS,
        HISTORY,
        COVERAGE,
        SWITCHES,
        CHANGES,
    )
}
