"""What an answer for one day leaves out: what was so before, and that no day of it is known."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from graph.ask.answers.judging import fits, united
from graph.ask.answers.spans import span
from graph.ask.meaning import Facts, Has, Language, Selection, Understood, Uses, Whether
from graph.ask.sentences import joined, listed, named, primary_first, said
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.sources import CLAIMS

if TYPE_CHECKING:
    from graph.graph import Graph
    from graph.models import Claim

RELATIONS = {
    "uses": {"uses"},
    "default": {"enables"},
    "offers": {"offers", "supports"},
    "supports": {"uses", "offers", "supports"},
}
"""The relations that make a way of having a component."""
LOOSE = {"uses", "offers", "supports"}
"""The relations that are told of the past besides: what was not used may have been offered."""
AGAINST = frozenset({"removes", "lacks", "alternative", "successor"})
"""The properties that do not say that a component is there."""
Answer = dict[str, Any]


def remembering(graph: Graph, asked: Understood, answer: Answer, language: Language) -> Answer:
    """Add to an answer for the last day that a question is about what was so on an earlier one of them."""
    meaning, spoken = asked.meaning, answer["answer"]
    if asked.since is None:
        return answer
    if isinstance(meaning, Selection):
        return joined_by(graph, asked.since, meaning, answer, language)
    if not isinstance(meaning, Whether | Facts):
        return answer
    if isinstance(meaning, Whether) and (spoken.value is True or is_odd(meaning)):
        return answer
    found = graph.answer(CLAIMS, subject=meaning.subject.id)
    known = {content(claim) for claim in found.items if is_believed(claim) and claim.holds_on(graph.as_of)}
    over = [
        claim
        for claim in found.items
        if is_believed(claim)
        and span(claim, language) not in spoken.text
        and content(claim) not in known
        and was(claim, asked.since, graph.as_of)
        and tells(graph, claim, meaning, loose=True)
    ]
    strict = [claim for claim in over if tells(graph, claim, meaning)]
    so = bool(strict) and isinstance(meaning, Whether)
    return recalled(asked, answer, strict or over, found.sparql, language, so=so) if over else answer


def joined_by(graph: Graph, since: dt.date, meaning: Selection, answer: Answer, language: Language) -> Answer:
    """Add to who uses a component on the last day who did before, and does no more."""
    spoken = answer["answer"]
    uses_it = meaning.conditions[0] if len(meaning.conditions) == 1 else None
    if not isinstance(uses_it, Uses) or uses_it.negated:
        return answer
    claims = [
        claim
        for row in graph.answer(DISTRIBUTIONS).items
        if row.id not in spoken.ids
        for claim in graph.index.spoken_of(row.iri)
        if is_believed(claim) and was(claim, since, graph.as_of)
        if tells(graph, claim, Whether(claim.subject, uses_it))
    ]
    if not claims:
        return answer
    names = listed(list(dict.fromkeys(named(claim.subject, language) for claim in claims)), language)
    text = joined([spoken.text, said("no_more", language, names=names)], language)
    places = {each.claim: each for each in (*answer["sources"], *(claim.citation() for claim in claims))}
    return answer | {
        "answer": spoken.model_copy(update={"text": text}),
        "sources": sorted(places.values(), key=primary_first),
    }


def is_odd(meaning: Whether) -> bool:
    """Tell whether a condition denies something, or all else: that cannot be told from one claim."""
    condition = meaning.condition
    return condition.negated or (isinstance(condition, Has) and condition.only)


def is_believed(claim: Claim) -> bool:
    """Tell whether a claim is not rejected."""
    return claim.rank.id != "Deprecated"


def content(claim: Claim) -> tuple[str, str, str]:
    """Give what a claim says, to tell what another one says as well."""
    return claim.property.iri, claim.value.model_dump_json(), claim.condition.iri if claim.condition else ""


def was(claim: Claim, first: dt.date, last: dt.date) -> bool:
    """Tell whether a claim that is over by the last of some days held on one of them."""
    if claim.valid_until is None:
        return claim.until is not None and first == dt.date.min
    begun = claim.valid_from or dt.date.min
    return begun <= last and first < claim.valid_until <= last


def tells(graph: Graph, claim: Claim, meaning: Whether | Facts, *, loose: bool = False) -> bool:
    """Tell whether a claim says what is asked, or `loose`, something like it."""
    if isinstance(meaning, Facts):
        return claim.property.iri in {prop.iri for prop in meaning.properties}
    condition = meaning.condition
    if isinstance(condition, Has):
        named = claim.property.iri in {prop.iri for prop in condition.properties}
        return named and (condition.value is None or fits(claim.value, condition.value))
    return claim.value.iri == condition.component.iri and uses(graph, claim, condition, loose=loose)


def uses(graph: Graph, claim: Claim, condition: Uses, *, loose: bool = False) -> bool:
    """Tell whether a claim says of a component that it is used, in the way and for the job that are asked.

    `loose`: or in whatever way.
    """
    prop = graph.index.properties[claim.property.iri]
    if "Distribution" not in graph.index.names[claim.subject.iri].kinds:
        return prop.id not in AGAINST
    if condition.job and prop.about != condition.job:
        return False
    usual = loose or condition.way != "default" or claim.condition is None
    return usual and bool(
        (LOOSE if loose else RELATIONS[condition.way]) & graph.index.broader_names(prop.iri)
    )


def recalled(  # noqa: PLR0913  # the question, its answer, and what was
    asked: Understood, answer: Answer, over: list[Claim], sparql: str, language: Language, *, so: bool
) -> Answer:
    """Say what was, and if it was `so` as is asked, that it is not so any more; the answer is a yes then."""
    spoken = answer["answer"]
    sentences = [spoken.text]
    if so:
        head = said("not_on" if asked.day else "not_today", language, day=asked.day)
        sentences = [head, spoken.text.removeprefix(said("no_plain", language)).strip()]
    spans = [span(claim, language) for claim in best_dated(over)]
    sentences.append(said("it_was" if so else "it_had", language, spans=joined(spans, language)))
    change = {"text": joined(sentences, language)} | ({"value": True} if so else {})
    places = {each.claim: each for each in (*answer["sources"], *(claim.citation() for claim in over))}
    return answer | {
        "answer": spoken.model_copy(update=change),
        "rows": [*answer["rows"], *(claim.model_dump(mode="json") for claim in over)],
        "sparql": united([answer["sparql"], sparql]),
        "sources": sorted(places.values(), key=primary_first),
    }


def best_dated(claims: list[Claim]) -> list[Claim]:
    """Give of claims that say the same the one that knows its days best, the earliest first."""
    found: dict[object, Claim] = {}
    for claim in sorted(claims, key=lambda each: (each.valid_from is None, each.since is None)):
        found.setdefault((content(claim), claim.valid_until), claim)
    return sorted(found.values(), key=lambda each: each.valid_from or dt.date.min)


def undated(graph: Graph, answer: Answer, language: Language) -> Answer:
    """Say of an answer for another day that no day is on record, if no claim that it rests on has one.

    Of a list it is said of whom none is, if of some one is.
    """
    cited = [graph.index.claims.get(place.claim) for place in answer["sources"]]
    spoken = answer["answer"]
    known = {claim.subject.id for claim in cited if claim and is_dated(claim)}
    bare = {claim.subject.id: claim.subject for claim in cited if claim and claim.subject.id not in known}
    dated = known or None in cited
    if not bare or (spoken.value is None and not spoken.ids):
        return answer
    remark = said("no_day", language)
    if dated:
        names = [named(each, language) for slug, each in bare.items() if slug in spoken.ids]
        if not names:
            return answer
        remark = said("no_day_of", language, names=listed(names, language))
    text = joined([spoken.text, remark], language)
    return answer | {"answer": spoken.model_copy(update={"text": text})}


def is_dated(claim: Claim) -> bool:
    """Tell whether a claim says from when or until when it holds."""
    return bool(claim.valid_from or claim.valid_until)
