"""A question of the catalogue: one `.rq`, one class of rows, one name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from graph.index.entity_index import Index
from graph.models import Label, Shape
from graph.rdf.store import Table

RowType = TypeVar("RowType", bound=Shape)
TEXT = "text"
"""The kind of a parameter that is no name of a thing but a piece of text."""
DAY = "day"
"""The kind of a parameter that is a day."""


@dataclass(frozen=True)
class Question(Generic[RowType]):
    """A named query.

    `parameters` says for each what it names: a class (`Component`), `thing`, `property`, `source`, `rank`,
    `verdict`, `day` or `text`. `required` are those without which the question makes no sense; `example`
    gives them. `archived`: it is asked of what all releases shipped, not of the facts of a day.
    """

    name: str
    row: type[RowType]
    fold: Callable[[Index, Table], list[RowType]]
    parameters: Mapping[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    example: Mapping[str, str] = field(default_factory=dict)
    archived: bool = False
    text_in: str = ""
    """The package beside whose modules the query lies, if the index asks it, too."""

    @property
    def text(self) -> str:
        """The SPARQL, as it stands beside the mapper of its rows."""
        return _read_text(self.text_in or self.fold.__module__, self.name)

    @property
    def title(self) -> Label:
        """The question in words: the first two lines of the file."""
        english, chinese = self.text.splitlines()[:2]
        return Label(en=english.removeprefix("# "), zh=chinese.removeprefix("# "))


@cache
def _read_text(package: str, name: str) -> str:
    return (files(package) / f"{name}.rq").read_text("utf-8")
