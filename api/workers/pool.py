"""The pool runs jobs in workers and returns their results, or the error that ended them."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable
from functools import partial

from api.workers import errors
from api.workers.limits import SPARE_WORKERS, Limits
from api.workers.registry import WorkerRegistry
from api.workers.scheduler import Scheduler
from api.workers.task import Chunks, ClientContext, Task, TaskResult, WorkerChannel
from api.workers.worker import BEGIN, END, FAILED, PART, WHOLE, pack_job, run_worker, split_head
from graph.errors import GraphError, LimitError
from graph.rdf import Job, Store


class Pool:
    """Runs jobs in worker processes, within limits of time, memory and number.

    Create it while the process has one thread: it forks, and a lock that another thread holds would stay
    locked in the zygote for ever. Objects that exist by then are never garbage-collected. `open` it in the
    event loop that will use it. `terminations` counts by cause the jobs that were ended before
    their result.
    """

    def __init__(self, store: Store, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.terminations: Counter[str] = Counter()
        gc.freeze()  # collecting writes to every object, and what is written is no longer shared
        bound = partial(run_worker, store=store, memory=self.limits.memory)
        self.workers = WorkerRegistry(bound, self.limits.concurrency + SPARE_WORKERS)
        self.scheduler = Scheduler(self, self.limits, self.workers)

    # --- interface

    @property
    def timeout(self) -> float:
        """The limit of time of a job, in seconds."""
        return self.limits.timeout

    async def open(self, on_broken: Callable[[], None] = lambda: None) -> None:
        """Start the pool. Calls `on_broken` if no worker can be forked any more.

        Raises GraphError if no worker starts.
        """
        self.loop = self.scheduler.loop = asyncio.get_running_loop()
        await self.workers.open(self, on_broken)

    async def run(
        self, job: Job, time_limit: float | None = None, client: ClientContext | None = None
    ) -> TaskResult:
        """Run a job and return its result; `time_limit` may lower the limit of time.

        Raises LimitError if the job exceeds a limit, if its worker dies, if the pool is overloaded, or if the
        client disconnects or is over its quota; and whatever GraphError the job raises.
        """
        return await self.wait_for_result(self.submit(job, time_limit, client))

    def submit(self, job: Job, time_limit: float | None = None, client: ClientContext | None = None) -> Task:
        """Schedule a job and return its task, whose `first_frame` is the beginning of the result."""
        seconds = min(self.limits.timeout, time_limit or self.limits.timeout)
        task = Task(pack_job(job), client, seconds, self.loop)
        self.scheduler.add(task)
        return task

    async def wait_for_result(self, task: Task) -> TaskResult:
        """Wait for the result of a submitted task; raises what `run` raises."""
        try:
            kind, content = await task.first_frame
        except asyncio.CancelledError:
            self.cancel(task)
            raise
        return TaskResult(*split_head(content), None if kind == WHOLE else self.iterate_rest(task))

    async def iterate_rest(self, task: Task) -> Chunks:
        """Yield the chunks of a result after the first one; cancels the task if they are not all read."""
        try:
            while True:
                while task.chunks:
                    yield task.pop_chunk()
                if task.error:
                    raise task.error
                if task.is_done:
                    return
                task.new_chunk.clear()
                await task.new_chunk.wait()
        finally:
            self.cancel(task)

    def close(self) -> None:
        """Abort all tasks and end all processes."""
        for task in self.scheduler:
            self.abort(task, errors.shutting_down())
        self.workers.close()

    # --- disconnected clients

    def cancel_on_disconnect(self, task: Task) -> None:
        """Cancel the task when its client disconnects."""
        if task.client and not task.watcher:
            task.watcher = self.loop.create_task(self.watch_client(task, task.client))

    async def watch_client(self, task: Task, client: ClientContext) -> None:
        """Wait until the client disconnects, and cancel the task."""
        await client.wait_disconnected()
        self.cancel(task)

    def cancel(self, task: Task) -> None:
        """Cancel a task whose result nobody waits for."""
        if not task.is_done:
            task.watcher = None  # the watcher may be the caller, and must not be cancelled
            self.abort(task, errors.client_disconnected())

    # --- events of workers, and the end of tasks

    def on_worker_ready(self) -> None:
        """Admit waiting tasks, since a worker is idle."""
        self.scheduler.admit()

    def on_message(self, task: Task, kind: bytes, content: bytes) -> None:
        """Handle a frame from the worker of a task."""
        if kind == PART:
            task.push_chunk(content)
        elif kind == BEGIN:
            task.first_frame.set_result((kind, content))
        elif kind == FAILED:
            self.complete(task, errors.decode_failure(content))
        elif kind == WHOLE:
            task.first_frame.set_result((kind, content))
            self.complete(task)
        elif kind == END:
            self.complete(task)

    def complete(self, task: Task, error: GraphError | None = None) -> None:
        """End a task and release its worker for the next one."""
        channel = self.end_task(task, error)
        if channel:
            if task.is_paused:
                channel.transport.resume_reading()
            self.workers.release(channel)

    def abort(self, task: Task, error: LimitError) -> None:
        """End a task with an error, and kill its worker."""
        channel = self.end_task(task, error)
        if channel:
            self.workers.kill(channel)
        self.scheduler.admit()

    def on_worker_lost(self, task: Task) -> None:
        """Free the place of a task whose worker has closed its channel."""
        task.channel = None
        self.scheduler.remove(task)

    def on_worker_exit(self, task: Task, status: int | None) -> None:
        """End a task whose worker has died, with an error that tells its exit status."""
        if not task.is_done:
            self.abort(task, errors.worker_died(status, self.limits.memory))

    def end_task(self, task: Task, error: GraphError | None) -> WorkerChannel | None:
        """Take a task from the scheduler and record its usage; returns its channel, if it has one."""
        self.scheduler.remove(task)
        if task.client and task.started_at:
            task.client.record_usage(self.loop.time() - task.started_at)
        if isinstance(error, LimitError):
            self.terminations[error.cause] += 1
        return task.finish(error)
