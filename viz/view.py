"""A part of the graph, chosen and placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.model import Label
from graph.questions import FACTS
from viz import choose
from viz.layout import place
from viz.shapes import Fact, FactValue, Name, Said, View, ViewEdge, ViewNode, shown
from viz.texts import TEXTS
from viz.web import Web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph import KnowledgeGraph
    from graph.model import Finding, Value
    from graph.rows import RelationRow

LIMIT = 150
"""How many things a view shows if nothing else is asked for: more cannot be read."""
MOST = 2000
"""How many things a view shows at most: more cannot be drawn."""
DEEPEST = 4
DEPRECATED = "Deprecated"
SERVES = Name(id="serves", label=Label(en=TEXTS["panel.serves"][0], zh=TEXTS["panel.serves"][1]))


def view(  # noqa: PLR0913  # these are the parameters of the page's address
    kg: KnowledgeGraph,
    *,
    focus: str | None = None,
    depth: int = 1,
    concern: str | None = None,
    compare: Sequence[str] = (),
    limit: int = LIMIT,
    dated: bool = False,
) -> View:
    """Choose a part of the graph and place it; nothing given, the first view.

    Compared distributions go before a focus, a focus before a concern. `dated`: the view names its day.
    Raises UnknownNameError for a name that the graph has never heard of.
    """
    web = Web(kg)
    compared = tuple(dict.fromkeys(slug_of(kg, "Distribution", name) for name in compare if name.strip()))
    focused = slug_of(kg, "thing", focus) if focus and focus.strip() else None
    served = slug_of(kg, "Concern", concern) if concern and concern.strip() else None
    depth, limit = min(max(depth, 1), DEEPEST), min(max(limit, 1), MOST)
    if compared:
        choice = choose.comparison(web, compared, limit)
    elif focused:
        choice = choose.neighbourhood(web, focused, depth, limit)
    elif served:
        choice = choose.serving(web, served, limit)
    else:
        choice = choose.overview(web, limit)
    edges = [*(draw(web, each) for each in choice.relations), *derived(choice)]
    anchors = compared or tuple(filter(None, (focused or served,)))
    return View(
        focus=focused,
        depth=depth,
        concern=served,
        compare=compared,
        as_of=kg.as_of if dated else None,
        left_out=choice.left_out,
        nodes=tuple(place(nodes(web, choice), edges, choice.levels, anchors)),
        edges=tuple(edges),
    )


def slug_of(kg: KnowledgeGraph, kind: str, name: str) -> str:
    """Find the slug of a thing as it is written in the graph."""
    return kg.index.thing(kg.index.resolve(kind, name.strip())).id


def nodes(web: Web, choice: choose.Choice) -> list[ViewNode]:
    """Make the things of a view, not yet placed."""
    shown = dict.fromkeys(choice.levels, 0)
    for relation in choice.relations:
        shown[relation.subject] += 1
        shown[relation.object] += 1
    return [
        ViewNode(
            id=slug,
            kind=web.kind(slug),
            label=web.profile(slug).label,
            description=web.profile(slug).description,
            more=web.degree(slug) - shown[slug],
        )
        for slug in choice.levels
    ]


def draw(web: Web, relation: RelationRow) -> ViewEdge:
    """Make a relation of a view."""
    condition = relation.condition
    return ViewEdge(
        id="~".join(
            (relation.subject, relation.property.id, relation.object, condition.id if condition else "")
        ),
        origin=relation.subject,
        target=relation.object,
        property=Name.of(relation.property),
        condition=Name.maybe(condition),
        standing=Name.maybe(relation.standing),
        dashed=condition is not None or web.is_offer(relation),
        disputed=relation.standing is not None and relation.standing.id == "Disputed",
        derived=not relation.claims,
        claims=tuple(map(Said.of, relation.claims)),
        against=against(web, relation),
    )


def derived(choice: choose.Choice) -> list[ViewEdge]:
    """Make the lines from components to the concerns that they serve."""
    return [
        ViewEdge(
            id=f"{slug}~concern~{concern}~",
            origin=slug,
            target=concern,
            property=SERVES,
            derived=True,
            claims=tuple(Said.of(claim) for each in relations for claim in each.claims),
        )
        for (slug, concern), relations in choice.serves.items()
    ]


def against(web: Web, relation: RelationRow) -> tuple[Said, ...]:
    """Give what was said on the same matter and did not hold.

    Where a property takes one value, any rejected value is a word against this one; elsewhere only what was
    said of this value, or what the claims name as their contradiction.
    """
    claims, known = web.index.claims, web.index.properties.get(relation.property.iri)
    iris = {claim.iri for claim in relation.claims}
    sole = known is not None and known.functional
    return tuple(
        Said.of(claim)
        for claim in claims.values()
        if claim.rank.id == DEPRECATED
        and claim.subject.id == relation.subject
        and claim.property.iri == relation.property.iri
        and (sole or claim.value.id == relation.object or iris & {*claim.contradicted_by, *claim.answered_by})
    )


def facts(kg: KnowledgeGraph, slug: str) -> list[Fact]:
    """Give the facts of a thing, short, for a file that cannot ask the service."""
    return [fact_of(finding) for finding in kg.answer(FACTS, subject=slug).items]


def fact_of(finding: Finding) -> Fact:
    """Shorten a finding."""
    return Fact(
        property=Name.of(finding.property),
        concern=Name.maybe(finding.concern),
        condition=Name.maybe(finding.condition),
        standing=Name.of(finding.standing),
        values=tuple(
            FactValue(kind=each.kind, id=each.id, label=shown(each), since=since(finding, each))
            for each in finding.values
        ),
        claims=tuple(map(Said.of, finding.claims)),
    )


def since(finding: Finding, value: Value) -> str | None:
    """Tell since when a value holds; what is rejected or past does not count."""
    saying = (claim for claim in finding.claims if claim.value == value and claim.rank.id != DEPRECATED)
    return next((claim.since for claim in saying if claim.since and not claim.until), None)
