"""The languages of questions and answers."""

from graph.ask.normalization import CHINESE_CHARACTERS
from i18n import Language


def detect_language(question: str) -> Language:
    """Return Chinese for a question that holds a Chinese character, and English for any other."""
    return "zh" if CHINESE_CHARACTERS.search(question) else "en"
