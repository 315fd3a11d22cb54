"""Filling templates in: everything is escaped, whatever it says."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

import jinja2

from viz.shapes import web_link
from viz.texts import LANGUAGES, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.model import Label
    from viz.texts import Language


@cache
def environment() -> jinja2.Environment:
    """Give the environment; it is the same for all pages."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("viz"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["weblink"] = web_link
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def render(template: str, language: Language, context: Mapping[str, Any]) -> str:
    """Fill a template in; in it `t` gives a text by its key, and `own` a label in the reader's language."""

    def own(label: Label) -> str:
        return str(getattr(label, language))

    other = next(each for each in LANGUAGES if each != language)
    return (
        environment()
        .get_template(template)
        .render(context, t=partial(text, language=language), own=own, language=language, other=other)
    )
