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

Tell = Callable[[str], None]
"""How a server says that it is ready, and which data it serves."""
Serve = Callable[[Tell], None]
"""How a server is run, in a process of its own; what stops it from being ready it raises."""

STARTING = 120.0
"""Seconds after which a server that is not ready is given up."""
LOOK = 1.0
"""Seconds between two looks at the data."""
SOONEST, LATEST = 0.2, 5.0
"""Seconds before a server that died is replaced; twice as many each time that this was in vain."""
ENDS = {signal.SIGTERM, signal.SIGINT}


@dataclass(slots=True)
class Child:
    """A server: its process, and the line on which it says that it is ready, or why it is not."""

    pid: int
    line: socket.socket
    started: float = field(default_factory=time.monotonic)


class Supervisor:
    """Runs servers, one at a time but for the change from one to the next.

    What `look` gives tells whether other data are to be served; so does a new day, for which other facts may
    hold, and SIGHUP.
    """

    def __init__(self, serve: Serve, look: Callable[[], object], announce: Tell) -> None:
        self.serve = serve
        self.seen = look
        self.announce = announce
        self.log = Log()
        self.serving: Child | None = None
        self.coming: Child | None = None
        self.leaving: list[Child] = []
        self.ended_by: signal.Signals | None = None
        self.wanted = False
        self.pause = SOONEST
        self.due = 0.0
        self.state = self.next_state = self.look()

    def run(self) -> int:
        """Run until a signal ends it; raises GraphError if the first server does not come up."""
        self.bell, ringing = socket.socketpair()
        ringing.settimeout(0)
        signal.set_wakeup_fd(ringing.fileno())
        for number in (*ENDS, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        self.coming = self.start()
        while self.children() or not self.ended_by:
            self.listen()
            self.reap()
            self.log.write()
            if not self.ended_by:
                self.attend()
        return 128 + signal.SIGINT if self.ended_by == signal.SIGINT else 0

    # --- what happens

    def listen(self) -> None:
        """Wait a while for a signal, or for the server that is coming."""
        lines = [self.bell, *([self.coming.line] if self.coming else [])]
        ready, _, _ = select.select(lines, [], [], LOOK if self.serving else SOONEST)
        if self.bell in ready:
            for number in self.bell.recv(100):
                self.ring(signal.Signals(number))
        if self.coming and self.coming.line in ready:
            self.hear(self.coming)

    def ring(self, number: signal.Signals) -> None:
        """Take a signal; the second one to end ends at once."""
        if number == signal.SIGHUP:
            self.wanted = True
        elif number in ENDS:
            again, self.ended_by = self.ended_by, number
            for child in self.children():
                with suppress(ProcessLookupError):
                    os.kill(child.pid, signal.SIGKILL if again else signal.SIGTERM)

    def hear(self, child: Child) -> None:
        """Take what the server that is coming says; one that says nothing has died, which `reap` sees."""
        content = child.line.recv(1 << 16)
        if not content:
            return
        told = json.loads(content)
        if "failed" in told:
            self.refuse(told["failed"])
            return
        before, self.serving, self.coming = self.serving, child, None
        self.pause = SOONEST
        if before or self.leaving or self.due:
            self.say("info", f"serving {told['ready']}")
        else:
            self.announce(told["ready"])
        if before:
            self.leaving.append(before)
            os.kill(before.pid, DRAIN_SIGNAL)

    def refuse(self, reason: str) -> None:
        """Abandon the server that was coming."""
        if self.coming:
            with suppress(ProcessLookupError):
                os.kill(self.coming.pid, signal.SIGKILL)
            self.leaving.append(self.coming)
            self.coming = None
        if self.serving:
            self.say("error", f"the new data are refused, and the old ones served on: {reason}")
        elif not self.due:
            raise LocalError(reason)
        else:
            self.say("error", f"no server comes up: {reason}")
            self.postpone()

    def reap(self) -> None:
        """Take note of servers that have ended."""
        for child in self.children():
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if not pid:
                continue
            child.line.close()
            if child in self.leaving:
                self.leaving.remove(child)
            elif child is self.serving:
                self.serving = None
                if not self.ended_by:
                    self.say("error", f"the server ended ({how(status)}); another one takes its place")
                    self.postpone()
            elif child is self.coming:
                self.coming = None
                if not self.ended_by:
                    self.refuse(f"it ended while it was starting ({how(status)})")

    def attend(self) -> None:
        """Begin what is due: another server for other data, for another day, or for one that died."""
        now = time.monotonic()
        if self.coming:
            if now - self.coming.started > STARTING:
                self.refuse(f"it was not ready after {STARTING:g} seconds")
            return
        if self.serving:
            before, self.next_state = self.next_state, self.look()
            settled = self.next_state == before  # nobody is writing any more
            if self.wanted or (settled and self.next_state != self.state):
                self.coming = self.start()
        elif now >= self.due:
            self.coming = self.start()

    def postpone(self) -> None:
        """Set the time at which another server is tried."""
        self.due = time.monotonic() + self.pause
        self.pause = min(self.pause * 2, LATEST)

    # --- processes

    def children(self) -> list[Child]:
        """Return all servers that run."""
        return [child for child in (self.serving, self.coming, *self.leaving) if child]

    def start(self) -> Child:
        """Start a server in a process of its own, which ends when this one does."""
        self.wanted = False
        self.state = self.next_state = self.look()
        ours, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                signal.set_wakeup_fd(-1)
                reset_signals()
                die_with_parent(parent, signal.SIGTERM)
                for line in (ours, self.bell, *(child.line for child in self.children())):
                    line.close()
                code = run_alone(self.serve, theirs)
            finally:
                os._exit(code)
        theirs.close()
        return Child(pid, ours)

    def look(self) -> tuple[object, ...]:
        """Return what tells whether other data are to be served: the day, and the state of the data."""
        return dt.datetime.now(dt.UTC).date(), self.seen()

    def say(self, level: str, message: str) -> None:
        """Log a line."""
        self.log.add(
            {"time": time.time(), "level": level, "logger": "distrograph.supervisor", "message": message}
        )
        self.log.write()


def run_alone(serve: Serve, line: socket.socket) -> int:
    """Run a server, and say on a line that it is ready, or why it is not."""

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


def how(status: int) -> str:
    """Describe how a process has ended."""
    code = os.waitstatus_to_exitcode(status)
    return f"code {code}" if code >= 0 else signal.Signals(-code).name
