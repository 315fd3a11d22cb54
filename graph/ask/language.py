"""The languages of questions and answers."""

from typing import Literal

from graph.ask.normalization import CHINESE_CHARACTERS

Language = Literal["en", "zh"]


def detect_language(question: str) -> Language:
    """Return Chinese for a question that holds a Chinese character, and English for any other."""
    return "zh" if CHINESE_CHARACTERS.search(question) else "en"
