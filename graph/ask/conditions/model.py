"""What a condition of a question is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.models import Property, Thing

Way = Literal["uses", "default", "offers", "supports"]


@dataclass(frozen=True, slots=True)
class UsesComponent:
    """That a distribution uses a component, has it by default, offers it or supports it; or does not.

    `role`: as what, such as the ingress controller.
    """

    component: Thing
    way: Way = "uses"
    negated: bool = False
    role: Thing | None = None


@dataclass(frozen=True, slots=True)
class HasValue:
    """That something has a value for one of some properties, or any value at all; or has none.

    `value` is a thing, or the text that a literal begins with; `only`: nothing else is among the values.
    """

    properties: tuple[Property, ...]
    value: Thing | str | None = None
    negated: bool = False
    only: bool = False


Condition = UsesComponent | HasValue
