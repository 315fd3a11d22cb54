"""Having the calls of a query answered before it is run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import httpx2

from api.federation.allowlist import Opened
from api.federation.client import ask, out_of_time, unless_silent
from graph.rdf import QueryJob, ServiceCallJob, ServiceRequest

AT_ONCE = 16
"""Requests to other services that are under way at once."""
Read = Callable[[ServiceCallJob], Awaitable[Sequence[ServiceRequest]]]
"""Reads what a query calls, in a worker."""


class Federation:
    """The services that queries may call, by the beginnings of their addresses."""

    def __init__(self, prefixes: Sequence[str]) -> None:
        self.opened = Opened.of(prefixes)
        self.places = asyncio.Semaphore(AT_ONCE)

    def concerns(self, query: QueryJob) -> bool:
        """Return whether a query may call anybody."""
        return bool(self.opened.prefixes) and "service" in query.text.lower()

    async def answered(self, query: QueryJob, read: Read, due: float) -> QueryJob:
        """Return a query that calls nobody any more, by a moment of the loop's clock.

        Raises BadQueryError for a call that is refused, and LimitError for one that has no answer.
        """
        requests = await read(ServiceCallJob(query.text))
        if not requests:
            return query
        # By environment variables a proxy could be put between, and secrets of .netrc be sent.
        async with httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=None) as client:
            asking = [asyncio.ensure_future(self.ask(each, client, due)) for each in requests]
            try:
                answers = await asyncio.gather(*asking)
            finally:
                for each in asking:
                    each.cancel()
        return replace(query, answers=tuple(answers))

    async def ask(self, request: ServiceRequest, client: httpx2.AsyncClient, due: float) -> bytes:
        """Ask one service, when there is a place."""
        try:
            async with asyncio.timeout_at(due), self.places:
                return await ask(request, self.opened, client)
        except TimeoutError:
            return unless_silent(request, out_of_time(request.service))
