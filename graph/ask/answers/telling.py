"""What one thing has and is, and how two or three distributions compare."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from graph.ask.answers.judging import fits, prevailing, united
from graph.ask.answers.places import places_of
from graph.ask.answers.spans import span
from graph.ask.meaning import (
    Comparison,
    Description,
    Facts,
    Holding,
    Language,
    Profile,
    Shared,
    Sourced,
)
from graph.ask.readings.parts import condition_said
from graph.ask.reply import Said
from graph.ask.sentences import bracketed, joined, listed, named, packed, said, shown
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.facts import COMPARISON, FACTS, HOLDERS, comparable
from graph.catalogue.relations import NEIGHBOURS
from graph.catalogue.sources import CLAIMS
from graph.models import Claim, Finding, Thing, Value
from graph.parameters import sides
from ontology import DG

if TYPE_CHECKING:
    from graph.catalogue.facts import ComparisonRow
    from graph.graph import Graph


TELLING = {
    DG + name
    for name in (
        *("defaultDatastore", "defaultCni", "ingressController", "serviceLoadBalancer", "storageProvisioner"),
        *("containerRuntime", "controlPlaneRunsWorkloads", "minMemoryServer", "packaging"),
    )
}
"""What a platform engineer asks first when two distributions are compared."""


def found_facts(graph: Graph, meaning: Facts, language: Language) -> dict[str, Any]:
    """Say what a thing has for some properties; where it has no default, what it offers or supports."""
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    found = [without(each, meaning.excepted) for each in chosen(graph, facts.items, meaning)]
    found = [each for each in found if each.values]
    claimed = [claim for each in asked(graph, facts.items, meaning) for claim in each.claims]
    if not claimed and (related := related_to(graph, meaning, language)):
        return related
    over = [] if found else [claim for claim in claimed if was(claim)]
    usual = [each for each in found if each.condition is None or meaning.circumstance] or found
    values = [value for each in usual for value in each.values]
    sentences = [fact(each, language) for each in found] or [said("unrecorded", language)]
    sentences += [span(claim, language) for claim in over]
    ids = list(dict.fromkeys(value.id for value in values if value.id))
    things = {"Concept"} < {kind for value in values for kind in kinds(graph, value)} | {"Concept"}
    answer = Said(
        kind="entities" if things else "value", text=joined(sentences, language), ids=ids, value=worth(values)
    )
    if meaning.count and values:
        number = len(set(map(comparable, values)))
        text = joined([said("values_counted", language, count=number), *sentences], language)
        answer = Said(kind="count", text=text, ids=ids, value=number)
    places = prevailing(found) or tuple(claim.citation() for claim in over)
    return packed(answer, found, facts.sparql, places)


def related_to(graph: Graph, meaning: Facts, language: Language) -> dict[str, Any] | None:
    """Say to what a thing is related by the properties, where no claim but its own description tells."""
    answer = graph.answer(NEIGHBOURS, thing=meaning.subject.id)
    wanted = {prop.iri for prop in meaning.properties}
    rows = [row for row in answer.items if row.direction == "out" and row.property.iri in wanted]
    if not rows:
        return None
    told = []
    for prop in dict.fromkeys(row.property for row in rows):
        values = listed([named(row, language) for row in rows if row.property == prop], language)
        names = {"subject": named(meaning.subject, language), "property": named(prop, language)}
        told.append(said("fact", language, **names, values=values))
    spoken = Said(
        kind="entities", text=joined(told, language), ids=list(dict.fromkeys(row.id for row in rows))
    )
    places = [place for row in rows for place in row.sources]
    iris = [meaning.subject.iri, *(row.iri for row in rows)]
    told_of = [place for iri in iris for place in places_of(graph, iri)[:1]]
    return packed(spoken, rows, answer.sparql, places or told_of)


def without(finding: Finding, excepted: Sequence[Thing]) -> Finding:
    """Leave values out of a finding."""
    known = {thing.iri for thing in excepted}
    values = tuple(value for value in finding.values if value.iri not in known)
    return finding if len(values) == len(finding.values) else finding.model_copy(update={"values": values})


def kinds(graph: Graph, value: Value) -> set[str]:
    """Give the classes of a value; a literal has none."""
    return graph.index.names[value.iri].kinds if value.id and value.iri in graph.index.names else set()


def was(claim: Claim) -> bool:
    """Tell whether a claim was true and is over."""
    return claim.rank.iri != DG + "Deprecated" and bool(claim.until or claim.valid_until)


def chosen(graph: Graph, findings: Sequence[Finding], meaning: Facts) -> list[Finding]:
    """Choose the findings that answer: what holds in no circumstance alone comes first."""
    found = asked(graph, findings, meaning)
    if not meaning.usual and not any(each.values for each in found):
        about = {prop.about for prop in meaning.properties if prop.about and prop.broader}
        found = [each for each in findings if each.about in about]
    if meaning.circumstance:
        special = [each for each in found if each.condition == meaning.circumstance]
        # What is said without a circumstance holds in this one, too.
        found = special or [each for each in found if each.condition is None]
    return sorted((each for each in found if each.values), key=lambda each: each.condition is not None)


def asked(graph: Graph, findings: Sequence[Finding], meaning: Facts) -> list[Finding]:
    """Choose the findings on the properties that are asked for, and on their cases."""
    wanted = {prop.iri for prop in meaning.properties}
    return [each for each in findings if each.property.iri in wanted or wanted & broader(graph, each)]


def broader(graph: Graph, found: Finding) -> set[str]:
    """Give the properties that a finding's property is a case of."""
    known = graph.index.properties.get(found.property.iri)
    return set(known.broader) if known else set()


def worth(values: Sequence[Value]) -> str | bool | int | list[str | bool | int] | None:
    """Give values as JSON has them: one alone, several as a list."""
    plain = list(dict.fromkeys(v.value if v.value is not None else v.id or v.kind for v in values))
    return plain[0] if len(plain) == 1 else plain or None


def fact(found: Finding, language: Language) -> str:
    """Say one finding in a sentence: its condition, since when it holds, and that it is disputed if it is."""
    condition = bracketed(named(found.condition, language), language) if found.condition else ""
    prop = named(found.property, language) + condition
    values = listed([shown(value, language) for value in found.values], language)
    sentence = said("fact", language, subject=named(found.subject, language), property=prop, values=values)
    return sentence + (said("disputed", language) if found.standing.id == "Disputed" else "")


def profiled(graph: Graph, meaning: Profile, language: Language) -> dict[str, Any]:
    """Say where a thing is at home, where its code is, or under which licence it is."""
    profile = graph.index.profile(meaning.subject.iri)
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    value = getattr(profile, meaning.field)
    text = said("unrecorded", language)
    if value:
        values = {"subject": named(meaning.subject, language), "property": said(meaning.field, language)}
        text = said("fact", language, **values, values=value)
    spoken = Said(kind="value", text=text, ids=[], value=value)
    return packed(spoken, [profile], facts.sparql, graph.index.origin(meaning.subject.iri))


def compared(graph: Graph, meaning: Comparison, language: Language) -> dict[str, Any]:
    """Put distributions side by side: how many properties differ, and what the telling ones are."""
    ids = [thing.id for thing in meaning.subjects]
    answer = graph.answer(COMPARISON, **sides(ids))
    asked = [row for row in answer.items if is_asked(row, meaning)]
    known = [row for row in asked if row.differs is not None]
    differing = [row for row in known if row.differs]
    names = listed([named(thing, language) for thing in meaning.subjects], language)
    key = "compared" if known else "none_compared"
    text = said(key, language, subjects=names, differ=len(differing), known=len(known))
    # In a concern, what only one is recorded to have tells, too.
    narrowed = [row for row in asked if row.differs is not False] if meaning.concern else None
    telling = [row for row in differing if row.property.iri in TELLING]
    told = asked if meaning.properties else telling if narrowed is None else narrowed
    sentences = [difference(row, language) for row in told]
    places = [place for row in asked for place in row.sources]
    spoken = Said(kind="comparison", text=joined([text, *sentences], language), ids=ids)
    return packed(spoken, asked, answer.sparql, places)


def is_asked(row: ComparisonRow, meaning: Comparison) -> bool:
    """Tell whether a row belongs to what is compared."""
    if meaning.properties:
        return row.property.iri in {prop.iri for prop in meaning.properties}
    return meaning.concern is None or (row.concern is not None and row.concern.id == meaning.concern.id)


def difference(row: ComparisonRow, language: Language) -> str:
    """Say how the sides of a row differ; of whom nobody has said it is said."""
    sides = (
        listed([shown(value, language) for value in side.values], language) or said("silent_side", language)
        for side in row.sides
    )
    condition = bracketed(named(row.condition, language), language) if row.condition else ""
    prop = named(row.property, language) + condition
    return said("difference", language, property=prop, sides=" / ".join(sides))


def described(graph: Graph, meaning: Description, language: Language) -> dict[str, Any]:
    """Say what a thing is."""
    profile = graph.index.profile(meaning.subject.iri)
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    text = getattr(profile.description, language) if profile.description else named(meaning.subject, language)
    answer = Said(kind="description", text=text, ids=[meaning.subject.id])
    return packed(answer, [profile], facts.sparql, places_of(graph, meaning.subject.iri))


def sourced(graph: Graph, meaning: Sourced, language: Language) -> dict[str, Any]:
    """Say which sources speak of a thing."""
    answer = graph.answer(CLAIMS, subject=meaning.subject.id)
    sources = {claim.source.id: claim.source for claim in answer.items}
    names = listed([getattr(each.title, language) for each in sources.values()], language)
    key = "sources_are" if sources else "unrecorded"
    text = said(key, language, subject=named(meaning.subject, language), count=len(sources), names=names)
    places = graph.index.origin(meaning.subject.iri)
    return packed(Said(kind="entities", text=text, ids=list(sources)), answer.items, answer.sparql, places)


def shared(graph: Graph, meaning: Shared, language: Language) -> dict[str, Any]:
    """Say which components several distributions all use."""
    answer = graph.answer(COMPONENTS)
    wanted = {thing.id for thing in meaning.subjects}
    rows = [row for row in answer.items if wanted <= {user.id for user in row.used_by}]
    names = listed([named(row, language) for row in rows], language)
    subjects = listed([named(each, language) for each in meaning.subjects], language)
    text = said("shared" if rows else "unrecorded", language, subjects=subjects, names=names, count=len(rows))
    spoken = Said(kind="entities", text=text, ids=[row.id for row in rows])
    return packed(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])


def holding(graph: Graph, meaning: Holding, language: Language) -> dict[str, Any]:
    """Say which components have a value."""
    wanted = meaning.condition.value or ""
    answers = [graph.answer(HOLDERS, property=prop.id) for prop in meaning.condition.properties]
    rows = [
        row
        for answer in answers
        for row in answer.items
        if "Component" in graph.index.names[row.subject.iri].kinds
        and any(fits(value, wanted) for value in row.values)
    ]
    names = listed([named(row.subject, language) for row in rows], language)
    key = "fit" if rows else "unrecorded"
    told = condition_said(meaning.condition, language, one=len(rows) == 1)
    ids = list(dict.fromkeys(row.subject.id for row in rows))
    spoken = Said(kind="entities", text=said(key, language, names=names, wanted=told), ids=ids)
    return packed(spoken, rows, united([answer.sparql for answer in answers]), prevailing(rows))


def told(findings: Iterable[Finding], language: Language) -> list[str]:
    """Say several findings."""
    return [fact(each, language) for each in findings if each.values]
