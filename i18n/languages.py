"""The languages that every text of ours comes in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Language = Literal["en", "zh"]
SOURCE_LANGUAGE: Language = "en"
"""The language that messages are written in."""
LANGUAGES: tuple[Language, ...] = ("en", "zh")
AUTONYMS: Mapping[Language, str] = MappingProxyType({"en": "English", "zh": "中文"})
"""What each language calls itself."""


def parse_language(tag: str) -> Language:
    """Return the language of a tag such as `zh-Hant-TW` (RFC 5646): Chinese, or English for any other."""
    return "zh" if tag.lower().startswith("zh") else "en"
