"""A pool without processes, for trusted queries: in tests, and in a program of one's own."""

from __future__ import annotations

import asyncio

from api.workers.errors import decode_failure
from api.workers.limits import Limits
from api.workers.task import Chunks, ClientContext, TaskResult
from api.workers.worker import END, FAILED, WHOLE, SocketReply, split_head
from graph.errors import GraphError
from graph.rdf import Job, Store


class InlinePool:
    """Runs jobs like a Pool, but in a thread: without limits of time and memory, and without streaming."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.timeout = Limits.timeout

    async def run(
        self, job: Job, time_limit: float | None = None, client: ClientContext | None = None
    ) -> TaskResult:
        """Run a job and return its result; raises whatever GraphError the job raises."""
        del time_limit, client
        reply = BufferedReply()
        try:
            await asyncio.to_thread(job, self.store, reply)
        except GraphError as error:
            if not reply.chunks:
                raise
            reply.fail(error)
        kind, content = reply.chunks[0]
        head, body = split_head(content)
        return TaskResult(head, body, None if kind == WHOLE else _iterate_rest(reply))


class BufferedReply(SocketReply):
    """A reply that is kept in memory instead of sent."""

    def __init__(self) -> None:
        self.chunks: list[tuple[bytes, bytes]] = []

    def send(self, kind: bytes, content: bytes) -> None:
        """Append a frame."""
        self.chunks.append((kind, content))


async def _iterate_rest(reply: BufferedReply) -> Chunks:
    """Yield the chunks of a result after the first one; raises the error that ended it."""
    for kind, content in reply.chunks[1:]:
        if kind == FAILED:
            raise decode_failure(content)
        if kind != END:
            yield content
