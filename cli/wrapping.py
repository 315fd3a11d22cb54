"""Texts in columns of a terminal, in which a Chinese character takes two."""

import re
from unicodedata import east_asian_width

_CHINESE = r"\u3400-\u9fff"
_OPENING, _CLOSING = r"\uff08“", r"\u3001\u3002\uff09\uff0c\uff1a\uff1b”"
_WORD = re.compile(rf"[{_OPENING}]*(?:[{_CHINESE}]|[^\s{_CHINESE}{_OPENING}{_CLOSING}]+)[{_CLOSING}]*|\s+|.")
"""What stays on one line: a Chinese character or another word, and the punctuation that belongs to it."""


def measure_width(text: str) -> int:
    """Return the number of columns that a text takes."""
    return sum(2 if east_asian_width(character) in {"F", "W"} else 1 for character in text)


def pad(text: str, width: int) -> str:
    """Fill a text with spaces up to a width."""
    return text + " " * (width - measure_width(text))


def pad_left(text: str, width: int) -> str:
    """Fill a text with spaces in front, up to a width."""
    return " " * (width - measure_width(text)) + text


def wrap_text(text: str, width: int) -> list[str]:
    """Wrap a text into lines of a width; a word that is longer has a line of its own."""
    lines = [""]
    for word in _WORD.findall(" ".join(text.split())):
        if lines[-1] and measure_width(lines[-1] + word.rstrip()) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]
