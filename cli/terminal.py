"""The output of commands: text with control characters escaped, and formats for programs.

All that is printed goes through here, whoever prints it: `main` puts it before stdout and stderr. Rich, whose
own escapes a terminal must get, writes past it, and is given what is visible already.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO, cast

from cli.language import render
from graph.display import escape_control_characters, one_line
from i18n import Renderable


class EscapingStream:
    """A text stream that escapes control characters, but for tabs and ends of lines."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text with its control characters escaped."""
        self.stream.write(escape_control_characters(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write texts, one after the other."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever else a stream has
        """Delegate to the stream; its `buffer` is for programs."""
        return getattr(self.stream, name)


@contextmanager
def escape_streams() -> Iterator[None]:
    """Place an EscapingStream before stdout and stderr."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (cast("TextIO", EscapingStream(unwrap_stream(each))) for each in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


def unwrap_stream(stream: TextIO) -> TextIO:
    """Return the stream behind an EscapingStream."""
    return stream.stream if isinstance(stream, EscapingStream) else stream


def print_line(text: str, stream: TextIO | None = None) -> None:
    """Print one line, on stdout if no stream is given; ends of lines within are escaped."""
    print(one_line(text), file=stream or sys.stdout)


def print_message(message: Renderable, stream: TextIO | None = None) -> None:
    """Print a message on one line, in the language of the terminal."""
    print_line(render(message), stream)


def write_format(content: bytes) -> None:
    """Write a format for programs to stdout: unchanged, but for a terminal, which gets escapes."""
    if sys.stdout.isatty():
        sys.stdout.write(escape_control_characters(content.decode("utf-8", "replace")))
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
