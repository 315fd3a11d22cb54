"""Distributions side by side: how they compare, what they share, what a move changes; and alternatives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from graph.analysis.migration import CapabilityChange, ProvidedComponent, plan_migration
from graph.ask.capabilities import PROVIDED_QUERY, CapabilityIndex, is_distribution
from graph.ask.citations import cite_capability, cite_thing
from graph.ask.conditions.descent import SUCCESSOR
from graph.ask.conditions.describe import list_properties, list_things
from graph.ask.intents.model import PAIR, Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import render_text
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.facts import COMPARISON, ComparisonRow
from graph.catalogue.relations import NEIGHBOURS, NeighbourRow
from graph.catalogue.roles import ROLES
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.models import Property, Thing, Value
from graph.parameters import comparison_parameters
from i18n import Language, Message, format_list, join_sentences
from ontology.traits import Trait

COMPARISON_WORDS = {
    "compare",
    "and",
    "or",
    "default",
    "support",
    "enable",
    "past",
    "before",
    "switch",
    "requirement",
    "belong",
    "imperative",
}
MIGRATION_WORDS = {
    "move",
    "gain",
    "lose",
    "change",
    "switch",
    "since",
    "and",
    "or",
    "compare",
    "not",
    "enable",
    "support",
}
MAX_COMPARED = 3
DESCRIBED_OUTCOMES = ("lost", "gained", "replaced")


@dataclass(frozen=True, slots=True)
class Comparison(Intent):
    """How do two or three distributions compare, as a whole or in a concern or some properties?"""

    subjects: tuple[Thing, ...]
    concern: Thing | None = None
    properties: tuple[Property, ...] = ()

    dated = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “k3s vs k0s”, also in a concern or a property."""
        subjects = question.distributions
        measured = question.has("lowest", "highest") and any(
            Trait.AMOUNT in prop.traits for prop in question.properties
        )
        if (
            not (question.has("compare") or measured)
            or len(subjects) not in {PAIR, MAX_COMPARED}
            or question.releases
        ):
            return None
        if measured and question.asks_whether:
            return None  # yes or no is more than a comparison says
        used = (*subjects, *question.concerns)
        if not question.accounts_for(
            COMPARISON_WORDS | ({"lowest", "highest"} if measured else set()), things=used, properties=None
        ):
            return None
        concern = next(iter(question.concerns), None)
        return cls(subjects, concern, () if concern else question.properties)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer how many properties differ, and what the most important ones are."""
        ids = [thing.id for thing in self.subjects]
        answer = graph.answer(COMPARISON, **comparison_parameters(ids))
        asked = [row for row in answer.items if _is_requested(row, self)]
        known = [row for row in asked if row.differs is not None]
        differing = [row for row in known if row.differs]
        names = format_list([get_label(thing, language) for thing in self.subjects], language)
        key = "none_compared" if not known else "compared" if len(differing) < len(known) else "compared_all"
        text = render_text(key, language, subjects=names, differ=len(differing), known=len(known))
        # In a concern, what only one is recorded to have tells, too.
        narrowed = [row for row in asked if row.differs is not False] if self.concern else None
        key_properties = {prop.iri for prop in graph.index.properties_with(Trait.KEY)}
        telling = [row for row in differing if row.property.iri in key_properties]
        told = asked if self.properties else telling if narrowed is None else narrowed
        sentences = [_describe_difference(graph, row, self.subjects, language) for row in told]
        places = [place for row in asked for place in row.sources]
        spoken = AnswerText(kind="comparison", text=join_sentences([text, *sentences], language), ids=ids)
        return assemble_answer(spoken, asked, answer.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        text = render_text("comparison", language, subjects=list_things(self.subjects, language))
        narrowed = (
            get_label(self.concern, language) if self.concern else list_properties(self.properties, language)
        )
        return text + (add_brackets(narrowed, language) if narrowed else "")

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (*self.subjects, self.concern)

    @property
    def required_distributions(self) -> tuple[Thing, ...]:
        return self.subjects

    def answer_not_yet_released(self, sentences: list[str], language: Language) -> AnswerText:
        ids = [thing.id for thing in self.subjects]
        return AnswerText(kind="comparison", text=join_sentences(sentences, language), ids=ids)


@dataclass(frozen=True, slots=True)
class SharedComponents(Intent):
    """Which components do several distributions all use?"""

    subjects: tuple[Thing, ...]

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which components do k3s and k0s both use”, and what they have in common."""
        subjects = question.distributions
        asked = question.has("common") or (question.has("component") and question.has("use", "bundle"))
        if (
            not asked
            or len(subjects) < PAIR
            or question.components
            or question.releases
            or question.asks_whether
        ):
            return None
        return cls(subjects) if question.accounts_for(("and", "common"), things=subjects) else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which components several distributions all use."""
        answer = graph.answer(COMPONENTS)
        wanted = {thing.id for thing in self.subjects}
        rows = [row for row in answer.items if wanted <= {user.id for user in row.used_by}]
        names = format_list([get_label(row, language) for row in rows], language)
        subjects = format_list([get_label(each, language) for each in self.subjects], language)
        text = render_text(
            "shared" if rows else "unrecorded", language, subjects=subjects, names=names, count=len(rows)
        )
        spoken = AnswerText(kind="entities", text=text, ids=[row.id for row in rows])
        return assemble_answer(spoken, rows, answer.sparql, [place for row in rows for place in row.sources])

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("reading_shared", language, subjects=list_things(self.subjects, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return self.subjects


@dataclass(frozen=True, slots=True)
class Migration(Intent):
    """What is lost, gained and replaced by moving from one distribution to another?"""

    before: Thing
    after: Thing

    follow_ups = tuple(name for name in Intent.follow_ups if name != "move")

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what do I lose from k3s to k0s”: the first is left, unless it says “to … from”."""
        subjects = question.distributions
        if not question.has("move", "gain", "lose") or len(subjects) != PAIR or question.releases:
            return None
        if (
            question.has("when")
            or question.asks_whether
            or not question.accounts_for(MIGRATION_WORDS, things=subjects)
        ):
            return None
        before, after = subjects
        return cls(after, before) if _is_reversed(question) else cls(before, after)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what is lost, gained and replaced; what is not recorded is counted apart."""
        rows = plan_migration(graph, self.before.id, self.after.id)
        names = {"before": get_label(self.before, language), "after": get_label(self.after, language)}
        sentences = [render_text("moving", language, **names)]
        for outcome in DESCRIBED_OUTCOMES:
            some = [_describe_outcome(row, language) for row in rows if row.outcome == outcome]
            if some:
                sentences.append(render_text(outcome, language, what=format_list(some, language)))
        unknown = sum(row.outcome == "unknown" for row in rows)
        if unknown:
            after = names["after"]
            sentences.append(render_text("move_unknown", language, count=unknown, after=after))
        sparql = graph.format_query(ROLES)
        places = [place for row in rows for place in row.sources]
        ids = [self.before.id, self.after.id]
        return assemble_answer(
            AnswerText(kind="comparison", text=join_sentences(sentences, language), ids=ids),
            rows,
            sparql,
            places,
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text(
            "moving_from",
            language,
            before=get_label(self.before, language),
            after=get_label(self.after, language),
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.before, self.after)


@dataclass(frozen=True, slots=True)
class Alternatives(Intent):
    """What could do the job of a component?"""

    subject: Thing

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what could replace kine”."""
        things = question.components or question.distributions
        if set(question.excluded) & set(question.distributions) or (
            question.properties and not question.components
        ):
            return None  # “besides kind, who uses kindnet” asks for distributions
        if not question.has("alternative") or len(things) != 1 or question.has("when", "howmany"):
            return None
        allowed = {"alternative", "support", "not", "or", "and", "offer", "whether"}
        return cls(things[0]) if question.accounts_for(allowed, things=things, properties=None) else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer with its successor, what is called an alternative, then what provides most of the same."""
        own = graph.cached(CapabilityIndex).capabilities_of(self.subject.iri)
        neighbours = graph.answer(NEIGHBOURS, thing=self.subject.id)
        stated = {row.iri for row in neighbours.items if row.property.id == "alternative"}
        shared = {
            iri: len(own & others)
            for iri, others in graph.cached(CapabilityIndex).capabilities.items()
            if own & others
        }
        found = sorted(
            {*stated, *shared} - {self.subject.iri},
            key=lambda iri: (iri not in stated, -shared.get(iri, 0), iri),
        )
        whole = is_distribution(graph, self.subject.iri)
        things = [graph.index.thing(iri) for iri in found if is_distribution(graph, iri) == whole]
        jobs = format_list([get_label(graph.index.thing(iri), language) for iri in sorted(own)], language)
        told_first = [
            row for row in neighbours.items if row.property.id == SUCCESSOR and row.direction == "out"
        ]
        sentences = _describe_successors(graph, self.subject, told_first, language)
        key = ("alternatives" if own else "alternatives_stated") if things else "unrecorded"
        names = format_list([get_label(each, language) for each in things], language)
        if things or not sentences:
            subject = get_label(self.subject, language)
            sentences.append(render_text(key, language, subject=subject, jobs=jobs, names=names))
        related = [row for row in neighbours.items if row.property.id in {"alternative", "provides"}]
        rows = [*told_first, *related]
        sparql = union_queries([graph.format_query(NEIGHBOURS, thing=self.subject.id), PROVIDED_QUERY])
        places = [place for row in rows for place in row.sources]
        told = [place for iri in (self.subject.iri, *found) for place in cite_capability(graph, iri, own)[:1]]
        told = told or list(cite_thing(graph, self.subject.iri))
        ids = list(dict.fromkeys([*(row.id for row in told_first), *(each.id for each in things)]))
        spoken = AnswerText(kind="entities", text=join_sentences(sentences, language), ids=ids)
        return assemble_answer(spoken, rows, sparql, places or told)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("alternatives_to", language, subject=get_label(self.subject, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


def _describe_successors(
    graph: Graph, subject: Thing, rows: Sequence[NeighbourRow], language: Language
) -> list[str]:
    if not rows:
        return []
    values = [Value(kind="thing", id=row.id, iri=row.iri, label=row.label) for row in rows]
    name = get_label(subject, language)
    told = graph.index.sentences.state([name], rows[0].property, values, language)
    return [render_text("statement", language, told=told)]


def _is_reversed(question: ParsedQuestion) -> bool:
    """Return whether the second of two distributions is the one that is left: “to k0s from k3s”."""
    places = [
        place
        for place, token in enumerate(question.tokens)
        if set(question.candidates(token)) & set(question.distributions)
    ]
    said = [token.text.split()[-1] for token in question.tokens]
    return places[-1] > 0 and said[places[-1] - 1] in {"from", "leaving"}


def _is_requested(row: ComparisonRow, intent: Comparison) -> bool:
    if intent.properties:
        return row.property.iri in {prop.iri for prop in intent.properties}
    return intent.concern is None or (row.concern is not None and row.concern.id == intent.concern.id)


def _describe_difference(
    graph: Graph, row: ComparisonRow, subjects: Sequence[Thing], language: Language
) -> str:
    """Describe how the sides of a row differ, naming those with nothing recorded."""
    condition = add_brackets(get_label(row.condition, language), language) if row.condition else ""
    told, silent = [], []
    for subject, side in zip(subjects, row.sides, strict=True):
        name = get_label(subject, language)
        if side.values:
            stated = graph.index.sentences.state([name], row.property, side.values, language)
            told.append(stated + condition)
        else:
            silent.append(name)
    if not told:
        question = graph.index.sentences.ask(silent, row.property, language) + condition
        return render_text("unrecorded_about", language, question=question)
    if silent:
        told.append(render_text("silent_side", language, names=format_list(silent, language)))
    return render_text("statement", language, told=render_text("semicolon", language).join(told))


def _describe_outcome(row: CapabilityChange, language: Language) -> str:
    before, after = (
        format_list([_name_component(each, language) for each in side if each.how == "enables"], language)
        or format_list([_name_component(each, language) for each in side], language)
        for side in (row.before, row.after)
    )
    capability = get_label(row.capability, language)
    if row.outcome == "replaced":
        return render_text("replacing", language, capability=capability, before=before, after=after)
    return render_text("having", language, capability=capability, what=before or after)


def _name_component(held: ProvidedComponent, language: Language) -> str:
    """Name a component with the condition under which it is used, or that it is optional."""
    remarks = [Message("optional").render(language)] if held.how == "offers" else []
    remarks += [get_label(held.condition, language)] if held.condition else []
    named = get_label(held, language)
    return named + add_brackets(format_list(remarks, language), language) if remarks else named
