"""How each kind of thing is drawn: its shape and its size; the colours are in `static/distrograph.css`."""

from types import MappingProxyType
from typing import NamedTuple


class Look(NamedTuple):
    """The shape of a kind, the size of the shape, and the size of the label."""

    shape: str
    size: int
    font: int

    @property
    def inside(self) -> bool:
        """Return whether the label stands in the shape instead of under it."""
        return self.shape in {"box", "ellipse"}


LOOKS = MappingProxyType(
    {
        "Distribution": Look("hexagon", 20, 21),
        "Component": Look("dot", 9, 17),
        "Concern": Look("diamond", 26, 22),
        "Capability": Look("triangle", 12, 17),
        "Tool": Look("square", 11, 17),
        "Product": Look("ellipse", 11, 17),
        "Organisation": Look("star", 13, 17),
        "Interface": Look("triangleDown", 12, 17),
        "Concept": Look("box", 11, 17),
    }
)
"""The kinds of things, the more telling first: k3s is a component too, but above all a distribution."""

KINDS = tuple(LOOKS)
