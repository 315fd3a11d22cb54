"""What can go wrong, one class for each thing that a user can mend, worded in English and Chinese.

As a string, an error is English; `wording` has both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from graph.models import Label

MAX_SHOWN_LENGTH = 80
"""Characters of a wrong name that an error repeats."""
KINDS = MappingProxyType(
    {
        "capability": "能力",
        "component": "组件",
        "concept": "概念",
        "concern": "关注点",
        "distribution": "发行版",
        "dump": "数据文件",
        "graph": "图",
        "interface": "接口",
        "organisation": "组织",
        "product": "产品",
        "property": "属性",
        "query": "查询",
        "rank": "级别",
        "release": "发布版本",
        "source": "来源",
        "thing": "事物",
        "tool": "工具",
        "verdict": "判断",
    }
)
"""What a name may be that is not known, in English and Chinese."""


class GraphError(Exception):
    """The base of every error that this package raises on purpose."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(english)
        self.wording = Label(en=english, zh=chinese)

    def to_json(self) -> dict[str, Any]:
        """Return all that it holds as JSON has it: so it comes from a worker to the server."""
        held = {
            name: {"en": value.en, "zh": value.zh} if isinstance(value, Label) else value
            for name, value in vars(self).items()
        }
        return {"kind": type(self).__name__, "message": str(self), "held": held}


def error_from_json(content: Mapping[str, Any]) -> GraphError:
    """Make an error again of what `to_json` gave; raises KeyError, TypeError or ValueError for nonsense."""
    kind = _kinds_of(GraphError)[content["kind"]]
    error = kind.__new__(kind, str(content["message"]))
    for name, value in dict(content["held"]).items():
        setattr(error, name, Label(**value) if isinstance(value, dict) else value)
    if not isinstance(error.wording, Label):
        raise TypeError("an error has its words in both languages")
    return error


def _kinds_of(base: type[GraphError]) -> dict[str, type[GraphError]]:
    """Return a class of errors and all that derive from it, by name."""
    found = {base.__name__: base}
    for each in base.__subclasses__():
        found |= _kinds_of(each)
    return found


class LocalError(GraphError):
    """What only who runs a command or a program meets, and nobody who asks over HTTP: in English alone."""

    def __init__(self, message: str) -> None:
        super().__init__(message, message)


class BadDataError(LocalError):
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

    def __init__(
        self, english: str, chinese: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(
            f"line {line}, column {column}: {english}" if line else english,
            f"第 {line} 行第 {column} 列：{chinese}" if line else chinese,
        )
        self.line = line
        self.column = column


class UnknownNameError(GraphError):
    """A name that the graph has never heard of; `suggestions` are the nearest ones that it knows.

    `kind` is one of KINDS, and so is what it names instead, `is_a`; `note` adds why it may be missing.
    """

    def __init__(
        self,
        kind: str,
        name: str,
        suggestions: Sequence[str] = (),
        *,
        is_a: str | None = None,
        note: Label | None = None,
    ) -> None:
        self.is_a = is_a and Label(en=f"{'an' if is_a[0] in 'aeiou' else 'a'} {is_a}", zh=KINDS[is_a])
        if self.is_a:
            note = Label(en=f": that is {self.is_a.en}", zh=f"，它是{self.is_a.zh}")
        note = note or Label(en="", zh="")
        hint = f"; did you mean {', '.join(suggestions)}?" if suggestions else ""
        perhaps = f"；也许是 {'、'.join(suggestions)}" if suggestions else ""
        shown = name if len(name) <= MAX_SHOWN_LENGTH else f"{name[:MAX_SHOWN_LENGTH]}…"
        super().__init__(
            f"no {kind} is called “{shown}”{note.en}{hint}",
            f"没有名为“{shown}”的{KINDS.get(kind, '条目')}{note.zh}{perhaps}",
        )
        self.kind = kind
        self.name = name
        self.suggestions = list(suggestions)


class BadParameterError(GraphError):
    """A parameter that makes no sense; `parameter` names it."""

    def __init__(self, english: str, chinese: str, *, parameter: str) -> None:
        super().__init__(english, chinese)
        self.parameter = parameter


class LimitError(GraphError):
    """A query was ended because it hit a limit, which `limit` names; `cause` says in a word what it was."""

    def __init__(self, english: str, chinese: str, *, limit: Label | None = None, cause: str = "") -> None:
        super().__init__(english, chinese)
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

    def __init__(self, english: str, chinese: str, *, status: int, after: float = 2.0) -> None:
        super().__init__(english, chinese)
        self.status = status
        self.after = after


class MissingLibraryError(LocalError):
    """A library is not installed that only an extra brings: for notebooks, or for telemetry."""
