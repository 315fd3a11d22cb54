"""Who works, who waits, and who has run too long."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from functools import partial

from graph.errors import GraphError, LimitError
from graph.isolation import causes
from graph.isolation.limits import SPARE, Limits
from graph.isolation.line import Line
from graph.isolation.run import Answer, Asker, Parts, Run
from graph.isolation.staff import Staff
from graph.isolation.work import BEGIN, END, FAILED, PART, WHOLE, Job, pack, split, work
from graph.store import MemoryStore

HURRY = 0.01
"""Seconds after which a query gives its place to one that waits."""
PACE = 0.05
"""Seconds between two that are let in although no more may run long."""


class Pool:
    """Some workers, and who uses them.

    Make it while the process has one thread: it forks, and a lock that another thread holds would stay locked
    in the nursery for ever. What there is by then is never garbage-collected. `open` it in the event loop
    that will ask it. `ended` counts by cause the queries that were ended before their answer.
    """

    def __init__(self, store: MemoryStore, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.ended: Counter[str] = Counter()
        self.cheap: set[Run] = set()
        self.long: set[Run] = set()
        self.waiting: list[Run] = []
        self.hurrying: asyncio.TimerHandle | None = None
        self.let_in = 0.0
        gc.freeze()  # collecting writes to every object, and what is written is no longer shared
        bound = partial(work, store=store, memory=self.limits.memory)
        self.staff = Staff(bound, self.limits.places + SPARE)

    # --- for the server

    @property
    def seconds(self) -> float:
        """Seconds that a job may take."""
        return self.limits.seconds

    async def open(self, broken: Callable[[], None] = lambda: None) -> None:
        """Begin; if no worker can be made any more, that is told."""
        self.loop = asyncio.get_running_loop()
        await self.staff.open(self, broken)

    async def answer(self, job: Job, seconds: float | None = None, asker: Asker | None = None) -> Answer:
        """Have a job done, in so many seconds if that is less than the limit.

        Raises LimitError if it takes too long or too much, if its worker dies, if too many run or wait, or if
        who asks has gone or may not run it; and whatever GraphError the job raises.
        """
        return await self.finish(self.begin(job, seconds, asker))

    def begin(self, job: Job, seconds: float | None = None, asker: Asker | None = None) -> Run:
        """Begin to have a job done; `first` of what this gives has the beginning of the answer."""
        allowed = min(self.limits.seconds, seconds or self.limits.seconds)
        run = Run(pack(job), asker, allowed, self.loop)
        if self.staff.free and len(self.cheap) < self.limits.places:
            self.start(run)
        else:
            self.wait(run)
        return run

    async def finish(self, run: Run) -> Answer:
        """Wait for the answer to a job that was begun; raises what `answer` raises."""
        try:
            kind, content = await run.first
        except asyncio.CancelledError:
            self.abandon(run)
            raise
        return Answer(*split(content), None if kind == WHOLE else self.rest(run))

    async def rest(self, run: Run) -> Parts:
        """Give the parts of an answer after the first one."""
        try:
            while True:
                while run.parts:
                    yield run.take()
                if run.failure:
                    raise run.failure
                if run.ended:
                    return
                run.more.clear()
                await run.more.wait()
        finally:
            self.abandon(run)

    def close(self) -> None:
        """End all that was started."""
        for run in [*self.waiting, *self.cheap, *self.long]:
            self.stop(run, causes.closing())
        self.staff.close()

    # --- who has a place

    def start(self, run: Run) -> None:
        """Give a place and a worker to a job."""
        run.begun = self.loop.time()
        self.cheap.add(run)
        self.staff.take(run)
        run.timer = self.loop.call_at(
            min(run.begun + self.limits.cheap, run.due), self.soon, self.overdue, run
        )

    def wait(self, run: Run) -> None:
        """Let a job wait for a place, for a while."""
        self.waiting.append(run)
        refuse = partial(self.stop, run, causes.crowded(self.limits.places + self.limits.long))
        run.timer = self.loop.call_at(min(self.loop.time() + self.limits.patience, run.due), refuse)
        if not self.hurrying:
            self.hurrying = self.loop.call_later(HURRY, self.soon, self.hurry)

    def soon(self, judge: Callable[..., None], *about: Run) -> None:
        """Judge what has run for a while, but after all that has come from workers meanwhile was read.

        uvloop looks at the clock before it reads, so in a busy server what is late may long have been done.
        """
        self.loop.call_soon(self.loop.call_soon, judge, *about)

    def admit(self) -> None:
        """Let those who wait have what places there are; who came last is served first.

        When more come than can be served, those who came first would all be served too late (LIFO under
        overload: B. Maurer, Fail at Scale, ACM Queue 13(8), 2015).
        """
        while self.waiting and self.staff.free and len(self.cheap) < self.limits.places and self.may_let_in():
            run = self.waiting.pop()
            if run.timer:
                run.timer.cancel()
            self.start(run)

    def may_let_in(self) -> bool:
        """Tell whether one that waits may have a place now.

        When no more may run long, most of those who wait would only be ended a moment later, and every end
        costs a fork. Then they come in one by one, and workers are left for those who come and are soon done.
        """
        now = self.loop.time()
        if len(self.long) >= self.limits.long and now < self.let_in + PACE:
            return False
        self.let_in = now
        return True

    def hurry(self) -> None:
        """Have those who are not done give their places to those who came after them."""
        self.hurrying = None
        ripe = self.loop.time() - HURRY
        for run in [each for each in self.cheap if each.begun <= ripe]:
            if not self.waiting:
                break
            if (refusal := self.may_run_long(run)) is None:
                self.lengthen(run)
            elif self.waiting[-1].came > run.begun:
                self.stop(run, refusal)
        self.admit()
        for run in self.waiting:
            self.look_after(run)
        if self.waiting:
            self.hurrying = self.loop.call_later(HURRY, self.soon, self.hurry)

    def overdue(self, run: Run) -> None:
        """End a job that has had its time; let one go on that was not cheap, if it may."""
        if run.ended:
            return
        if self.loop.time() >= run.due:
            self.stop(run, causes.too_slow(run.seconds))
        elif (refusal := self.may_run_long(run)) is not None:
            self.stop(run, refusal)
        else:
            self.lengthen(run)

    def may_run_long(self, run: Run) -> LimitError | None:
        """Say why a job must not run long; None if it may."""
        if len(self.long) >= self.limits.long:
            return causes.crowded(self.limits.long)
        return run.asker.refusal() if run.asker else None

    def lengthen(self, run: Run) -> None:
        """Let a job go on without a place."""
        self.cheap.discard(run)
        self.long.add(run)
        if run.timer:
            run.timer.cancel()
        run.timer = self.loop.call_at(run.due, self.soon, self.overdue, run)
        self.look_after(run)
        if run.line:
            self.staff.let_go_on(run.line)
        self.admit()

    def look_after(self, run: Run) -> None:
        """See to it that a job ends when nobody waits for its answer any more."""
        if run.asker and not run.watch:
            run.watch = self.loop.create_task(self.watch(run, run.asker))

    async def watch(self, run: Run, asker: Asker) -> None:
        """End a job when who asked has gone."""
        await asker.gone()
        self.abandon(run)

    def abandon(self, run: Run) -> None:
        """End a job that nobody wants any more."""
        if not run.ended:
            run.watch = None  # it may be what calls us
            self.stop(run, causes.unwanted())

    # --- how it ends

    def ready(self) -> None:
        """Take note that a worker is free."""
        self.admit()

    def told(self, run: Run, kind: bytes, content: bytes) -> None:
        """Take a part of what a worker says."""
        if kind == PART:
            run.add(content)
        elif kind == BEGIN:
            run.first.set_result((kind, content))
        elif kind == FAILED:
            self.done(run, causes.told(content))
        elif kind == WHOLE:
            run.first.set_result((kind, content))
            self.done(run)
        elif kind == END:
            self.done(run)

    def done(self, run: Run, failure: GraphError | None = None) -> None:
        """End a job whose worker is fit for another one."""
        line = self.end(run, failure)
        if line:
            if run.waits:
                line.transport.resume_reading()
            self.staff.give_back(line)

    def stop(self, run: Run, why: LimitError) -> None:
        """End a job and its worker at once."""
        line = self.end(run, why)
        if line:
            self.staff.kill(line)
        self.admit()

    def orphaned(self, run: Run) -> None:
        """Take its place from a job whose worker is gone."""
        run.line = None
        self.cheap.discard(run)
        self.long.discard(run)

    def explained(self, run: Run, status: int | None) -> None:
        """End a job whose worker is gone, and say how that ended."""
        if not run.ended:
            self.stop(run, causes.died(status, self.limits.memory))

    def end(self, run: Run, failure: GraphError | None) -> Line | None:
        """End a job wherever it is; gives the line to its worker, if it has one."""
        if run in self.waiting:
            self.waiting.remove(run)
        self.cheap.discard(run)
        self.long.discard(run)
        if run.asker and run.begun:
            run.asker.spent(self.loop.time() - run.begun)
        if isinstance(failure, LimitError):
            self.ended[failure.cause] += 1
        return run.end(failure)
