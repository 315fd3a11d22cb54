"""Lists, days and numbers as a language writes them (Unicode CLDR).

The patterns are in `locales/formats.json`, which `make messages` takes from Babel: importing Babel takes
longer than anything else that a command does.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from i18n.catalogue import LOCALES, load_translations
from i18n.languages import LANGUAGES, Language

_SCRIPT_BORDER = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_SPACED_DATE = re.compile(r"(\d{4}) (\u5e74)(?: (\d{1,2}) (\u6708))?(?: (\d{1,2}) (\u65e5))?")
_GAP_IN_CHINESE = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_FULL_WIDTH_MARK = re.compile(r"\s*([\uff08\uff09\uff0c\u3002\uff1a\uff1b\u3001“”])\s*")


@cache
def _load_formats(language: Language) -> Mapping[str, Any]:
    formats: dict[str, Any] = json.loads((LOCALES / "formats.json").read_text("utf-8"))[language]
    return formats


def preload() -> None:
    """Read the files of all languages, for a process that soon may open none."""
    for language in LANGUAGES:
        load_translations(language)
        _load_formats(language)


def format_list(texts: Sequence[str], language: Language) -> str:
    """Join texts as “a, b and c”."""
    return _join(texts, "and", language)


def format_alternatives(texts: Sequence[str], language: Language) -> str:
    """Join texts as “a, b or c”."""
    return _join(texts, "or", language)


def _join(texts: Sequence[str], word: str, language: Language) -> str:
    """Join texts by list patterns (UTS 35, part 2, section 11)."""
    patterns: dict[str, str] = _load_formats(language)[word]
    if len(texts) < 2:  # noqa: PLR2004  # one text needs no pattern
        return "".join(texts)
    if len(texts) == 2:  # noqa: PLR2004  # the pattern of two
        joined = patterns["2"].format(*texts)
    else:
        joined = patterns["start"].format(texts[0], texts[1])
        for text in texts[2:-1]:
            joined = patterns["middle"].format(joined, text)
        joined = patterns["end"].format(joined, texts[-1])
    return space_scripts(joined) if language == "zh" else joined


def format_day(day: dt.date, language: Language) -> str:
    """Format a day as “30 Sep 2026”."""
    return _format_date(day, "day", language)


def format_month(month: dt.date, language: Language) -> str:
    """Format the month of a day as “Sep 2026”."""
    return _format_date(month, "month", language)


def _format_date(day: dt.date, pattern: str, language: Language) -> str:
    formats = _load_formats(language)
    template: str = formats[pattern]
    return template.format(day=day.day, month=formats["months"][day.month - 1], year=day.year)


def format_number(number: int, language: Language) -> str:
    """Format a number with separators of thousands."""
    return f"{number:,}".replace(",", _load_formats(language)["group"])


def space_scripts(text: str) -> str:
    """Separate Chinese characters from letters and digits by a space, except within a date."""
    closed = _SPACED_DATE.sub(
        lambda found: "".join(part or "" for part in found.groups()), _SCRIPT_BORDER.sub(" ", text)
    )
    return _GAP_IN_CHINESE.sub("", re.sub(r" {2,}", " ", _FULL_WIDTH_MARK.sub(r"\1", closed)))


def join_sentences(sentences: Sequence[str], language: Language) -> str:
    """Join sentences: with a space between them, or in Chinese without."""
    return ("" if language == "zh" else " ").join(sentence.strip() for sentence in sentences)


def end_sentence(text: str, language: Language) -> str:
    """End a sentence with a full stop, unless it ends already."""
    return (
        text
        if text.endswith((".", "?", "!", "\u3002", "\uff1f"))
        else text + ("\u3002" if language == "zh" else ".")
    )
