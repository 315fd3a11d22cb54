"""Times in a question: days, months and years, each as the days from the first to the last."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
SHORT = {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
PATTERN = re.compile(
    r"(?<![a-z0-9_.-])(?P<iso>(?:19|20)\d\d-\d\d(?:-\d\d)?)(?![a-z0-9_-])"
    r"|(?:(?<![a-z])(?P<name>"
    + "|".join((*MONTHS, *SHORT))
    + r")\.?(?: (?P<date>\d{1,2})(?:st|nd|rd|th)?,?)? ?(?P<of>(?:19|20)\d\d)(?!\d))"
    r"|(?<![a-z0-9_.+-])(?P<year>(?:19|20)\d\d) ?年"
    r" ?(?:(?P<month>\d{1,2}) ?月 ?(?:(?P<day>\d{1,2}) ?[日号])?)?"
    r"|(?<![a-z0-9_.+/-])(?P<plain>(?:19|20)\d\d)(?![a-z0-9_.+/-]*[a-z0-9_])"
)
LAST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A place in a question that names a time: its first and its last day."""

    start: int
    end: int
    first: dt.date
    last: dt.date


def periods(question: str) -> Iterator[Period]:
    """Find the times that a normalised question names; what is no day of the calendar is none."""
    for match in PATTERN.finditer(question):
        numbers = read(match)
        try:
            first, last = bounds(*numbers)
        except ValueError:
            continue
        yield Period(match.start(), match.end(), first, last)


def read(match: re.Match[str]) -> tuple[int, ...]:
    """Give year, month and day, as far as they are named."""
    if match["iso"]:
        return tuple(map(int, match["iso"].split("-")))
    if match["name"]:
        month = MONTHS.get(match["name"]) or SHORT[match["name"]]
        return tuple(int(each) for each in (match["of"], month, match["date"]) if each)
    if match["year"]:
        return tuple(int(each) for each in (match["year"], match["month"], match["day"]) if each)
    return (int(match["plain"]),)


def bounds(year: int, month: int | None = None, day: int | None = None) -> tuple[dt.date, dt.date]:
    """Give the first and the last day of a year, a month or a day; raises ValueError if there is none."""
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, LAST_MONTH, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)
