"""What can go wrong, one class for each thing that a user can mend.

An error holds a message of the catalogue and renders it in the language of its reader; as a string, it is
English.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from i18n import LANGUAGES, Alternatives, Language, Message
from i18n.messages import message_from_json

MAX_SHOWN_LENGTH = 80
"""Characters of a wrong name that an error repeats."""
KINDS = MappingProxyType(
    {
        "capability": (Message("capability"), Message("a capability")),
        "component": (Message("component"), Message("a component")),
        "concept": (Message("concept"), Message("a concept")),
        "concern": (Message("area"), Message("an area")),
        "distribution": (Message("distribution"), Message("a distribution")),
        "extractor": (Message("distribution with an extractor"), Message("a distribution with an extractor")),
        "dump": (Message("dump"), Message("a dump")),
        "graph": (Message("graph"), Message("a graph")),
        "interface": (Message("interface"), Message("an interface")),
        "organisation": (Message("organisation"), Message("an organisation")),
        "product": (Message("product"), Message("a product")),
        "property": (Message("property"), Message("a property")),
        "query": (Message("query"), Message("a query")),
        "rank": (Message("rank"), Message("a rank")),
        "release": (Message("release"), Message("a release")),
        "snapshot": (Message("snapshot"), Message("a snapshot")),
        "source": (Message("source"), Message("a source")),
        "thing": (Message("thing"), Message("a thing")),
        "tool": (Message("tool"), Message("a tool")),
        "verdict": (Message("verdict"), Message("a verdict")),
    }
)
"""What an unknown name may be: the noun alone, and with its article."""


class GraphError(Exception):
    """The base of every error that this package raises on purpose."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Return what is wrong, in English."""
        return str(self.message)

    def render(self, language: Language) -> str:
        """Return what is wrong, in a language."""
        return self.message.render(language)

    def to_json(self) -> dict[str, Any]:
        """Return all that it holds as JSON has it: so it comes from a worker to the server."""
        held = {
            name: {"message": value.to_json()} if isinstance(value, Message) else value
            for name, value in vars(self).items()
        }
        return {"kind": type(self).__name__, "held": held}


def error_from_json(content: Mapping[str, Any]) -> GraphError:
    """Make an error again of what `to_json` gave; raises KeyError, TypeError or ValueError for nonsense."""
    kind = _kinds_of(GraphError)[content["kind"]]
    error = kind.__new__(kind)
    for name, value in dict(content["held"]).items():
        setattr(error, name, message_from_json(value["message"]) if isinstance(value, dict) else value)
    for language in LANGUAGES:
        error.render(language)
    return error


def _kinds_of(base: type[GraphError]) -> dict[str, type[GraphError]]:
    """Return a class of errors and all that derive from it, by name."""
    found = {base.__name__: base}
    for each in base.__subclasses__():
        found |= _kinds_of(each)
    return found


class LocalError(GraphError):
    """What only who runs a command or a program meets, and nobody who asks over HTTP."""


class BadDataError(LocalError):
    """A data file cannot be read or is not what its name says.

    `problem` says what is wrong, `file` names it and `line` (counted from 1) the place, where one is known.
    """

    def __init__(self, problem: Message, *, file: str, line: int | None = None) -> None:
        place = f"{file}:{line}" if line else file
        super().__init__(Message("{place}: {problem}", place=place, problem=problem))
        self.problem = problem
        self.file = file
        self.line = line


class BadQueryError(GraphError):
    """A SPARQL query cannot be parsed, or asks for what is not allowed.

    `line` and `column` (counted from 1) name the place, where one is known.
    """

    def __init__(self, message: Message, *, line: int | None = None, column: int | None = None) -> None:
        if line:
            message = Message(
                "line {line}, column {column}: {message}", line=line, column=column, message=message
            )
        super().__init__(message)
        self.line = line
        self.column = column


class UnknownNameError(GraphError):
    """A name that the graph does not know; `suggestions` are the nearest ones that it knows.

    `kind` is one of KINDS, and so is what it names instead, `is_a`; `note` adds why it may be missing.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        is_a: str | None = None,
        note: Message | None = None,
    ) -> None:
        self.is_a = KINDS[is_a][1] if is_a else None
        shown = name if len(name) <= MAX_SHOWN_LENGTH else f"{name[:MAX_SHOWN_LENGTH]}…"
        message = Message("there is no {kind} “{name}”", kind=KINDS[kind][0], name=shown)
        if self.is_a:
            note = Message("it is {a_thing}", a_thing=self.is_a)
        if note:
            message = Message("{message}: {note}", message=message, note=note)
        if suggestions:
            message = Message(
                "{message}; did you mean {suggestions}?",
                message=message,
                suggestions=Alternatives(suggestions),
            )
        super().__init__(message)
        self.kind = kind
        self.name = name
        self.suggestions = list(suggestions)


class BadParameterError(GraphError):
    """Invalid parameter; `parameter` names it."""

    def __init__(self, message: Message, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class LimitError(GraphError):
    """A query was ended because it hit a limit, which `limit` names; `cause` says in a word what it was."""

    def __init__(self, message: Message, *, limit: Message | None = None, cause: str = "") -> None:
        super().__init__(message)
        self.limit = limit
        self.cause = cause


class TooLongError(LimitError):
    """An answer is longer than one may be."""


class IngestError(LocalError):
    """A project's repository cannot be read, or what it gives must not replace the table of its releases."""


class StoreError(GraphError):
    """The server behind a store of a URL has no answer.

    `status` is what a gateway says of it (RFC 9110, section 15.6): 502 for an answer that makes no sense, 503
    for a server that cannot be reached or takes no more, 504 for one that takes too long. After `after`
    seconds it is worth to try again.
    """

    def __init__(self, message: Message, *, status: int, after: float = 2.0) -> None:
        super().__init__(message)
        self.status = status
        self.after = after


class MissingLibraryError(LocalError):
    """A library is not installed that only an extra brings: for notebooks, or for telemetry."""
