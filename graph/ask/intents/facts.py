"""What one thing has and is, and which sources and components have to do with a value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from graph.ask.citations import cite_findings, cite_thing, is_rejected
from graph.ask.conditions.describe import describe_condition, describe_exclusions
from graph.ask.conditions.evaluate import matches_value
from graph.ask.conditions.model import HasValue
from graph.ask.conditions.properties import find_certified_upstream, find_requested_properties
from graph.ask.intents.model import PAIR, Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import (
    describe_claim,
    describe_finding,
    describe_missing,
    describe_questions,
    render_text,
)
from graph.ask.words import CHINESE_USE_WORDS
from graph.catalogue.facts import FACTS, HOLDERS, comparison_key
from graph.catalogue.relations import NEIGHBOURS
from graph.catalogue.sources import CLAIMS
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.models import Claim, Finding, Property, Thing, Value
from i18n import Language, format_list, join_sentences
from ontology.relations import BROADEST, Strength
from ontology.traits import Trait

CREATION_WORDS = frozenset(
    {"created", "created by", "creates", "written by", "谁做的", "是谁做的", "谁出的", "是谁出的"}
)
"""Words of the maintainers of a thing that ask who made it."""
FACT_WORDS = {
    "default",
    "enable",
    "support",
    "offer",
    "and",
    "requirement",
    "serve",
    "before",
    "version",
    "newest",
    "least",
    "above",
}
PROFILE_FIELDS: tuple[Literal["homepage", "repository", "licence"], ...] = (
    "homepage",
    "repository",
    "licence",
)
AUXILIARIES = frozenset({"what does", "what do", "does", "do"})
USE_WORDS = frozenset({"use", "support", "bundle", "offer", "enable", "requirement"})


@dataclass(frozen=True, slots=True)
class Facts(Intent):
    """What does a thing have for some properties, in some circumstance, or how many values?

    `excluded` are values that are known already; `usual` asks for what is so by default, and nothing else;
    `created` asks who made it, which no source says: then the maintainers are told, those of once as well.
    """

    subject: Thing
    properties: tuple[Property, ...]
    circumstance: Thing | None = None
    count: bool = False
    excluded: tuple[Thing, ...] = ()
    usual: bool = False
    created: bool = False

    dated = True
    recalls_past = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what container runtime does k0s use”."""
        excluded = tuple(thing for thing in question.excluded if question.kind(thing) != "Distribution")
        subjects = question.distributions or tuple(x for x in question.components if x not in excluded)
        asked = find_requested_properties(question) or _component_properties(question)
        numbers = [each for each in question.versions if each.line is None]
        if (
            len(subjects) != 1
            or not asked
            or len(question.releases) > 1
            or numbers
            or _is_about_unnamed_components(question, asked)
        ):
            return None
        circumstances = tuple(each for each in question.concepts if _is_circumstance(question, each))
        told = (
            question.components
            if asked == _component_properties(question)
            else find_certified_upstream(question, asked)
        )
        used = (*subjects, *circumstances, *question.concerns, *told, *excluded)
        if question.has("not") and {prop.id for prop in asked} != {"lacks"}:
            return None  # what it does not have is not what it has
        numbers_said = {Trait.AMOUNT, Trait.MEASUREMENT}  # how many there must be, or were, is their value
        amounts = all(numbers_said & prop.traits for prop in asked)
        count = question.has("howmany") and not amounts
        allowed = FACT_WORDS | {"howmany"} | ({"beside", "else"} if excluded else set())
        if len(circumstances) > 1 or not question.accounts_for(
            allowed, things=used, properties=None, numbers=True
        ):
            return None
        circumstance = next(iter(circumstances), None)
        usual = question.has("default")
        created = any(token.text in CREATION_WORDS for token in question.tokens)
        return cls(
            subjects[0], asked, circumstance, count=count, excluded=excluded, usual=usual, created=created
        )

    @classmethod
    def match_inner_workings(cls, question: ParsedQuestion) -> Self | None:
        """Match “what does klipper-lb use” and “how does klipper-lb work”: not who uses it."""
        if (
            len(question.components) != 1
            or question.distributions
            or question.has("distribution")
            or question.properties
        ):
            return None
        [subject] = question.components
        place = next(
            n for n, token in enumerate(question.tokens) if subject in question.candidates(token)[:1]
        )
        before, after = question.tokens[:place], question.tokens[place + 1 :]
        if not before and not after:
            return None
        if question.has("how") and [token.text for token in after] == ["work"]:
            return cls(subject, (question.index.property("mechanism"),))
        asks = bool(before) and before[-1].text in AUXILIARIES and question.has("which")
        english = asks and len(after) == 1 and bool(USE_WORDS & after[0].words)
        chinese = len(after) == 2 and after[0].text in CHINESE_USE_WORDS and "which" in after[1].words  # noqa: PLR2004
        fits = (english or chinese) and question.accounts_for(
            {"describe", "whether", *USE_WORDS}, things=(subject,)
        )
        return cls(subject, question.index.properties_with(Trait.COMPOSITION)) if fits else None

    @classmethod
    def match_choice(cls, question: ParsedQuestion) -> Self | None:
        """Match “does k3s use etcd or sqlite”, which asks for what has the role of both."""
        things = question.components
        if (
            len(question.distributions) != 1
            or len(things) < PAIR
            or not question.has("or")
            or question.releases
        ):
            return None
        capabilities = set.intersection(
            *(question.capability_index.capabilities_of(thing.iri) for thing in things)
        )
        asked = tuple(
            prop
            for prop in question.index.properties.values()
            if prop.about
            and prop.about.iri in capabilities
            and Strength.ENABLES in question.index.broader_names(prop.iri)
        )
        fits = question.accounts_for(
            {"or", "default", "enable", "whether"}, things=(*question.distributions, *things)
        )
        return cls(question.distributions[0], asked) if asked and fits and not question.properties else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer with what a thing has; where it has no default, with what it offers or supports.

        Where only the default is asked for, that is told behind “not recorded”, and is not the answer.
        """
        facts = graph.answer(FACTS, subject=self.subject.id)
        found = [_exclude_values(each, self.excluded) for each in _choose_findings(graph, facts.items, self)]
        found = [each for each in found if each.values]
        claimed = [claim for each in _requested_findings(graph, facts.items, self) for claim in each.claims]
        if not claimed and (related := _answer_from_neighbours(graph, self, language)):
            return related
        over = [claim for claim in claimed if _is_over(claim)] if self.created or not found else []
        usual = [each for each in found if each.condition is None or self.circumstance] or found
        values = [value for each in usual for value in each.values]
        sentences = [describe_finding(graph, each, language) for each in found] or [
            describe_missing(graph, self.subject, self.properties, language)
        ]
        sentences += [describe_claim(graph, claim, language) for claim in over]
        if self.created:
            unknown = render_text("unrecorded_about", language, question=self.paraphrase(graph, language))
            sentences.insert(0, unknown)
        others = []
        if self.usual and not (found or over):
            others = _choose_findings(graph, facts.items, replace(self, usual=False))
            sentences += [describe_finding(graph, each, language) for each in others]
        ids = list(dict.fromkeys(value.id for value in values if value.id))
        things = {"Concept"} < {kind for value in values for kind in _value_kinds(graph, value)} | {"Concept"}
        answer = AnswerText(
            kind="entities" if things else "value",
            text=join_sentences(sentences, language),
            ids=ids,
            value=_json_value(values),
        )
        if self.count and any(value.kind != "unknown" for value in values):
            counted = [value for value in values if value.kind not in {"unknown", "none"}]
            number = len(set(map(comparison_key, counted)))
            text = join_sentences(
                [render_text("values_counted", language, count=number), *sentences], language
            )
            answer = AnswerText(kind="count", text=text, ids=ids, value=number)
        places = (*cite_findings([*found, *others]), *(claim.citation() for claim in over))
        return assemble_answer(answer, [*found, *others], facts.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        if self.created:
            return render_text("creator_of", language, subject=get_label(self.subject, language))
        text = describe_questions(graph, self.subject, self.properties, language)
        if self.count:
            text = render_text("facts_count", language, question=text)
        if self.circumstance:
            text += add_brackets(get_label(self.circumstance, language), language)
        return text + describe_exclusions(self.excluded, language)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject, self.circumstance, *self.excluded)

    @property
    def required_distributions(self) -> tuple[Thing, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class Profile(Intent):
    """Where is a thing at home, where is its source code, or under which licence is it?"""

    subject: Thing
    field: Literal["homepage", "repository", "licence"]

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match a question for a home page, a repository or a licence: “where is the code of k3s”."""
        things = question.distributions or question.components
        asked = [field for field in PROFILE_FIELDS if question.has(field)]
        allowed = (*PROFILE_FIELDS, "release", "whether")
        fits = question.accounts_for(allowed, things=things, properties=None, times=False)
        if len(things) != 1 or len(asked) != 1 or not fits:
            return None
        return cls(things[0], asked[0])

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer where a thing is at home, where its code is, or under which licence it is."""
        profile = graph.index.profile(self.subject.iri)
        facts = graph.answer(FACTS, subject=self.subject.id)
        value = getattr(profile, self.field)
        text = render_text("unrecorded", language)
        if value:
            subject = get_label(self.subject, language)
            text = render_text(f"{self.field}_is", language, subject=subject, value=value)
        spoken = AnswerText(kind="value", text=text, ids=[], value=value)
        return assemble_answer(spoken, [profile], facts.sparql, graph.index.citations_for(self.subject.iri))

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text(
            "facts",
            language,
            subject=get_label(self.subject, language),
            properties=render_text(self.field, language),
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class Description(Intent):
    """What is a thing?"""

    subject: Thing

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what is traefik”."""
        things = question.things(
            "Distribution", "Component", "Tool", "Product", "Organisation", "Interface", "Concern"
        )
        if len(things) != 1 or not question.accounts_for((), things=things, times=False):
            return None
        several = (
            question.has("distribution", "component")
            and question.has("which")
            and not question.has("describe")
        )
        if several or question.has("use", "bundle", "tool"):
            return None  # that asks for more than what the thing is
        return cls(things[0])

    @classmethod
    def match_what_is(cls, question: ParsedQuestion) -> Self | None:
        """Match “what is kine”, which is no question for who uses it."""
        asked = question.has("describe") and not question.has(
            "distribution", "support", "default", "enable", "requirement"
        )
        return cls.match(question) if asked else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what a thing is."""
        profile = graph.index.profile(self.subject.iri)
        facts = graph.answer(FACTS, subject=self.subject.id)
        text = (
            getattr(profile.description, language)
            if profile.description
            else get_label(self.subject, language)
        )
        answer = AnswerText(kind="description", text=text, ids=[self.subject.id])
        return assemble_answer(answer, [profile], facts.sparql, cite_thing(graph, self.subject.iri))

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("description", language, subject=get_label(self.subject, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class SourcesOf(Intent):
    """Which sources speak of a thing?"""

    subject: Thing

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which sources speak of k0s”."""
        things = question.distributions or question.components
        if not question.has("source") or len(things) != 1 or question.has("dispute") or question.asks_whether:
            return None
        return (
            cls(things[0])
            if question.accounts_for(("source", "belong"), things=things, times=False)
            else None
        )

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which sources speak of a thing."""
        answer = graph.answer(CLAIMS, subject=self.subject.id)
        sources = {claim.source.id: claim.source for claim in answer.items}
        names = format_list([getattr(each.title, language) for each in sources.values()], language)
        key = "sources_are" if sources else "unrecorded"
        text = render_text(
            key, language, subject=get_label(self.subject, language), count=len(sources), names=names
        )
        places = graph.index.citations_for(self.subject.iri)
        return assemble_answer(
            AnswerText(kind="entities", text=text, ids=list(sources)), answer.items, answer.sparql, places
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("reading_sources", language, subject=get_label(self.subject, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class Holders(Intent):
    """Which components have a value for some properties?"""

    condition: HasValue

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which components are graduated in the CNCF”."""
        if not question.has("component") or question.has("distribution") or len(question.concepts) != 1:
            return None
        if question.distributions or question.components:
            return None
        value = question.concepts[0]
        properties = question.capability_index.properties_by_value.get(value.iri, ())
        fits = question.accounts_for(("whether",), things=(value,), properties=properties, times=False)
        return cls(HasValue(properties, value)) if properties and fits and not question.asks_whether else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which components have a value."""
        wanted = self.condition.value or ""
        answers = [graph.answer(HOLDERS, property=prop.id) for prop in self.condition.properties]
        rows = [
            row
            for answer in answers
            for row in answer.items
            if "Component" in graph.index.names[row.subject.iri].kinds
            and any(matches_value(value, wanted) for value in row.values)
        ]
        names = format_list([get_label(row.subject, language) for row in rows], language)
        key = "fit" if rows else "unrecorded"
        told = describe_condition(graph, self.condition, language, one=len(rows) == 1)
        ids = list(dict.fromkeys(row.subject.id for row in rows))
        spoken = AnswerText(
            kind="entities", text=render_text(key, language, names=names, wanted=told), ids=ids
        )
        return assemble_answer(
            spoken, rows, union_queries([answer.sparql for answer in answers]), cite_findings(rows)
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text(
            "components_that", language, wanted=describe_condition(graph, self.condition, language)
        )


def _is_about_unnamed_components(question: ParsedQuestion, asked: tuple[Property, ...]) -> bool:
    """Return whether properties that name no components are asked about: “its components on Windows”."""
    return question.has("component") and not any(
        question.index.broader_names(prop.iri).intersection(BROADEST) or Trait.DESCENT in prop.traits
        for prop in asked
    )


def _component_properties(question: ParsedQuestion) -> tuple[Property, ...]:
    """Return the properties of words that also name a component: “the ServiceLB of k3s”."""
    if not question.distributions or question.asks_whether or not question.has("which", "serve"):
        return ()
    named = [prop for token in question.tokens if question.candidates(token) for prop in token.properties]
    return tuple(dict.fromkeys(named))


def _is_circumstance(question: ParsedQuestion, concept: Thing) -> bool:
    return concept.iri in question.capability_index.circumstances


def _answer_from_neighbours(graph: Graph, intent: Facts, language: Language) -> dict[str, Any] | None:
    """Answer from the descriptions of things, where there is no claim; None if they hold nothing."""
    answer = graph.answer(NEIGHBOURS, thing=intent.subject.id)
    wanted = {prop.iri for prop in intent.properties}
    rows = [row for row in answer.items if row.direction == "out" and row.property.iri in wanted]
    if not rows:
        return None
    told = []
    for prop in dict.fromkeys(row.property for row in rows):
        values = [Value(kind="thing", iri=row.iri, label=row.label) for row in rows if row.property == prop]
        subject = get_label(intent.subject, language)
        stated = graph.index.sentences.state([subject], prop, values, language)
        told.append(render_text("statement", language, told=stated))
    spoken = AnswerText(
        kind="entities", text=join_sentences(told, language), ids=list(dict.fromkeys(row.id for row in rows))
    )
    places = [place for row in rows for place in row.sources]
    iris = [intent.subject.iri, *(row.iri for row in rows)]
    told_of = [place for iri in iris for place in cite_thing(graph, iri)[:1]]
    return assemble_answer(spoken, rows, answer.sparql, places or told_of)


def _exclude_values(finding: Finding, excluded: Sequence[Thing]) -> Finding:
    known = {thing.iri for thing in excluded}
    values = tuple(value for value in finding.values if value.iri not in known)
    return finding if len(values) == len(finding.values) else finding.model_copy(update={"values": values})


def _value_kinds(graph: Graph, value: Value) -> set[str]:
    """Return the classes of a value; a literal has none."""
    return graph.index.names[value.iri].kinds if value.id and value.iri in graph.index.names else set()


def _is_over(claim: Claim) -> bool:
    return not is_rejected(claim) and bool(claim.until or claim.valid_until)


def _choose_findings(graph: Graph, findings: Sequence[Finding], intent: Facts) -> list[Finding]:
    """Return the findings that answer; those without a condition come first."""
    found = _requested_findings(graph, findings, intent)
    if not intent.usual and not any(each.values for each in found):
        about = {prop.about for prop in intent.properties if prop.about and prop.broader}
        found = [each for each in findings if each.about in about]
    if intent.circumstance:
        special = [each for each in found if each.condition == intent.circumstance]
        # What is said without a circumstance holds in this one, too.
        found = special or [each for each in found if each.condition is None]
    return sorted((each for each in found if each.values), key=lambda each: each.condition is not None)


def _requested_findings(graph: Graph, findings: Sequence[Finding], intent: Facts) -> list[Finding]:
    wanted = {prop.iri for prop in intent.properties}
    return [
        each for each in findings if each.property.iri in wanted or wanted & _broader_properties(graph, each)
    ]


def _broader_properties(graph: Graph, found: Finding) -> set[str]:
    known = graph.index.properties.get(found.property.iri)
    return set(known.broader) if known else set()


def _json_value(values: Sequence[Value]) -> str | bool | int | list[str | bool | int] | None:
    plain = list(dict.fromkeys(v.value if v.value is not None else v.id or v.kind for v in values))
    return plain[0] if len(plain) == 1 else plain or None
