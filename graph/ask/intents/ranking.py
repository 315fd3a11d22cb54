"""What comes first: what most have, who has most, whose is newest, and who needs least."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from graph.ask.citations import cite_findings
from graph.ask.conditions.describe import list_properties
from graph.ask.conditions.properties import find_requested_properties
from graph.ask.intents.model import Intent
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import render_text
from graph.ask.words import BARE_SUPERLATIVES, DISTRIBUTION_WORDS, INCLUSIVE_LIMITS, SMALL_NUMBERS
from graph.catalogue.entities import COMPONENTS, DISTRIBUTIONS
from graph.catalogue.facts import HOLDERS, parse_amount
from graph.catalogue.releases import NEWEST_VERSIONS
from graph.display.wording import add_brackets, get_label, render_value
from graph.graph import Graph
from graph.models import Citation, Finding, Property, Shape, Thing, Value
from graph.releases.version import parse_version
from i18n import Language, format_list, join_sentences
from ontology import ID
from ontology.relations import Strength
from ontology.traits import Trait

COUNTED_CLASSES = {"distribution", "component", "tool"}
AMOUNT_PATTERN = re.compile(r"(\d+(?:\.\d+)?) ?([kmgt]i?b?)")
"""A number of bytes: the number, and its unit."""
SUPERLATIVES = {"lowest", "highest", "most", "least"}
MAX_RANKED = 5


@dataclass(frozen=True, slots=True)
class Ranking(Intent):
    """What comes first?

    `value`: the commonest value of properties; `values`: the distribution that has most of them; `users`: the
    component that most distributions use; `components`: the distribution that bundles most; `version`: whose
    newest release ships the newest version of a component; `amount`: who needs most, such as memory, or, with
    a `limit`, those that need more, less, or (`inclusive`) just so much.
    """

    by: Literal["value", "values", "users", "components", "version", "amount"]
    properties: tuple[Property, ...] = ()
    component: Thing | None = None
    least: bool = False
    limit: str | None = None
    inclusive: bool = False

    @classmethod
    def match(cls, question: ParsedQuestion) -> Ranking | None:
        """Match “which datastore do most distributions use”, and who has, needs or ships most."""
        if (
            question.distributions
            or question.concepts
            or question.has("not", "howmany")
            or question.asks_whether
        ):
            return None
        return _match_version(question) or _match_amount(question) or _match_commonest(question)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what comes first."""
        if self.by == "version" and self.component:
            return _answer_by_version(graph, self, self.component, language)
        if self.by == "amount":
            return _answer_by_amount(graph, self, language)
        counts, rows, sparql, sources = _count(graph, self)
        if self.limit:
            counts = Counter(
                {slug: n for slug, n in counts.items() if _is_within_limit(n, float(self.limit), self)}
            )
        order = sorted(counts, key=lambda slug: (counts[slug] if self.least else -counts[slug], slug))
        best = [slug for slug in order if self.limit or counts[slug] == counts[order[0]]]
        told = [
            render_text(
                "ranked", language, name=get_label(graph.index.thing(ID + slug), language), count=counts[slug]
            )
            for slug in order
        ]
        text = _describe_order(self, told, language, shown=max(len(best), MAX_RANKED))
        return assemble_answer(
            AnswerText(kind="entities", text=text, ids=best, value=counts[best[0]] if best else None),
            rows,
            sparql,
            sources,
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        component = get_label(self.component, language) if self.component else ""
        key = f"rank_{self.by}" + ("_least" if self.least else "")
        if self.limit:
            verb, side = "have" if self.by == "values" else "need", "less" if self.least else "more"
            key = f"{verb}_{side}" + ("_or_so" if self.inclusive else "")
        properties = list_properties(self.properties, language)
        text = render_text(key, language, property=properties, component=component, limit=self.limit)
        narrowed = self.by == "amount" and len(self.properties) == 1
        return text + (add_brackets(properties, language) if narrowed else "")

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.component,)


def _match_version(question: ParsedQuestion) -> Ranking | None:
    if question.has("newest", "oldest") and len(question.components) == 1 and not question.properties:
        things, oldest = question.components, question.has("oldest")
        explained = question.accounts_for(("newest", "oldest", "version", "release"), things=things)
        return Ranking("version", component=things[0], least=oldest) if explained else None
    return None


def _match_commonest(question: ParsedQuestion) -> Ranking | None:
    if question.has("above", "below") and question.properties and question.has("distribution"):
        return _match_number_of_values(question)
    if (
        not question.has("most", "least")
        or question.components
        or any(Trait.AMOUNT in prop.traits for prop in question.properties)
    ):
        return None
    least = question.has("least")
    allowed = ("most", "least", "default", "enable", "and", "support", "offer")
    if not question.accounts_for(allowed, properties=None):
        return None
    if question.properties:
        plain = any(
            token.text in BARE_SUPERLATIVES for token in question.tokens if token.words & {"most", "least"}
        )
        whose = any(prop.id == "steward" for prop in question.properties)  # who maintains most of them
        several = plain and question.has("distribution") and not whose
        by: Literal["value", "values"] = "values" if several else "value"
        properties = (
            find_requested_properties(question)
            if several or question.has("support", "offer")
            else question.properties
        )
        return Ranking(by, properties, least=least)
    counted = _counted_class(question)
    return Ranking("components" if counted == "component" else "users", least=least) if counted else None


def find_required_amounts(question: ParsedQuestion) -> tuple[Property, ...]:
    """Find the amounts that are asked about; of memory, that of any node. Nothing if more is asked about."""
    named = {prop.id for prop in question.properties} - {"requires"}  # of memory
    whole = "minMemory" in named  # what a server needs is memory as well
    amounts = question.index.properties_with(Trait.AMOUNT)
    asked = (prop for prop in amounts if prop.id in named or (whole and prop.id.startswith("minMemory")))
    return () if named - {prop.id for prop in amounts} else tuple(asked)


def find_amounts(question: ParsedQuestion) -> list[str]:
    """Find the amounts that are named, as sources write them: “256mb” and “2g” are “256 MB” and “2 GB”."""
    return [
        f"{found[1]} {found[2][0].upper()}{'i' if 'i' in found[2] else ''}B"
        for token in question.tokens
        if (found := AMOUNT_PATTERN.fullmatch(token.text))
    ]


def _match_amount(question: ParsedQuestion) -> Ranking | None:
    asked = find_required_amounts(question)
    spelled = [token.text for token in question.tokens if token.properties]
    if question.has("above", "below") and asked:
        return _match_limit(question, asked)
    extreme = question.has(*SUPERLATIVES) or any(text.startswith("least") for text in spelled)
    if not asked or question.components or not extreme:
        return None
    allowed = SUPERLATIVES | {"requirement"}
    if not (question.has("distribution", "which") and question.accounts_for(allowed, properties=asked)):
        return None
    return Ranking("amount", asked, least=not question.has("highest"))


def _match_number_of_values(question: ParsedQuestion) -> Ranking | None:
    numbers = [token.text for token in question.tokens if token.number]
    said = {token.text for token in question.tokens if token.words & {"above", "below"}}
    allowed = {"above", "below", "support", "offer", "default", "enable"}
    if len(numbers) != 1 or len(said) != 1 or numbers[0] not in SMALL_NUMBERS or question.components:
        return None
    if not question.accounts_for(allowed, properties=None, numbers=True):
        return None
    limit, inclusive = str(SMALL_NUMBERS[numbers[0]]), bool(said & INCLUSIVE_LIMITS)
    return Ranking(
        "values",
        find_requested_properties(question),
        least=question.has("below"),
        limit=limit,
        inclusive=inclusive,
    )


def _match_limit(question: ParsedQuestion, asked: tuple[Property, ...]) -> Ranking | None:
    limits = find_amounts(question)
    said = {token.text for token in question.tokens if token.words & {"above", "below"}}
    allowed = SUPERLATIVES | {"requirement", "above", "below"}
    if len(limits) != 1 or len(said) != 1 or question.distributions or question.components:
        return None
    if not question.accounts_for(allowed, properties=question.properties, numbers=True):
        return None
    inclusive = bool(said & INCLUSIVE_LIMITS)
    return Ranking("amount", asked, least=question.has("below"), limit=limits[0], inclusive=inclusive)


def _counted_class(question: ParsedQuestion) -> str | None:
    """Return the class that is counted: “the most components”, “by most distributions”."""
    kinds = [
        (place, kind)
        for place, token in enumerate(question.tokens)
        for kind in sorted(token.words & COUNTED_CLASSES)
    ]
    most = [place for place, token in enumerate(question.tokens) if token.words & {"most", "least"}]
    said = question.tokens[most[0]].text
    if any(word in said for word in DISTRIBUTION_WORDS):
        return "distribution"
    chinese = not said.isascii()
    near = [(abs(place - most[0]), kind) for place, kind in kinds if (place < most[0]) == chinese]
    return min(near)[1] if near else None


def _count(graph: Graph, intent: Ranking) -> tuple[Counter[str], list[Shape], str, list[Citation]]:
    if intent.by == "users":
        components = graph.answer(COMPONENTS)
        users = Counter({row.id: len(row.used_by) for row in components.items if row.used_by})
        first = [row for row in components.items if row.id in dict(users.most_common(MAX_RANKED))]
        return users, list(first), components.sparql, [place for row in first for place in row.sources]
    ids = [str(Strength.BUNDLES)] if intent.by == "components" else [prop.id for prop in intent.properties]
    answers = [graph.answer(HOLDERS, property=each) for each in ids]
    everybody = {row.id for row in graph.answer(DISTRIBUTIONS).items}
    rows = [
        row for answer in answers for row in answer.items if row.subject.id in everybody and not row.condition
    ]
    pairs = {(row.subject.id, value.id) for row in rows for value in row.values if value.id}
    place = 0 if intent.by in {"components", "values"} else 1
    return (
        Counter(pair[place] for pair in pairs),
        list(rows),
        union_queries([answer.sparql for answer in answers]),
        list(cite_findings(rows)),
    )


def _answer_by_amount(graph: Graph, intent: Ranking, language: Language) -> dict[str, Any]:
    """Answer which distributions need least, or most; where nodes differ, the greatest of them counts."""
    answers = [graph.answer(HOLDERS, property=prop.id) for prop in intent.properties]
    everybody = {row.id for row in graph.answer(DISTRIBUTIONS).items}
    needs: dict[str, tuple[float, Finding]] = {}
    for finding in (row for answer in answers for row in answer.items):
        known = [size for value in finding.values if (size := parse_amount(value)) is not None]
        slug = finding.subject.id
        if known and slug in everybody and (slug not in needs or needs[slug][0] < max(known)):
            needs[slug] = max(known), finding
    limit = parse_amount(Value(kind="literal", value=intent.limit)) if intent.limit else None
    fitting = [slug for slug in needs if limit is None or _is_within_limit(needs[slug][0], limit, intent)]
    shown = fitting or needs  # where none fits, what comes nearest is told
    order = sorted(shown, key=lambda slug: (needs[slug][0] * (1 if intent.least else -1), slug))
    best = [slug for slug in order if limit is not None or needs[slug][0] == needs[order[0]][0]]
    best = best if fitting else []
    rows = [needs[slug][1] for slug in order]
    told = [_describe_need(graph, row, language) for row in rows]
    text = _describe_order(intent, told, language, shown=len(told) if fitting else MAX_RANKED)
    if needs and not fitting:
        text = join_sentences([render_text("none_within", language), text], language)
    spoken = AnswerText(kind="entities", text=text, ids=best)
    return assemble_answer(
        spoken, rows, union_queries([answer.sparql for answer in answers]), cite_findings(rows)
    )


def _is_within_limit(need: float, limit: float, intent: Ranking) -> bool:
    return (need < limit if intent.least else need > limit) or (intent.inclusive and need == limit)


def _describe_need(graph: Graph, finding: Finding, language: Language) -> str:
    values = format_list([render_value(value, language) for value in finding.values], language)
    told = render_text(
        "amount_of", language, values=values, property=graph.index.sentences.noun(finding.property, language)
    )
    return render_text("ranked", language, name=get_label(finding.subject, language), count=told)


def _answer_by_version(graph: Graph, intent: Ranking, component: Thing, language: Language) -> dict[str, Any]:
    """Answer whose newest release ships the newest version of a component, or the oldest."""
    answer = graph.answer(NEWEST_VERSIONS, component=component.id)
    rows = [row for row in answer.items if row.versions and row.release]
    keys = {row.id: max(parse_version(version).key for version in row.versions) for row in rows}
    order = sorted(rows, key=lambda row: keys[row.id], reverse=not intent.least)
    best = [row.id for row in order if keys[row.id] == keys[order[0].id]] if order else []
    told = [
        render_text("version_in", language, name=get_label(row, language), version=" / ".join(row.versions))
        for row in order
    ]
    text = _describe_order(intent, told, language, shown=MAX_RANKED)
    places = [place for row in order[:MAX_RANKED] for place in row.sources]
    return assemble_answer(AnswerText(kind="entities", text=text, ids=best), order, answer.sparql, places)


def _describe_order(intent: Ranking, told: list[str], language: Language, *, shown: int) -> str:
    """Return names as a sentence that says by what they are in order, or that nothing is recorded.

    Of the names behind those that are shown, it says how many there are.
    """
    if not told:
        return render_text("unrecorded", language)
    if len(told) == 1:
        return render_text("statement", language, told=told[0])
    if len(told) > shown:
        told = [*told[:shown], render_text("more", language, count=len(told) - shown)]
    key = f"order_{intent.by}" + ("_least" if intent.least else "")
    component = get_label(intent.component, language) if intent.component else ""
    return render_text(key, language, names=format_list(told, language), component=component)
