"""What an answer for one day leaves out: what was so before, and that no day of it is known."""

from __future__ import annotations

import datetime as dt
from typing import Any

from graph.ask.capabilities import is_distribution
from graph.ask.citations import is_rejected
from graph.ask.conditions.evaluate import matches_value
from graph.ask.conditions.model import HasValue, UsesComponent, Way
from graph.ask.intents.facts import Facts
from graph.ask.intents.model import ParsedIntent
from graph.ask.intents.usage import MatchingDistributions
from graph.ask.intents.yes_no import YesNo
from graph.ask.reply import sort_citations, union_queries
from graph.ask.sentences import describe_claim, name_release, render_text
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.sources import CLAIMS
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Claim
from i18n import Language, format_list, join_sentences
from ontology.relations import BROADEST, OPTIONAL, Strength
from ontology.traits import Trait

RELATIONS_OF_WAY: dict[Way, tuple[Strength, ...]] = {
    "uses": (Strength.USES,),
    "default": (Strength.ENABLES,),
    "offers": OPTIONAL,
    "supports": BROADEST,
}
"""The relations that make a way of having a component."""
Answer = dict[str, Any]


def add_history(graph: Graph, asked: ParsedIntent, answer: Answer, language: Language) -> Answer:
    """Add to an answer for the last day of a time what was so on an earlier day of it."""
    intent, spoken = asked.intent, answer["answer"]
    if asked.since is None:
        return answer
    if isinstance(intent, MatchingDistributions):
        return _add_former_users(graph, asked.since, intent, answer, language)
    if not isinstance(intent, YesNo | Facts):
        return answer
    if isinstance(intent, YesNo) and (spoken.value is True or _is_negative(intent)):
        return answer
    found = graph.answer(CLAIMS, subject=intent.subject.id)
    known = {
        _content_key(claim) for claim in found.items if not is_rejected(claim) and claim.holds_on(graph.as_of)
    }
    over = [
        claim
        for claim in found.items
        if not is_rejected(claim)
        and _content_key(claim) not in known
        and _ended_between(claim, asked.since, graph.as_of)
        and _answers_intent(graph, claim, intent, loose=True)
    ]
    strict = [claim for claim in over if _answers_intent(graph, claim, intent)]
    so = bool(strict) and isinstance(intent, YesNo)
    return _describe_past(graph, answer, strict or over, found.sparql, language, so=so) if over else answer


def add_date(day: dt.date, answer: Answer, language: Language) -> Answer:
    """Lead an answer for another day by that day, for its sentences are in the present tense."""
    return _lead_answer(answer, "as_of", language, day=day)


def add_release(graph: Graph, release: str, answer: Answer, language: Language) -> Answer:
    """Lead an answer for a release by its name."""
    return _lead_answer(answer, "of_release", language, release=name_release(graph, release, language))


def _lead_answer(answer: Answer, key: str, language: Language, **named: str | dt.date) -> Answer:
    """Lead an answer by a day or a release; one that nothing is recorded needs none."""
    spoken = answer["answer"]
    unrecorded = render_text("unrecorded_about", language, question="").rstrip(".。 ")
    if spoken.text.startswith(unrecorded):
        return answer
    text = render_text(key, language, told=spoken.text, **named)
    return answer | {"answer": spoken.model_copy(update={"text": text})}


def add_date_caveat(graph: Graph, answer: Answer, language: Language) -> Answer:
    """Add to an answer for another day that its claims have no dates, if none of them has one.

    In a list, only the things whose claims are undated are named.
    """
    cited = [graph.index.claims.get(place.claim) for place in answer["sources"]]
    spoken = answer["answer"]
    known = {claim.subject.id for claim in cited if claim and _is_dated(claim)}
    bare = {claim.subject.id: claim.subject for claim in cited if claim and claim.subject.id not in known}
    dated = known or None in cited
    if not bare or (spoken.value is None and not spoken.ids):
        return answer
    remark = render_text("no_day", language)
    if dated:
        names = [get_label(each, language) for slug, each in bare.items() if slug in spoken.ids]
        if not names:
            return answer
        remark = render_text("no_day_of", language, names=format_list(names, language))
    text = join_sentences([spoken.text, remark], language)
    return answer | {"answer": spoken.model_copy(update={"text": text})}


def _add_former_users(
    graph: Graph, since: dt.date, intent: MatchingDistributions, answer: Answer, language: Language
) -> Answer:
    spoken = answer["answer"]
    uses_it = intent.conditions[0] if len(intent.conditions) == 1 else None
    if not isinstance(uses_it, UsesComponent) or uses_it.negated:
        return answer
    claims = [
        claim
        for row in graph.answer(DISTRIBUTIONS).items
        if row.id not in spoken.ids
        for claim in graph.index.claims_about(row.iri)
        if not is_rejected(claim) and _ended_between(claim, since, graph.as_of)
        if _answers_intent(graph, claim, YesNo(claim.subject, uses_it))
    ]
    if not claims:
        return answer
    names = format_list(list(dict.fromkeys(get_label(claim.subject, language) for claim in claims)), language)
    text = join_sentences([spoken.text, render_text("no_more", language, names=names)], language)
    places = (*answer["sources"], *(claim.citation() for claim in claims))
    return answer | {
        "answer": spoken.model_copy(update={"text": text}),
        "sources": sort_citations(places),
    }


def _is_negative(intent: YesNo) -> bool:
    """Return whether a condition excludes something, which one claim cannot show."""
    condition = intent.condition
    return condition.negated or (isinstance(condition, HasValue) and condition.only)


def _content_key(claim: Claim) -> tuple[str, str, str]:
    return claim.property.iri, claim.value.model_dump_json(), claim.condition.iri if claim.condition else ""


def _ended_between(claim: Claim, first: dt.date, last: dt.date) -> bool:
    """Return whether a claim that is over by the last of some days held on one of them."""
    if claim.valid_until is None:
        return claim.until is not None and first == dt.date.min
    begun = claim.valid_from or dt.date.min
    return begun <= last and first < claim.valid_until <= last


def _answers_intent(graph: Graph, claim: Claim, intent: YesNo | Facts, *, loose: bool = False) -> bool:
    """Return whether a claim answers an intent, or, if `loose`, something like it."""
    if isinstance(intent, Facts):
        return claim.property.iri in {prop.iri for prop in intent.properties}
    condition = intent.condition
    if isinstance(condition, HasValue):
        named = claim.property.iri in {prop.iri for prop in condition.properties}
        return named and (condition.value is None or matches_value(claim.value, condition.value))
    return claim.value.iri == condition.component.iri and _shows_usage(graph, claim, condition, loose=loose)


def _shows_usage(graph: Graph, claim: Claim, condition: UsesComponent, *, loose: bool = False) -> bool:
    """Return whether a claim says that a component is used, in the way and the role that are asked for.

    `loose`: or in whatever way.
    """
    prop = graph.index.properties[claim.property.iri]
    if not is_distribution(graph, claim.subject.iri):
        return not {Trait.ABSENCE, Trait.SUBSTITUTION} & prop.traits
    if condition.role and prop.about != condition.role:
        return False
    usual = loose or condition.way != "default" or claim.condition is None
    # What was not used may have been offered.
    relations = BROADEST if loose else RELATIONS_OF_WAY[condition.way]
    return usual and bool(graph.index.broader_names(prop.iri).intersection(relations))


def _describe_past(  # noqa: PLR0913  # the answer, and what was
    graph: Graph,
    answer: Answer,
    over: list[Claim],
    sparql: str,
    language: Language,
    *,
    so: bool,
) -> Answer:
    """Add what was so; if that is as asked (`so`), the answer is a yes that holds no more."""
    spoken = answer["answer"]
    sentences = [spoken.text]
    if so:
        head = render_text("not_today", language)
        sentences = [head, _without_no(spoken.text, language)]
    spans = [describe_claim(graph, claim, language) for claim in _best_dated(over)]
    if untold := [each for each in spans if each not in spoken.text]:
        told = join_sentences(untold, language)
        sentences.append(render_text("it_was" if so else "it_had", language, spans=told))
    change = {"text": join_sentences(sentences, language)} | ({"value": True} if so else {})
    places = (*answer["sources"], *(claim.citation() for claim in over))
    return answer | {
        "answer": spoken.model_copy(update=change),
        "rows": [*answer["rows"], *(claim.model_dump(mode="json") for claim in over)],
        "sparql": union_queries([answer["sparql"], sparql]),
        "sources": sort_citations(places),
    }


def _without_no(text: str, language: Language) -> str:
    """Return an answer without the “no” that it begins with, or the “not by default, but”."""
    stop = render_text("statement", language, told="")
    for key in ("no", "not_by_default"):
        text = text.removeprefix(render_text(key, language, told="").removesuffix(stop))
    return text.removeprefix(render_text("no_plain", language)).strip()


def _best_dated(claims: list[Claim]) -> list[Claim]:
    """Return the best dated of the claims that say the same, the earliest first."""
    found: dict[object, Claim] = {}
    for claim in sorted(claims, key=lambda each: (each.valid_from is None, each.since is None)):
        found.setdefault((_content_key(claim), claim.valid_until), claim)
    return sorted(found.values(), key=lambda each: each.valid_from or dt.date.min)


def _is_dated(claim: Claim) -> bool:
    return bool(claim.valid_from or claim.valid_until)
