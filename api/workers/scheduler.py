"""Which tasks run fast, which wait, and which go on as slow ones or are preempted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Protocol

from api.workers import errors
from api.workers.limits import Limits
from api.workers.registry import WorkerRegistry
from api.workers.task import Task
from graph.errors import LimitError

PREEMPT_DELAY = 0.01
"""Seconds after which a running task may be preempted by a waiting one."""
OVERLOAD_INTERVAL = 0.05
"""Seconds between two admissions while no more slow tasks may run."""


class TaskOwner(Protocol):
    """Ends the tasks that the scheduler turns away."""

    def abort(self, task: Task, error: LimitError) -> None:
        """End a task with an error, and kill its worker."""

    def cancel_on_disconnect(self, task: Task) -> None:
        """Cancel the task when its client disconnects."""


class Scheduler:
    """Runs a bounded number of fast tasks and of slow ones beside them; the others wait in a stack."""

    loop: asyncio.AbstractEventLoop

    def __init__(self, owner: TaskOwner, limits: Limits, workers: WorkerRegistry) -> None:
        self.owner = owner
        self.limits = limits
        self.workers = workers
        self.fast: set[Task] = set()
        self.slow: set[Task] = set()
        self.waiting: list[Task] = []
        self.preempt_timer: asyncio.TimerHandle | None = None
        self.last_admitted_at = 0.0

    def __iter__(self) -> Iterator[Task]:
        """Iterate over all tasks that are not done."""
        return iter([*self.waiting, *self.fast, *self.slow])

    def add(self, task: Task) -> None:
        """Start a task, or enqueue it."""
        if self.workers.idle and len(self.fast) < self.limits.concurrency:
            self.start(task)
        else:
            self.enqueue(task)

    def remove(self, task: Task) -> None:
        """Remove a task, wherever it is."""
        if task in self.waiting:
            self.waiting.remove(task)
        self.fast.discard(task)
        self.slow.discard(task)

    def start(self, task: Task) -> None:
        """Run a task as a fast one."""
        task.started_at = self.loop.time()
        self.fast.add(task)
        self.workers.assign(task)
        task.timer = self.loop.call_at(
            min(task.started_at + self.limits.fast_seconds, task.deadline), self.defer, self.on_timer, task
        )

    def enqueue(self, task: Task) -> None:
        """Enqueue a task, and abort it after `queue_timeout`."""
        self.waiting.append(task)
        time_out = partial(
            self.owner.abort, task, errors.overloaded(self.limits.concurrency + self.limits.max_slow)
        )
        task.timer = self.loop.call_at(
            min(self.loop.time() + self.limits.queue_timeout, task.deadline), time_out
        )
        if not self.preempt_timer:
            self.preempt_timer = self.loop.call_later(PREEMPT_DELAY, self.defer, self.preempt)

    def defer(self, callback: Callable[..., None], *tasks: Task) -> None:
        """Call a timer's callback only after what workers have sent meanwhile was read.

        uvloop runs timers before it reads, so in a busy server an overdue task may long be done.
        """
        self.loop.call_soon(self.loop.call_soon, callback, *tasks)

    def admit(self) -> None:
        """Start waiting tasks, the latest one first, as far as there are idle workers.

        When more come than can be served, the first ones would all be served too late (LIFO under overload:
        B. Maurer, Fail at Scale, ACM Queue 13(8), 2015).
        """
        while (
            self.waiting
            and self.workers.idle
            and len(self.fast) < self.limits.concurrency
            and self.try_admit()
        ):
            task = self.waiting.pop()
            if task.timer:
                task.timer.cancel()
            self.start(task)

    def try_admit(self) -> bool:
        """Return whether a waiting task may start now, and note the time if so.

        When no more slow tasks may run, most of the waiting ones would be aborted a moment later, and every
        abort costs a fork. Then they start one by one, and workers are left for new tasks that are soon done.
        """
        now = self.loop.time()
        if len(self.slow) >= self.limits.max_slow and now < self.last_admitted_at + OVERLOAD_INTERVAL:
            return False
        self.last_admitted_at = now
        return True

    def preempt(self) -> None:
        """Preempt running tasks that exceed PREEMPT_DELAY in favour of newer ones."""
        self.preempt_timer = None
        latest_start = self.loop.time() - PREEMPT_DELAY
        for task in [each for each in self.fast if each.started_at <= latest_start]:
            if not self.waiting:
                break
            if (error := self.slow_error(task)) is None:
                self.demote(task)
            elif self.waiting[-1].submitted_at > task.started_at:
                self.owner.abort(task, error)
        self.admit()
        for task in self.waiting:
            self.owner.cancel_on_disconnect(task)
        if self.waiting:
            self.preempt_timer = self.loop.call_later(PREEMPT_DELAY, self.defer, self.preempt)

    def on_timer(self, task: Task) -> None:
        """Abort a task at its deadline; demote one that is not fast, if its client may run a slow one."""
        if task.is_done:
            return
        if self.loop.time() >= task.deadline:
            self.owner.abort(task, errors.timed_out(task.timeout))
        elif (error := self.slow_error(task)) is not None:
            self.owner.abort(task, error)
        else:
            self.demote(task)

    def slow_error(self, task: Task) -> LimitError | None:
        """Return why a task must not become slow; None if it may."""
        if len(self.slow) >= self.limits.max_slow:
            return errors.overloaded(self.limits.max_slow)
        return task.client.quota_error() if task.client else None

    def demote(self, task: Task) -> None:
        """Turn a fast task into a slow one, at low priority."""
        self.fast.discard(task)
        self.slow.add(task)
        if task.timer:
            task.timer.cancel()
        task.timer = self.loop.call_at(task.deadline, self.defer, self.on_timer, task)
        self.owner.cancel_on_disconnect(task)
        if task.channel:
            self.workers.demote(task.channel)
        self.admit()
