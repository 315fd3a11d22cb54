"""The sentences of answers, in both languages."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from graph.ask.meaning import Language
from graph.ask.reply import Said
from graph.ask.texts import TEXTS
from graph.models import Citation, Label, Shape, Value


class Named(Protocol):
    """Something that has a label."""

    @property
    def label(self) -> Label:
        """What it is called."""


def said(key: str, language: Language, **names: object) -> str:
    """Give a sentence in a language."""
    sentence = str(getattr(TEXTS[key], language)).format(**names)
    return spaced(sentence) if language == "zh" else sentence


def spaced(sentence: str) -> str:
    """Put a space between Chinese and Latin words, as Chinese typography has it."""
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", sentence)


def listed(names: list[str], language: Language) -> str:
    """Write several names as one phrase."""
    if language == "zh":
        return "、".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def named(thing: Named, language: Language) -> str:
    """Give a thing's label."""
    return str(getattr(thing.label, language))


def shown(value: Value, language: Language) -> str:
    """Give what a claim says as words."""
    if isinstance(value.value, bool):
        return {("en", True): "yes", ("en", False): "no", ("zh", True): "是", ("zh", False): "否"}[
            language, value.value
        ]
    return str(getattr(value.label, language)) if value.label else str(value.value)


def bracketed(text: str, language: Language) -> str:
    """Put a remark into brackets, as the language writes them."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def joined(sentences: list[str], language: Language) -> str:
    """Put sentences after one another."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)


def packed(answer: Said, rows: Iterable[Shape], sparql: str, sources: Sequence[Citation]) -> dict[str, Any]:
    """Put the parts of an answer together."""
    return {
        "answer": answer,
        "rows": [row.model_dump(mode="json") for row in rows],
        "sparql": sparql,
        "sources": sorted({place.claim: place for place in sources}.values(), key=primary_first),
    }


def primary_first(place: Citation) -> tuple[str, str, str]:
    """Order citations."""
    return place.kind, place.source, place.locator
