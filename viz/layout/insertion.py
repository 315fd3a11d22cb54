"""Finding room for what comes to a picture that is already there, without moving anything in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from viz.layout.placement import ASPECT_RATIO, NODE_SPACING, Point, node_size
from viz.models import ViewNode

FIRST_RING = 150.0
RING_STEP = 55.0
MAX_RINGS = 40


class Box(NamedTuple):
    """A bounding box: its centre, and half its width and height."""

    x: float
    y: float
    half_width: float
    half_height: float

    def overlaps(self, other: Box) -> bool:
        """Return whether two boxes overlap."""
        return (
            abs(self.x - other.x) < self.half_width + other.half_width
            and abs(self.y - other.y) < self.half_height + other.half_height
        )


def insert_beside(placed: Sequence[ViewNode], groups: Mapping[str, Iterable[ViewNode]]) -> list[ViewNode]:
    """Place the nodes of each group around the node that they are keyed by, where nothing lies yet."""
    found = list(placed)
    taken = [_bounding_box(node, (node.x, node.y)) for node in placed]
    for centre, nodes in groups.items():
        at = next(((float(node.x), float(node.y)) for node in found if node.id == centre), (0.0, 0.0))
        places = _iterate_positions(at)
        for node in nodes:
            place = next((each for each in places if _is_free(_bounding_box(node, each), taken)), at)
            taken.append(_bounding_box(node, place))
            found.append(node.model_copy(update={"x": round(place[0]), "y": round(place[1])}))
    return found


def _iterate_positions(centre: Point) -> Iterator[Point]:
    """Iterate over positions around a point, the nearest first, ring by ring."""
    for ring in range(MAX_RINGS):
        radius = FIRST_RING + RING_STEP * ring
        room = max(8, int(2 * math.pi * radius / (NODE_SPACING * 0.6)))
        for step in range(room):
            turn = 2 * math.pi * step / room - math.pi / 2 + 0.3 * ring
            yield centre[0] + radius * ASPECT_RATIO * math.cos(turn), centre[1] + radius * math.sin(turn)


def _bounding_box(node: ViewNode, place: Point) -> Box:
    """Return the bounding box of a node at a position."""
    width, height = node_size(node)
    return Box(place[0], place[1], width / 2, height / 2)


def _is_free(wanted: Box, taken: Iterable[Box]) -> bool:
    """Return whether a box overlaps none of those that are taken."""
    return not any(wanted.overlaps(each) for each in taken)
