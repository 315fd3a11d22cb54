"""The parser of the command, whose help and errors are in the language of the terminal.

argparse looks its own texts up with `argparse._`; here that is the catalogue of distrograph.
"""

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from cli.language import gettext, render
from cli.wrapping import measure_width, wrap_text
from graph.display import one_line
from i18n import N_, Message

WRONG_USE = 2
"""The exit code for wrong use and bad input; 1 says that the answer is no, or that a check failed."""
NOT_RECORDED = 3
"""The exit code where the answer is not recorded, or a question is not understood."""
ARGPARSE_TEXTS = (
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("expected at least one argument"),
    N_("expected at most one argument"),
    N_("expected one argument"),
    N_("ignored explicit argument %r"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("options"),
    N_("positional arguments"),
    N_("show this help message and exit"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("usage: "),
)
"""The texts of argparse that the command can show."""

argparse._ = gettext  # type: ignore[attr-defined]  # argparse has no other place for it


class HelpFormatter(argparse.HelpFormatter):
    """A formatter that knows how wide Chinese is."""

    def format_help(self) -> str:
        """Format the help, with the colon of Chinese after a heading in Chinese."""
        return re.sub(r"(?m)(?<=[\u4e00-\u9fff]):$", "\uff1a", super().format_help())

    def _split_lines(self, text: str, width: int) -> list[str]:
        return super()._split_lines(text, width) if _is_narrow(text) else wrap_text(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if _is_narrow(text):
            return super()._fill_text(text, width, indent)
        return "\n".join(indent + line for line in wrap_text(text, width - len(indent)))

    def _format_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None
    ) -> str:
        """Format the usage: lines are aligned by the width of the prefix, not by its length."""
        shown = gettext("usage: ") if prefix is None else prefix
        first, *others = super()._format_usage(usage, actions, groups, " " * measure_width(shown)).split("\n")
        return "\n".join([shown + first.lstrip(" "), *others])


def _is_narrow(text: str) -> bool:
    return measure_width(text) == len(text)


class Parser(argparse.ArgumentParser):
    """A parser that reports errors in one line."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  # whatever argparse takes
        super().__init__(**{"formatter_class": HelpFormatter, **options})

    def error(self, message: str) -> NoReturn:
        """Report an error and where help is."""
        told = Message("{message} (try {program} --help)", message=one_line(message), program=self.prog)
        self.exit(WRONG_USE, f"distrograph: {render(told)}\n")
