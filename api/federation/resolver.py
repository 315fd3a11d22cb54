"""Calling the services of a query before it is run."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import httpx2

from api.federation.allowlist import Allowlist
from api.federation.client import call_service, raise_unless_silent, service_timed_out
from graph.rdf import QueryJob, ServiceCallJob, ServiceRequest

MAX_CONCURRENT_CALLS = 16
"""Requests to other services at once."""
ReadCalls = Callable[[ServiceCallJob], Awaitable[Sequence[ServiceRequest]]]
"""Reads the calls of a query, in a worker."""


class Federation:
    """Calls services for queries, those whose addresses begin with one of `prefixes`."""

    def __init__(self, prefixes: Sequence[str]) -> None:
        self.allowlist = Allowlist.parse(prefixes)
        self.semaphore = asyncio.Semaphore(MAX_CONCURRENT_CALLS)

    def has_calls(self, query: QueryJob) -> bool:
        """Return whether a query may have calls to services."""
        return bool(self.allowlist.prefixes) and "service" in query.text.lower()

    async def resolve(self, query: QueryJob, read_calls: ReadCalls, deadline: float) -> QueryJob:
        """Return the query with the answers to its calls; `deadline` is in the loop's time.

        Raises BadQueryError for a call that is not allowed, and LimitError for one that has no answer.
        """
        requests = await read_calls(ServiceCallJob(query.text))
        if not requests:
            return query
        # By environment variables a proxy could be put between, and secrets of .netrc be sent.
        async with httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=None) as client:
            calls = [asyncio.ensure_future(self.call(each, client, deadline)) for each in requests]
            try:
                answers = await asyncio.gather(*calls)
            finally:
                for each in calls:
                    each.cancel()
        return replace(query, answers=tuple(answers))

    async def call(self, request: ServiceRequest, client: httpx2.AsyncClient, deadline: float) -> bytes:
        """Call one service, when the semaphore admits it."""
        try:
            async with asyncio.timeout_at(deadline), self.semaphore:
                return await call_service(request, self.allowlist, client)
        except TimeoutError:
            return raise_unless_silent(request, service_timed_out(request.service))
