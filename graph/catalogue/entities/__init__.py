"""Questions about lists of things: distributions, components, concerns, what was searched for."""

from itertools import groupby

from graph.catalogue.mapping import collect_things, iterate_groups
from graph.catalogue.question import TEXT, Parameter, Question, Rest
from graph.index.entity_index import EntityIndex
from graph.models import Citation, Label, Profile, Shape, Thing
from graph.rdf.store import Table
from graph.rdf.terms import Row, row_dicts, text_of


class DistributionRow(Profile):
    """A distribution of the list."""

    sources: tuple[Citation, ...]


class ComponentRow(Profile):
    """A component of the list: what it provides, and who uses it."""

    provides: tuple[Thing, ...]
    used_by: tuple[Thing, ...]
    sources: tuple[Citation, ...]


class CapabilityRow(Shape):
    """A capability, and the components that have it."""

    id: str
    label: Label
    components: tuple[ComponentRow, ...]


class ConcernRow(Profile):
    """A concern and its capabilities; `scheme` is `triad` or `operations`."""

    scheme: str
    capabilities: tuple[CapabilityRow, ...]
    sources: tuple[Citation, ...]


class SearchRow(Profile):
    """Something that is called like what was searched for; `matched` is the spelling that was found."""

    matched: str
    sources: tuple[Citation, ...] = ()


def _map_distribution_rows(index: EntityIndex, table: Table) -> list[DistributionRow]:
    """Map `distributions.rq`."""
    found = (text_of(row["distribution"]) for row in row_dicts(table))
    return [DistributionRow(**dict(index.profile(iri)), sources=index.citations_for(iri)) for iri in found]


def _map_component_rows(index: EntityIndex, table: Table) -> list[ComponentRow]:
    """Map `components.rq`."""
    return [_map_component(index, rows) for rows in iterate_groups(table, "component")]


def _map_component(index: EntityIndex, rows: list[Row]) -> ComponentRow:
    """Map the rows of one component."""
    iri = text_of(rows[0]["component"])
    return ComponentRow(
        **dict(index.profile(iri)),
        provides=collect_things(index, rows, "capability"),
        used_by=collect_things(index, rows, "user"),
        sources=index.citations_for(iri),
    )


def _map_concern_rows(index: EntityIndex, table: Table) -> list[ConcernRow]:
    """Map `concerns.rq`."""
    return [_map_concern(index, rows) for rows in iterate_groups(table, "concern")]


def _map_concern(index: EntityIndex, rows: list[Row]) -> ConcernRow:
    """Map the rows of one concern."""
    iri = text_of(rows[0]["concern"])
    capabilities = []
    for capability, same in groupby(rows, key=lambda row: text_of(row["capability"])):
        if capability:
            with_component = [row for row in same if row["component"] is not None]
            per_component = groupby(with_component, key=lambda row: text_of(row["component"]))
            thing = index.thing(capability)
            served = tuple(_map_component(index, list(each)) for _, each in per_component)
            capabilities.append(CapabilityRow(id=thing.id, label=thing.label, components=served))
    return ConcernRow(
        **dict(index.profile(iri)),
        scheme=index.thing(rows[0]["scheme"]).id,
        capabilities=tuple(capabilities),
        sources=index.citations_for(iri),
    )


def _map_search_rows(index: EntityIndex, table: Table) -> list[SearchRow]:
    """Map `search.rq`: each thing once, by its best match."""
    return [
        SearchRow(**dict(index.profile(text_of(rows[0]["thing"]))), matched=text_of(rows[0]["name"]))
        for rows in iterate_groups(table, "thing")
    ]


DISTRIBUTIONS = Question(
    name="distributions",
    row=DistributionRow,
    map_rows=_map_distribution_rows,
    parameters={
        "uses": Parameter("Component", example="containerd"),
        "not_uses": Parameter("Component", example="flannel"),
        "concern": Parameter("Concern", example="network"),
    },
)
COMPONENTS = Question(
    name="components",
    row=ComponentRow,
    map_rows=_map_component_rows,
    parameters={"concern": Parameter("Concern", example="storage")},
    rest=[
        Rest(
            path="/components",
            tag="components",
            name="components",
            description="List the components, what they provide and which distributions use them.",
            filters=["concern"],
        )
    ],
)
CONCERNS = Question(
    name="concerns",
    row=ConcernRow,
    map_rows=_map_concern_rows,
    parameters={"concern": Parameter("Concern", example="network")},
    rest=[
        Rest(
            path="/concerns",
            tag="concerns",
            name="concerns",
            description="List compute, network, storage and operations: their capabilities and their "
            "components in each distribution.",
        ),
        Rest(
            path="/concerns/{id}",
            tag="concerns",
            name="concern",
            description="Return a concern: its capabilities and their components in each distribution.",
            subject="concern",
        ),
    ],
)
SEARCH = Question(
    name="search",
    row=SearchRow,
    map_rows=_map_search_rows,
    parameters={"q": Parameter(TEXT, example="kine", required=True)},
    rest=[
        Rest(
            path="/search",
            tag="search",
            name="search",
            description="Find entries by part of a name, in either language.",
            filters=["q"],
        )
    ],
)
