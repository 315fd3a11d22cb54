"""What comes first: what most have, who has most, whose is newest, and who needs least."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from graph.ask.answers.judging import prevailing, united
from graph.ask.meaning import Language, Ranking
from graph.ask.reply import Said
from graph.ask.sentences import listed, named, packed, said, shown
from graph.catalogue.entities import COMPONENTS, DISTRIBUTIONS
from graph.catalogue.facts import HOLDERS, amount
from graph.catalogue.releases import NEWEST_VERSIONS
from graph.models import Citation, Finding, Shape, Thing, Value
from graph.releases.version import parse_version
from ontology import ID

if TYPE_CHECKING:
    from graph.graph import Graph

MOST_RANKED = 5


def ranked(graph: Graph, meaning: Ranking, language: Language) -> dict[str, Any]:
    """Say what comes first."""
    if meaning.by == "version" and meaning.component:
        return shipped_versions(graph, meaning.component, language, oldest=meaning.least)
    if meaning.by == "amount":
        return by_amount(graph, meaning, language)
    counts, rows, sparql, sources = counted(graph, meaning)
    if meaning.limit:
        counts = Counter({slug: n for slug, n in counts.items() if fits(n, float(meaning.limit), meaning)})
    order = sorted(counts, key=lambda slug: (counts[slug] if meaning.least else -counts[slug], slug))
    best = [slug for slug in order if meaning.limit or counts[slug] == counts[order[0]]]
    told = [
        said("ranked", language, name=named(graph.index.thing(ID + slug), language), count=counts[slug])
        for slug in (best if len(best) > MOST_RANKED else order[:MOST_RANKED])
    ]
    text = ordered(told, language)
    return packed(
        Said(kind="entities", text=text, ids=best, value=counts[best[0]] if best else None),
        rows,
        sparql,
        sources,
    )


def counted(graph: Graph, meaning: Ranking) -> tuple[Counter[str], list[Shape], str, list[Citation]]:
    """Count: who has which value, who uses which component, or what is in whose box."""
    if meaning.by == "users":
        components = graph.answer(COMPONENTS)
        users = Counter({row.id: len(row.used_by) for row in components.items if row.used_by})
        first = [row for row in components.items if row.id in dict(users.most_common(MOST_RANKED))]
        return users, list(first), components.sparql, [place for row in first for place in row.sources]
    ids = ["bundles"] if meaning.by == "components" else [prop.id for prop in meaning.properties]
    answers = [graph.answer(HOLDERS, property=each) for each in ids]
    everybody = {row.id for row in graph.answer(DISTRIBUTIONS).items}
    rows = [
        row for answer in answers for row in answer.items if row.subject.id in everybody and not row.condition
    ]
    pairs = {(row.subject.id, value.id) for row in rows for value in row.values if value.id}
    place = 0 if meaning.by in {"components", "values"} else 1
    return (
        Counter(pair[place] for pair in pairs),
        list(rows),
        united([answer.sparql for answer in answers]),
        list(prevailing(rows)),
    )


def by_amount(graph: Graph, meaning: Ranking, language: Language) -> dict[str, Any]:
    """Say which distributions need least, or most; where nodes differ, the greatest of them counts."""
    answers = [graph.answer(HOLDERS, property=prop.id) for prop in meaning.properties]
    everybody = {row.id for row in graph.answer(DISTRIBUTIONS).items}
    needs: dict[str, tuple[float, Finding]] = {}
    for finding in (row for answer in answers for row in answer.items):
        known = [size for value in finding.values if (size := amount(value)) is not None]
        slug = finding.subject.id
        if known and slug in everybody and (slug not in needs or needs[slug][0] < max(known)):
            needs[slug] = max(known), finding
    limit = amount(Value(kind="literal", value=meaning.limit)) if meaning.limit else None
    if limit is not None:
        needs = {slug: need for slug, need in needs.items() if fits(need[0], limit, meaning)}
    order = sorted(needs, key=lambda slug: (needs[slug][0] * (1 if meaning.least else -1), slug))
    best = [slug for slug in order if limit is not None or needs[slug][0] == needs[order[0]][0]]
    rows = [needs[slug][1] for slug in order]
    told = [needed(row, language) for row in rows]
    text = ordered(told, language)
    spoken = Said(kind="entities", text=text, ids=best)
    return packed(spoken, rows, united([answer.sparql for answer in answers]), prevailing(rows))


def fits(need: float, limit: float, meaning: Ranking) -> bool:
    """Tell whether a need lies on the side of a limit that is asked about."""
    return (need < limit if meaning.least else need > limit) or (meaning.inclusive and need == limit)


def needed(finding: Finding, language: Language) -> str:
    """Say how much a distribution needs of what."""
    values = listed([shown(value, language) for value in finding.values], language)
    told = said("amount_of", language, values=values, property=named(finding.property, language))
    return said("ranked", language, name=named(finding.subject, language), count=told)


def shipped_versions(graph: Graph, component: Thing, language: Language, *, oldest: bool) -> dict[str, Any]:
    """Say whose newest release ships the newest version of a component, or the oldest."""
    answer = graph.answer(NEWEST_VERSIONS, component=component.id)
    rows = [row for row in answer.items if row.versions and row.release]
    keys = {row.id: max(parse_version(version).key for version in row.versions) for row in rows}
    order = sorted(rows, key=lambda row: keys[row.id], reverse=not oldest)
    best = [row.id for row in order if keys[row.id] == keys[order[0].id]] if order else []
    told = [
        said("version_in", language, name=named(row, language), version=" / ".join(row.versions))
        for row in order[:MOST_RANKED]
    ]
    text = ordered(told, language)
    places = [place for row in order[:MOST_RANKED] for place in row.sources]
    return packed(Said(kind="entities", text=text, ids=best), order, answer.sparql, places)


def ordered(told: list[str], language: Language) -> str:
    """Say what comes first, second and so on; that nothing is recorded if nothing does."""
    return (
        said("ranking_is", language, names=listed(told, language)) if told else said("unrecorded", language)
    )
