"""The zygote: a process that holds the dataset and has one thread, so that it can fork at any time."""

import os
import signal
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from api.workers.process import Target, die_with_parent, fork
from api.workers.sandbox import clear_environment, close_streams
from i18n.formats import preload

EXIT_STATUS = struct.Struct("!ii")
"""The message by which a zygote reports the end of a process: its id, and its status (wait(2))."""
FORK_WORKER, FORK_ZYGOTE = b"w", b"n"
"""The commands to a zygote; the channel of the new process comes along."""


def run_zygote(control: socket.socket, *, work: Callable[[socket.socket], None]) -> None:
    """Fork a worker, or another zygote, for every channel that is handed over, until `control` is closed.

    The workers end with it, and with the server that holds `control`, even if those are killed.
    """
    preload()
    clear_environment()
    close_streams()
    signal.signal(signal.SIGCHLD, lambda *_: _report_exits(control))
    while True:
        try:
            command, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        except ConnectionResetError:  # the server ended before it had read our reports
            return
        if not command:
            return
        target: Target = (
            partial(run_zygote, work=work)
            if command == FORK_ZYGOTE
            else partial(_run_forked_worker, work=work, zygote=os.getpid())
        )
        with socket.socket(fileno=descriptors[0]) as channel:
            fork(target, channel)


def _run_forked_worker(channel: socket.socket, *, work: Callable[[socket.socket], None], zygote: int) -> None:
    """Run `work` until its channel is closed or the zygote ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    die_with_parent(zygote)
    work(channel)


def _report_exits(control: socket.socket) -> None:
    """Report the exit status of every process that has ended."""
    with suppress(ChildProcessError, OSError):  # there are no more of them, or the server is gone
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            control.send(EXIT_STATUS.pack(pid, status), socket.MSG_DONTWAIT)
