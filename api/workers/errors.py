"""The errors that end a query: worded for the client, with a cause for the metrics."""

import json
import os
import signal

from graph.errors import GraphError, LimitError, error_from_json
from graph.models import Label

CRASH_SIGNALS = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP}
"""The signals by which the engine ends when it runs out of heap or stack."""


def timed_out(seconds: float) -> LimitError:
    """Return the error for a query that exceeded its time."""
    limit = Label(en=f"{seconds:.3g} seconds", zh=f"{seconds:.3g} 秒")
    return LimitError(
        f"the query took longer than {limit.en}; ask for less",
        f"查询用时超过 {limit.zh}；请缩小查询范围",
        limit=limit,
        cause="time",
    )


def overloaded(limit: int) -> LimitError:
    """Return the error for a query that finds `limit` others running or waiting."""
    return LimitError(
        f"{limit} long queries are running, and no more may; try again soon, or ask for less",
        f"已有 {limit} 个耗时查询在运行，不能再增加；请稍后重试，或缩小查询范围",
        limit=Label(en=f"{limit} long queries at once", zh=f"同时 {limit} 个耗时查询"),
        cause="crowd",
    )


def client_disconnected() -> LimitError:
    """Return the error for a query whose client has disconnected."""
    return LimitError("the client has gone", "客户端已断开连接", cause="gone")


def shutting_down() -> LimitError:
    """Return the error for a query that the end of the service interrupts."""
    return LimitError(
        "the service is stopping; try again in a moment", "服务正在停止；请稍后重试", cause="stop"
    )


def worker_died(status: int | None, memory: int) -> LimitError:
    """Return the error for a query whose worker died, with the likely cause by its exit status (wait(2))."""
    if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) not in CRASH_SIGNALS):
        return LimitError(
            "the process that answered the query was ended from outside; try again",
            "处理该查询的进程被外部终止；请重试",
            cause="killed",
        )
    limit = describe_memory(memory)
    return LimitError(
        f"the query ended its process, most likely by taking more than {limit.en}; ask for less",
        f"查询使其进程终止，很可能是占用超过 {limit.zh}；请缩小查询范围",
        limit=limit,
        cause="memory",
    )


def describe_memory(memory: int) -> Label:
    """Describe a limit of memory, given in bytes."""
    return Label(en=f"{memory >> 20} MiB of memory", zh=f"{memory >> 20} MiB 内存")


def malformed_message() -> LimitError:
    """Return the error for a worker that breaks the protocol."""
    return LimitError(
        "the process that answered the query said what cannot be understood; try again",
        "处理该查询的进程给出了无法理解的内容；请重试",
        cause="killed",
    )


def decode_failure(content: bytes) -> GraphError:
    """Decode the error that a worker reports."""
    try:
        return error_from_json(json.loads(content))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return malformed_message()
