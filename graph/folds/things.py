"""Folds for lists of things: distributions, components, concerns, what was searched for."""

from itertools import groupby

from graph.folds.common import grouped, things
from graph.index.entity_index import Index
from graph.rdf.store import Table
from graph.rdf.terms import Row, row_dicts, text
from graph.rows import CapabilityRow, ComponentRow, ConcernRow, DistributionRow, SearchRow


def distributions(index: Index, table: Table) -> list[DistributionRow]:
    """Fold `distributions.rq`."""
    found = (text(row["distribution"]) for row in row_dicts(table))
    return [DistributionRow(**dict(index.profile(iri)), sources=index.origin(iri)) for iri in found]


def components(index: Index, table: Table) -> list[ComponentRow]:
    """Fold `components.rq`."""
    return [component(index, rows) for rows in grouped(table, "component")]


def component(index: Index, rows: list[Row]) -> ComponentRow:
    """Fold the rows of one component."""
    iri = text(rows[0]["component"])
    return ComponentRow(
        **dict(index.profile(iri)),
        provides=things(index, rows, "capability"),
        used_by=things(index, rows, "user"),
        sources=index.origin(iri),
    )


def concerns(index: Index, table: Table) -> list[ConcernRow]:
    """Fold `concerns.rq`."""
    return [concern(index, rows) for rows in grouped(table, "concern")]


def concern(index: Index, rows: list[Row]) -> ConcernRow:
    """Fold the rows of one concern."""
    iri = text(rows[0]["concern"])
    capabilities = []
    for capability, same in groupby(rows, key=lambda row: text(row["capability"])):
        if capability:
            with_component = [row for row in same if row["component"] is not None]
            per_component = groupby(with_component, key=lambda row: text(row["component"]))
            thing = index.thing(capability)
            served = tuple(component(index, list(each)) for _, each in per_component)
            capabilities.append(CapabilityRow(id=thing.id, label=thing.label, components=served))
    return ConcernRow(
        **dict(index.profile(iri)),
        scheme=index.thing(rows[0]["scheme"]).id,
        capabilities=tuple(capabilities),
        sources=index.origin(iri),
    )


def search(index: Index, table: Table) -> list[SearchRow]:
    """Fold `search.rq`: each thing once, by its best match."""
    return [
        SearchRow(**dict(index.profile(text(rows[0]["thing"]))), matched=text(rows[0]["name"]))
        for rows in grouped(table, "thing")
    ]
