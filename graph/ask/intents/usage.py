"""Which distributions fit, how many do, and what is in the box of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from graph.ask.citations import cite_findings
from graph.ask.conditions.descent import asks_for_descendants
from graph.ask.conditions.describe import describe_conditions, describe_exclusions
from graph.ask.conditions.evaluate import evaluate_condition
from graph.ask.conditions.model import Condition, UsesComponent
from graph.ask.conditions.parse import (
    find_condition_things,
    find_value_words,
    parse_conditions,
    uses_numbers,
)
from graph.ask.conditions.roles import describe_missing_capability
from graph.ask.first_release import is_not_yet_released
from graph.ask.intents.facts import Facts
from graph.ask.intents.model import PAIR, Intent
from graph.ask.intents.usage_sentences import (
    describe_base,
    describe_denied,
    describe_fork_users,
    describe_found,
    describe_levels,
    describe_others,
    describe_unreleased,
    describe_without,
    find_fork_users,
)
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import render_text
from graph.ask.words import CONJUNCTIONS
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import FACTS
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Property, Shape, Thing
from i18n import Language, format_list, join_sentences
from ontology import DG, ID
from ontology.relations import Strength

CONDITION_WORDS = {
    "enable",
    "support",
    "offer",
    "default",
    "not",
    "only",
    "and",
    "or",
    "whether",
    "before",
    "belong",
}


@dataclass(frozen=True, slots=True)
class MatchingDistributions(Intent):
    """Which distributions, or how many, meet all conditions, or one of them? Without any: all of them.

    `excluded` are left out, whatever they meet.
    """

    conditions: tuple[Condition, ...] = ()
    either: bool = False
    count: bool = False
    excluded: tuple[Thing, ...] = ()

    dated = True
    recalls_past = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which distributions use kine but not flannel”, and how many do."""
        named = [thing for thing in question.distributions if thing not in question.excluded]
        if (named and not asks_for_descendants(question)) or question.releases:
            return None
        if (
            question.denies_nothing
            or (question.replaces and not question.excluded)
            or (question.has("component") and not question.has("distribution"))
            or (question.has("whether") and question.has("which") and not question.has("distribution"))
        ):
            return None  # something else is asked for
        count = question.has("howmany")
        own = any(
            question.capability_index.is_claimed_of(prop, distribution=False) for prop in question.properties
        )
        if own and len(question.components) == 1 and not question.has("distribution", "not") and not count:
            return None  # “which databases does kine support” asks for facts of kine
        if not (count or question.has("which", "distribution", "enable", "support", "offer", "default")):
            return None
        found = parse_conditions(question)
        if not found:
            whole = question.accounts_for(("howmany", "and"), times=True)
            related = question.has("use", "bundle", "enable", "support", "offer", "default") and not count
            asked = question.has("distribution") and (count or question.has("which")) and not related
            return cls(count=count) if whole and asked else None
        numbers = uses_numbers(question, found)
        excluded = tuple(thing for thing in question.excluded if question.kind(thing) == "Distribution")
        used = (*find_condition_things(question, found), *question.concerns, *excluded)
        allowed = (
            CONDITION_WORDS
            | {"howmany"}
            | find_value_words(question)
            | ({"beside", "else"} if excluded else set())
        )
        explained = question.accounts_for(allowed, things=used, properties=None, numbers=numbers)
        clear = explained and not _is_mixed(question, found)
        either = question.has("or")
        return cls(found, either=either, count=count, excluded=excluded) if clear else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which distributions fit, or how many; those with nothing recorded are named apart."""
        everybody = graph.answer(DISTRIBUTIONS)
        names: dict[str, Thing] = {row.id: graph.index.thing(row.iri) for row in everybody.items}
        judged = [evaluate_condition(graph, condition) for condition in self.conditions]
        fit = {
            slug: _combine_truths([each.truth.get(slug) for each in judged], either=self.either)
            for slug in names
        }
        fit = {slug: fit[slug] for slug in fit if slug not in {thing.id for thing in self.excluded}}
        absent = [slug for slug in fit if is_not_yet_released(graph, names[slug])]
        fit |= dict.fromkeys(absent, False)
        ids = sorted((slug for slug in fit if fit[slug]), key=lambda slug: names[slug].label.en.lower())
        component = _get_used_component(self.conditions)
        forks = find_fork_users(graph, component, fit) if component else {}
        silent = [slug for slug in fit if fit[slug] is None and slug not in forks]
        wanted = describe_conditions(graph, self.conditions, language, either=self.either, one=len(ids) <= 1)
        shown = [get_label(names[slug], language) + describe_base(judged, slug, language) for slug in ids]
        found = describe_found(shown, wanted, language, count=self.count)
        levels = [] if self.count else describe_levels(graph, self.conditions, judged, ids, language)
        sentences = levels or [found]
        if component:
            sentences += describe_fork_users(graph, component, forks, language)
            sentences += describe_without(graph, judged[0], forks, language)
        sentences += describe_denied(graph, self.conditions, judged, language)
        sentences += describe_others(
            judged,
            [names[slug] for slug in silent],
            {**fit, **dict.fromkeys(absent, True)},
            component,
            language,
        )
        sentences += describe_unreleased([names[slug] for slug in absent], language)
        if not ids:
            sentences += [
                told
                for each in self.conditions
                for told in describe_missing_capability(graph, each, language)
            ]
        said_so = AnswerText(
            kind="count" if self.count else "entities",
            text=join_sentences(sentences, language),
            ids=ids,
            value=len(ids) if self.count else None,
        )
        order = [*ids, *silent]
        rows: list[Shape] = [row for slug in order for each in judged for row in each.rows.get(slug, ())]
        if not judged:
            rows = list(everybody.items)
        places = [place for slug in ids for each in judged for place in each.sources.get(slug, ())]
        if not judged:
            places = [place for row in everybody.items for place in row.sources[:1]]
        return assemble_answer(
            said_so,
            rows,
            union_queries([each.sparql for each in judged]) if judged else everybody.sparql,
            places,
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        wanted = describe_conditions(graph, self.conditions, language, either=self.either)
        key = ("select_count" if self.count else "select") + ("" if wanted else "_all")
        return render_text(key, language, wanted=wanted) + describe_exclusions(self.excluded, language)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        components = (each.component for each in self.conditions if isinstance(each, UsesComponent))
        return (*self.excluded, *components)


@dataclass(frozen=True, slots=True)
class BundledComponents(Intent):
    """Which components does a distribution bundle, or how many?"""

    subject: Thing
    count: bool = False

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | Facts | None:
        """Match “how many components does k3s bundle”."""
        subjects = question.distributions
        named = {prop.id for prop in question.properties}
        if len(subjects) != 1 or question.components or question.releases or named - {"addon"}:
            return None
        if question.has("offer") or named:
            offers = tuple(each for each in question.index.properties.values() if _is_offer(question, each))
            allowed = {"offer", "and", "support", "enable"}
            return (
                Facts(subjects[0], offers)
                if question.accounts_for(allowed, things=subjects, properties=None)
                else None
            )
        if not question.has("component") or not question.accounts_for(
            ("howmany", "and", "enable"), things=subjects
        ):
            return None
        return cls(subjects[0], count=question.has("howmany"))

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what a distribution has in the box, and how many components that is."""
        answer = graph.answer(FACTS, subject=self.subject.id)
        boxed = [each for each in answer.items if each.property.iri == DG + Strength.BUNDLES and each.values]
        things = list(dict.fromkeys(value.id for each in boxed for value in each.values if value.id))
        names = format_list([get_label(graph.index.thing(ID + slug), language) for slug in things], language)
        key = "has_parts" if things else "unrecorded"
        text = render_text(
            key, language, subject=get_label(self.subject, language), count=len(things), names=names
        )
        kind, value = ("count", len(things)) if self.count else ("entities", None)
        spoken = AnswerText(kind=kind, text=text, ids=things, value=value)
        return assemble_answer(spoken, boxed, answer.sparql, cite_findings(boxed))

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text(
            "parts_count" if self.count else "parts", language, subject=get_label(self.subject, language)
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


def _is_mixed(question: ParsedQuestion, found: tuple[Condition, ...]) -> bool:
    """Return whether “or” stands beside “not” or “and”, which makes it unclear what belongs together."""
    joined = any(token.text in CONJUNCTIONS for token in question.tokens)
    return question.has("or") and (any(each.negated for each in found) or (joined and len(found) > PAIR))


def _is_offer(question: ParsedQuestion, prop: Property) -> bool:
    return prop.id == "addon" or Strength.OFFERS in question.index.broader_names(prop.iri) - {prop.id}


def _combine_truths(truths: Sequence[bool | None], *, either: bool) -> bool | None:
    """Return truths joined by “or” or by “and”, where one may be unknown."""
    if either:
        return True if any(truths) else None if None in truths else False
    return False if any(truth is False for truth in truths) else None if None in truths else True


def _get_used_component(conditions: Sequence[Condition]) -> Thing | None:
    """Return the component whose users are asked for, if that is all that is asked for."""
    match conditions:
        case [UsesComponent(way="uses", negated=False, role=None, component=component)]:
            return component
    return None
