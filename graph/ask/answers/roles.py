"""Whether distributions use a component as something: as what it is used else does not tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from graph.ask.capabilities import Jobs
from graph.ask.meaning import Uses
from graph.ask.sentences import named, said
from graph.catalogue.facts import HOLDERS
from graph.catalogue.mapping import citations
from graph.catalogue.usage import UsageRow, Use, relation
from graph.models import Finding, Property, Thing, Value

if TYPE_CHECKING:
    from graph.ask.meaning import Condition, Language
    from graph.graph import Graph

USES = frozenset({"uses", "bundles", "enables"})
UNTOLD = frozenset({"unknown", "any"})
Answered = Literal["yes", "offered", "supported", "no", "unknown"]
ORDER: tuple[Answered, ...] = ("yes", "offered", "supported", "no")
TOLD: dict[Answered, frozenset[Answered]] = {
    "yes": frozenset({"yes", "offered"}),
    "offered": frozenset({"offered", "supported"}),
    "supported": frozenset({"offered", "supported"}),
    "no": frozenset({"no"}),
    "unknown": frozenset(),
}
"""What is told beside an answer."""


def as_job(
    graph: Graph, rows: Iterable[UsageRow], component: Thing, job: Thing
) -> tuple[list[UsageRow], list[str]]:
    """Narrow down who uses a component to one job, by what is said of it; with the queries that tell."""
    answers = [graph.answer(HOLDERS, property=prop) for prop in about(graph, job)]
    findings = [finding for answer in answers for finding in answer.items]
    narrowed = [
        of_job(graph, row, [each for each in findings if each.subject.id == row.id], component)
        for row in rows
    ]
    return narrowed, [answer.sparql for answer in answers]


def about(graph: Graph, job: Thing) -> list[str]:
    """Give the properties that say what does a job."""
    relations = {"uses", "offers", "supports"}
    return [
        prop.id
        for prop in graph.index.properties.values()
        if prop.about == job and relations & graph.index.broader_names(prop.iri)
    ]


def of_job(graph: Graph, row: UsageRow, findings: list[Finding], component: Thing) -> UsageRow:
    """Answer for one distribution by the findings on a job: what it has for that says no to all else."""
    told = [each for finding in findings for each in uses(graph, finding, component)]
    given = {said_so for said_so, _ in told}
    answer: Answered = next((each for each in ORDER if each in given), "unknown")
    how = tuple(use for said_so, use in told if said_so in TOLD[answer])
    sources = citations(claim for use in how for claim in use.claims)
    return row.model_copy(update={"answer": answer, "how": how, "sources": sources})


def uses(graph: Graph, finding: Finding, component: Thing) -> Iterator[tuple[Answered, Use]]:
    """Give what a finding on a job says of a component, value by value."""
    prop = graph.index.properties[finding.property.iri]
    way = relation(graph.index, prop.iri)
    for value in finding.values:
        claims = tuple(claim for claim in finding.claims if claim.value == value)
        use = Use(
            property=finding.property,
            relation=way,
            value=value,
            condition=finding.condition,
            since=next((claim.since for claim in claims if claim.since), None),
            until=None,
            claims=claims,
        )
        if value.iri == component.iri:
            yield ("yes" if way in USES else "offered" if way == "offers" else "supported"), use
        elif (
            finding.condition is None and way in USES and value.kind not in UNTOLD and tells_all(prop, value)
        ):
            yield "no", use


def tells_all(prop: Property, value: Value) -> bool:
    """Tell whether a value leaves no room for another one."""
    return prop.functional or value.kind == "none"


def unable(graph: Graph, condition: Condition, language: Language) -> list[str]:
    """Say that no source gives a component the capability that it is asked to have, if none does."""
    job = condition.job if isinstance(condition, Uses) else None
    if (
        not isinstance(condition, Uses)
        or job is None
        or job.iri in graph.once(Jobs).of(condition.component.iri)
    ):
        return []
    return [
        said("unable", language, component=named(condition.component, language), job=named(job, language))
    ]
