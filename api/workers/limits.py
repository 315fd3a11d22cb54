"""The limits of queries: their time and memory, and how many of them run at once."""

import os
from dataclasses import dataclass

from graph.rdf import DEFAULT_TIMEOUT
from graph.settings import Settings

FAST_SECONDS = 0.05
"""Seconds of a fast query; one that takes longer is slow, and goes on at low priority."""
QUEUE_TIMEOUT = 1.0
"""Seconds for which a query waits for a worker."""
SPARE_WORKERS = 8
"""Workers beyond those that run fast queries, to take over at once from those that are killed."""
MAX_SLOW_QUERIES = 8
"""Slow queries that run at once, if the machine has the memory."""


MAX_WORKERS = 64
"""Workers that may be asked for: more of them than processors gain nothing."""


@dataclass(frozen=True)
class Limits:
    """The limits of one query, and how many queries run at once.

    `timeout` (seconds) and `memory` (bytes) are for a query; `concurrency` is the number of fast queries that
    run at once, and `max_slow` that of the slow ones.
    """

    timeout: float = DEFAULT_TIMEOUT
    memory: int = Settings.query_memory.default
    concurrency: int = int(Settings.workers.default)
    max_slow: int = MAX_SLOW_QUERIES
    fast_seconds: float = FAST_SECONDS
    queue_timeout: float = QUEUE_TIMEOUT


def compute_max_slow(memory: int, limit: int = MAX_SLOW_QUERIES) -> int:
    """Return how many slow queries, of `memory` bytes each, fit into half of the machine's memory."""
    installed = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(limit, installed // 2 // memory))
