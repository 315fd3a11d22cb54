"""Times in a question: days, months and years, each as the days from the first to the last."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTH_ABBREVIATIONS = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
DATE_PATTERN = re.compile(
    r"(?<![a-z0-9_.-])(?P<iso>(?:19|20)\d\d-\d\d(?:-\d\d)?)(?![a-z0-9_-])"
    r"|(?:(?<![a-z])(?P<name>"
    + "|".join((*MONTHS, *MONTH_ABBREVIATIONS))
    + r")\.?(?: (?P<date>\d{1,2})(?:st|nd|rd|th)?,?)? ?(?P<of>(?:19|20)\d\d)(?!\d))"
    r"|(?<![a-z0-9_.+-])(?P<year>(?:19|20)\d\d) ?年"
    r" ?(?:(?P<month>\d{1,2}) ?月 ?(?:(?P<day>\d{1,2}) ?[日号])?)?"
    r"|(?<![a-z0-9_.+/-])(?P<plain>(?:19|20)\d\d)(?![a-z0-9_.+/-]*[a-z0-9_])"
)
MONTHS_PER_YEAR = 12
NUMBER_VALUES = (1, 2, 3, 4, 5, 6, 1, 2, 2, 3, 4, 5, 6)
DAYS_PER_UNIT = {"day": 1, "天": 1, "week": 7, "周": 7, "month": 30, "月": 30, "year": 365, "年": 365}
NUMBER_WORDS = dict(
    zip(("one", "two", "three", "four", "five", "six", *"一两二三四五六"), NUMBER_VALUES, strict=True)
)
RECENT = dt.timedelta(days=90)
RECENT_SPAN_PATTERN = re.compile(
    r"(?<![a-z])(?:(?:the|in|over|in the|over the) (?:last|past)|past|previous)"
    rf" (?:(?P<count>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}) )?"
    r"(?P<unit>day|week|month|year)s?(?![a-z])"
    r"|(?:最近|过去|近)这?(?P<zh_count>\d{1,3}|[一两二三四五六]) ?个?(?P<zh_unit>天|周|月|年)[内里]?"
    r"|(?<![a-z])(?:recently|lately)(?![a-z])|最近(?=更新|变|改|有|发生|升级|的变)"
)
"""So many days, weeks, months or years up to today, or lately."""
CALENDAR_PATTERN = re.compile(
    r"(?<![a-z])(?P<which>last|this) (?P<unit>month|year)(?![a-z])"
    r"|(?P<zh>今年|去年|前年|本月|这个月|上个月|上月)"
)
"""A month or year of the calendar, told from today."""
CHINESE_CALENDAR_WORDS = {
    "今年": ("year", 0),
    "去年": ("year", 1),
    "前年": ("year", 2),
    "本月": ("month", 0),
    "这个月": ("month", 0),
    "上个月": ("month", 1),
    "上月": ("month", 1),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A place in a question that names a time: its first and its last day."""

    start: int
    end: int
    first: dt.date
    last: dt.date


def find_periods(question: str) -> Iterator[Period]:
    """Find the times that a normalised question names; what is no day of the calendar is none."""
    today = dt.datetime.now(dt.UTC).date()
    yield from chain(
        _find_dates(question), find_recent_spans(question, today), find_calendar_periods(question, today)
    )


def find_recent_spans(question: str, today: dt.date) -> Iterator[Period]:
    """Find “the last three months”: up to today."""
    for match in RECENT_SPAN_PATTERN.finditer(question):
        count, unit = match["count"] or match["zh_count"] or "1", match["unit"] or match["zh_unit"]
        number = NUMBER_WORDS.get(count) or int(count)
        yield Period(
            *match.span(), today - (number * dt.timedelta(DAYS_PER_UNIT[unit]) if unit else RECENT), today
        )


def find_calendar_periods(question: str, today: dt.date) -> Iterator[Period]:
    """Find “last month” and “this year”."""
    for match in CALENDAR_PATTERN.finditer(question):
        unit, back = CHINESE_CALENDAR_WORDS.get(match["zh"]) or (
            match["unit"],
            1 if match["which"] == "last" else 0,
        )
        year, month = divmod(today.year * MONTHS_PER_YEAR + today.month - 1 - back, MONTHS_PER_YEAR)
        days = _period_bounds(today.year - back) if unit == "year" else _period_bounds(year, month + 1)
        yield Period(*match.span(), *days)


def _find_dates(question: str) -> Iterator[Period]:
    for match in DATE_PATTERN.finditer(question):
        numbers = _date_numbers(match)
        try:
            first, last = _period_bounds(*numbers)
        except ValueError:
            continue
        yield Period(match.start(), match.end(), first, last)


def _date_numbers(match: re.Match[str]) -> tuple[int, ...]:
    if match["iso"]:
        return tuple(map(int, match["iso"].split("-")))
    if match["name"]:
        month = MONTHS.get(match["name"]) or MONTH_ABBREVIATIONS[match["name"]]
        return tuple(int(each) for each in (match["of"], month, match["date"]) if each)
    if match["year"]:
        return tuple(int(each) for each in (match["year"], match["month"], match["day"]) if each)
    return (int(match["plain"]),)


def _period_bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a year, a month or a day; raises ValueError if there is none."""
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, MONTHS_PER_YEAR, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)
