"""The answers proper, one function for each meaning: what to ask of the catalogue, and how to say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from graph.asking.meaning import Comparison, Description, Facts, Language, Users, Uses
from graph.asking.phrases import bracketed, joined, listed, named, packed, said, shown
from graph.asking.reply import Said
from graph.asking.usage import enabled, truth, verdict
from graph.folds.common import citations
from graph.model import Finding, Value
from graph.questions import COMPARISON, DISTRIBUTIONS, DISTRIBUTIONS_USING, FACTS
from graph.rows import ComparisonRow, UsageRow
from ontology import DG

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph


ANSWERED = ("yes", "offered", "supported", "no", "unknown")
TELLING = {
    DG + name
    for name in (
        *("defaultDatastore", "defaultCni", "ingressController", "serviceLoadBalancer", "storageProvisioner"),
        *("containerRuntime", "controlPlaneRunsWorkloads", "minMemoryServer", "packaging"),
    )
}
"""What a platform engineer asks first when two distributions are compared."""
MOST_NAMED = 4
"""Distributions of which nothing is known that a sentence names; of more it gives the number."""


def found_users(graph: KnowledgeGraph, meaning: Users, language: Language) -> dict[str, Any]:
    """Say which distributions use a component; those of which nobody has said are named apart."""
    using = graph.answer(DISTRIBUTIONS_USING, component=meaning.wanted[0].id)
    by_answer = {key: [row for row in using.items if row.answer == key] for key in ANSWERED}
    rows, silent, sparql = by_answer["yes"], by_answer["unknown"], using.sparql
    optional = by_answer["offered"] + by_answer["supported"]
    if meaning.by_default:
        rows = [row for row in rows if enabled(row)]
    if meaning.unwanted:
        without = {"uses": meaning.wanted[0].id, "not_uses": meaning.unwanted[0].id}
        unwanted = graph.answer(DISTRIBUTIONS_USING, component=without["not_uses"])
        other = {row.id: row.answer for row in unwanted.items}
        silent, optional = [row for row in rows if other[row.id] == "unknown"], []
        rows = [row for row in rows if other[row.id] not in {"yes", "unknown"}]
        sparql = graph.answer(DISTRIBUTIONS, **without).sparql
    wanted = named(meaning.wanted[0], language)
    text = joined([found(rows, wanted, language), *apart(optional, silent, language)], language)
    answer = Said(kind="entities", text=text, ids=[row.id for row in rows])
    return packed(answer, [*rows, *optional, *silent], sparql, [p for row in rows for p in row.sources])


def found(rows: Sequence[UsageRow], wanted: str, language: Language) -> str:
    """Say who uses it."""
    if not rows:
        return said("nobody", language, wanted=wanted)
    use = "uses" if len(rows) == 1 else "use"
    return said("found", language, names=labels(rows, language), wanted=wanted, use=use)


def apart(optional: Sequence[UsageRow], silent: Sequence[UsageRow], language: Language) -> Iterator[str]:
    """Say who could use it, and of whom nobody has said; of many only how many."""
    if optional:
        yield said("optional", language, names=labels(optional, language))
    if len(silent) > MOST_NAMED:
        yield said("silent_many", language, count=len(silent))
    elif silent:
        yield said("silent", language, names=labels(silent, language))


def labels(rows: Sequence[UsageRow], language: Language) -> str:
    """Name distributions."""
    return listed([getattr(row.label, language) for row in rows], language)


def whether(graph: KnowledgeGraph, meaning: Uses, language: Language) -> dict[str, Any]:
    """Say yes, no, or that nobody has recorded it."""
    using = graph.answer(DISTRIBUTIONS_USING, component=meaning.component.id)
    row = next(row for row in using.items if row.id == meaning.subject.id)
    value = truth(row, supports=meaning.supports, by_default=meaning.by_default)
    answer = Said(kind="boolean", text=verdict(row, value, meaning, language), ids=[], value=value)
    return packed(answer, [row], using.sparql, row.sources)


def found_facts(graph: KnowledgeGraph, meaning: Facts, language: Language) -> dict[str, Any]:
    """Say what a thing has for some properties; where it has no default, what it offers or supports."""
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    wanted = {prop.iri for prop in meaning.properties}
    found = [each for each in facts.items if each.property.iri in wanted or wanted & broader(graph, each)]
    if not found:
        about = {prop.about for prop in meaning.properties if prop.about and prop.broader}
        found = [each for each in facts.items if each.about in about]
    found = [each for each in found if each.values]
    values = [value for each in found for value in each.values]
    text = joined([fact(each, language) for each in found] or [said("unrecorded", language)], language)
    ids = [value.id for value in values if value.id]
    kind = "entities" if ids else "value"
    answer = Said(kind=kind, text=text, ids=list(dict.fromkeys(ids)), value=worth(values))
    prevailing = [claim for each in found for claim in each.claims if claim.rank.iri != DG + "Deprecated"]
    return packed(answer, found, facts.sparql, citations(prevailing))


def broader(graph: KnowledgeGraph, found: Finding) -> set[str]:
    """Give the properties that a finding's property is a case of."""
    known = graph.index.properties.get(found.property.iri)
    return set(known.broader) if known else set()


def worth(values: Sequence[Value]) -> str | bool | int | list[str | bool | int] | None:
    """Give values as JSON has them: one alone, several as a list."""
    plain = list(dict.fromkeys(v.value if v.value is not None else v.id or v.kind for v in values))
    return plain[0] if len(plain) == 1 else plain or None


def fact(found: Finding, language: Language) -> str:
    """Say one finding in a sentence, with its condition, and that it is disputed if it is."""
    condition = bracketed(named(found.condition, language), language) if found.condition else ""
    prop = named(found.property, language) + condition
    values = listed([shown(value, language) for value in found.values], language)
    sentence = said("fact", language, subject=named(found.subject, language), property=prop, values=values)
    return sentence + (said("disputed", language) if found.standing.id == "Disputed" else "")


def compared(graph: KnowledgeGraph, meaning: Comparison, language: Language) -> dict[str, Any]:
    """Put distributions side by side: how many properties differ, and what the telling ones are."""
    ids = [thing.id for thing in meaning.subjects]
    answer = graph.answer(COMPARISON, **dict(zip(("first", "second", "third"), ids, strict=False)))
    known = [row for row in answer.items if row.differs is not None and not is_of_project(row)]
    differing = [row for row in known if row.differs]
    names = listed([named(thing, language) for thing in meaning.subjects], language)
    text = said("compared", language, subjects=names, differ=len(differing), known=len(known))
    telling = [difference(row, language) for row in differing if row.property.iri in TELLING]
    places = [place for row in answer.items for place in row.sources]
    said_so = Said(kind="comparison", text=joined([text, *telling], language), ids=ids)
    return packed(said_so, answer.items, answer.sparql, places)


def is_of_project(row: ComparisonRow) -> bool:
    """Tell whether a row speaks of the project itself, whose name and address differ anyway."""
    return row.concern is not None and row.concern.id == "project"


def difference(row: ComparisonRow, language: Language) -> str:
    """Say how the sides of a row differ."""
    sides = (listed([shown(value, language) for value in side.values], language) for side in row.sides)
    condition = bracketed(named(row.condition, language), language) if row.condition else ""
    return said(
        "difference", language, property=named(row.property, language) + condition, sides=" / ".join(sides)
    )


def described(graph: KnowledgeGraph, meaning: Description, language: Language) -> dict[str, Any]:
    """Say what a thing is."""
    profile = graph.index.profile(meaning.subject.iri)
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    text = getattr(profile.description, language) if profile.description else named(meaning.subject, language)
    answer = Said(kind="description", text=text, ids=[meaning.subject.id])
    return packed(answer, [profile], facts.sparql, graph.index.origin(meaning.subject.iri))
