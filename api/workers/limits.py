"""What a query may take, and how many may run."""

import os
from dataclasses import dataclass

from graph.rdf import MAX_SECONDS

CHEAP = 0.05
"""Seconds of a query that is cheap; one that takes longer goes on at low priority."""
PATIENCE = 1.0
"""Seconds for which a query waits for a place."""
SPARE = 8
"""Workers that are there beyond those that have a place, to take over at once from those that are killed."""
LONG = 8
"""How many queries that are not cheap run at once, if the machine has the memory."""


MOST_WORKERS = 64
"""Processes that evaluate cheap queries at once: with more of them than processors nothing is gained."""


@dataclass(frozen=True)
class Limits:
    """What one query may take, and how many may run at once.

    `seconds` and `memory` (bytes) are for a query; `places` is how many cheap queries run at once, and
    `long` how many of those that turned out not to be cheap.
    """

    seconds: float = MAX_SECONDS
    memory: int = 1 << 30
    places: int = 4
    long: int = LONG
    cheap: float = CHEAP
    patience: float = PATIENCE


def affordable(memory: int, most: int = LONG) -> int:
    """Return how many queries may run long and together take half of the memory at most."""
    there = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(most, there // 2 // memory))
