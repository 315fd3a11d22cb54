"""Pushing boxes apart until none covers another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Point = tuple[float, float]
ROUNDS = 400
MANY = 600
"""Above this number of boxes, pushing takes too long: they are only drawn, not tidied."""


def spread(points: Mapping[str, Point], boxes: Mapping[str, Point]) -> dict[str, Point]:
    """Move the centres of boxes as little as it takes for the boxes not to overlap."""
    import numpy as np  # noqa: PLC0415  # slow to import

    names = list(points)
    if len(names) > MANY or len(names) <= 1:
        return dict(points)
    places = np.array([points[name] for name in names], dtype=np.float64)
    # Equal places would never part: a tiny step aside, the same each time.
    places += np.linspace(0.0, 1.0, len(names))[:, None]
    sizes = np.array([boxes[name] for name in names], dtype=np.float64)
    needed = (sizes[:, None, :] + sizes[None, :, :]) / 2
    for _ in range(ROUNDS):
        step = push(places, needed)
        if not step.any():
            break
        places += step
    return {name: (float(x), float(y)) for name, (x, y) in zip(names, places, strict=True)}


def push(places: Floats, needed: Floats) -> Floats:
    """Give the step that each box takes away from those that it overlaps, along the shorter way out."""
    import numpy as np  # noqa: PLC0415  # slow to import

    apart = places[:, None, :] - places[None, :, :]
    lacking = needed - np.abs(apart)
    overlapping: NDArray[np.bool_] = np.all(lacking > 0.5, axis=2)  # noqa: PLR2004  # half a pixel
    np.fill_diagonal(overlapping, val=False)
    sideways = lacking[:, :, 0] < lacking[:, :, 1]
    direction = np.where(apart >= 0, 1.0, -1.0)
    steps = np.zeros_like(apart)
    steps[:, :, 0] = np.where(overlapping & sideways, lacking[:, :, 0] * direction[:, :, 0], 0.0)
    steps[:, :, 1] = np.where(overlapping & ~sideways, lacking[:, :, 1] * direction[:, :, 1], 0.0)
    total: Floats = steps.sum(axis=1) * 0.26
    return total
