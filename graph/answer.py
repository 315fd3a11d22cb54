"""The answer to a question of the catalogue."""

import datetime as dt
from typing import Generic, TypeVar

from graph.model import Shape

RowType = TypeVar("RowType", bound=Shape)


class Answer(Shape, Generic[RowType]):
    """The answer to a question of the catalogue, with the query that was run and what it was run on."""

    items: list[RowType]
    total: int
    snapshot: str
    as_of: dt.date
    sparql: str
