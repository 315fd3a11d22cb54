"""Renders the templates; everything is autoescaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import jinja2

from graph.models import Label
from viz.models import safe_link
from viz.texts import LANGUAGES, Language, get_text

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SAFE_CHARACTERS = "/+@:~"
"""Characters that are not escaped in the address of a release, beside letters and digits."""


@cache
def load_environment() -> jinja2.Environment:
    """Return the environment, which all pages share."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("viz", ""),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["weblink"] = safe_link
    made.filters["file"] = _cited_file_name
    made.filters["ref"] = _cited_ref
    made.filters["day"] = format_day
    made.filters["number"] = _format_number
    made.filters["release"] = partial(quote, safe=SAFE_CHARACTERS)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Render a template.

    In it `t` gives a text by its key, `own` a label in the reader's language, and `to` the address of a page.
    """

    def own(label: Label) -> str:
        return str(getattr(label, language))

    def to(path: str, **given: str) -> str:
        return _build_page_address(path, **{"lang": language, **given})

    other = next(each for each in LANGUAGES if each != language)
    return (
        load_environment()
        .get_template(template)
        .render(
            context, t=partial(get_text, language=language), own=own, to=to, language=language, other=other
        )
    )


def _build_page_address(path: str, **given: str) -> str:
    """Return the address of a page; a plus in the name of a release stays one."""
    return f"{quote(path, safe=SAFE_CHARACTERS)}?{urlencode(given)}"


def format_day(day: dt.date, language: Language) -> str:
    """Format a day as a language has it."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _format_number(number: int) -> str:
    """Format a number with thousands separators, as both languages do."""
    return f"{number:,}"


def _cited_file_name(locator: str) -> str:
    """Return the file name in a citation's locator (`docs/release-notes/v1.30.X.md at 5962ea1`)."""
    return locator.partition(" at ")[0].rpartition("/")[2]


def _cited_ref(locator: str) -> str:
    """Return the tag or the abbreviated commit in a citation's locator."""
    ref = locator.partition(" at ")[2]
    return ref[:7] if len(ref) == len("5962ea1e21eaed46ee54635568abcfc5f3cd863c") else ref
