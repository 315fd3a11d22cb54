"""Parses and checks parameters."""

import datetime as dt
from collections.abc import Sequence

from graph.errors import BadParameterError
from i18n import Message

MAX_COMPARED_LENGTH = 60
"""Characters beyond which a wrong name is compared to no other: the cost grows with the square."""


def comparison_parameters(ids: Sequence[str]) -> dict[str, str]:
    """Return the parameters of a comparison of two or three things; raises BadParameterError."""
    if len(ids) not in {2, 3} or len(set(ids)) < len(ids):
        raise BadParameterError(
            Message("name two or three different distributions to compare"),
            parameter="id",
        )
    return dict(zip(("first", "second", "third"), ids, strict=False))


def parse_day(given: object, parameter: str) -> dt.date:
    """Parse a day, or return one as it is; raises BadParameterError."""
    if isinstance(given, dt.date):
        return given.date() if isinstance(given, dt.datetime) else given
    written = require_text(given, parameter)
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise BadParameterError(
            Message(
                "“{written}” is neither a date such as 2021-01-15 nor a release such as k0s/v0.12.0",
                written=written[:50],
            ),
            parameter=parameter,
        ) from None


def require_text(given: object, parameter: str) -> str:
    """Return a text as it is; raises BadParameterError for anything else, such as None."""
    if isinstance(given, str):
        return given
    raise BadParameterError(
        Message("{parameter} must be a text, not {given}", parameter=parameter, given=repr(given)[:50]),
        parameter=parameter,
    )
