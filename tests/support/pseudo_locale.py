"""A language made from the catalogue: English in brackets, with accents, and longer by a third.

It takes the place of Chinese. What is not in brackets then has not gone through the catalogue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from unittest import mock

from i18n.update import read_catalogue

IDS = {
    text
    for message in read_catalogue("zh")
    if message.id
    for text in ([message.id] if isinstance(message.id, str) else message.id)
}
"""All messages of the catalogue."""
ACCENTS = str.maketrans("aceinosuyACEINOSUY", "åçéîñøšûýÅÇÉÎÑØŠÛÝ")
PLACEHOLDER = re.compile(r"(\{[^}]*\}|%(?:\(\w+\))?[rs])")
BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")


def distort(text: str) -> str:
    """Distort a message, but not its placeholders; one that the catalogue lacks stays as it is."""
    if text not in IDS:
        return text
    parts = PLACEHOLDER.split(text)
    shown = "".join(part if PLACEHOLDER.fullmatch(part) else part.translate(ACCENTS) for part in parts)
    return f"⟦{shown}{'~' * (len(text) // 3)}⟧"


class PseudoTranslations(NullTranslations):
    """The translations of the language."""

    def gettext(self, message: str) -> str:
        """Return a message."""
        return distort(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return a message that counts."""
        return distort(msgid1 if n == 1 else msgid2)


def distort_script_messages(_package: str, _language: str) -> dict[str, str]:
    """Return all messages of the catalogue, distorted."""
    return {text: distort(text) for text in IDS}


@contextmanager
def pseudo_locale() -> Iterator[None]:
    """Let pages in Chinese be in the language."""
    with (
        mock.patch("i18n.catalogue.load_translations", return_value=PseudoTranslations()),
        mock.patch("viz.labels.load_script_messages", distort_script_messages),
        mock.patch("api.sparql.editor.page.load_script_messages", distort_script_messages),
    ):
        yield


def remove_bracketed(text: str) -> str:
    """Remove what went through the catalogue, from the innermost brackets outwards."""
    while (shorter := BRACKETED.sub(" ", text)) != text:
        text = shorter
    return text
