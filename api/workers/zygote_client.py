"""The server's side of two zygotes: one that forks workers, and a standby that replaces it if it dies.

The server has threads by then and could not fork another one; a zygote has none, and can.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from api.workers.process import fork
from api.workers.zygote import EXIT_STATUS, FORK_WORKER, FORK_ZYGOTE, run_zygote

NICENESS = 10
"""The niceness of zygotes and workers (setpriority(2)): the server itself goes first."""


class ZygoteClient:
    """Makes zygotes fork workers. `controls` are the sockets to them, of which the first one is used."""

    def __init__(self, work: Callable[[socket.socket], None]) -> None:
        ours, theirs = socket.socketpair()
        self.pid = fork(partial(run_zygote, work=work), theirs)
        os.setpriority(os.PRIO_PROCESS, self.pid, NICENESS)
        theirs.close()
        self.controls = [ours]
        self.is_open = False
        self.fork_standby()

    def fork_standby(self) -> None:
        """Make the zygote fork another one."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.controls[0], [FORK_ZYGOTE], [theirs.fileno()])
            except OSError:  # it is gone too, which the next `spawn` will find
                ours.close()
                return
        self.controls.append(ours)
        if self.is_open:
            self.watch(ours)

    def spawn(self) -> socket.socket | None:
        """Fork a worker; returns the channel to it, or None if there is no zygote left."""
        while self.controls:
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(self.controls[0], [FORK_WORKER], [theirs.fileno()])
                except BlockingIOError:  # it has more commands than it can read now
                    ours.close()
                    return None
                except OSError:
                    ours.close()
                    self.on_zygote_exit(self.controls[0])
                else:
                    return ours
        return None

    def open(
        self,
        on_exit: Callable[[int, int], None],
        *,
        on_lost: Callable[[], None],
        on_broken: Callable[[], None],
    ) -> None:
        """Listen to the zygotes; call `on_lost` when one of them ends, and `on_broken` when none is left."""
        self.loop = asyncio.get_running_loop()
        self.on_exit, self.on_lost, self.on_broken = on_exit, on_lost, on_broken
        self.is_open = True
        for each in self.controls:
            self.watch(each)

    def watch(self, control: socket.socket) -> None:
        """Listen to a zygote."""
        control.settimeout(0)
        self.loop.add_reader(control.fileno(), self.on_readable, control)

    def on_readable(self, control: socket.socket) -> None:
        """Read what a zygote reports."""
        try:
            content = control.recv(EXIT_STATUS.size * 100)
        except BlockingIOError:
            return
        except OSError:
            content = b""
        for pid, status in EXIT_STATUS.iter_unpack(
            content[: len(content) // EXIT_STATUS.size * EXIT_STATUS.size]
        ):
            self.on_exit(pid, status)
        if not content:
            self.on_zygote_exit(control)

    def on_zygote_exit(self, control: socket.socket) -> None:
        """Handle that a zygote has died, and its workers with it: the standby takes over and forks one."""
        if control not in self.controls:
            return
        self.controls.remove(control)
        if self.is_open:
            self.loop.remove_reader(control.fileno())
        control.close()
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        if not self.controls:
            if self.is_open:
                self.on_broken()
            return
        self.fork_standby()
        if self.is_open:
            self.loop.call_soon(self.on_lost)

    def close(self) -> None:
        """End the zygotes, and with them their workers."""
        for each in self.controls:
            if self.is_open and not self.loop.is_closed():
                self.loop.remove_reader(each.fileno())
            each.close()
        self.controls = []
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
