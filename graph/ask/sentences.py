"""Sentences of answers: texts filled in, findings and claims with their times, and the names of releases."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from graph.ask.texts import TEXTS
from graph.display.wording import add_brackets, get_label
from graph.graph import Graph
from graph.index.sentences import Tense
from graph.models import Claim, Finding, Property, Thing
from i18n import Language, Message, format_day, format_list
from ontology import ID

YEAR = re.compile(r"\d{4}(-\d\d){0,2}$")
LOWERED = ("The ", "A ", "No ")
"""How a sentence begins whose first word is no name."""
MAX_QUESTIONS = 3
"""Properties that are named by the question that each answers; more are listed by their labels."""


def render_text(key: str, language: Language, **names: object) -> str:
    """Return a sentence in a language; a count of one takes the singular, if there is one."""
    if names.get("count") == 1 and f"{key}.one" in TEXTS:
        key = f"{key}.one"
    return Message(TEXTS[key], **names).render(language)


def name_id(graph: Graph, slug: str, language: Language) -> str:
    """Return the label of an entry, or the name of a release; an id that is neither stays as it is."""
    entry = slug.partition("/")[0]
    if ID + entry not in graph.index.names:
        return slug
    if "/" in slug:
        return name_release(graph, slug, language)
    return get_label(graph.index.thing(ID + slug), language)


def name_release(graph: Graph, slug: str, language: Language) -> str:
    """Return the name of a release: “K3s v1.33.4+k3s1” for `k3s/v1.33.4+k3s1`."""
    distribution, found, version = slug.partition("/")
    return f"{get_label(graph.index.thing(ID + distribution), language)} {version}" if found else slug


def describe_finding(graph: Graph, found: Finding, language: Language) -> str:
    """Return one finding as a sentence, with its condition, and that it is disputed if it is."""
    told = render_text("statement", language, told=graph.index.sentences.describe_finding(found, language))
    return told + _describe_dispute(found, language)


def describe_findings(graph: Graph, findings: Iterable[Finding], language: Language) -> list[str]:
    """Return the findings that have a value as sentences."""
    return [describe_finding(graph, each, language) for each in findings if each.values]


def answer_with_findings(
    graph: Graph, key: str, findings: Sequence[Finding], language: Language
) -> list[str]:
    """Return sentences of which the first is a yes or a no: “No, k0s ships no ingress controller”."""
    first, *others = findings
    told = _lower_first(graph.index.sentences.describe_finding(first, language))
    head = render_text(key, language, told=told) + _describe_dispute(first, language)
    return [head, *(describe_finding(graph, each, language) for each in others)]


def begin_with(key: str, sentences: Sequence[str], language: Language) -> list[str]:
    """Return sentences of which the first takes a yes or a no before it: “No, a source says …”."""
    first, *others = sentences
    told = _lower_first(first.removesuffix(render_text("statement", language, told="")))
    return [render_text(key, language, told=told), *others]


def describe_missing(graph: Graph, subject: Thing, properties: Sequence[Property], language: Language) -> str:
    """Return the sentence that nothing is recorded for some properties of a thing."""
    question = describe_questions(graph, subject, properties, language)
    return render_text("unrecorded_about", language, question=question)


def describe_questions(
    graph: Graph, subject: Thing, properties: Sequence[Property], language: Language
) -> str:
    """Describe what some properties of a thing say, as indirect questions if they are few."""
    name = get_label(subject, language)
    things = [prop.thing() for prop in properties]
    if len(things) <= MAX_QUESTIONS:
        asked = [graph.index.sentences.ask([name], thing, language) for thing in things]
        return format_list(list(dict.fromkeys(asked)), language)
    labels = list(dict.fromkeys(get_label(thing, language) for thing in things))
    return render_text("facts", language, subject=name, properties=format_list(labels, language))


def describe_claim(graph: Graph, claim: Claim, language: Language) -> str:
    """Return a claim as a sentence, with the releases and days from which and until which it holds."""
    sentences = graph.index.sentences
    if sentences.names_day(claim.property) and claim.valid_from:
        return render_text("statement", language, told=sentences.describe_claim(claim, language))
    first = describe_release(claim.since, claim.valid_from, language)
    last = _describe_end(claim, language)
    tense = Tense.PAST if last else Tense.PERFECT if first else Tense.PRESENT
    told = sentences.describe_claim(claim, language, tense=tense)
    start = render_text("from" if last else "since", language, when=first) if first else ""
    if not start and not last:
        if YEAR.match(str(claim.value.value)):  # the value itself is the date, such as that of the retirement
            return render_text("statement", language, told=told)
        undated = render_text("undated", language)
        return render_text("statement", language, told=told + add_brackets(undated, language))
    when = " ".join(filter(None, [start, last]))
    over = claim.valid_until if claim.until else None
    after = render_text("over_since", language, day=over) if over else ""
    if language == "zh":
        return render_text("statement", language, told=f"{when}，{told}{after}")
    if sentences.has_tense(claim, tense):
        return render_text("statement", language, told=f"{told} {when}{after}")
    return render_text("statement", language, told=told + add_brackets(when + after, language))


def _describe_end(claim: Claim, language: Language) -> str:
    """Describe the last release with which a claim holds, or else the first day on which it does not."""
    if claim.until:
        return render_text("up_to", language, when=claim.until)
    return render_text("over_on", language, day=claim.valid_until) if claim.valid_until else ""


def describe_release(release: str | None, day: dt.date | None, language: Language) -> str:
    """Return the name of a release with its day."""
    if day is None:
        return release or ""
    spoken = format_day(day, language)
    return release + add_brackets(spoken, language) if release else spoken


def join_remarks(texts: Sequence[str], language: Language) -> str:
    """Join a text and remarks on it by commas; empty ones are left out."""
    joined = ""
    for text in filter(None, texts):
        joined = render_text("with_remark", language, text=joined, remark=text) if joined else text
    return joined


def describe_moment(release: str | None, day: dt.date | None, language: Language) -> str:
    """Return a release and its day as they stand within brackets."""
    spoken = format_day(day, language) if day else ""
    return join_remarks([release or "", spoken], language)


def _describe_dispute(found: Finding, language: Language) -> str:
    if found.standing.id != "Disputed":
        return ""
    return ("" if language == "zh" else " ") + render_text("disputed", language)


def _lower_first(text: str) -> str:
    """Return a sentence as it stands behind a comma; the name of a thing keeps its capital."""
    return text[0].lower() + text[1:] if text.startswith(LOWERED) else text
