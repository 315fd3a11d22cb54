"""The sentences of answers, in both languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Protocol

from graph.ask.language import Language
from graph.ask.texts import TEXTS
from graph.models import Claim, Finding, Label, Value


class Labelled(Protocol):
    """Something that has a label."""

    @property
    def label(self) -> Label:
        """What it is called."""


def render_text(key: str, language: Language, **names: object) -> str:
    """Return a sentence in a language."""
    sentence = str(getattr(TEXTS[key], language)).format(**names)
    return _space_scripts(sentence) if language == "zh" else sentence


def _space_scripts(sentence: str) -> str:
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", sentence)


def join_names(names: list[str], language: Language) -> str:
    """Return several names as one phrase."""
    if language == "zh":
        return "、".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def get_label(thing: Labelled, language: Language) -> str:
    """Return a thing's label."""
    return str(getattr(thing.label, language))


def render_value(value: Value, language: Language) -> str:
    """Return a value as words."""
    if isinstance(value.value, bool):
        return {("en", True): "yes", ("en", False): "no", ("zh", True): "是", ("zh", False): "否"}[
            language, value.value
        ]
    return str(getattr(value.label, language)) if value.label else str(value.value)


def add_brackets(text: str, language: Language) -> str:
    """Return a remark in the brackets of the language."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def join_sentences(sentences: list[str], language: Language) -> str:
    """Return sentences joined as the language joins them."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)


def describe_finding(found: Finding, language: Language) -> str:
    """Return one finding as a sentence, with its condition, and that it is disputed if it is."""
    condition = add_brackets(get_label(found.condition, language), language) if found.condition else ""
    prop = get_label(found.property, language) + condition
    values = join_names([render_value(value, language) for value in found.values], language)
    subject = get_label(found.subject, language)
    sentence = render_text("fact", language, subject=subject, property=prop, values=values)
    return sentence + (render_text("disputed", language) if found.standing.id == "Disputed" else "")


def describe_findings(findings: Iterable[Finding], language: Language) -> list[str]:
    """Return the findings that have a value as sentences."""
    return [describe_finding(each, language) for each in findings if each.values]


def describe_claim(claim: Claim, language: Language) -> str:
    """Return a claim as a sentence, with the releases and days from which and until which it holds."""
    condition = add_brackets(get_label(claim.condition, language), language) if claim.condition else ""
    told = render_text(
        "fact",
        language,
        subject=get_label(claim.subject, language),
        property=get_label(claim.property, language) + condition,
        values=render_value(claim.value, language),
    ).rstrip(".。")
    parts = []
    if claim.since or claim.valid_from:
        when = describe_release(claim.since, claim.valid_from, language)
        parts.append(render_text("since", language, when=when))
    if claim.valid_until and not claim.until:
        parts.append(render_text("over_on", language, day=claim.valid_until))
    elif claim.until:
        when = describe_release(claim.until, None, language)
        parts.append(render_text("up_to", language, when=when, day=claim.valid_until or ""))
    times = join_names(parts, language) or render_text("undated", language)
    return render_text("span", language, told=told, parts=times)


def describe_release(release: str | None, day: dt.date | None, language: Language) -> str:
    """Return the name of a release with its day."""
    return (release or "") + (add_brackets(str(day), language) if day and release else str(day or ""))
