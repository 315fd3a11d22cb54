"""What was when: since and until when something held, what happened in a time, and where sources disagree."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graph.ask.answers.judging import united
from graph.ask.answers.roles import unable
from graph.ask.answers.spans import dated, span
from graph.ask.meaning import Disputes, Happenings, Language, Switched, Timeline, Uses
from graph.ask.reply import Said
from graph.ask.sentences import joined, listed, named, packed, said, shown
from graph.catalogue.changes import CHANGES
from graph.catalogue.facts import DISPUTES
from graph.catalogue.history import SWITCHES
from graph.catalogue.releases import VERSIONS
from graph.catalogue.sources import CLAIMS
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.releases.version import parse_version
from ontology import DG

if TYPE_CHECKING:
    from graph.catalogue.answer import Answer
    from graph.catalogue.facts import DisputeRow
    from graph.catalogue.history import SwitchRow
    from graph.catalogue.usage import UsageRow
    from graph.graph import Graph
    from graph.models import Claim, Thing

MOST_TOLD = 12
REJECTED = DG + "Deprecated"


def timeline(graph: Graph, meaning: Timeline, language: Language) -> dict[str, Any]:
    """Say since when and until when a thing had others, or values for some properties, the earliest first."""
    answer = graph.answer(CLAIMS, subject=meaning.subject.id)
    found = sorted((claim for claim in answer.items if tells(graph, claim, meaning)), key=begin)
    sentences = list(dict.fromkeys(span(claim, language) for claim in found))
    values = [each for claim in found for each in (claim.since, claim.until) if each]
    for other in () if meaning.jobs else meaning.others:
        sentences += shipments(graph, meaning.subject, other, language)
    asked = [Uses(other, job=job) for other in meaning.others for job in meaning.jobs]
    silent = [
        said("unrecorded", language),
        *(told for each in asked for told in unable(graph, each, language)),
    ]
    text = joined(sentences or silent, language)
    spoken = Said(kind="value", text=text, ids=[], value=list(dict.fromkeys(values)) or None)
    return packed(spoken, found, answer.sparql, [claim.citation() for claim in found])


def tells(graph: Graph, claim: Claim, meaning: Timeline) -> bool:
    """Tell whether a claim speaks of what is asked; what is not believed does not, whatever days it names."""
    if claim.rank.iri == REJECTED:
        return False
    prop = graph.index.properties.get(claim.property.iri)
    if meaning.jobs and not (prop and prop.about in meaning.jobs):
        return False
    if meaning.others:
        return claim.value.iri in {other.iri for other in meaning.others}
    return claim.property.iri in {prop.iri for prop in meaning.properties}


def begin(claim: Claim) -> tuple[dt.date, str]:
    """Give what claims are ordered by: the day since when they hold."""
    return claim.valid_from or dt.date.min, claim.property.id


def shipments(graph: Graph, subject: Thing, other: Thing, language: Language) -> list[str]:
    """Say from which release to which the release files list a component."""
    kinds = graph.index.names[other.iri].kinds
    if "Component" not in kinds or "Distribution" not in graph.index.names[subject.iri].kinds:
        return []
    rows = graph.answer(VERSIONS, component=other.id, distribution=subject.id).items
    if not rows:
        return []
    order = sorted(rows, key=lambda row: parse_version(row.version).key)
    first, last = order[0], order[-1]
    return [
        said(
            "listed_from",
            language,
            component=named(other, language),
            first=dated(first.version, first.issued, language),
            last=dated(last.version, last.issued, language),
        )
    ]


def switched(graph: Graph, meaning: Switched, language: Language) -> dict[str, Any]:
    """Say which distributions went from one thing to another, and when."""
    if meaning.after is None:
        return given_up(graph, meaning.before, language)
    answer = graph.answer(SWITCHES, **{"from": meaning.before.id, "to": meaning.after.id})
    told = [
        said(
            "switch",
            language,
            name=named(row.distribution, language),
            when=dated(row.release, row.day, language),
        )
        for row in answer.items
    ]
    names = {"before": named(meaning.before, language), "after": named(meaning.after, language)}
    key = "switched" if told else "nobody_switched"
    text = said(key, language, names=listed(list(dict.fromkeys(told)), language), **names)
    ids = list(dict.fromkeys(row.distribution.id for row in answer.items))
    places = [place for row in answer.items for place in row.sources]
    return packed(Said(kind="entities", text=text, ids=ids), answer.items, answer.sparql, places)


def given_up(graph: Graph, component: Thing, language: Language) -> dict[str, Any]:
    """Say which distributions used a component or a tool once and do no more, and what they went to."""
    answers: list[Answer[Any]] = [graph.answer(SWITCHES, **{"from": component.id})]
    if "Component" in graph.index.names[component.iri].kinds:  # what uses a tool is a property of its own
        answers.append(graph.answer(DISTRIBUTIONS_USING, component=component.id))
    switches, *others = answers
    used: list[UsageRow] = [row for answer in others for row in answer.items]
    using = {row.id for row in used if row.answer == "yes"}
    went = [row for row in switches.items if row.distribution.id not in using]
    known = using | {row.distribution.id for row in went}
    ended = [row for row in used if row.id not in known and any(use.until for use in row.how)]
    told = [gone(row, language) for row in went] + [over(row, language) for row in ended]
    ids = list(dict.fromkeys([*(row.distribution.id for row in went), *(row.id for row in ended)]))
    names = listed(list(dict.fromkeys(told)), language)
    key = "given_up" if ids else "nobody_gave_up"
    text = said(key, language, before=named(component, language), names=names)
    places = [*(place for row in went for place in row.sources), *(x for row in ended for x in row.sources)]
    sparql = united([answer.sparql for answer in answers])
    return packed(Said(kind="entities", text=text, ids=ids), [*went, *ended], sparql, places)


def gone(row: SwitchRow, language: Language) -> str:
    """Say what a distribution went to, and when."""
    when = dated(row.release, row.day, language)
    name, after = named(row.distribution, language), shown(row.after, language)
    return said(
        "went_to", language, name=name, after=after, when=said("comma", language) + when if when else ""
    )


def over(row: UsageRow, language: Language) -> str:
    """Say with which release a distribution used something last."""
    until = max((use.until for use in row.how if use.until), key=lambda release: parse_version(release).key)
    return said("ended_with", language, name=named(row, language), release=until)


def happenings(graph: Graph, meaning: Happenings, language: Language) -> dict[str, Any]:
    """Say what changed in a time, the latest first."""
    between = {"since": meaning.first.isoformat(), "until": meaning.last.isoformat()}
    answer = graph.answer(CHANGES, **between)
    rows = answer.items
    if meaning.subject:
        rows = [row for row in rows if row.subject == meaning.subject]
    rows = list({(row.day, row.title.en): row for row in rows}.values())
    told = [f"{row.day} {getattr(row.title, language)}" for row in rows[:MOST_TOLD]]
    names = {"first": meaning.first, "last": meaning.last, "count": len(rows)}
    text = said("happened" if rows else "nothing_happened", language, **names)
    if told:
        text = joined([text, said("changes_are", language, changes=listed(told, language))], language)
    value = [f"{row.day} {row.title.en}" for row in rows]
    places = [place for row in rows[:MOST_TOLD] for place in row.sources]
    ids = list(dict.fromkeys(row.subject.id for row in rows if row.subject != meaning.subject))
    spoken = Said(kind="changes", text=text, ids=ids, value=value or None)
    return packed(spoken, rows, answer.sparql, places)


def disputes(graph: Graph, meaning: Disputes, language: Language) -> dict[str, Any]:
    """Say where sources disagree: what prevails, and what was said against it."""
    answer = graph.answer(DISPUTES)
    asked = {prop.iri for prop in meaning.properties}
    rows = [
        row
        for row in answer.items
        if (meaning.subject is None or row.subject == meaning.subject)
        and (not asked or row.property.iri in asked)
    ]
    if not rows:
        text = said("no_dispute", language)
    else:
        told = [quarrel(row, language) for row in rows[:MOST_TOLD]]
        text = joined([said("disputes_are", language, count=len(rows)), *told], language)
    ids = list(dict.fromkeys(row.subject.id for row in rows if row.subject != meaning.subject))
    spoken = Said(
        kind="disputes",
        text=text,
        ids=ids,
        value=[f"{row.subject.id} {row.property.id}" for row in rows] or None,
    )
    return packed(spoken, rows, answer.sparql, [place for row in rows[:MOST_TOLD] for place in row.sources])


def quarrel(row: DisputeRow, language: Language) -> str:
    """Say both sides of a dispute."""
    prevails = listed(list(dict.fromkeys(shown(claim.value, language) for claim in row.prevailing)), language)
    against = listed(list(dict.fromkeys(shown(claim.value, language) for claim in row.rejected)), language)
    return said(
        "quarrel",
        language,
        subject=named(row.subject, language),
        property=named(row.property, language),
        prevails=prevails or said("silent_side", language),
        against=against,
    )
