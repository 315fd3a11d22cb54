"""What is seen of a request while it is answered: whoever answers it adds what only they know."""

import time

from starlette.types import Scope

BROKEN = 499
"""The status that is counted for who left before there was one, as nginx has it."""


class Seen:
    """What is seen of a request. `outcome`, `reason` and `text`, the query, are told by who answers it."""

    __slots__ = ("begun", "id", "outcome", "reason", "route", "size", "status", "text")

    def __init__(self, name: bytes) -> None:
        self.id = name
        self.begun = time.perf_counter()
        self.status = BROKEN
        self.size = 0
        self.route = ""
        self.outcome = ""
        self.reason = ""
        self.text = ""

    def failed(self, outcome: str, error: Exception) -> None:
        """Take note of how it ended, and why, if that is for who runs the service to know."""
        self.outcome = outcome
        self.reason = str(error) if outcome == "store" else ""

    def timing(self) -> bytes:
        """Describe how long it has taken so far, as Server-Timing has it (W3C Server Timing, section 3)."""
        hit = ", hit" if self.outcome == "remembered" else ""
        return f"app;dur={(time.perf_counter() - self.begun) * 1e3:.2f}{hit}".encode()


def seen(scope: Scope) -> Seen:
    """Return what is seen of a request; something that nobody reads, if nobody watches."""
    found: Seen = scope.get("distrograph.seen") or Seen(b"")
    return found
