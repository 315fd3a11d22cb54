"""What does the job of a component or serves a concern, and what moving to another distribution changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.analysis.migration import plan_migration
from graph.ask.answers.judging import prevailing, united
from graph.ask.answers.places import doing, places_of
from graph.ask.answers.telling import told
from graph.ask.capabilities import BROADER, PROVIDED, Jobs
from graph.ask.meaning import (
    Alternatives,
    Implementing,
    Language,
    Membership,
    Moving,
    Serving,
)
from graph.ask.reply import Said
from graph.ask.sentences import joined, listed, named, packed, said
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.facts import FACTS
from graph.catalogue.relations import NEIGHBOURS, RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.analysis.migration import CapabilityChange
    from graph.catalogue.relations import NeighbourRow
    from graph.graph import Graph
    from graph.models import Thing

MOST_TOLD = 12
TOLD_OF_MOVE = ("lost", "gained", "replaced")


def moved(graph: Graph, meaning: Moving, language: Language) -> dict[str, Any]:
    """Say what is lost, gained and replaced; what nobody has recorded is counted apart."""
    rows = plan_migration(graph, meaning.before.id, meaning.after.id)
    names = {"before": named(meaning.before, language), "after": named(meaning.after, language)}
    sentences = [said("moving", language, **names)]
    for outcome in TOLD_OF_MOVE:
        some = [change(row, language) for row in rows if row.outcome == outcome]
        if some:
            sentences.append(said(outcome, language, what=listed(some, language)))
    unknown = sum(row.outcome == "unknown" for row in rows)
    if unknown:
        sentences.append(said("move_unknown", language, count=unknown))
    sparql = graph.written(RELATIONS)
    places = [place for row in rows for place in row.sources]
    ids = [meaning.before.id, meaning.after.id]
    return packed(Said(kind="comparison", text=joined(sentences, language), ids=ids), rows, sparql, places)


def change(row: CapabilityChange, language: Language) -> str:
    """Say what becomes of one capability."""
    before, after = (
        listed([named(each, language) for each in side], language) for side in (row.before, row.after)
    )
    capability = named(row.capability, language)
    if row.outcome == "replaced":
        return said("replacing", language, capability=capability, before=before, after=after)
    return said("having", language, capability=capability, what=before or after)


def alternatives(graph: Graph, meaning: Alternatives, language: Language) -> dict[str, Any]:
    """Say what could do the job: what is called an alternative first, then what provides most of the same."""
    own = graph.once(Jobs).of(meaning.subject.iri)
    neighbours = graph.answer(NEIGHBOURS, thing=meaning.subject.id)
    stated = {row.iri for row in neighbours.items if row.property.id == "alternative"}
    shared = {iri: len(own & jobs) for iri, jobs in graph.once(Jobs).capabilities.items() if own & jobs}
    found = sorted(
        {*stated, *shared} - {meaning.subject.iri},
        key=lambda iri: (iri not in stated, -shared.get(iri, 0), iri),
    )
    whole = is_distribution(graph, meaning.subject.iri)
    things = [graph.index.thing(iri) for iri in found if is_distribution(graph, iri) == whole]
    jobs = listed([named(graph.index.thing(iri), language) for iri in sorted(own)], language)
    key = ("alternatives" if own else "alternatives_stated") if things else "unrecorded"
    names = listed([named(each, language) for each in things], language)
    text = said(key, language, subject=named(meaning.subject, language), jobs=jobs, names=names)
    rows = [row for row in neighbours.items if row.property.id in {"alternative", "provides"}]
    sparql = united([graph.written(NEIGHBOURS, thing=meaning.subject.id), PROVIDED])
    places = [place for row in rows for place in row.sources]
    told = [place for iri in (meaning.subject.iri, *found) for place in doing(graph, iri, own)[:1]]
    told = told or list(places_of(graph, meaning.subject.iri))
    spoken = Said(kind="entities", text=text, ids=[each.id for each in things])
    return packed(spoken, rows, sparql, places or told)


def is_distribution(graph: Graph, iri: str) -> bool:
    """Tell a distribution from its parts."""
    return "Distribution" in graph.index.names[iri].kinds


def membership(graph: Graph, meaning: Membership, language: Language) -> dict[str, Any]:
    """Say which concerns a component serves, or whether it serves one."""
    concerns = [graph.index.thing(iri) for iri in sorted(graph.once(Jobs).concerns_of(meaning.subject.iri))]
    ways = [graph.index.thing(iri) for iri in sorted(graph.once(Jobs).of(meaning.subject.iri))]
    names = {
        "subject": named(meaning.subject, language),
        "concerns": listed([named(each, language) for each in concerns], language),
        "jobs": listed([named(each, language) for each in ways], language),
    }
    text = said("serves" if concerns else "unrecorded", language, **names)
    sparql = united([graph.written(NEIGHBOURS, thing=meaning.subject.id), BROADER])
    if meaning.asked is None:
        spoken = Said(kind="entities", text=text, ids=[each.id for each in concerns])
    else:
        value = (meaning.asked in (*concerns, *ways)) if concerns else None
        head = [said("yes_plain" if value else "no_plain", language)] if concerns else []
        spoken = Said(kind="boolean", text=joined([*head, text], language), ids=[], value=value)
    profile = graph.index.profile(meaning.subject.iri)
    return packed(spoken, [profile], sparql, places_of(graph, meaning.subject.iri))


def serving(graph: Graph, meaning: Serving, language: Language) -> dict[str, Any]:
    """Say which components serve a concern, anywhere or in a distribution, and what is said of it there."""
    wanted = set(graph.once(Jobs).serving(meaning.concern.iri))
    concern = named(meaning.concern, language)
    if meaning.subject is None:
        answer = graph.answer(COMPONENTS)
        rows = sorted(
            (row for row in answer.items if row.iri in wanted), key=lambda row: (-len(row.used_by), row.id)
        )
        names = listed([named(row, language) for row in rows[:MOST_TOLD]], language)
        text = said("serving", language, concern=concern, names=names, count=len(rows))
        places = [place for row in rows[:MOST_TOLD] for place in row.sources]
        places = places or [place for row in rows[:MOST_TOLD] for place in places_of(graph, row.iri)[:1]]
        return packed(
            Said(kind="entities", text=text, ids=[row.id for row in rows]), rows, answer.sparql, places
        )
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    used = {"uses", "offers"}
    found = [
        each for each in facts.items if each.values and used & graph.index.broader_names(each.property.iri)
    ]
    own = [each for each in found if any(value.iri in wanted for value in each.values)]
    none = [
        each
        for each in found
        if each.concern == meaning.concern and any(v.kind == "none" for v in each.values)
    ]
    things = unique(value for each in own for value in each.values if value.iri in wanted)
    names = listed([named(each, language) for each in things], language)
    key = "serving_in" if things else "nothing_serves"
    head = said(key, language, subject=named(meaning.subject, language), concern=concern, names=names)
    defaults = [each for each in [*own, *none] if each.property.id != "bundles"]
    text = (
        joined([head, *told(defaults, language)], language)
        if things or none
        else said("unrecorded", language)
    )
    ids = [each.id for each in things]
    value = None if things or not none else "none"
    return packed(
        Said(kind="entities" if things else "value", text=text, ids=ids, value=value),
        [*own, *none],
        facts.sparql,
        prevailing([*own, *none]),
    )


def implementing(graph: Graph, meaning: Implementing, language: Language) -> dict[str, Any]:
    """Say which components implement an interface, or all of several."""
    answers = [graph.answer(NEIGHBOURS, thing=each.id) for each in meaning.interfaces]
    found = [{row.iri: row for row in answer.items if implements(row)} for answer in answers]
    common = set.intersection(*map(set, found))
    rows = [row for iri, row in found[0].items() if iri in common]
    names = listed([named(row, language) for row in rows], language)
    interfaces = listed([named(each, language) for each in meaning.interfaces], language)
    text = said("implementing" if rows else "unrecorded", language, interface=interfaces, names=names)
    places = [place for each in found for iri in each if iri in common for place in each[iri].sources]
    places = places or [place for row in rows for place in places_of(graph, row.iri)[:1]]
    spoken = Said(kind="entities", text=text, ids=[row.id for row in rows])
    return packed(spoken, rows, united([answer.sparql for answer in answers]), places)


def implements(row: NeighbourRow) -> bool:
    """Tell whether a neighbour implements what it is a neighbour of."""
    return row.property.id == "implements" and row.direction == "in"


def unique(values: Iterable[Any]) -> list[Thing]:
    """Give the things that values name, each once."""
    return list({value.iri: value for value in values}.values())
