"""The language of a terminal, by the variables that gettext reads."""

import os

from i18n import Language, Renderable, parse_language
from i18n.catalogue import translate

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables, the first that is set first (GNU gettext manual, section 2.3)."""


def detect_language() -> Language:
    """Return the language that the environment asks for: English unless it is Chinese."""
    for variable in VARIABLES:
        if value := os.environ.get(variable):
            return parse_language(value)
    return "en"


def gettext(text: str) -> str:
    """Return a text of the catalogue in the language of the terminal."""
    return translate(text, detect_language())


def render(text: Renderable) -> str:
    """Render a message or a label in the language of the terminal."""
    return text.render(detect_language())
