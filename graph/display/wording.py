"""Words and names within sentences: lists, days, brackets, and the spacing of Chinese."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Protocol

from graph.models import Label, Language, Value

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MINOR = re.compile(r"(\d+)\.(\d+)")
BOOLEANS = {True: Label(en="yes", zh="是"), False: Label(en="no", zh="否")}
YEAR_AND_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>0[1-9]|1[0-2])")
SCRIPT_BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
SPACED_DATE = re.compile(r"(\d{4}) 年(?: (\d{1,2}) 月)?(?: (\d{1,2}) 日)?")
GAP_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff]|\d{4}年)")
FULL_WIDTH_MARK = re.compile(r"\s*([（），。：；、“”])\s*")


class Labelled(Protocol):
    """Something that has a label."""

    @property
    def label(self) -> Label:
        """What it is called."""


def choose(label: Label, language: Language) -> str:
    """Return the text of a label in a language."""
    return label.zh if language == "zh" else label.en


def get_label(thing: Labelled, language: Language) -> str:
    """Return a thing's label."""
    return choose(thing.label, language)


def join_names(names: Sequence[str], language: Language, *, either: bool = False) -> str:
    """Join names into a phrase: “a, b and c”, or with `either` “a, b or c”."""
    if len(names) < 2:  # noqa: PLR2004  # one name needs no word between
        return "".join(names)
    if language == "zh":
        last = "或" if either else "和"
        return space_scripts(f"{'、'.join(names[:-1])} {last} {names[-1]}")
    return f"{', '.join(names[:-1])} {'or' if either else 'and'} {names[-1]}"


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


def format_day(day: dt.date, language: Language) -> str:
    """Format a day for prose: 30 Sep 2026, 2026年9月30日."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def format_month(year: int, month: int, language: Language) -> str:
    """Format a month for prose: Sep 2026, 2026年9月."""
    return f"{year}年{month}月" if language == "zh" else f"{MONTHS[month - 1]} {year}"


def render_value(value: Value, language: Language) -> str:
    """Return a value as words."""
    if isinstance(value.value, bool):
        return choose(BOOLEANS[value.value], language)
    if value.label:
        return choose(value.label, language)
    text = str(value.value)
    if (month := YEAR_AND_MONTH.fullmatch(text)) is not None:
        return format_month(int(month["year"]), int(month["month"]), language)
    return text


def add_brackets(text: str, language: Language) -> str:
    """Wrap a remark in the brackets of the language."""
    return f"（{text}）" if language == "zh" else f" ({text})"


def join_sentences(sentences: Sequence[str], language: Language) -> str:
    """Join sentences as the language does."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)


def space_scripts(text: str) -> str:
    """Insert a space between Chinese characters and Latin letters or digits, though not within a date."""
    closed = SPACED_DATE.sub(_close_date, SCRIPT_BORDER.sub(" ", text))
    return GAP_IN_CHINESE.sub("", re.sub(r" {2,}", " ", FULL_WIDTH_MARK.sub(r"\1", closed)))


def _close_date(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")
