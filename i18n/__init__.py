"""Texts in the languages of readers: messages, the catalogue of their translations, lists, days and numbers.

English is the source text: a message is written in English where it is needed, and `locales/` has its
translations (`make messages`).
"""

from i18n.formats import (
    end_sentence,
    format_alternatives,
    format_day,
    format_list,
    format_month,
    format_number,
    join_sentences,
)
from i18n.languages import AUTONYMS, LANGUAGES, Language, parse_language
from i18n.messages import N_, Alternatives, Message, PluralMessage, Renderable

__all__ = [
    "AUTONYMS",
    "LANGUAGES",
    "N_",
    "Alternatives",
    "Language",
    "Message",
    "PluralMessage",
    "Renderable",
    "end_sentence",
    "format_alternatives",
    "format_day",
    "format_list",
    "format_month",
    "format_number",
    "join_sentences",
    "parse_language",
]
