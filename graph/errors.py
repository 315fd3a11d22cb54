"""What can go wrong, one class for each thing that a user can mend."""

from collections.abc import Sequence


class GraphError(Exception):
    """The base of every error that this package raises on purpose."""


class BadDataError(GraphError):
    """A data file cannot be read or is not what its name says.

    `file` names it and `line` (counted from 1) the place, where one is known.
    """

    def __init__(self, message: str, *, file: str, line: int | None = None) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(f"{place}: {message}")
        self.file = file
        self.line = line


class BadQueryError(GraphError):
    """A SPARQL query cannot be parsed, or asks for what is not allowed.

    `line` and `column` (counted from 1) name the place, where one is known.
    """

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        super().__init__(f"line {line}, column {column}: {message}" if line else message)
        self.line = line
        self.column = column


class UnknownNameError(GraphError):
    """A name that the graph has never heard of; `suggestions` are the nearest ones that it knows.

    `note` adds why it may be missing.
    """

    def __init__(self, kind: str, name: str, suggestions: Sequence[str] = (), *, note: str = "") -> None:
        hint = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        shown = name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…"
        super().__init__(f"no {kind} is called “{shown}”{note}{hint}")
        self.kind = kind
        self.name = name
        self.suggestions = list(suggestions)


class BadParameterError(GraphError):
    """A parameter that makes no sense; `parameter` names it."""

    def __init__(self, message: str, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class LimitError(GraphError):
    """A query was ended because it hit a limit, which `limit` names; `cause` says in a word what it was."""

    def __init__(self, message: str, *, limit: str = "", cause: str = "") -> None:
        super().__init__(message)
        self.limit = limit
        self.cause = cause


class TooLongError(LimitError):
    """An answer is longer than one may be."""


class IngestError(GraphError):
    """A project's repository cannot be read, or what it gives must not replace the table of its releases."""


class MissingLibraryError(GraphError):
    """A library is not installed that only an extra brings: for notebooks, or for telemetry."""


LONGEST_SHOWN = 80
"""Characters of a wrong name that an error repeats."""
