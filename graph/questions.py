"""The catalogue: what the graph can be asked. One question is one `.rq`, one row, one name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from graph.folds import changes, findings, relations, releases, sources, things, times, usage
from graph.index.entity_index import Index, query_text
from graph.models import Claim, Finding, Label, Shape
from graph.rdf.store import Table
from graph.release_rows import (
    ChangeRow,
    CoverageRow,
    DiffRow,
    HistoryRow,
    NewestRow,
    ReleaseRow,
    ShippedRow,
    SwitchRow,
    VersionRow,
)
from graph.rows import (
    ComparisonRow,
    ComponentRow,
    ConcernRow,
    DisputeRow,
    DistributionRow,
    NeighbourRow,
    RelationRow,
    SearchRow,
    SourceRow,
    UsageRow,
)

RowType = TypeVar("RowType", bound=Shape)
TEXT = "text"
"""The kind of a parameter that is no name of a thing but a piece of text."""
DAY = "day"
"""The kind of a parameter that is a day."""


@dataclass(frozen=True)
class Question(Generic[RowType]):
    """A named query.

    `parameters` says for each what it names: a class (`Component`), `thing`, `property`, `source`, `rank`,
    `verdict`, `day` or `text`. `required` are those without which the question makes no sense; `example`
    gives them. `archived`: it is asked of what all releases shipped, not of the facts of a day.
    """

    name: str
    row: type[RowType]
    fold: Callable[[Index, Table], list[RowType]]
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False

    @property
    def text(self) -> str:
        """The SPARQL, as it stands in `graph/queries/`."""
        return cached_text(self.name)

    @property
    def title(self) -> Label:
        """The question in words: the first two lines of the file."""
        english, chinese = self.text.splitlines()[:2]
        return Label(en=english.removeprefix("# "), zh=chinese.removeprefix("# "))


@cache
def cached_text(name: str) -> str:
    """Read a query's text once; the index asks some of the questions, too."""
    file = files("graph") / "queries" / f"{name}.rq"
    return file.read_text("utf-8") if file.is_file() else query_text(name)


DISTRIBUTIONS = Question(
    "distributions",
    DistributionRow,
    things.distributions,
    {"uses": "Component", "not_uses": "Component", "concern": "Concern"},
)
COMPONENTS = Question("components", ComponentRow, things.components, {"concern": "Concern"})
DISTRIBUTIONS_USING = Question(
    "distributions_using",
    UsageRow,
    usage.usages,
    {"component": "Component"},
    ("component",),
    {"component": "kine"},
)
CONCERNS = Question("concerns", ConcernRow, things.concerns, {"concern": "Concern"})
FACTS = Question("facts", Finding, findings.findings, {"subject": "thing"}, ("subject",), {"subject": "k0s"})
HOLDERS = Question(
    "holders", Finding, findings.findings, {"property": "property"}, ("property",), {"property": "defaultCni"}
)
COMPARISON = Question(
    "comparison",
    ComparisonRow,
    findings.comparison,
    {"first": "Distribution", "second": "Distribution", "third": "Distribution"},
    ("first", "second"),
    {"first": "k3s", "second": "k0s"},
)
CLAIMS = Question(
    "claims",
    Claim,
    sources.claims,
    {"subject": "thing", "property": "property", "source": "source", "verdict": "verdict", "rank": "rank"},
)
DISPUTES = Question("disputes", DisputeRow, findings.disputes)
SOURCES = Question("sources", SourceRow, sources.sources, {"source": "source"})
SEARCH = Question("search", SearchRow, things.search, {"q": TEXT}, ("q",), {"q": "kine"})
RELEASES = Question(
    "releases",
    ReleaseRow,
    releases.releases,
    {"distribution": "Distribution"},
    ("distribution",),
    {"distribution": "k3s"},
    archived=True,
)
SHIPPED = Question(
    "shipped",
    ShippedRow,
    releases.shipped,
    {"release": "Release"},
    ("release",),
    {"release": "k3s/v1.30.2+k3s1"},
    archived=True,
)
DIFF = Question(
    "diff",
    DiffRow,
    releases.diff,
    {"from": "Release", "to": "Release"},
    ("from", "to"),
    {"from": "k3s/v1.29.0+k3s1", "to": "k3s/v1.30.0+k3s1"},
    archived=True,
)
VERSIONS = Question(
    "versions",
    VersionRow,
    releases.versions,
    {"component": "Component", "distribution": "Distribution", "low": TEXT, "high": TEXT},
    ("component",),
    {"component": "traefik"},
    archived=True,
)
NEWEST_VERSIONS = Question(
    "newest_versions",
    NewestRow,
    releases.newest_versions,
    {"component": "Component", "as_of": DAY},
    ("component",),
    {"component": "traefik"},
    archived=True,
)
HISTORY = Question(
    "history",
    HistoryRow,
    times.history,
    {"component": "Component"},
    ("component",),
    {"component": "traefik"},
    archived=True,
)
COVERAGE = Question("coverage", CoverageRow, times.coverage, {"distribution": "Distribution"}, archived=True)
SWITCHES = Question(
    "switches", SwitchRow, times.switches, {"distribution": "Distribution", "from": "thing", "to": "thing"}
)
CHANGES = Question(
    "changes",
    ChangeRow,
    changes.changes,
    {"since": DAY, "until": DAY},
    ("since",),
    {"since": "2026-08-01"},
    archived=True,
)
NEIGHBOURS = Question(
    "neighbours", NeighbourRow, relations.neighbours, {"thing": "thing"}, ("thing",), {"thing": "traefik"}
)
RELATIONS = Question("relations", RelationRow, relations.relations)

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
