"""What a picture of compared distributions makes plain: what is shared, what is own, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.analysis import says_none
from graph.catalogue import FACTS, RelationRow
from graph.graph import Graph
from graph.models import Finding
from viz.models import ClaimSummary, Name, Share, ViewEdge
from viz.view.relation_index import RelationIndex
from viz.view.selection import Choice


def shares(compared: Sequence[str], relations: Iterable[RelationRow]) -> dict[str, Share]:
    """Describe each thing whether all of the compared distributions have it, some, or only one."""
    users: dict[str, set[str]] = {}
    for each in relations:
        if each.subject in compared:
            users.setdefault(each.object, set()).add(each.subject)
    names: dict[int, Share] = {1: "own", len(compared): "shared"}
    return {slug: names.get(len(some), "some") for slug, some in users.items() if slug not in compared}


def draw_missing(kg: Graph, web: RelationIndex, choice: Choice, compared: Sequence[str]) -> list[ViewEdge]:
    """Draw what a distribution is said to do without, where another of the compared has it.

    That nobody has said so is no reason to draw anything.
    """
    provided = {
        each.object: None
        for slug in choice.levels
        for each in web.leaving(slug, "provides")
        if web.kind(slug) == "Component"
    }
    return [
        absent(slug, finding)
        for slug in compared
        for finding in kg.answer(FACTS, subject=slug).items
        if finding.about and finding.about.id in provided and says_none(finding)
    ]


def absent(slug: str, finding: Finding) -> ViewEdge:
    """Make the line from a distribution to a capability that nothing in it has."""
    about = finding.about or finding.property
    condition = finding.condition.id if finding.condition else ""
    return ViewEdge(
        id=f"{slug}~{finding.property.id}~none~{condition}",
        origin=slug,
        target=about.id,
        property=Name.of(finding.property),
        condition=Name.maybe(finding.condition),
        standing=Name.of(finding.standing),
        absent=True,
        disputed=finding.standing.id == "Disputed",
        claims=tuple(ClaimSummary.of(claim) for claim in finding.claims if claim.rank.id != "Deprecated"),
        against=tuple(ClaimSummary.of(claim) for claim in finding.claims if claim.rank.id == "Deprecated"),
    )


def with_missing(web: RelationIndex, choice: Choice, lines: Iterable[ViewEdge]) -> Choice:
    """Add the capabilities that are missing somewhere, and who provides them elsewhere."""
    capabilities = {line.target for line in lines}
    levels = choice.levels | dict.fromkeys(sorted(capabilities - set(choice.levels)), 2)
    providing = [
        each
        for slug in choice.levels
        for each in web.leaving(slug, "provides")
        if each.object in capabilities
    ]
    return choice._replace(levels=levels, relations=[*choice.relations, *providing])
