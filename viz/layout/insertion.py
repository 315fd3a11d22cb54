"""Finding room for what comes to a picture that is already there, without moving anything in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from viz.layout.force import ROOM, WIDE, Point, box
from viz.models import ViewNode

FIRST_RING = 150.0
STEP = 55.0
RINGS = 40


class Box(NamedTuple):
    """The middle of a thing with its label, and half its width and height."""

    x: float
    y: float
    across: float
    down: float

    def covers(self, other: Box) -> bool:
        """Return whether two boxes overlap."""
        return (
            abs(self.x - other.x) < self.across + other.across
            and abs(self.y - other.y) < self.down + other.down
        )


def beside(placed: Sequence[ViewNode], groups: Mapping[str, Iterable[ViewNode]]) -> list[ViewNode]:
    """Place the things of each group around the thing that brought them in, where nothing lies yet."""
    found = list(placed)
    taken = [boxed(node, (node.x, node.y)) for node in placed]
    for centre, nodes in groups.items():
        at = next(((float(node.x), float(node.y)) for node in found if node.id == centre), (0.0, 0.0))
        places = around(at)
        for node in nodes:
            place = next((each for each in places if free(boxed(node, each), taken)), at)
            taken.append(boxed(node, place))
            found.append(node.model_copy(update={"x": round(place[0]), "y": round(place[1])}))
    return found


def around(centre: Point) -> Iterator[Point]:
    """Return places around one, the nearest first, ring by ring."""
    for ring in range(RINGS):
        radius = FIRST_RING + STEP * ring
        room = max(8, int(2 * math.pi * radius / (ROOM * 0.6)))
        for step in range(room):
            turn = 2 * math.pi * step / room - math.pi / 2 + 0.3 * ring
            yield centre[0] + radius * WIDE * math.cos(turn), centre[1] + radius * math.sin(turn)


def boxed(node: ViewNode, place: Point) -> Box:
    """Return the room that a thing takes at a place."""
    width, height = box(node)
    return Box(place[0], place[1], width / 2, height / 2)


def free(wanted: Box, taken: Iterable[Box]) -> bool:
    """Return whether nothing lies there."""
    return not any(wanted.covers(each) for each in taken)
