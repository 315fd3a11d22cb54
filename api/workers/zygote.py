"""The nursery: it has the dataset and one thread, so it can fork whenever it is told to."""

import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from api.workers.process import Task, end_with, fork
from api.workers.sandbox import forget_environment, forget_streams

ENDED = struct.Struct("!ii")
"""How a nursery says that a process has ended: its id, and its status as wait(2) gives it."""
WORKER, NURSERY = b"w", b"n"
"""What a nursery can be told to fork; the line for it comes along."""


def nurse(orders: socket.socket, *, work: Callable[[socket.socket], None]) -> None:
    """Fork a worker, or another nursery, for every line that is handed over, until the orders end.

    The workers end with it, and with the server that gives the orders, even if those are killed.
    """
    forget_environment()
    forget_streams()
    signal.signal(signal.SIGCHLD, lambda *_: report(orders))
    while True:
        try:
            order, lines, _, _ = socket.recv_fds(orders, 1, 1)
        except ConnectionResetError:  # the server ended before it had read what we said
            return
        if not order:
            return
        task: Task = (
            partial(nurse, work=work) if order == NURSERY else partial(kept, work=work, by=os.getpid())
        )
        with socket.socket(fileno=lines[0]) as line:
            fork(task, line)


def kept(line: socket.socket, *, work: Callable[[socket.socket], None], by: int) -> None:
    """Work until the line ends, or the nursery does."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    end_with(by)
    work(line)


def report(orders: socket.socket) -> None:
    """Describe how processes have ended."""
    with suppress(ChildProcessError, OSError):  # there are no more of them, or nobody listens
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            orders.send(ENDED.pack(pid, status), socket.MSG_DONTWAIT)
