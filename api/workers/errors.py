"""The errors that end a query: worded for the client, with a cause for the metrics."""

import json
import os
import signal

from graph.errors import GraphError, LimitError, error_from_json
from i18n import Message

CRASH_SIGNALS = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP}
"""The signals by which the engine ends when it runs out of heap or stack."""


def timed_out(seconds: float) -> LimitError:
    """Return the error for a query that exceeded its time."""
    limit = Message("{seconds:.3g} seconds", seconds=seconds)
    return LimitError(
        Message("the query took longer than {limit}; narrow it", limit=limit),
        limit=limit,
        cause="time",
    )


def overloaded(limit: int) -> LimitError:
    """Return the error for a query that finds `limit` others running or waiting."""
    return LimitError(
        Message("{limit} long queries are already running; try again soon or narrow the query", limit=limit),
        limit=Message("{limit} long queries at once", limit=limit),
        cause="crowd",
    )


def client_disconnected() -> LimitError:
    """Return the error for a query whose client has disconnected."""
    return LimitError(Message("the client has disconnected"), cause="gone")


def shutting_down() -> LimitError:
    """Return the error for a query that the end of the service interrupts."""
    return LimitError(Message("the service is stopping; try again in a moment"), cause="stop")


def worker_died(status: int | None, memory: int) -> LimitError:
    """Return the error for a query whose worker died, with the likely cause by its exit status (wait(2))."""
    if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) not in CRASH_SIGNALS):
        return LimitError(
            Message("the worker process was killed; try again"),
            cause="killed",
        )
    limit = describe_memory(memory)
    return LimitError(
        Message(
            "the query crashed its worker process, most likely by using more than {limit}; narrow the query",
            limit=limit,
        ),
        limit=limit,
        cause="memory",
    )


def describe_memory(memory: int) -> Message:
    """Describe a limit of memory, given in bytes."""
    return Message("{memory} MiB of memory", memory=memory >> 20)


def malformed_message() -> LimitError:
    """Return the error for a worker that breaks the protocol."""
    return LimitError(
        Message("the worker process sent an invalid answer; try again"),
        cause="killed",
    )


def decode_failure(content: bytes) -> GraphError:
    """Decode the error that a worker reports."""
    try:
        return error_from_json(json.loads(content))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return malformed_message()
