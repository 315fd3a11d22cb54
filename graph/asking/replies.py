"""The answers proper, one function for each meaning: what to ask of the catalogue, and how to say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from graph.asking.meaning import Comparison, Description, Facts, Language, Users, Uses
from graph.asking.phrases import listed, named, said, shown
from graph.asking.reply import Said
from graph.folds.common import citations
from graph.model import Citation, Finding, Shape, Value
from graph.questions import COMPARISON, DISTRIBUTIONS, DISTRIBUTIONS_USING, FACTS
from graph.rows import UsageRow
from ontology import DG

if TYPE_CHECKING:
    from graph.knowledge import KnowledgeGraph


def packed(answer: Said, rows: Iterable[Shape], sparql: str, sources: Sequence[Citation]) -> dict[str, Any]:
    """Put the parts of an answer together."""
    return {
        "answer": answer,
        "rows": [row.model_dump(mode="json") for row in rows],
        "sparql": sparql,
        "sources": sorted({place.claim: place for place in sources}.values(), key=primary_first),
    }


def primary_first(place: Citation) -> tuple[str, str, str]:
    """Order citations."""
    return place.kind, place.source, place.locator


def found_users(graph: KnowledgeGraph, meaning: Users, language: Language) -> dict[str, Any]:
    """Say which distributions use a component; those of which nobody has said are named apart."""
    using = graph.answer(DISTRIBUTIONS_USING, component=meaning.wanted[0].id)
    rows = [row for row in using.items if row.answer == "yes"]
    silent: list[UsageRow] = []
    sparql = using.sparql
    if meaning.unwanted:
        other = {
            row.id: row for row in graph.answer(DISTRIBUTIONS_USING, component=meaning.unwanted[0].id).items
        }
        silent = [row for row in rows if other[row.id].answer == "unknown"]
        rows = [row for row in rows if other[row.id].answer not in {"yes", "unknown"}]
        sparql = graph.answer(
            DISTRIBUTIONS, uses=meaning.wanted[0].id, not_uses=meaning.unwanted[0].id
        ).sparql
    optional = (
        [] if meaning.unwanted else [row for row in using.items if row.answer in {"offered", "supported"}]
    )
    wanted = named(meaning.wanted[0], language)
    names = listed([getattr(row.label, language) for row in rows], language)
    plural = {"use": "uses" if len(rows) == 1 else "use"}
    sentences = [
        said("found", language, names=names, wanted=wanted, **plural)
        if rows
        else said("nobody", language, wanted=wanted)
    ]
    for key, group in (("optional", optional), ("silent", silent)):
        if group:
            sentences.append(
                said(key, language, names=listed([getattr(r.label, language) for r in group], language))
            )
    answer = Said(kind="entities", text=joined(sentences, language), ids=[row.id for row in rows])
    return packed(
        answer, [*rows, *optional, *silent], sparql, [place for row in rows for place in row.sources]
    )


def whether(graph: KnowledgeGraph, meaning: Uses, language: Language) -> dict[str, Any]:
    """Say yes, no, or that nobody has recorded it."""
    using = graph.answer(DISTRIBUTIONS_USING, component=meaning.component.id)
    row = next(row for row in using.items if row.id == meaning.subject.id)
    value = truth(row, supports=meaning.supports)
    answer = Said(kind="boolean", text=verdict(row, value, meaning, language), ids=[], value=value)
    return packed(answer, [row], using.sparql, row.sources)


def truth(row: UsageRow, *, supports: bool) -> bool | None:
    """Tell yes from no from silence. That something else is the default does not tell what is supported."""
    if row.answer == "yes":
        return True
    if row.answer in {"offered", "supported"}:
        return supports
    return False if row.answer == "no" and not supports else None


def verdict(row: UsageRow, value: bool | None, meaning: Uses, language: Language) -> str:  # noqa: FBT001  # the answer
    """Say the answer in a sentence."""
    if value is None:
        return said("unrecorded", language)
    subject, component = named(meaning.subject, language), named(meaning.component, language)
    if row.answer == "no":
        instead = [f"{named(use.property, language)}: {shown(use.value, language)}" for use in row.how]
        return said("no", language, subject=subject, instead=listed(instead, language))
    verbs = {"supports": "supports_verb", "uses": "uses_verb"}
    relation = said(verbs.get(row.how[0].relation, row.how[0].relation), language, component=component)
    key = "yes" if value else "not_by_default"
    return said(key, language, subject=subject, relation=relation)


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
    brackets = "（{}）" if language == "zh" else " ({})"
    condition = brackets.format(named(found.condition, language)) if found.condition else ""
    prop = named(found.property, language) + condition
    values = listed([shown(value, language) for value in found.values], language)
    sentence = said("fact", language, subject=named(found.subject, language), property=prop, values=values)
    return sentence + (said("disputed", language) if found.standing.id == "Disputed" else "")


def compared(graph: KnowledgeGraph, meaning: Comparison, language: Language) -> dict[str, Any]:
    """Put distributions side by side."""
    ids = [thing.id for thing in meaning.subjects]
    answer = graph.answer(COMPARISON, **dict(zip(("first", "second", "third"), ids, strict=False)))
    known = [row for row in answer.items if row.differs is not None]
    names = listed([named(thing, language) for thing in meaning.subjects], language)
    differ = sum(bool(row.differs) for row in known)
    text = said("compared", language, subjects=names, differ=differ, known=len(known))
    places = [place for row in answer.items for place in row.sources]
    return packed(Said(kind="comparison", text=text, ids=ids), answer.items, answer.sparql, places)


def described(graph: KnowledgeGraph, meaning: Description, language: Language) -> dict[str, Any]:
    """Say what a thing is."""
    profile = graph.index.profile(meaning.subject.iri)
    facts = graph.answer(FACTS, subject=meaning.subject.id)
    text = getattr(profile.description, language) if profile.description else named(meaning.subject, language)
    answer = Said(kind="description", text=text, ids=[meaning.subject.id])
    return packed(answer, [profile], facts.sparql, graph.index.origin(meaning.subject.iri))


def joined(sentences: list[str], language: Language) -> str:
    """Put sentences after one another."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)
