"""What commands write: text for people, in which control characters are visible, and formats for programs.

All that is printed goes through here, whoever prints it: `main` puts it before stdout and stderr. Rich, whose
own escapes a terminal must get, writes past it, and is given what is visible already.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from graph.display import escape_control_characters, one_line


class Printable:
    """A stream of text that lets no control character through, but tabs and ends of lines."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text, its control characters as visible escapes."""
        self.stream.write(escape_control_characters(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts, one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever else a stream has
        """Be the stream in all else; its `buffer` is for programs."""
        return getattr(self.stream, name)


@contextmanager
def printable_streams() -> Iterator[None]:
    """Place a Printable before stdout and stderr."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", Printable(unguarded(each))) for each in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def unguarded(stream: TextIO) -> TextIO:
    """Return the stream behind a Printable."""
    return stream.stream if isinstance(stream, Printable) else stream


def say(text: str, stream: TextIO | None = None) -> None:
    """Print a line, on stdout if no stream is named; an end of line in what others wrote ends none."""
    print(one_line(text), file=stream or sys.stdout)


def write_format(content: bytes) -> None:
    """Write a format for programs to stdout: to the byte, but for a terminal, which gets what is visible."""
    if sys.stdout.isatty():
        sys.stdout.write(escape_control_characters(content.decode("utf-8", "replace")))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
