"""Why a query was ended, in words for who asked it and in a word for the metrics."""

import os
import pickle
import signal

from graph.errors import GraphError, LimitError

CRASHES = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP}
"""How the engine ends when it finds no memory, be it for its heap or for its stack."""


def too_slow(seconds: float) -> LimitError:
    """Say that a query took too long."""
    limit = f"{seconds:.3g} seconds"
    return LimitError(f"the query took longer than {limit}; ask for less", limit=limit, cause="time")


def crowded(most: int) -> LimitError:
    """Say that too many queries run or wait."""
    message = f"{most} long queries are running, and no more may; try again soon, or ask for less"
    return LimitError(message, limit=f"{most} long queries at once", cause="crowd")


def unwanted() -> LimitError:
    """Say that nobody waits for the answer."""
    return LimitError("the client has gone", limit="", cause="gone")


def closing() -> LimitError:
    """Say that the service ends."""
    return LimitError("the service is stopping; try again in a moment", limit="", cause="stop")


def died(status: int | None, memory: int) -> LimitError:
    """Say that a worker ended, and most likely why, by its status as wait(2) gives it."""
    if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) not in CRASHES):
        message = "the process that answered the query was ended from outside; try again"
        return LimitError(message, limit="", cause="killed")
    limit = f"{memory >> 20} MiB of memory"
    message = f"the query ended its process, most likely by taking more than {limit}; ask for less"
    return LimitError(message, limit=limit, cause="memory")


def told(content: bytes) -> GraphError:
    """Read what a worker says of its failure."""
    error: GraphError = pickle.loads(content)  # noqa: S301  # both ends are ours
    return error
