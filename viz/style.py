"""How each kind of thing is drawn: its shape and its size; the colours are in `static/distrograph.css`."""

from types import MappingProxyType
from typing import NamedTuple


class Look(NamedTuple):
    """The shape of a kind, the size of the shape, and the size of the label under it."""

    shape: str
    size: int
    font: int


LOOKS = MappingProxyType(
    {
        "Distribution": Look("hexagon", 22, 20),
        "Component": Look("dot", 11, 15),
        "Concern": Look("diamond", 26, 20),
        "Capability": Look("triangle", 12, 15),
        "Tool": Look("square", 11, 15),
        "Product": Look("box", 11, 15),
        "Organisation": Look("star", 13, 15),
        "Interface": Look("triangleDown", 12, 15),
        "Concept": Look("ellipse", 11, 15),
    }
)
"""The kinds of things, the more telling first: k3s is a component too, but above all a distribution."""

KINDS = tuple(LOOKS)
