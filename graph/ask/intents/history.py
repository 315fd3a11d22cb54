"""What was when: since and until when something held, what changed, and where sources disagree."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from graph.ask.capabilities import is_distribution
from graph.ask.citations import is_rejected
from graph.ask.conditions.describe import list_properties, list_things, name_role
from graph.ask.conditions.model import UsesComponent
from graph.ask.conditions.roles import describe_missing_capability, find_roles
from graph.ask.intents.model import PAIR, Intent
from graph.ask.intents.releases import MAX_DESCRIBED, RELEASE_WORDS
from graph.ask.parsed_question import ParsedQuestion
from graph.ask.reply import AnswerText, assemble_answer, union_queries
from graph.ask.sentences import (
    describe_claim,
    describe_moment,
    describe_questions,
    describe_release,
    join_remarks,
    name_release,
    render_text,
)
from graph.catalogue.answer import Answer
from graph.catalogue.changes import CHANGES
from graph.catalogue.facts import DISPUTES, DisputeRow
from graph.catalogue.history import SWITCHES, SwitchRow
from graph.catalogue.releases import DIFF, VERSIONS, DiffRow
from graph.catalogue.sources import CLAIMS
from graph.catalogue.usage import DISTRIBUTIONS_USING, UsageRow
from graph.display.wording import add_brackets, get_label, render_value
from graph.graph import Graph
from graph.models import Claim, Property, Thing
from graph.releases.version import parse_version
from i18n import Language, format_list, join_sentences
from ontology.traits import Trait

HISTORY_WORDS = RELEASE_WORDS | {
    "drop",
    "switch",
    "change",
    "not",
    "default",
    "support",
    "past",
    "before",
    "move",
    "whether",
    "offer",
}
INTERROGATIVES = (
    "which ",
    "what ",
    "who ",
    "where ",
    "when ",
    "how ",
    "whether ",
)
"""The words that an indirect question in English begins with."""
CHANGE_WORDS = {"change", "compare", "and", "version", "release", "newest", "since"}


@dataclass(frozen=True, slots=True)
class Timeline(Intent):
    """Since when, and until when, did a thing have some others, or values for some properties?

    `roles`: as what it had the others, such as the ingress controller.
    """

    subject: Thing
    others: tuple[Thing, ...] = ()
    properties: tuple[Property, ...] = ()
    roles: tuple[Thing, ...] = ()

    allows_before = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “since when does rke2 ship traefik”, until when, and when from what to what."""
        if not _asks_when(question) or question.has("newest") or question.releases or question.versions:
            return None
        certified = any(Trait.CONFORMANCE in prop.traits for prop in question.properties)
        named = (
            *question.distributions,
            *(thing for thing in question.components if not (certified and thing.id == "kubernetes")),
        )
        if not named or len(question.distributions) > 1:
            return None
        subject, others = named[0], named[1:]
        concepts = question.concepts
        if not others and not question.properties:
            return None
        if not question.accounts_for(
            HISTORY_WORDS, things=(*named, *concepts, *question.components), properties=None
        ):
            return None
        asked = question.properties
        if certified:
            asked = tuple(
                prop
                for prop in question.index.properties.values()
                if prop.id in {"certifiedFrom", "conformsTo"}
            )
        parts = find_roles(question) if question.distributions else {}
        roles = tuple(dict.fromkeys(parts[each] for each in others if each in parts))
        return cls(subject, others, () if others else asked, roles)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer since when and until when a thing had others or values, the earliest first."""
        answer = graph.answer(CLAIMS, subject=self.subject.id)
        found = sorted((claim for claim in answer.items if _is_requested(graph, claim, self)), key=_start_key)
        sentences = list(dict.fromkeys(describe_claim(graph, claim, language) for claim in found))
        values = [each for claim in found for each in (claim.since, claim.until) if each]
        for other in () if self.roles else self.others:
            sentences += _describe_shipments(graph, self.subject, other, language)
        asked = [UsesComponent(other, role=role) for other in self.others for role in self.roles]
        silent = [
            render_text("unrecorded", language),
            *(told for each in asked for told in describe_missing_capability(graph, each, language)),
        ]
        text = join_sentences(sentences or silent, language)
        spoken = AnswerText(kind="value", text=text, ids=[], value=list(dict.fromkeys(values)) or None)
        return assemble_answer(spoken, found, answer.sparql, [claim.citation() for claim in found])

    def paraphrase(self, graph: Graph, language: Language) -> str:
        if not self.others:
            question = describe_questions(graph, self.subject, self.properties, language)
            return render_text("timeline_of", language, question=question)
        about = list_things(self.others, language)
        if self.roles:
            job = format_list([name_role(graph, role, language) for role in self.roles], language)
            about = render_text("as_job", language, told=about, job=job)
        return render_text("timeline", language, subject=get_label(self.subject, language), about=about)

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject, *self.others, *self.roles)


@dataclass(frozen=True, slots=True)
class Switches(Intent):
    """Which distributions went from one thing to another, or gave it up?"""

    before: Thing
    after: Thing | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “which distributions switched from dqlite to etcd”, and which gave dqlite up."""
        things = question.components
        if question.distributions or question.has("when") or question.asks_whether or question.versions:
            return None
        fits = question.has("distribution", "which") and question.accounts_for(
            HISTORY_WORDS, things=things, properties=None
        )
        if question.has("switch", "move") and len(things) == PAIR and question.has("distribution"):
            return cls(things[0], things[1]) if fits else None
        left = question.has("drop", "past") or (question.has("switch") and not question.has("not"))
        return cls(things[0]) if fits and left and len(things) == 1 and not question.properties else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer which distributions went from one thing to another, and when."""
        if self.after is None:
            return _answer_given_up(graph, self.before, language)
        answer = graph.answer(SWITCHES, **{"from": self.before.id, "to": self.after.id})
        told = [
            render_text(
                "switch",
                language,
                name=get_label(row.distribution, language),
                when=describe_moment(row.release, row.day, language),
            )
            for row in answer.items
        ]
        names = {"before": get_label(self.before, language), "after": get_label(self.after, language)}
        key = "switched" if told else "nobody_switched"
        text = render_text(key, language, names=format_list(list(dict.fromkeys(told)), language), **names)
        ids = list(dict.fromkeys(row.distribution.id for row in answer.items))
        places = [place for row in answer.items for place in row.sources]
        return assemble_answer(
            AnswerText(kind="entities", text=text, ids=ids), answer.items, answer.sparql, places
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        before = get_label(self.before, language)
        if self.after is None:
            return render_text("gave_up", language, before=before)
        return render_text("switched_from", language, before=before, after=get_label(self.after, language))

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.before, self.after)


@dataclass(frozen=True, slots=True)
class ReleaseChanges(Intent):
    """What changed between two releases? Without `before`, since the one before `after`."""

    after: str
    before: str | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what changed between k3s v1.29.0+k3s1 and v1.30.0+k3s1”, or with one release."""
        names = [release.name for release in question.releases if release.name]
        lines = [each.last for each in question.versions if each.last]
        if not names and len(lines) == len(question.versions) == PAIR:
            names = lines  # from the newest of one line to the newest of the other
        if not _asks_for_changes(question) or not 1 <= len(names) <= PAIR:
            return None
        if not question.accounts_for(CHANGE_WORDS, things=question.distributions, numbers=True):
            return None
        return cls(names[-1], names[0] if len(names) == PAIR else None)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what changed between two releases, or since the one before."""
        release = graph.release_index.releases[graph.release_index.resolve(self.after).value]
        before = self.before or release.predecessor
        if before is None:
            said_so = AnswerText(kind="changes", text=render_text("unrecorded", language), ids=[])
            return assemble_answer(said_so, [], "", [])
        answer = graph.answer(DIFF, **{"from": before, "to": self.after})
        rows = [row for row in answer.items if row.differs]
        silent = [row for row in answer.items if row.change == "unrecorded"]
        told = [_describe_change(row, language) for row in rows[:MAX_DESCRIBED]]
        ends = {
            "before": name_release(graph, before, language),
            "after": name_release(graph, self.after, language),
        }
        sentences = [render_text("changed", language, **ends, count=len(rows))]
        if told:
            key = "changes_some" if len(rows) > len(told) else "changes_are"
            changes = format_list(told, language)
            sentences.append(render_text(key, language, shown=len(told), changes=changes))
        if silent:
            names = format_list([get_label(row, language) for row in silent], language)
            sentences.append(render_text("changes_unrecorded", language, names=names))
        spoken = AnswerText(
            kind="changes",
            text=join_sentences(sentences, language),
            ids=[row.id for row in rows],
            value=[f"{row.id} {'/'.join(row.before) or '-'} -> {'/'.join(row.after) or '-'}" for row in rows],
        )
        places = [place for row in rows for place in row.sources]
        return assemble_answer(spoken, answer.items, answer.sparql, places)

    def paraphrase(self, graph: Graph, language: Language) -> str:
        key = "changes" if self.before else "changes_since"
        before = name_release(graph, self.before, language) if self.before else ""
        return render_text(key, language, before=before, after=name_release(graph, self.after, language))


@dataclass(frozen=True, slots=True)
class ChangesBetween(Intent):
    """What changed from one day to another, anywhere or with a thing?"""

    first: dt.date
    last: dt.date
    subject: Thing | None = None

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “what changed in september 2026”."""
        times = [token.period for token in question.tokens if token.period]
        if not _asks_for_changes(question) or len(question.distributions) > 1 or not 1 <= len(times) <= PAIR:
            return None
        if not question.accounts_for(CHANGE_WORDS, things=question.distributions):
            return None
        first, last = times[0].first, times[-1].last
        if len(times) == 1 and question.has("since"):
            last = dt.datetime.now(dt.UTC).date()
        return cls(first, last, next(iter(question.distributions), None)) if first <= last else None

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer what changed in a time, the latest first."""
        between = {"since": self.first.isoformat(), "until": self.last.isoformat()}
        answer = graph.answer(CHANGES, **between)
        rows = answer.items
        if self.subject:
            rows = [row for row in rows if row.subject == self.subject]
        rows = list({(row.day, row.title.en): row for row in rows}.values())
        told = [
            render_text("dated_change", language, day=row.day, title=row.title.render(language))
            for row in rows[:MAX_DESCRIBED]
        ]
        names = {"first": self.first, "last": self.last, "count": len(rows)}
        text = render_text("happened" if rows else "nothing_happened", language, **names)
        if told:
            key = "changes_newest" if len(rows) > len(told) else "changes_ordered"
            changes = render_text("semicolon", language).join(told)
            head = render_text(key, language, shown=len(told), changes=changes)
            text = join_sentences([text, head], language)
        value = [f"{row.day} {row.title.en}" for row in rows]
        places = [place for row in rows[:MAX_DESCRIBED] for place in row.sources]
        ids = list(dict.fromkeys(row.subject.id for row in rows if row.subject != self.subject))
        spoken = AnswerText(kind="changes", text=text, ids=ids, value=value or None)
        return assemble_answer(spoken, rows, answer.sparql, places)

    @property
    def spans_time(self) -> bool:
        return True

    def paraphrase(self, graph: Graph, language: Language) -> str:
        where = add_brackets(get_label(self.subject, language), language) if self.subject else ""
        return render_text("happenings", language, first=self.first, last=self.last) + where

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


@dataclass(frozen=True, slots=True)
class Disputes(Intent):
    """Where do sources disagree, on anything, a thing, or some properties of it?"""

    subject: Thing | None = None
    properties: tuple[Property, ...] = ()

    allows_before = True

    @classmethod
    def match(cls, question: ParsedQuestion) -> Self | None:
        """Match “where do sources disagree on k0s”."""
        subjects = (*question.distributions, *question.components)
        if not question.has("dispute") or len(subjects) > 1:
            return None
        if not question.accounts_for(
            {"dispute", "whether", "default", "support", "howmany", "source"},
            things=subjects,
            properties=None,
        ):
            return None
        return cls(next(iter(subjects), None), question.properties)

    def answer(self, graph: Graph, language: Language) -> dict[str, Any]:
        """Answer where sources disagree and what was corrected: what is accepted, and what is rejected."""
        answer = graph.answer(DISPUTES)
        asked = {prop.iri for prop in self.properties}
        rows = [
            row
            for row in answer.items
            if (self.subject is None or row.subject == self.subject)
            and (not asked or row.property.iri in asked)
        ]
        conflicts = [row for row in rows if row.standing.id == "Disputed"]
        corrections = [row for row in rows if row not in conflicts]
        rows = [*conflicts, *corrections]
        sentences = _describe_disputes(graph, conflicts, "disputes", language)
        if not rows:
            sentences = [render_text("no_dispute", language)]
        elif not conflicts:
            sentences = [render_text("no_conflict", language)]
        sentences += _describe_disputes(graph, corrections, "corrections", language)
        text = join_sentences(sentences, language)
        ids = list(dict.fromkeys(row.subject.id for row in rows if row.subject != self.subject))
        spoken = AnswerText(
            kind="disputes",
            text=text,
            ids=ids,
            value=[f"{row.subject.id} {row.property.id}" for row in rows] or None,
        )
        return assemble_answer(
            spoken, rows, answer.sparql, [place for row in rows[:MAX_DESCRIBED] for place in row.sources]
        )

    def paraphrase(self, graph: Graph, language: Language) -> str:
        about = [get_label(self.subject, language)] if self.subject else []
        about += [list_properties(self.properties, language)] if self.properties else []
        return render_text(
            "disputes" if about else "disputes_all",
            language,
            about=join_remarks(about, language),
        )

    @property
    def mentioned_things(self) -> tuple[Thing | None, ...]:
        return (self.subject,)


def _asks_for_changes(question: ParsedQuestion) -> bool:
    return question.has("change", "compare") and not (question.components or question.properties)


def _asks_when(question: ParsedQuestion) -> bool:
    """Return whether a time is asked for, or what was once, unless that is asked of a time that is named."""
    timed = any(token.period for token in question.tokens)
    of_release = question.has("since", "drop", "first") and question.has("version", "release")
    return question.has("when") or (question.has("past") and not timed) or of_release


def _is_requested(graph: Graph, claim: Claim, intent: Timeline) -> bool:
    """Return whether a claim is about what is asked; a rejected one is not, whatever days it names."""
    if is_rejected(claim):
        return False
    prop = graph.index.properties.get(claim.property.iri)
    if intent.roles and not (prop and prop.about in intent.roles):
        return False
    if intent.others:
        return claim.value.iri in {other.iri for other in intent.others}
    return claim.property.iri in {prop.iri for prop in intent.properties}


def _start_key(claim: Claim) -> tuple[dt.date, str]:
    return claim.valid_from or dt.date.min, claim.property.id


def _describe_shipments(graph: Graph, subject: Thing, other: Thing, language: Language) -> list[str]:
    kinds = graph.index.names[other.iri].kinds
    if "Component" not in kinds or not is_distribution(graph, subject.iri):
        return []
    rows = graph.answer(VERSIONS, component=other.id, distribution=subject.id).items
    if not rows:
        return []
    order = sorted(rows, key=lambda row: parse_version(row.version).key)
    first, last = order[0], order[-1]
    return [
        render_text(
            "listed_from",
            language,
            component=get_label(other, language),
            first=describe_release(first.version, first.issued, language),
            last=describe_release(last.version, last.issued, language),
        )
    ]


def _answer_given_up(graph: Graph, component: Thing, language: Language) -> dict[str, Any]:
    """Answer which distributions used a component or a tool once and do no more, and what they went to."""
    answers: list[Answer[Any]] = [graph.answer(SWITCHES, **{"from": component.id})]
    if "Component" in graph.index.names[component.iri].kinds:  # what uses a tool is a property of its own
        answers.append(graph.answer(DISTRIBUTIONS_USING, component=component.id))
    switches, *others = answers
    used: list[UsageRow] = [row for answer in others for row in answer.items]
    using = {row.id for row in used if row.answer == "yes"}
    went = [row for row in switches.items if row.distribution.id not in using]
    known = using | {row.distribution.id for row in went}
    ended = [row for row in used if row.id not in known and any(use.until for use in row.how)]
    told = [_describe_switch(row, language) for row in went] + [_describe_end(row, language) for row in ended]
    ids = list(dict.fromkeys([*(row.distribution.id for row in went), *(row.id for row in ended)]))
    names = format_list(list(dict.fromkeys(told)), language)
    key = "given_up" if ids else "nobody_gave_up"
    text = render_text(key, language, before=get_label(component, language), names=names)
    places = [*(place for row in went for place in row.sources), *(x for row in ended for x in row.sources)]
    sparql = union_queries([answer.sparql for answer in answers])
    return assemble_answer(AnswerText(kind="entities", text=text, ids=ids), [*went, *ended], sparql, places)


def _describe_switch(row: SwitchRow, language: Language) -> str:
    when = describe_moment(row.release, row.day, language)
    name, after = get_label(row.distribution, language), render_value(row.after, language)
    return render_text(
        "went_to",
        language,
        name=name,
        after=join_remarks([after, when], language),
    )


def _describe_end(row: UsageRow, language: Language) -> str:
    until = max((use.until for use in row.how if use.until), key=lambda release: parse_version(release).key)
    return render_text("ended_with", language, name=get_label(row, language), release=until)


def _describe_change(row: DiffRow, language: Language) -> str:
    sides = {"before": " / ".join(row.before), "after": " / ".join(row.after)}
    key = "change_both" if row.before and row.after else "change_after" if row.after else "change_before"
    return render_text(key, language, component=get_label(row, language), **sides)


def _describe_disputes(graph: Graph, rows: list[DisputeRow], kind: str, language: Language) -> list[str]:
    """Describe conflicts or corrections: how many there are, and the first of them; nothing of none."""
    if not rows:
        return []
    told = [_describe_dispute(graph, row, language) for row in rows[:MAX_DESCRIBED]]
    key = f"{kind}_most" if len(rows) > len(told) else f"{kind}_are"
    return [render_text(key, language, count=len(rows), shown=len(told)), *told]


def _describe_dispute(graph: Graph, row: DisputeRow, language: Language) -> str:
    held = [claim for claim in row.prevailing if not (claim.until or claim.valid_until)] or row.prevailing
    prevails = format_list(
        list(dict.fromkeys(render_value(claim.value, language) for claim in held)), language
    )
    against = format_list(
        list(dict.fromkeys(render_value(claim.value, language) for claim in row.rejected)), language
    )
    question = graph.index.sentences.ask([get_label(row.subject, language)], row.property, language)
    question = question[0].upper() + question[1:] if question.startswith(INTERROGATIVES) else question
    key = "quarrel_open" if not prevails else "quarrel" if against else "quarrel_even"
    return render_text(key, language, question=question, prevails=prevails, against=against)
