"""Who has a place, who waits for one, and who may go on without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from api.workers import errors
from api.workers.limits import Limits
from api.workers.registry import Staff
from api.workers.task import Run
from graph.errors import LimitError

HURRY = 0.01
"""Seconds after which a query gives its place to one that waits."""
PACE = 0.05
"""Seconds between two that are let in although no more may run long."""


class Owner(Protocol):
    """Who owns the jobs."""

    def stop(self, run: Run, why: LimitError) -> None:
        """End a job and its worker at once."""

    def look_after(self, run: Run) -> None:
        """See to it that a job ends when nobody waits for its answer any more."""


class Lanes:
    """Places for cheap jobs, a bounded number of long ones beside them, and those that wait for a place."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, owner: Owner, limits: Limits, staff: Staff) -> None:
        self.owner = owner
        self.limits = limits
        self.staff = staff
        self.cheap: set[Run] = set()
        self.long: set[Run] = set()
        self.waiting: list[Run] = []
        self.hurrying: asyncio.TimerHandle | None = None
        self.let_in = 0.0

    def __iter__(self) -> Iterator[Run]:
        """Return all jobs that have not ended."""
        return iter([*self.waiting, *self.cheap, *self.long])

    def enter(self, run: Run) -> None:
        """Start a job, or let it wait."""
        if self.staff.free and len(self.cheap) < self.limits.places:
            self.start(run)
        else:
            self.wait(run)

    def leave(self, run: Run) -> None:
        """Forget a job, wherever it is."""
        if run in self.waiting:
            self.waiting.remove(run)
        self.cheap.discard(run)
        self.long.discard(run)

    def start(self, run: Run) -> None:
        """Return a place and a worker to a job."""
        run.begun = self.loop.time()
        self.cheap.add(run)
        self.staff.take(run)
        run.timer = self.loop.call_at(
            min(run.begun + self.limits.cheap, run.due), self.soon, self.overdue, run
        )

    def wait(self, run: Run) -> None:
        """Make a job wait for a place, for a while."""
        self.waiting.append(run)
        refuse = partial(self.owner.stop, run, errors.crowded(self.limits.places + self.limits.long))
        run.timer = self.loop.call_at(min(self.loop.time() + self.limits.patience, run.due), refuse)
        if not self.hurrying:
            self.hurrying = self.loop.call_later(HURRY, self.soon, self.hurry)

    def soon(self, judge: Callable[..., None], *about: Run) -> None:
        """Judge what has run for a while, but after all that has come from workers meanwhile was read.

        uvloop looks at the clock before it reads, so in a busy server what is late may long have been done.
        """
        self.loop.call_soon(self.loop.call_soon, judge, *about)

    def admit(self) -> None:
        """Assign the places that there are to those who wait; who came last is served first.

        When more come than can be served, those who came first would all be served too late (LIFO under
        overload: B. Maurer, Fail at Scale, ACM Queue 13(8), 2015).
        """
        while self.waiting and self.staff.free and len(self.cheap) < self.limits.places and self.may_let_in():
            run = self.waiting.pop()
            if run.timer:
                run.timer.cancel()
            self.start(run)

    def may_let_in(self) -> bool:
        """Return whether one that waits may have a place now.

        When no more may run long, most of those who wait would only be ended a moment later, and every end
        costs a fork. Then they come in one by one, and workers are left for those who come and are soon done.
        """
        now = self.loop.time()
        if len(self.long) >= self.limits.long and now < self.let_in + PACE:
            return False
        self.let_in = now
        return True

    def hurry(self) -> None:
        """Preempt those who are not done in favour of those who came after them."""
        self.hurrying = None
        ripe = self.loop.time() - HURRY
        for run in [each for each in self.cheap if each.begun <= ripe]:
            if not self.waiting:
                break
            if (refusal := self.may_run_long(run)) is None:
                self.lengthen(run)
            elif self.waiting[-1].came > run.begun:
                self.owner.stop(run, refusal)
        self.admit()
        for run in self.waiting:
            self.owner.look_after(run)
        if self.waiting:
            self.hurrying = self.loop.call_later(HURRY, self.soon, self.hurry)

    def overdue(self, run: Run) -> None:
        """End a job that has had its time; let one go on that was not cheap, if it may."""
        if run.ended:
            return
        if self.loop.time() >= run.due:
            self.owner.stop(run, errors.too_slow(run.seconds))
        elif (refusal := self.may_run_long(run)) is not None:
            self.owner.stop(run, refusal)
        else:
            self.lengthen(run)

    def may_run_long(self, run: Run) -> LimitError | None:
        """Describe why a job must not run long; None if it may."""
        if len(self.long) >= self.limits.long:
            return errors.crowded(self.limits.long)
        return run.asker.refusal() if run.asker else None

    def lengthen(self, run: Run) -> None:
        """Make a job go on without a place."""
        self.cheap.discard(run)
        self.long.add(run)
        if run.timer:
            run.timer.cancel()
        run.timer = self.loop.call_at(run.due, self.soon, self.overdue, run)
        self.owner.look_after(run)
        if run.line:
            self.staff.let_go_on(run.line)
        self.admit()
