"""Renders the templates; everything is autoescaped."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from urllib.parse import quote, urlencode

import jinja2

from graph.models import Label
from i18n import (
    AUTONYMS,
    LANGUAGES,
    Alternatives,
    Language,
    Message,
    PluralMessage,
    format_day,
    format_number,
)
from viz.labels import LABELS, render_label
from viz.models import safe_link

VERBATIM = re.compile(r"(<(?:script|style|textarea|pre)\b.*?</(?:script|style|textarea|pre)>)", re.DOTALL)
FULL_WIDTH_GAP = re.compile(
    r"([\u3001\u3002\uff08\uff0c\uff1a\uff1b]) +(?=\S)|(?<=\S) +([\u3001\uff08\uff09\uff0c\uff1a])"
)
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
    made.filters["number"] = format_number
    made.globals["label_texts"] = LABELS
    made.globals["autonyms"] = AUTONYMS
    made.globals["alternatives"] = Alternatives
    made.filters["release"] = partial(quote, safe=SAFE_CHARACTERS)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Render a template.

    In it `_` gives a message in the reader's language, `label` what depends on a value, `own` a label of the
    data, and `to` the address of a page.
    """

    def translate(text: str, /, **parameters: object) -> str:
        return Message(text, **parameters).render(language)

    def translate_plural(text: str, plural: str, count: int, /, **parameters: object) -> str:
        return PluralMessage(text, plural, count=count, **parameters).render(language)

    def own(label: Label) -> str:
        return label.render(language)

    def to(path: str, **given: str) -> str:
        return _build_page_address(path, **{"lang": language, **given})

    other = next(each for each in LANGUAGES if each != language)
    page = (
        load_environment()
        .get_template(template)
        .render(
            context,
            _=translate,
            ngettext=translate_plural,
            label=partial(render_label, language=language),
            own=own,
            to=to,
            language=language,
            other=other,
        )
    )
    return _close_punctuation(page) if language == "zh" else page


def _close_punctuation(page: str) -> str:
    """Remove the spaces of templates beside full-width marks, which are wide enough."""
    parts = VERBATIM.split(page)
    parts[::2] = [FULL_WIDTH_GAP.sub(lambda found: found[1] or found[2], part) for part in parts[::2]]
    return "".join(parts)


def _build_page_address(path: str, **given: str) -> str:
    """Return the address of a page; a plus in the name of a release stays one."""
    return f"{quote(path, safe=SAFE_CHARACTERS)}?{urlencode(given)}"


def _cited_file_name(locator: str) -> str:
    """Return the file name in a citation's locator (`docs/release-notes/v1.30.X.md@5962ea1`)."""
    return locator.partition("@")[0].rpartition("/")[2]


def _cited_ref(locator: str) -> str:
    """Return the tag or the abbreviated commit in a citation's locator."""
    ref = locator.partition("@")[2]
    return ref[:7] if len(ref) == len("5962ea1e21eaed46ee54635568abcfc5f3cd863c") else ref
