"""Which distributions fit, how many, whether one does, what it is made of, and what comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.ask.answers.abilities import able
from graph.ask.answers.beginnings import unborn
from graph.ask.answers.judging import Judgement, fits, has_truth, judge, prevailing, united
from graph.ask.answers.places import places_of
from graph.ask.answers.placing import is_distribution
from graph.ask.answers.roles import unable
from graph.ask.answers.telling import fact
from graph.ask.answers.usage import verdict
from graph.ask.meaning import Has, Language, Parts, Selection, Uses, Whether
from graph.ask.readings.parts import condition_said
from graph.ask.reply import Said
from graph.ask.sentences import joined, listed, named, packed, said
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import FACTS
from graph.catalogue.relations import NEIGHBOURS
from graph.models import Finding, Shape, Thing
from ontology import DG, ID

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from graph.graph import Graph

WITHOUT = frozenset({"removes", "lacks"})
"""The properties that name what a thing does not have."""
APART = frozenset({"alternative", "successor"})
"""The properties that name what is there in the place of a thing."""
MOST_NAMED = 4
"""Distributions of which nothing is known that a sentence names; of more it gives the number."""


def selected(graph: Graph, meaning: Selection, language: Language) -> dict[str, Any]:
    """Say which distributions fit, or how many; those of which nobody has said are named apart."""
    everybody = graph.answer(DISTRIBUTIONS)
    names: dict[str, Thing] = {row.id: graph.index.thing(row.iri) for row in everybody.items}
    judged = [judge(graph, condition) for condition in meaning.conditions]
    fit = {slug: together([each.truth.get(slug) for each in judged], either=meaning.either) for slug in names}
    fit = {slug: fit[slug] for slug in fit if slug not in {thing.id for thing in meaning.excepted}}
    absent = [slug for slug in fit if unborn(graph, names[slug])]
    fit |= dict.fromkeys(absent, False)
    ids = sorted((slug for slug in fit if fit[slug]), key=lambda slug: names[slug].label.en.lower())
    silent = [slug for slug in fit if fit[slug] is None]
    wanted = wanted_said(meaning, language, one=len(ids) <= 1)
    sentences = [found([names[slug] for slug in ids], wanted, language, count=meaning.count)]
    sentences += apart(
        judged, [names[slug] for slug in silent], {**fit, **dict.fromkeys(absent, True)}, language
    )
    sentences += without_release([names[slug] for slug in absent], language)
    if not ids:
        sentences += [told for each in meaning.conditions for told in unable(graph, each, language)]
    said_so = Said(
        kind="count" if meaning.count else "entities",
        text=joined(sentences, language),
        ids=ids,
        value=len(ids) if meaning.count else None,
    )
    order = [*ids, *silent]
    rows: list[Shape] = [row for slug in order for each in judged for row in each.rows.get(slug, ())]
    if not judged:
        rows = list(everybody.items)
    places = [place for slug in ids for each in judged for place in each.sources.get(slug, ())]
    if not judged:
        places = [place for row in everybody.items for place in row.sources[:1]]
    return packed(
        said_so, rows, united([each.sparql for each in judged]) if judged else everybody.sparql, places
    )


def together(truths: Sequence[bool | None], *, either: bool) -> bool | None:
    """Join truths by “or” or by “and”, where one may be unknown."""
    if either:
        return True if any(truths) else None if None in truths else False
    return False if any(truth is False for truth in truths) else None if None in truths else True


def wanted_said(meaning: Selection, language: Language, *, one: bool) -> str:
    """Say the conditions as one phrase, of one distribution or of several."""
    told = [condition_said(condition, language, one=one) for condition in meaning.conditions]
    return said("or" if meaning.either else "and", language).join(told)


def found(things: Sequence[Thing], wanted: str, language: Language, *, count: bool) -> str:
    """Say who fits, or how many do."""
    names = listed([named(thing, language) for thing in things], language)
    if count:
        key = "counted" if things and wanted else "counted_all" if things else "counted_none"
        return said(key, language, count=len(things), wanted=wanted, names=names)
    if not things:
        return said("nobody_fits", language, wanted=wanted)
    return said("fit" if wanted else "all_are", language, names=names, wanted=wanted)


def apart(
    judged: Sequence[Judgement], silent: Sequence[Thing], fit: Mapping[str, bool | None], language: Language
) -> list[str]:
    """Say who could use it, and of whom nobody has said; of many only how many."""
    told = []
    optional = [row for row in judged[0].optional if not fit[row.id]] if len(judged) == 1 else []
    if optional:
        names = listed([named(row, language) for row in optional], language)
        told.append(said("optional", language, names=names))
    if len(silent) > MOST_NAMED:
        told.append(said("silent_many", language, count=len(silent)))
    elif silent:
        told.append(
            said("silent", language, names=listed([named(each, language) for each in silent], language))
        )
    return told


def without_release(absent: Sequence[Thing], language: Language) -> list[str]:
    """Say who had no release yet; of many only how many."""
    if len(absent) > MOST_NAMED:
        return [said("without_release_many", language, count=len(absent))]
    names = listed([named(each, language) for each in absent], language)
    return [said("without_release", language, names=names)] if absent else []


def whether(graph: Graph, meaning: Whether, language: Language) -> dict[str, Any]:
    """Say yes, no, or that nobody has recorded it."""
    if isinstance(meaning.condition, Uses) and is_distribution(graph, meaning.subject.iri):
        return whether_used(graph, meaning, meaning.condition, language)
    return whether_had(graph, meaning, language)


def whether_used(graph: Graph, meaning: Whether, condition: Uses, language: Language) -> dict[str, Any]:
    """Say whether a distribution uses a component."""
    judged = judge(graph, condition)
    [row] = (row for row in judged.usages if row.id == meaning.subject.id)
    value = judged.truth[meaning.subject.id]
    told = verdict(row, value, (meaning.subject, condition.component), language)
    text = joined([told, *([] if value else unable(graph, condition, language))], language)
    sources = judged.sources[meaning.subject.id]
    return packed(Said(kind="boolean", text=text, ids=[], value=value), [row], judged.sparql, sources)


def whether_had(graph: Graph, meaning: Whether, language: Language) -> dict[str, Any]:
    """Say whether a thing has a value for a property, with what it has."""
    if meaning.condition.negated:
        return able(graph, meaning, language)
    answer = graph.answer(FACTS, subject=meaning.subject.id)
    value, telling = of_findings(answer.items, meaning, graph.as_of)
    if value is None and (related := of_neighbours(graph, meaning, language)):
        return related
    if value is None and (licence := licence_of(graph, meaning)):
        return of_licence(graph, meaning, licence, answer.sparql, language)
    sentences = [fact(each, language) for each in telling if each.values]
    head = "yes_plain" if value else "no_plain" if value is False else "unrecorded"
    text = joined([said(head, language), *sentences], language)
    return packed(
        Said(kind="boolean", text=text, ids=[], value=value), telling, answer.sparql, prevailing(telling)
    )


def of_neighbours(graph: Graph, meaning: Whether, language: Language) -> dict[str, Any] | None:
    """Tell by the descriptions of things whether one is related to another; no if it is the other way."""
    condition = meaning.condition
    if not isinstance(condition, Has) or not isinstance(condition.value, Thing):
        return None
    asked = {prop.iri for prop in condition.properties}
    answer = graph.answer(NEIGHBOURS, thing=meaning.subject.id)
    rows = [row for row in answer.items if row.property.iri in asked and row.iri == condition.value.iri]
    if not rows:
        return None
    value = any(row.direction == "out" for row in rows)
    subject, other = (meaning.subject, condition.value) if value else (condition.value, meaning.subject)
    names = {"subject": named(subject, language), "property": named(rows[0].property, language)}
    told = said("fact", language, **names, values=named(other, language))
    text = joined([said("yes_plain" if value else "no_plain", language), told], language)
    spoken = Said(kind="boolean", text=text, ids=[], value=value)
    places = [place for row in rows for place in row.sources]
    return packed(spoken, rows, answer.sparql, places or places_of(graph, subject.iri))


def licence_of(graph: Graph, meaning: Whether) -> str | None:
    """Give the licence of a component, of which its own description tells, if that is what is asked about."""
    properties = meaning.condition.properties if isinstance(meaning.condition, Has) else ()
    asked = any(prop.id == "license" for prop in properties)
    return graph.index.profile(meaning.subject.iri).licence if asked else None


def of_licence(
    graph: Graph, meaning: Whether, licence: str, sparql: str, language: Language
) -> dict[str, Any]:
    """Say whether a component is under a licence, or under any."""
    wanted = meaning.condition.value if isinstance(meaning.condition, Has) else None
    value = wanted is None or wanted == licence
    names = {"subject": named(meaning.subject, language), "property": said("licence", language)}
    told = said("fact", language, **names, values=licence)
    text = joined([said("yes_plain" if value else "no_plain", language), told], language)
    spoken = Said(kind="boolean", text=text, ids=[], value=value)
    places = graph.index.origin(meaning.subject.iri)
    return packed(spoken, [graph.index.profile(meaning.subject.iri)], sparql, places)


def of_findings(
    findings: Iterable[Finding], meaning: Whether, day: dt.date
) -> tuple[bool | None, list[Finding]]:
    """Judge the findings on one thing, and give those that tell."""
    condition = meaning.condition
    if isinstance(condition, Uses):
        naming = [
            each
            for each in findings
            if each.property.id not in APART
            and any(fits(value, condition.component) for value in each.values)
        ]
        telling = [each for each in naming if each.property.id not in WITHOUT] or naming
        return (telling[0].property.id not in WITHOUT if telling else None), telling
    asked = {prop.iri for prop in condition.properties}
    telling = [each for each in findings if each.property.iri in asked]
    return has_truth(telling, condition, day), telling


def parts(graph: Graph, meaning: Parts, language: Language) -> dict[str, Any]:
    """Say what a distribution has in the box, and how many components that is."""
    answer = graph.answer(FACTS, subject=meaning.subject.id)
    boxed = [each for each in answer.items if each.property.iri == DG + "bundles" and each.values]
    things = list(dict.fromkeys(value.id for each in boxed for value in each.values if value.id))
    names = listed([named(graph.index.thing(ID + slug), language) for slug in things], language)
    key = "has_parts" if things else "unrecorded"
    text = said(key, language, subject=named(meaning.subject, language), count=len(things), names=names)
    kind, value = ("count", len(things)) if meaning.count else ("entities", None)
    spoken = Said(kind=kind, text=text, ids=things, value=value)
    return packed(spoken, boxed, answer.sparql, prevailing(boxed))
