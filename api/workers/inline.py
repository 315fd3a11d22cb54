"""Running jobs in this process, for where no stranger asks: in tests, and in a program of one's own."""

from __future__ import annotations

import asyncio

from api.workers.errors import decode_failure
from api.workers.limits import Limits
from api.workers.task import Answer, Asker, Parts
from api.workers.worker import END, FAILED, WHOLE, Reply, split
from graph.errors import GraphError
from graph.rdf import Job, Store


class StandIn:
    """What answers as a Pool does, without its limits of time and memory, and each answer after its end."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seconds = Limits.seconds

    async def answer(self, job: Job, seconds: float | None = None, asker: Asker | None = None) -> Answer:
        """Do a job; raises whatever GraphError it raises."""
        del seconds, asker
        kept = Kept()
        try:
            await asyncio.to_thread(job, self.store, kept)
        except GraphError as error:
            if not kept.parts:
                raise
            kept.fail(error)
        kind, content = kept.parts[0]
        head, body = split(content)
        return Answer(head, body, None if kind == WHOLE else rest(kept))


class Kept(Reply):
    """A reply that is kept instead of sent."""

    def __init__(self) -> None:
        self.parts: list[tuple[bytes, bytes]] = []

    def send(self, kind: bytes, content: bytes) -> None:
        """Keep a part."""
        self.parts.append((kind, content))


async def rest(kept: Kept) -> Parts:
    """Return the parts of an answer after the first one."""
    for kind, content in kept.parts[1:]:
        if kind == FAILED:
            raise decode_failure(content)
        if kind != END:
            yield content
