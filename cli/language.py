"""The language of a terminal, by the variables that gettext reads."""

import os

from i18n import Language, parse_language

VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""The variables, the first that is set first (GNU gettext manual, section 2.3)."""


def detect_language() -> Language:
    """Return the language that the environment asks for: English unless it is Chinese."""
    for variable in VARIABLES:
        if value := os.environ.get(variable):
            return parse_language(value)
    return "en"
