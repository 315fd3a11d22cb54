r"""Text that others wrote, as a terminal or a log may show it: what would steer a terminal is made visible.

A label, a file name, an error of another server may hold what moves the cursor, colours a line, erases one,
or turns the order of its letters around. Such characters are written as escapes, `\x1b` or `\u202e`, wherever
text is for people. From U+007F on these are escapes of JSON too, so that a line of JSON, which has none of
the others, is still one and means the same.
"""

from __future__ import annotations

import re

CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # C0 but for tab and line feed, DEL, C1
    r"|\r(?!\n)"
    r"|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # marks and overrides of direction
    r"|[\u2028\u2029]"  # ends of lines and paragraphs
    r"|[\ud800-\udfff]"  # halves of pairs, which no stream can write
)
BREAKS = re.compile(r"[\t\n\r]")
SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}
JSON_ESCAPES_FROM = 0x7F


def escape_control_characters(text: str) -> str:
    """Return a text with its control characters as visible escapes, but for tabs and ends of lines."""
    return CONTROL.sub(lambda found: _escape_character(found[0]), text)


def one_line(text: str) -> str:
    """Return a text as one line of a terminal: its tabs and ends of lines are visible escapes, too."""
    return escape_control_characters(BREAKS.sub(lambda found: SHORT[found[0]], text))


def _escape_character(character: str) -> str:
    """Return the escape of a character."""
    number = ord(character)
    return f"\\x{number:02x}" if number < JSON_ESCAPES_FROM else f"\\u{number:04x}"
