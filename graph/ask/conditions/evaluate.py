"""Whether a condition holds of distributions: yes, no, or not recorded; with the rows that show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.ask.citations import cite_findings, is_rejected
from graph.ask.conditions.model import Condition, HasValue, UsesComponent
from graph.ask.conditions.roles import restrict_to_role
from graph.ask.reply import union_queries
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import HOLDERS
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.graph import Graph
from graph.models import Citation, Claim, Finding, Shape, Thing, Value
from ontology import DG
from ontology.relations import Strength
from ontology.traits import Trait

STATED_KINDS = {"thing", "literal", "link", "any"}
"""What a value may be if there is one at all."""


@dataclass
class ConditionResult:
    """What a condition comes to: its truth by the slug of the distribution, the rows that tell, the query.

    `usages` are the rows of a component, and `optional` those of them who do not use it but could.
    """

    truth: dict[str, bool | None]
    rows: dict[str, list[Shape]]
    sources: dict[str, list[Citation]]
    sparql: str
    optional: list[UsageRow] = field(default_factory=list)
    usages: list[UsageRow] = field(default_factory=list)


def evaluate_condition(graph: Graph, condition: Condition) -> ConditionResult:
    """Return of which distributions a condition holds."""
    found = (
        _evaluate_usage(graph, condition)
        if isinstance(condition, UsesComponent)
        else _evaluate_values(graph, condition)
    )
    if condition.negated:
        found.truth = {slug: None if truth is None else not truth for slug, truth in found.truth.items()}
        found.optional = []
    return found


def evaluate_findings(findings: Sequence[Finding], condition: HasValue, day: dt.date) -> bool | None:
    """Return whether findings on one thing say that it has a value; what always holds comes first."""
    if condition.only:
        return _has_only([value for each in findings for value in each.values], condition)
    usual = [each for each in findings if each.condition is None] or list(findings)
    values = [value for each in usual for value in each.values]
    if condition.value is None:
        return _is_stated(values)
    if any(matches_value(value, condition.value) for value in values):
        return True
    told = [value for value in values if value.kind != "unknown"]
    single = all(prop.functional or Trait.COMPLETE in prop.traits for prop in condition.properties)
    if told and (single or _is_stated(told) is False):
        return False
    return False if any(_is_over(claim, condition, day) for each in usual for claim in each.claims) else None


def matches_value(value: Value, wanted: Thing | str) -> bool:
    """Return whether a value is the wanted one, or a version of the wanted line."""
    if isinstance(wanted, Thing):
        return value.iri == wanted.iri
    written = str(value.value).removeprefix("v")
    return written == wanted or written.startswith(f"{wanted}.")


def _evaluate_usage(graph: Graph, condition: UsesComponent) -> ConditionResult:
    answer = graph.answer(DISTRIBUTIONS_USING, component=condition.component.id)
    items, queries = answer.items, [answer.sparql]
    if condition.role:
        items, queries = restrict_to_role(graph, items, condition.component, condition.role)
    truth = {row.id: _usage_truth(row, condition.way) for row in items}
    optional = [row for row in items if row.answer in {"offered", "supported"} and not truth[row.id]]
    rows: dict[str, list[Shape]] = {row.id: [row] for row in items}
    sources = {row.id: list(row.sources) for row in items}
    could = optional if condition.way in {"uses", "default"} else []
    return ConditionResult(truth, rows, sources, union_queries(queries), could, items)


def _usage_truth(row: UsageRow, way: str) -> bool | None:
    """Return yes, no, or None. That something else is the default does not show what is supported."""
    if way == "supports":
        return True if row.answer in {"yes", "offered", "supported"} else None
    if row.answer == "unknown":
        return False if way == "default" and row.reason == "instead" else None
    if way == "default":
        return row.answer == "yes" and _is_enabled(row)
    if way == "offers":
        offered = any(Strength(use.relation) == Strength.OFFERS for use in row.how)
        if _is_enabled(row):
            return False
        return True if offered else False if row.answer in {"no", "supported"} else None
    return row.answer == "yes"


def _is_enabled(row: UsageRow) -> bool:
    """Return whether a distribution enables a component by default, without a condition."""
    return any(Strength(use.relation) == Strength.ENABLES and use.condition is None for use in row.how)


def _evaluate_values(graph: Graph, condition: HasValue) -> ConditionResult:
    everybody = graph.answer(DISTRIBUTIONS).items
    answers = [graph.answer(HOLDERS, property=prop.id) for prop in condition.properties]
    findings = [finding for answer in answers for finding in answer.items]
    own = {row.id: [each for each in findings if each.subject.id == row.id] for row in everybody}
    return ConditionResult(
        {slug: evaluate_findings(some, condition, graph.as_of) for slug, some in own.items()},
        {slug: list(some) for slug, some in own.items()},
        {slug: list(cite_findings(some)) for slug, some in own.items()},
        union_queries([answer.sparql for answer in answers]),
    )


def _is_over(claim: Claim, condition: HasValue, day: dt.date) -> bool:
    """Return whether a claim says that something had a value once, and nothing in its place since."""
    over = claim.valid_until is not None and claim.valid_until <= day
    believed = not is_rejected(claim) and DG + "None" in claim.succeeded_by
    return over and believed and condition.value is not None and matches_value(claim.value, condition.value)


def _has_only(values: Sequence[Value], condition: HasValue) -> bool | None:
    known = [value for value in values if value.kind != "unknown"]
    if not known or condition.value is None:
        return None
    return all(matches_value(value, condition.value) for value in known)


def _is_stated(values: Sequence[Value]) -> bool | None:
    """Return whether there is a value: no if a source says that there is none, or that it is not so."""
    if any(value.kind in STATED_KINDS and value.value is not False for value in values):
        return True
    return False if any(value.kind == "none" or value.value is False for value in values) else None
