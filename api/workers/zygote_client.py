"""Two nurseries: one that makes workers, and one that takes its place if it dies.

The server has threads by then and could not fork another one; a nursery has none, and can.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from api.workers.process import fork
from api.workers.zygote import ENDED, NURSERY, WORKER, nurse

BELOW = 10
"""The priority of nurseries and workers (setpriority(2)): whoever talks to clients and timers goes first."""


class Nurseries:
    """The lines to the nurseries: the first one is asked for workers."""

    def __init__(self, work: Callable[[socket.socket], None]) -> None:
        ours, theirs = socket.socketpair()
        self.child = fork(partial(nurse, work=work), theirs)
        os.setpriority(os.PRIO_PROCESS, self.child, BELOW)
        theirs.close()
        self.orders = [ours]
        self.watched = False
        self.double()

    def double(self) -> None:
        """Make the zygote fork another one."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                socket.send_fds(self.orders[0], [NURSERY], [theirs.fileno()])
            except OSError:  # it is gone too, which will be seen when it is asked for a worker
                ours.close()
                return
        self.orders.append(ours)
        if self.watched:
            self.watch(ours)

    def hire(self) -> socket.socket | None:
        """Fork a worker; returns the channel to it, or None if there is no zygote left."""
        while self.orders:
            ours, theirs = socket.socketpair()
            with theirs:
                try:
                    socket.send_fds(self.orders[0], [WORKER], [theirs.fileno()])
                except BlockingIOError:  # it has more orders than it can read now
                    ours.close()
                    return None
                except OSError:
                    ours.close()
                    self.bury(self.orders[0])
                else:
                    return ours
        return None

    def open(
        self, ended: Callable[[int, int], None], *, lost: Callable[[], None], broken: Callable[[], None]
    ) -> None:
        """Listen to the nurseries: which process ended how, and that one of them is lost, or both."""
        self.loop = asyncio.get_running_loop()
        self.ended, self.lost, self.broken = ended, lost, broken
        self.watched = True
        for each in self.orders:
            self.watch(each)

    def watch(self, orders: socket.socket) -> None:
        """Listen to a nursery."""
        orders.settimeout(0)
        self.loop.add_reader(orders.fileno(), self.read, orders)

    def read(self, orders: socket.socket) -> None:
        """Read what a nursery says."""
        try:
            told = orders.recv(ENDED.size * 100)
        except BlockingIOError:
            return
        except OSError:
            told = b""
        for pid, status in ENDED.iter_unpack(told[: len(told) // ENDED.size * ENDED.size]):
            self.ended(pid, status)
        if not told:
            self.bury(orders)

    def bury(self, orders: socket.socket) -> None:
        """Take note that a nursery has died, and its workers with it; have the other one make one more."""
        if orders not in self.orders:
            return
        self.orders.remove(orders)
        if self.watched:
            self.loop.remove_reader(orders.fileno())
        orders.close()
        with suppress(ChildProcessError):
            os.waitpid(self.child, os.WNOHANG)
        if not self.orders:
            if self.watched:
                self.broken()
            return
        self.double()
        if self.watched:
            self.loop.call_soon(self.lost)

    def close(self) -> None:
        """End them, and with them their workers."""
        for each in self.orders:
            if self.watched and not self.loop.is_closed():
                self.loop.remove_reader(each.fileno())
            each.close()
        self.orders = []
        with suppress(ChildProcessError):
            os.waitpid(self.child, 0)
