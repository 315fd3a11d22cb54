"""A question of the catalogue: one `.rq`, one class of rows, one name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from graph.index.entity_index import EntityIndex
from graph.models import Label, Shape
from graph.rdf.store import Table

RowType = TypeVar("RowType", bound=Shape)
TEXT = "text"
"""The kind of a parameter that is no name of a thing but a piece of text."""
DAY = "day"
"""The kind of a parameter that is a day."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be given.

    `kind` says what it names: a class (`Component`), `thing`, `property`, `source`, `rank`, `verdict`,
    `Release`, TEXT or DAY. Without a `required` one the question makes no sense.
    """

    kind: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Partition:
    """The lists into which rows are sorted by what their `field` says; `items` is the answer itself."""

    field: str
    lists: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Rest:
    """A resource that serves a question over HTTP, below `/api/v1`.

    `{id}` in its `path` stands for the parameter `subject`; `filters` are those that may be given in the
    query. Unless it is `dated`, it is the same on all days. `name` and `description` are those of the OpenAPI
    document.
    """

    path: str
    tag: str
    name: str
    description: str
    subject: str = ""
    filters: Sequence[str] = ()
    partition: Partition | None = None
    dated: bool = True


@dataclass(frozen=True)
class Question(Generic[RowType]):
    """A named query, the rows that its solutions become, and the resources that serve it.

    `archived`: it is asked of what all releases shipped, not of the facts of a day. `topic` is the group that
    it is listed in: `things`, `sources` or `releases`.
    """

    name: str
    row: type[RowType]
    map_rows: Callable[[EntityIndex, Table], list[RowType]]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    rest: Sequence[Rest] = ()
    topic: str = "things"
    archived: bool = False
    query_package: str = ""
    """The package whose folder holds the query, if it is not that of the mapper."""

    @property
    def kinds(self) -> dict[str, str]:
        """The kind of each parameter."""
        return {name: parameter.kind for name, parameter in self.parameters.items()}

    @property
    def required(self) -> tuple[str, ...]:
        """The required parameters."""
        return tuple(name for name, parameter in self.parameters.items() if parameter.required)

    @property
    def example(self) -> dict[str, str]:
        """An example of what it needs."""
        return {name: self.parameters[name].example for name in self.required}

    @property
    def text(self) -> str:
        """The SPARQL, as it stands in its file."""
        return _read_text(self.query_package or self.map_rows.__module__, self.name)

    @property
    def title(self) -> Label:
        """The question in words: the first two lines of the file."""
        english, chinese = self.text.splitlines()[:2]
        return Label(en=english.removeprefix("# "), zh=chinese.removeprefix("# "))


@cache
def _read_text(package: str, name: str) -> str:
    return (files(package) / f"{name}.rq").read_text("utf-8")
