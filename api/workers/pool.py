"""The pool: jobs in, answers out, and what becomes of those that end otherwise."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from functools import partial

from api.workers import errors
from api.workers.limits import SPARE, Limits
from api.workers.registry import Staff
from api.workers.scheduler import Lanes
from api.workers.task import Answer, Asker, Line, Parts, Run
from api.workers.worker import BEGIN, END, FAILED, PART, WHOLE, pack, split, work
from graph.errors import GraphError, LimitError
from graph.rdf import Job, Store


class Pool:
    """Some workers, and who uses them.

    Make it while the process has one thread: it forks, and a lock that another thread holds would stay locked
    in the nursery for ever. What there is by then is never garbage-collected. `open` it in the event loop
    that will ask it. `ended` counts by cause the queries that were ended before their answer.
    """

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.ended: Counter[str] = Counter()
        gc.freeze()  # collecting writes to every object, and what is written is no longer shared
        bound = partial(work, store=store, memory=self.limits.memory)
        self.staff = Staff(bound, self.limits.places + SPARE)
        self.lanes = Lanes(self, self.limits, self.staff)

    # --- for the server

    @property
    def seconds(self) -> float:
        """Seconds that a job may take."""
        return self.limits.seconds

    async def open(self, broken: Callable[[], None] = lambda: None) -> None:
        """Begin; if no worker can be made any more, that is told. Raises GraphError if none comes up."""
        self.loop = self.lanes.loop = asyncio.get_running_loop()
        await self.staff.open(self, broken)

    async def answer(self, job: Job, seconds: float | None = None, asker: Asker | None = None) -> Answer:
        """Run a job, in so many seconds if that is less than the limit.

        Raises LimitError if it takes too long or too much, if its worker dies, if too many run or wait, or if
        who asks has gone or may not run it; and whatever GraphError the job raises.
        """
        return await self.finish(self.begin(job, seconds, asker))

    def begin(self, job: Job, seconds: float | None = None, asker: Asker | None = None) -> Run:
        """Begin to have a job done; `first` of what this gives has the beginning of the answer."""
        allowed = min(self.limits.seconds, seconds or self.limits.seconds)
        run = Run(pack(job), asker, allowed, self.loop)
        self.lanes.enter(run)
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
        """Return the parts of an answer after the first one."""
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
        for run in self.lanes:
            self.stop(run, errors.closing())
        self.staff.close()

    # --- who waits for it

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
            self.stop(run, errors.unwanted())

    # --- how it ends

    def ready(self) -> None:
        """Take note that a worker is free."""
        self.lanes.admit()

    def told(self, run: Run, kind: bytes, content: bytes) -> None:
        """Take a part of what a worker says."""
        if kind == PART:
            run.add(content)
        elif kind == BEGIN:
            run.first.set_result((kind, content))
        elif kind == FAILED:
            self.done(run, errors.decode_failure(content))
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
        self.lanes.admit()

    def orphaned(self, run: Run) -> None:
        """Take its place from a job whose worker is gone."""
        run.line = None
        self.lanes.leave(run)

    def explained(self, run: Run, status: int | None) -> None:
        """End a job whose worker is gone, and say how that ended."""
        if not run.ended:
            self.stop(run, errors.died(status, self.limits.memory))

    def end(self, run: Run, failure: GraphError | None) -> Line | None:
        """End a job wherever it is; gives the line to its worker, if it has one."""
        self.lanes.leave(run)
        if run.asker and run.begun:
            run.asker.spent(self.loop.time() - run.begun)
        if isinstance(failure, LimitError):
            self.ended[failure.cause] += 1
        return run.end(failure)
