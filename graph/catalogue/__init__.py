"""The catalogue: what the graph can be asked.

One capability is one folder: its questions, their queries, and how solutions become rows.
"""

from collections.abc import Mapping

from graph.catalogue.answer import Answer, RowType
from graph.catalogue.changes import CHANGES, ChangeRow, Upgrade
from graph.catalogue.entities import COMPONENTS, CONCERNS, DISTRIBUTIONS, SEARCH, DistributionRow
from graph.catalogue.facts import (
    COMPARISON,
    DISPUTES,
    FACTS,
    HOLDERS,
    ComparisonRow,
    DisputeRow,
    Side,
    is_background,
)
from graph.catalogue.history import (
    COVERAGE,
    HISTORY,
    SWITCHES,
    Column,
    CoverageRow,
    HistoryRow,
    MissingMinors,
    SwitchRow,
    is_from_release_table,
)
from graph.catalogue.question import TEXT, Parameter, Partition, Question, Rest
from graph.catalogue.relations import NEIGHBOURS, RELATIONS, NeighbourRow, RelationRow
from graph.catalogue.release_mapping import Release
from graph.catalogue.releases import (
    DIFF,
    NEWEST_VERSIONS,
    RELEASES,
    SHIPPED,
    VERSIONS,
    DiffRow,
    LineRow,
    NewestRow,
    ReleaseRow,
    ShippedRow,
    VersionRow,
)
from graph.catalogue.roles import ROLES, RoleRow
from graph.catalogue.sources import CLAIMS, SOURCES, SourceRow
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.models import Shape

__all__ = [
    "CATALOGUE",
    "CHANGES",
    "CLAIMS",
    "COMPARISON",
    "COMPONENTS",
    "CONCERNS",
    "COVERAGE",
    "DIFF",
    "DISPUTES",
    "DISTRIBUTIONS",
    "DISTRIBUTIONS_USING",
    "FACTS",
    "HISTORY",
    "HOLDERS",
    "NEIGHBOURS",
    "NEWEST_VERSIONS",
    "RELATIONS",
    "RELEASES",
    "ROLES",
    "SEARCH",
    "SHIPPED",
    "SOURCES",
    "SWITCHES",
    "TEXT",
    "VERSIONS",
    "Answer",
    "ChangeRow",
    "Column",
    "ComparisonRow",
    "CoverageRow",
    "DiffRow",
    "DisputeRow",
    "DistributionRow",
    "HistoryRow",
    "LineRow",
    "MissingMinors",
    "NeighbourRow",
    "NewestRow",
    "Parameter",
    "Partition",
    "Question",
    "RelationRow",
    "Release",
    "ReleaseRow",
    "Rest",
    "RoleRow",
    "RowType",
    "ShippedRow",
    "Side",
    "SourceRow",
    "SwitchRow",
    "Upgrade",
    "UsageRow",
    "VersionRow",
    "is_background",
    "is_from_release_table",
]


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
        ROLES,
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
