"""Whether a condition holds of distributions: yes, no, or nobody has said; with the rows that tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.ask.answers.roles import as_job
from graph.ask.answers.usage import enabled
from graph.ask.meaning import Condition, Has, Uses
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import HOLDERS
from graph.catalogue.mapping import citations
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.models import Citation, Claim, Finding, Shape, Thing, Value
from ontology import DG

if TYPE_CHECKING:
    from graph.graph import Graph

COMPLETE = frozenset({"license", "steward"})
"""The properties of which a source that names a value names all."""
STATED = {"thing", "literal", "link", "any"}
"""What a value may be if there is one at all."""


@dataclass
class Judgement:
    """What a condition comes to: its truth by the slug of the distribution, the rows that tell, the query.

    `usages` are the rows of a component, and `optional` those of them who do not use it but could.
    """

    truth: dict[str, bool | None]
    rows: dict[str, list[Shape]]
    sources: dict[str, list[Citation]]
    sparql: str
    optional: list[UsageRow] = field(default_factory=list)
    usages: list[UsageRow] = field(default_factory=list)


def judge(graph: Graph, condition: Condition) -> Judgement:
    """Tell of which distributions a condition holds."""
    found = used(graph, condition) if isinstance(condition, Uses) else had(graph, condition)
    if condition.negated:
        found.truth = {slug: None if truth is None else not truth for slug, truth in found.truth.items()}
        found.optional = []
    return found


def used(graph: Graph, condition: Uses) -> Judgement:
    """Judge by who uses a component."""
    answer = graph.answer(DISTRIBUTIONS_USING, component=condition.component.id)
    items, queries = answer.items, [answer.sparql]
    if condition.job:
        items, queries = as_job(graph, items, condition.component, condition.job)
    truth = {row.id: use_truth(row, condition.way) for row in items}
    optional = [row for row in items if row.answer in {"offered", "supported"} and not truth[row.id]]
    rows: dict[str, list[Shape]] = {row.id: [row] for row in items}
    sources = {row.id: list(row.sources) for row in items}
    could = optional if condition.way in {"uses", "default"} else []
    return Judgement(truth, rows, sources, united(queries), could, items)


def use_truth(row: UsageRow, way: str) -> bool | None:
    """Tell yes from no from silence. That something else is the default does not tell what is supported."""
    if way == "supports":
        return True if row.answer in {"yes", "offered", "supported"} else None
    if row.answer == "unknown":
        return None
    if way == "default":
        return row.answer == "yes" and enabled(row)
    if way == "offers":
        offered = any(use.relation in {"offers", "supports"} for use in row.how)
        return True if offered else False if row.answer == "no" or enabled(row) else None
    return row.answer == "yes"


def had(graph: Graph, condition: Has) -> Judgement:
    """Judge by what distributions have for some properties."""
    everybody = graph.answer(DISTRIBUTIONS).items
    answers = [graph.answer(HOLDERS, property=prop.id) for prop in condition.properties]
    findings = [finding for answer in answers for finding in answer.items]
    own = {row.id: [each for each in findings if each.subject.id == row.id] for row in everybody}
    return Judgement(
        {slug: has_truth(some, condition, graph.as_of) for slug, some in own.items()},
        {slug: list(some) for slug, some in own.items()},
        {slug: list(prevailing(some)) for slug, some in own.items()},
        united([answer.sparql for answer in answers]),
    )


def prevailing(findings: Iterable[Finding]) -> tuple[Citation, ...]:
    """Give where the claims stand that are not rejected."""
    return citations(
        claim for each in findings for claim in each.claims if claim.rank.iri != DG + "Deprecated"
    )


def has_truth(findings: Sequence[Finding], condition: Has, day: dt.date) -> bool | None:
    """Tell whether findings on one thing say that it has a value; what always holds comes first."""
    if condition.only:
        return has_only([value for each in findings for value in each.values], condition)
    usual = [each for each in findings if each.condition is None] or list(findings)
    values = [value for each in usual for value in each.values]
    if condition.value is None:
        return stated(values)
    if any(fits(value, condition.value) for value in values):
        return True
    told = [value for value in values if value.kind != "unknown"]
    single = all(prop.functional or prop.id in COMPLETE for prop in condition.properties)
    if told and (single or stated(told) is False):
        return False
    return False if any(is_gone(claim, condition, day) for each in usual for claim in each.claims) else None


def is_gone(claim: Claim, condition: Has, day: dt.date) -> bool:
    """Tell whether a claim says that something had a value once, and nothing in its place since."""
    over = claim.valid_until is not None and claim.valid_until <= day
    believed = claim.rank.iri != DG + "Deprecated" and DG + "None" in claim.succeeded_by
    return over and believed and condition.value is not None and fits(claim.value, condition.value)


def has_only(values: Sequence[Value], condition: Has) -> bool | None:
    """Tell whether a value is all that there is, in whatever circumstance."""
    known = [value for value in values if value.kind != "unknown"]
    if not known or condition.value is None:
        return None
    return all(fits(value, condition.value) for value in known)


def stated(values: Sequence[Value]) -> bool | None:
    """Tell whether there is a value: no if a source says that there is none, or that it is not so."""
    if any(value.kind in STATED and value.value is not False for value in values):
        return True
    return False if any(value.kind == "none" or value.value is False for value in values) else None


def fits(value: Value, wanted: Thing | str) -> bool:
    """Tell whether a value is the wanted one, or a version of the wanted line."""
    if isinstance(wanted, Thing):
        return value.iri == wanted.iri
    written = str(value.value).removeprefix("v")
    return written == wanted or written.startswith(f"{wanted}.")


def united(queries: Sequence[str]) -> str:
    """Make one query of several that were run, each as a part of a union, ready to be pasted."""
    if len(queries) == 1:
        return queries[0]
    heads: dict[str, None] = {}
    parts = []
    for number, query in enumerate(queries):
        lines = query.splitlines()
        heads |= dict.fromkeys(line for line in lines if line.startswith("PREFIX "))
        body = [line for line in lines if not line.startswith(("PREFIX ", "#"))]
        inner = "\n".join(f"    {line}" for line in body if line.strip())
        parts.append(f"  {{\n    BIND({number} AS ?part)\n    {{\n{inner}\n    }}\n  }}")
    return "\n".join([*heads, "SELECT *", "WHERE {", "\n  UNION\n".join(parts), "}"])
