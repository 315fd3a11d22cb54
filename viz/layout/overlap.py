"""Pushing boxes apart until none covers another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

Point = tuple[float, float]
MAX_ROUNDS = 400
PAIRING_INTERVAL = 8
"""Rounds after which the pairs that may overlap are computed again: comparing all with all takes time."""
MARGIN = 60.0
MAX_BOXES = 600
"""Above this number of boxes, pushing takes too long: they are only drawn, not tidied."""


def remove_overlaps(points: Mapping[str, Point], boxes: Mapping[str, Point]) -> dict[str, Point]:
    """Move the centres of boxes as little as it takes for the boxes not to overlap."""
    import numpy as np  # noqa: PLC0415  # slow to import

    names = list(points)
    if len(names) > MAX_BOXES or len(names) <= 1:
        return dict(points)
    places = np.array([points[name] for name in names], dtype=np.float64)
    # Equal places would never part: a tiny step aside, the same each time.
    places += np.linspace(0.0, 1.0, len(names))[:, None]
    sizes = np.array([boxes[name] for name in names], dtype=np.float64)
    needed = (sizes[:, None, :] + sizes[None, :, :]) / 2
    for turn in range(MAX_ROUNDS):
        if turn % PAIRING_INTERVAL == 0:
            one, other = _find_close_pairs(places, needed)
        step = _separation_step(places, needed, one, other)
        if step.any():
            places += step
        elif turn % PAIRING_INTERVAL == 0:
            break
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, places, strict=True)}


def _find_close_pairs(places: Floats, needed: Floats) -> tuple[Indices, Indices]:
    """Return the pairs of boxes that may come to overlap before the pairs are computed again."""
    import numpy as np  # noqa: PLC0415  # slow to import

    apart = np.abs(places[:, None, :] - places[None, :, :])
    close = np.all(apart < needed + MARGIN, axis=2)
    one, other = np.nonzero(np.triu(close, 1))
    return one, other


def _separation_step(places: Floats, needed: Floats, one: Indices, other: Indices) -> Floats:
    """Return the step that moves each box away from those that it overlaps, along the shorter axis."""
    import numpy as np  # noqa: PLC0415  # slow to import

    apart = places[one] - places[other]
    lacking = needed[one, other] - np.abs(apart)
    overlapping = np.all(lacking > 0.5, axis=1)  # noqa: PLR2004  # half a pixel
    sideways = lacking[:, 0] < lacking[:, 1]
    ways = np.stack((overlapping & sideways, overlapping & ~sideways), axis=1)
    steps = np.where(ways, lacking * np.where(apart >= 0, 1.0, -1.0), 0.0) * 0.26
    total: Floats = np.zeros_like(places)
    np.add.at(total, one, steps)
    np.add.at(total, other, -steps)
    return total
