"""Filling templates in: everything is escaped, whatever it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import jinja2

from graph.models import Label
from viz.models import web_link
from viz.texts import LANGUAGES, Language, text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PLAIN = "/+@:~"
"""What stands as it is in the address of a release, beside letters and digits."""


@cache
def environment() -> jinja2.Environment:
    """Return the environment; it is the same for all pages."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("viz", ""),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["weblink"] = web_link
    made.filters["file"] = file_name
    made.filters["ref"] = ref_of
    made.filters["day"] = day_text
    made.filters["number"] = number_text
    made.filters["release"] = partial(quote, safe=PLAIN)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Fill a template in.

    In it `t` gives a text by its key, `own` a label in the reader's language, and `to` the address of a page.
    """

    def own(label: Label) -> str:
        return str(getattr(label, language))

    def to(path: str, **given: str) -> str:
        return page_address(path, **{"lang": language, **given})

    other = next(each for each in LANGUAGES if each != language)
    return (
        environment()
        .get_template(template)
        .render(context, t=partial(text, language=language), own=own, to=to, language=language, other=other)
    )


def page_address(path: str, **given: str) -> str:
    """Return the address of a page; a plus in the name of a release stays one."""
    return f"{quote(path, safe=PLAIN)}?{urlencode(given)}"


def day_text(day: dt.date, language: Language) -> str:
    """Write a day as it is written in a language."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number_text(number: int) -> str:
    """Write a number with its thousands apart, as both languages do."""
    return f"{number:,}"


def file_name(locator: str) -> str:
    """Shorten the place of a citation (`docs/release-notes/v1.30.X.md at 5962ea1`) to its file's name."""
    return locator.partition(" at ")[0].rpartition("/")[2]


def ref_of(locator: str) -> str:
    """Return the tag or, short, the commit that the place of a citation names."""
    ref = locator.partition(" at ")[2]
    return ref[:7] if len(ref) == len("5962ea1e21eaed46ee54635568abcfc5f3cd863c") else ref
