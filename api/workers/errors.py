"""Why a query was ended, in words for who asked it and in a word for the metrics."""

import json
import os
import signal

from graph.errors import GraphError, LimitError, error_from_json
from graph.models import Label

CRASHES = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGTRAP}
"""How the engine ends when it finds no memory, be it for its heap or for its stack."""


def too_slow(seconds: float) -> LimitError:
    """State that a query took too long."""
    limit = Label(en=f"{seconds:.3g} seconds", zh=f"{seconds:.3g} 秒")
    return LimitError(
        f"the query took longer than {limit.en}; ask for less",
        f"查询用时超过 {limit.zh}；请缩小查询范围",
        limit=limit,
        cause="time",
    )


def crowded(most: int) -> LimitError:
    """State that too many queries run or wait."""
    return LimitError(
        f"{most} long queries are running, and no more may; try again soon, or ask for less",
        f"已有 {most} 个耗时查询在运行，不能再增加；请稍后重试，或缩小查询范围",
        limit=Label(en=f"{most} long queries at once", zh=f"同时 {most} 个耗时查询"),
        cause="crowd",
    )


def unwanted() -> LimitError:
    """State that nobody waits for the answer."""
    return LimitError("the client has gone", "客户端已断开连接", cause="gone")


def closing() -> LimitError:
    """State that the service ends."""
    return LimitError(
        "the service is stopping; try again in a moment", "服务正在停止；请稍后重试", cause="stop"
    )


def died(status: int | None, memory: int) -> LimitError:
    """State that a worker ended, and most likely why, by its status as wait(2) gives it."""
    if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) not in CRASHES):
        return LimitError(
            "the process that answered the query was ended from outside; try again",
            "处理该查询的进程被外部终止；请重试",
            cause="killed",
        )
    limit = memory_of(memory)
    return LimitError(
        f"the query ended its process, most likely by taking more than {limit.en}; ask for less",
        f"查询使其进程终止，很可能是占用超过 {limit.zh}；请缩小查询范围",
        limit=limit,
        cause="memory",
    )


def memory_of(memory: int) -> Label:
    """Word a limit of memory."""
    return Label(en=f"{memory >> 20} MiB of memory", zh=f"{memory >> 20} MiB 内存")


def nonsense() -> LimitError:
    """State that a worker has said what none of ours says."""
    return LimitError(
        "the process that answered the query said what cannot be understood; try again",
        "处理该查询的进程给出了无法理解的内容；请重试",
        cause="killed",
    )


def decode_failure(content: bytes) -> GraphError:
    """Read what a worker says of its failure."""
    try:
        return error_from_json(json.loads(content))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return nonsense()
