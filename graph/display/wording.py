"""Words and names within sentences: labels, values, ranges of minors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Protocol

from graph.models import Label, Value
from i18n import Language, Message, format_day, format_month

MINOR = re.compile(r"(\d+)\.(\d+)")
YEAR_AND_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


class Labelled(Protocol):
    """Something that has a label."""

    @property
    def label(self) -> Label:
        """What it is called."""


def get_label(thing: Labelled, language: Language) -> str:
    """Return a thing's label."""
    return thing.label.render(language)


def join_minors(versions: Sequence[str]) -> list[str]:
    """Merge consecutive minors into ranges: 1.13, 1.16–1.37."""
    runs: list[list[str]] = []
    for version in versions:
        if runs and _is_next_minor(runs[-1][-1], version):
            runs[-1].append(version)
        else:
            runs.append([version])
    return [each for run in runs for each in _shorten_run(run)]


def _shorten_run(run: list[str]) -> list[str]:
    return run if len(run) <= 2 else [f"{run[0]}–{run[-1]}"]  # noqa: PLR2004  # two are no range


def _is_next_minor(one: str, other: str) -> bool:
    """Return whether a minor comes next after another, as 1.10 after 1.9."""
    before = MINOR.fullmatch(one)
    return before is not None and other == f"{before[1]}.{int(before[2]) + 1}"


def render_value(value: Value, language: Language) -> str:
    """Return a value as words."""
    if isinstance(value.value, bool):
        return (Message("yes") if value.value else Message("no")).render(language)
    if value.label:
        return value.label.render(language)
    text = str(value.value)
    if value.datatype == "xsd:date":
        return format_day(dt.date.fromisoformat(text), language)
    if (month := YEAR_AND_MONTH.fullmatch(text)) is not None:
        return format_month(dt.date(int(month[1]), int(month[2]), 1), language)
    return text


def add_brackets(text: str, language: Language) -> str:
    """Wrap a remark in the brackets of the language."""
    return Message(" ({text})", text=text).render(language)
