"""Overlay of a comparison: what is shared, what is a distribution's own, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.analysis import is_none_finding
from graph.catalogue import FACTS, RelationRow
from graph.graph import Graph
from graph.models import Finding
from viz.models import ClaimSummary, Name, Share, ViewEdge
from viz.view.edges import name_relation
from viz.view.relation_index import RelationIndex
from viz.view.selection import Selection


def classify_shares(compared: Sequence[str], relations: Iterable[RelationRow]) -> dict[str, Share]:
    """Classify each node by whether all of the compared distributions have it, some, or only one."""
    users: dict[str, set[str]] = {}
    for each in relations:
        if each.subject in compared:
            users.setdefault(each.object, set()).add(each.subject)
    names: dict[int, Share] = {1: "own", len(compared): "shared"}
    return {slug: names.get(len(some), "some") for slug, some in users.items() if slug not in compared}


def draw_missing(
    graph: Graph, relation_index: RelationIndex, selection: Selection, compared: Sequence[str]
) -> list[ViewEdge]:
    """Build the edges to what a distribution is said to lack and another of the compared has.

    That nothing is recorded is no reason to draw anything.
    """
    provided = {
        each.object: None
        for slug in selection.levels
        for each in relation_index.outgoing(slug, "provides")
        if relation_index.kind(slug) == "Component"
    }
    return [
        _absence_edge(relation_index, slug, finding)
        for slug in compared
        for finding in graph.answer(FACTS, subject=slug).items
        if finding.about and finding.about.id in provided and is_none_finding(finding)
    ]


def _absence_edge(relation_index: RelationIndex, slug: str, finding: Finding) -> ViewEdge:
    """Build the edge from a distribution to a capability that nothing in it has."""
    about = finding.about or finding.property
    condition = finding.condition.id if finding.condition else ""
    return ViewEdge(
        id=f"{slug}~{finding.property.id}~none~{condition}",
        origin=slug,
        target=about.id,
        property=name_relation(relation_index, finding.property),
        condition=Name.maybe(finding.condition),
        standing=Name.of(finding.standing),
        absent=True,
        disputed=finding.standing.id == "Disputed",
        claims=tuple(ClaimSummary.of(claim) for claim in finding.claims if claim.rank.id != "Deprecated"),
        against=tuple(ClaimSummary.of(claim) for claim in finding.claims if claim.rank.id == "Deprecated"),
    )


def add_missing(relation_index: RelationIndex, selection: Selection, lines: Iterable[ViewEdge]) -> Selection:
    """Add the capabilities that are missing somewhere, and the components that provide them elsewhere."""
    capabilities = {line.target for line in lines}
    levels = selection.levels | dict.fromkeys(sorted(capabilities - set(selection.levels)), 2)
    providing = [
        each
        for slug in selection.levels
        for each in relation_index.outgoing(slug, "provides")
        if each.object in capabilities
    ]
    return selection._replace(levels=levels, relations=[*selection.relations, *providing])
