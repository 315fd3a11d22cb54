"""The translations of messages, as gettext keeps them."""

import json
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from i18n.languages import SOURCE_LANGUAGE, Language

LOCALES = Path(__file__).with_name("locales")


@cache
def load_translations(language: Language) -> NullTranslations:
    """Load the translations into a language; the source language has none.

    Raises FileNotFoundError where they were not compiled.
    """
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    with (LOCALES / f"{language}.mo").open("rb") as file:
        return GNUTranslations(file)


def translate(text: str, language: Language) -> str:
    """Return a message in a language: as it is where the catalogue does not have it."""
    return load_translations(language).gettext(text) if text else ""


def translate_plural(singular: str, plural: str, count: int, language: Language) -> str:
    """Return the form of a message that a count takes in a language."""
    return load_translations(language).ngettext(singular, plural, count)


@cache
def load_script_messages(package: str, language: Language) -> dict[str, str]:
    """Load the translations that the scripts of a package need, by their message."""
    if language == SOURCE_LANGUAGE:
        return {}
    loaded: dict[str, Any] = json.loads((LOCALES / f"{language}.scripts.json").read_text("utf-8"))
    messages: dict[str, str] = loaded[package]
    return messages
