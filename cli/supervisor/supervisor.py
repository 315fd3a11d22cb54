"""Keeping a server running: another one takes its place when it dies, and when the data change.

The supervisor holds the port and does nothing else, so there is little in it that could fail. A server builds
the graph, tries it, and says that it is ready; only then the one before it drains: it accepts no more,
finishes what runs and ends. A new one that fails is told of, and changes nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from api.observability.logging import Log
from api.server.signals import DRAIN_SIGNAL
from api.workers.process import die_with_parent, reset_signals
from graph import GraphError
from graph.errors import LocalError
from i18n import Message

Announce = Callable[[str], None]
"""Announces that a server is ready, and which data it serves."""
Serve = Callable[[Announce], None]
"""Runs a server in a process of its own; raises what stops it from being ready."""

START_TIMEOUT = 120.0
"""Seconds after which a server that is not ready is abandoned."""
POLL_INTERVAL = 1.0
"""Seconds between two polls of the data."""
MIN_RESTART_DELAY, MAX_RESTART_DELAY = 0.2, 5.0
"""Seconds before a server that died is replaced; doubled after each failure."""
END_SIGNALS = {signal.SIGTERM, signal.SIGINT}


@dataclass(slots=True)
class ServerProcess:
    """A server process, and the channel on which it reports that it is ready, or why it is not."""

    pid: int
    channel: socket.socket
    started: float = field(default_factory=time.monotonic)


class Supervisor:
    """Runs servers, one at a time but for the handover from one to the next.

    What `poll_data` returns tells whether other data are to be served; so does a new day, for which other
    facts may hold, and SIGHUP.
    """

    def __init__(self, serve: Serve, poll_data: Callable[[], object], announce: Announce) -> None:
        self.serve = serve
        self.poll_data = poll_data
        self.announce = announce
        self.log = Log()
        self.serving: ServerProcess | None = None
        self.starting: ServerProcess | None = None
        self.draining: list[ServerProcess] = []
        self.ended_by: signal.Signals | None = None
        self.reload_requested = False
        self.restart_delay = MIN_RESTART_DELAY
        self.restart_at = 0.0
        self.state = self.next_state = self.read_state()

    def run(self) -> int:
        """Run until a signal ends it; raises GraphError if the first server does not come up."""
        self.wakeup, ringing = socket.socketpair()
        ringing.settimeout(0)
        signal.set_wakeup_fd(ringing.fileno())
        for number in (*END_SIGNALS, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        self.starting = self.start()
        while self.children() or not self.ended_by:
            self.wait()
            self.reap()
            self.log.write()
            if not self.ended_by:
                self.start_due()
        return 128 + signal.SIGINT if self.ended_by == signal.SIGINT else 0

    # --- events

    def wait(self) -> None:
        """Wait a while for a signal, or for the starting server."""
        lines = [self.wakeup, *([self.starting.channel] if self.starting else [])]
        ready, _, _ = select.select(lines, [], [], POLL_INTERVAL if self.serving else MIN_RESTART_DELAY)
        if self.wakeup in ready:
            for number in self.wakeup.recv(100):
                self.handle_signal(signal.Signals(number))
        if self.starting and self.starting.channel in ready:
            self.handle_message(self.starting)

    def handle_signal(self, number: signal.Signals) -> None:
        """Handle a signal; the second one to end kills all servers."""
        if number == signal.SIGHUP:
            self.reload_requested = True
        elif number in END_SIGNALS:
            again, self.ended_by = self.ended_by, number
            for child in self.children():
                with suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGKILL if again else signal.SIGTERM)

    def handle_message(self, child: ServerProcess) -> None:
        """Handle the message of the starting server; an empty one means that it died, see `reap`."""
        content = child.channel.recv(1 << 16)
        if not content:
            return
        told = json.loads(content)
        if "failed" in told:
            self.reject_server(told["failed"])
            return
        before, self.serving, self.starting = self.serving, child, None
        self.restart_delay = MIN_RESTART_DELAY
        if before or self.draining or self.restart_at:
            self.log_line("info", f"serving {told['ready']}")
        else:
            self.announce(told["ready"])
        if before:
            self.draining.append(before)
            os.kill(before.pid, DRAIN_SIGNAL)

    def reject_server(self, reason: str) -> None:
        """Reject the starting server."""
        if self.starting:
            with suppress(ProcessLookupError):
                os.kill(self.starting.pid, signal.SIGKILL)
            self.draining.append(self.starting)
            self.starting = None
        if self.serving:
            self.log_line("error", f"the new data are refused, and the old ones served on: {reason}")
        elif not self.restart_at:
            raise LocalError(Message("the server does not start: {reason}", reason=reason))
        else:
            self.log_line("error", f"no server comes up: {reason}")
            self.delay_restart()

    def reap(self) -> None:
        """Reap servers that have ended."""
        for child in self.children():
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            child.channel.close()
            if child in self.draining:
                self.draining.remove(child)
            elif child is self.serving:
                self.serving = None
                if not self.ended_by:
                    self.log_line(
                        "error", f"the server ended ({_describe_exit(status)}); another one takes its place"
                    )
                    self.delay_restart()
            elif child is self.starting:
                self.starting = None
                if not self.ended_by:
                    self.reject_server(f"it ended while it was starting ({_describe_exit(status)})")

    def start_due(self) -> None:
        """Start a server if one is due: for other data, for another day, or for one that died."""
        now = time.monotonic()
        if self.starting:
            if now - self.starting.started > START_TIMEOUT:
                self.reject_server(f"it was not ready after {START_TIMEOUT:g} seconds")
            return
        if self.serving:
            before, self.next_state = self.next_state, self.read_state()
            settled = self.next_state == before  # nobody is writing any more
            if self.reload_requested or (settled and self.next_state != self.state):
                self.starting = self.start()
        elif now >= self.restart_at:
            self.starting = self.start()

    def delay_restart(self) -> None:
        """Schedule the next start of a server, with exponential backoff."""
        self.restart_at = time.monotonic() + self.restart_delay
        self.restart_delay = min(self.restart_delay * 2, MAX_RESTART_DELAY)

    # --- processes

    def children(self) -> list[ServerProcess]:
        """List all servers that run."""
        return [child for child in (self.serving, self.starting, *self.draining) if child]

    def start(self) -> ServerProcess:
        """Start a server in a process of its own, which ends when this one does."""
        self.reload_requested = False
        self.state = self.next_state = self.read_state()
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.set_wakeup_fd(-1)
                reset_signals()
                die_with_parent(parent, signal.SIGTERM)
                for line in (ours, self.wakeup, *(child.channel for child in self.children())):
                    line.close()
                code = _run_child(self.serve, theirs)
            finally:
                os._exit(code)
        theirs.close()
        return ServerProcess(pid, ours)

    def read_state(self) -> tuple[object, ...]:
        """Read the state that decides whether other data are to be served: the day, and the data."""
        return dt.datetime.now(dt.UTC).date(), self.poll_data()

    def log_line(self, level: str, message: str) -> None:
        """Log a line."""
        self.log.add(
            {"time": time.time(), "level": level, "logger": "distrograph.supervisor", "message": message}
        )
        self.log.write()


def _run_child(serve: Serve, line: socket.socket) -> int:
    """Run a server, and report on a channel that it is ready, or why it is not."""

    def tell(**what: str) -> None:
        with suppress(OSError):  # nobody listens any more
            line.sendall(json.dumps(what).encode())

    try:
        serve(lambda ready: tell(ready=ready))
    except GraphError as error:
        tell(failed=str(error))
        return 2
    except OSError as error:
        tell(failed=f"{error.filename or 'cannot go on'}: {error.strerror or error}")
        return 2
    return 0


def _describe_exit(status: int) -> str:
    """Describe the exit status of a process."""
    code = os.waitstatus_to_exitcode(status)
    return f"code {code}" if code >= 0 else signal.Signals(-code).name
