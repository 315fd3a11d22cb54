"""Which concern a component serves, and which components serve a concern or implement an interface."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from graph.ask.capabilities import BROADER_QUERY, CapabilityIndex
from graph.ask.citations import cite_findings, cite_thing
from graph.ask.conditions.describe import list_things
from graph.ask.conditions.properties import asks_for_kind
from graph.ask.intents.model import Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import describe_findings, render_text
from graph.catalogue.entities import COMPONENTS
from graph.catalogue.facts import FACTS
from graph.catalogue.relations import NEIGHBOURS, NeighbourRow
from graph.display.wording import get_label
from graph.graph import Graph
from graph.index.sentences import add_article
from graph.models import Thing
from i18n import Language, format_list, join_sentences
from ontology.relations import Strength

MAX_LISTED = 12


@dataclass(frozen=True, slots=True)
class Membership(Intent):
    """Which concern does a component serve? If `concern`: does it serve this one?"""

    subject: Thing
    concern: Thing | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which concern does kine belong to” and “is traefik about network”."""
        things, asked = question.components, question.concerns
        if len(things) != 1 or question.distributions or not (question.has("belong") or asked):
            return None
        if question.has("distribution") and question.has("use", "bundle", "support", "enable", "offer"):
            return None  # “which distributions use Rook as storage” asks for distributions
        if not question.accounts_for({"belong", "whether", "or", "serve", "and"}, things=(*things, *asked)):
            return None
        single = len(asked) == 1 and question.has("whether", "belong") and not question.has("or")
        return cls(things[0], asked[0] if single else None)

    @classmethod
    def match_capability(cls, question: ParsedQuestion) -> Self | None:
        """Match “does calico provide network policy”: whether a component has a capability."""
        things = question.components
        capabilities = {prop.about for prop in question.properties if prop.about}
        if asks_for_kind(question):  # what it is, not what it has
            told = [
                prop
                for prop in question.properties
                if question.capability_index.is_claimed_of(prop, distribution=True)
            ]
            capabilities = {
                prop.about
                for prop in told
                if prop.about and prop.about.iri in question.capability_index.component_capabilities
            }
        elif any(
            question.capability_index.is_claimed_of(prop, distribution=False) for prop in question.properties
        ):
            return None
        whole = question.distributions or question.has("distribution")
        if not question.asks_whether or whole or len(things) != 1 or len(capabilities) != 1:
            return None
        allowed = ("whether", "serve", "support", "implement", "enable", "bundle", "offer", "imperative")
        fits = question.accounts_for(allowed, things=things, properties=None)
        return cls(things[0], capabilities.pop()) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which concerns a component serves, or whether it serves one."""
        concerns = [
            graph.index.thing(iri)
            for iri in sorted(graph.cached(CapabilityIndex).concerns_of(self.subject.iri))
        ]
        ways = [
            graph.index.thing(iri)
            for iri in sorted(graph.cached(CapabilityIndex).capabilities_of(self.subject.iri))
        ]
        told = _describe_jobs(self.subject, concerns, ways, language)
        text = render_text("statement" if concerns else "unrecorded", language, told=told)
        sparql = union_queries([graph.format_query(NEIGHBOURS, thing=self.subject.id), BROADER_QUERY])
        if self.concern is None:
            spoken = AnswerText(kind="entities", text=text, ids=[each.id for each in concerns])
        else:
            value = (self.concern in (*concerns, *ways)) if concerns else None
            if concerns:
                text = render_text("yes" if value else "no", language, told=told)
            spoken = AnswerText(kind="boolean", text=text, ids=[], value=value)
        profile = graph.index.profile(self.subject.iri)
        return assemble_answer(spoken, [profile], sparql, cite_thing(graph, self.subject.iri))

    def paraphrase(self, graph: Graph, language: Language) -> str:
        subject = get_label(self.subject, language)
        if self.concern is None:
            return render_text("membership", language, subject=subject)
        return render_text("member_of", language, subject=subject, kind=_name_kind([self.concern], language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject, self.concern)


@dataclass(frozen=True, slots=True)
class ComponentsServing(Intent):
    """Which components serve a concern or have a capability, anywhere or in a distribution?"""

    concern: Thing
    subject: Thing | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which components of k3s serve the network”, and “which components provide ingress”."""
        asked = {prop.about for prop in question.properties if prop.about and prop.id != "provides"}
        belongs = bool(question.concerns) and question.has("belong")
        if (
            question.has("component")
            and len(asked) == 1
            and not (belongs or question.distributions or question.components)
        ):
            fits = not question.has("howmany", "default", "not") and question.accounts_for(
                {"serve", "and"}, properties=None
            )
            return cls(asked.pop()) if fits and not question.asks_whether else None
        if len(question.concerns) != 1 or question.components or len(question.distributions) > 1:
            return None
        if (
            not question.has("component", "serve", "tool")
            or question.has("howmany", "default")
            or question.asks_whether
        ):
            return None
        used = (*question.concerns, *question.distributions)
        properties = question.properties if belongs else ()
        if not question.accounts_for({"belong", "serve", "and"}, things=used, properties=properties):
            return None
        return cls(question.concerns[0], next(iter(question.distributions), None))

    @classmethod
    def match_capability(cls, question: ParsedQuestion) -> Self | None:
        """Match “which OCI runtimes are there”."""
        capabilities = question.capabilities or _list_abouts(question)
        if question.distributions or question.components or question.asks_whether:
            return None
        if _asks_for_implementations(question) or len(capabilities) != 1:
            return None
        if not question.has("which", "component") or question.has("distribution"):
            return None
        own = question.properties
        fits = question.accounts_for(("serve", "whether", "belong"), things=capabilities, properties=own)
        return cls(capabilities[0]) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer with what serves a concern, and in a distribution with what is claimed of it."""
        wanted = set(graph.cached(CapabilityIndex).components_serving(self.concern.iri))
        concern = get_label(self.concern, language)
        if self.subject is None:
            answer = graph.answer(COMPONENTS)
            rows = sorted(
                (row for row in answer.items if row.iri in wanted),
                key=lambda row: (-len(row.used_by), row.id),
            )
            shown = rows[:MAX_LISTED]
            names = format_list([get_label(row, language) for row in shown], language)
            key = "serving_most" if len(rows) > len(shown) else "serving"
            text = render_text(key, language, concern=concern, names=names, count=len(rows), shown=len(shown))
            places = [place for row in shown for place in row.sources]
            places = places or [place for row in shown for place in cite_thing(graph, row.iri)[:1]]
            return assemble_answer(
                AnswerText(kind="entities", text=text, ids=[row.id for row in rows]),
                rows,
                answer.sparql,
                places,
            )
        facts = graph.answer(FACTS, subject=self.subject.id)
        used = {Strength.USES, Strength.OFFERS}
        found = [
            each
            for each in facts.items
            if each.values and used & graph.index.broader_names(each.property.iri)
        ]
        own = [each for each in found if any(value.iri in wanted for value in each.values)]
        none = [
            each
            for each in found
            if each.concern == self.concern and any(v.kind == "none" for v in each.values)
        ]
        things = _unique_things(value for each in own for value in each.values if value.iri in wanted)
        names = format_list([get_label(each, language) for each in things], language)
        key = "serving_in" if things else "nothing_serves"
        head = render_text(
            key, language, subject=get_label(self.subject, language), concern=concern, names=names
        )
        defaults = [each for each in [*own, *none] if each.property.id != Strength.BUNDLES]
        text = (
            join_sentences([head, *describe_findings(graph, defaults, language)], language)
            if things or none
            else render_text("unrecorded", language)
        )
        ids = [each.id for each in things]
        value = None if things or not none else "none"
        return assemble_answer(
            AnswerText(kind="entities" if things else "value", text=text, ids=ids, value=value),
            [*own, *none],
            facts.sparql,
            cite_findings([*own, *none]),
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        key = "served_in" if self.subject else "served"
        where = get_label(self.subject, language) if self.subject else ""
        return render_text(key, language, concern=get_label(self.concern, language), subject=where)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.concern, self.subject)


@dataclass(frozen=True, slots=True)
class Implementations(Intent):
    """Which components implement an interface, or all of several?"""

    interfaces: tuple[Thing, ...]

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which components implement the CRI”."""
        if not _asks_for_implementations(question):
            return None
        fits = question.accounts_for(("implement", "and"), things=question.interfaces)
        return cls(question.interfaces) if fits else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which components implement an interface, or all of several."""
        answers = [graph.answer(NEIGHBOURS, thing=each.id) for each in self.interfaces]
        found = [{row.iri: row for row in answer.items if _implements(row)} for answer in answers]
        common = set.intersection(*map(set, found))
        rows = [row for iri, row in found[0].items() if iri in common]
        names = format_list([get_label(row, language) for row in rows], language)
        interfaces = format_list([get_label(each, language) for each in self.interfaces], language)
        text = render_text(
            "implementing" if rows else "unrecorded",
            language,
            interface=interfaces,
            names=names,
            count=len(rows),
        )
        places = [place for each in found for iri in each if iri in common for place in each[iri].sources]
        places = places or [place for row in rows for place in cite_thing(graph, row.iri)[:1]]
        spoken = AnswerText(kind="entities", text=text, ids=[row.id for row in rows])
        return assemble_answer(spoken, rows, union_queries([answer.sparql for answer in answers]), places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        return render_text("reading_implementing", language, interface=list_things(self.interfaces, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return self.interfaces


def _describe_jobs(
    subject: Thing, concerns: Sequence[Thing], ways: Sequence[Thing], language: Language
) -> str:
    """State what kind of component something is, with its capabilities, without a full stop."""
    name, kind = get_label(subject, language), _name_kind(concerns, language)
    return render_text("serves", language, subject=name, kind=kind, jobs=list_things(ways, language))


def _name_kind(concerns: Sequence[Thing], language: Language) -> str:
    kind = render_text("component_of", language, concerns=list_things(concerns, language))
    return add_article(kind) if language == "en" else kind


def _asks_for_implementations(question: ParsedQuestion) -> bool:
    others = question.distributions or question.components or question.asks_whether
    asked = question.has("implement") and bool(question.interfaces)
    return asked and not others and not question.has("or", "not")


def _implements(row: NeighbourRow) -> bool:
    return row.property.id == "implements" and row.direction == "in"


def _unique_things(values: Iterable[Any]) -> list[Thing]:
    return list({value.iri: value for value in values}.values())


def _list_abouts(question: ParsedQuestion) -> tuple[Thing, ...]:
    """List the capabilities of the properties in “which container runtimes are there”."""
    if not question.has("whether", "component"):
        return ()
    return tuple(dict.fromkeys(prop.about for prop in question.properties if prop.about))
