"""The HTTP server: uvicorn with our protocol, a pool of workers, a log, and graceful draining."""

import asyncio
import logging
import math
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar, cast

import uvicorn
from anyio import to_thread

from api.app import create_app
from api.middleware.admission import FAST_CONCURRENCY, OVERRUN_CONCURRENCY, SLOW_CONCURRENCY
from api.observability.logging import Log
from api.observability.middleware import ObservabilityMiddleware
from api.observability.tracing import configure_tracing
from api.server.connections import Connections, collect_connections
from api.server.http_protocol import HttpProtocol
from api.server.signals import DRAIN_SIGNAL
from api.workers.limits import Limits, compute_max_slow
from api.workers.pool import Pool
from api.workers.rate_limits import ClientQuotas
from graph import KnowledgeGraph
from graph.rdf import QueryJob
from graph.settings import settings

Number = TypeVar("Number", int, float)


DRAIN_POLL_INTERVAL = 0.05
"""Seconds between two checks whether connections have closed."""
MAX_THREADS = FAST_CONCURRENCY + SLOW_CONCURRENCY + OVERRUN_CONCURRENCY + 4
"""Threads that compute responses, and some for short work, such as compression or reading a file."""
SWITCH_INTERVAL = 0.0003
"""The switch interval of threads, in seconds.

The event loop needs the interpreter many times a request, and each time waits for threads that compute.
"""
STALL_CHECK_TICKS = 20
"""Ticks, of a tenth of a second, between two checks for stalled clients."""


class Server(uvicorn.Server):
    """A server that starts and ends with its workers; calls `on_ready` when it serves."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: ObservabilityMiddleware,
        pool: Pool,
        log: Log,
        on_ready: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self.app = app
        self.pool = pool
        self.log = log
        self.on_ready = on_ready
        self.is_draining = False

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal or `should_exit` ends it."""
        try:
            super().run(sockets)
        finally:
            self.pool.close()
            self.log.stop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the pool, try one query, and then accept connections."""
        self.log.start()
        to_thread.current_default_thread_limiter().total_tokens = MAX_THREADS
        sys.setswitchinterval(SWITCH_INTERVAL)
        await self.pool.open(self.abort)
        await self.pool.run(QueryJob("ASK { ?s ?p ?o }", {"solutions": "json"}))
        if threading.current_thread() is threading.main_thread():
            signal.signal(DRAIN_SIGNAL, lambda *_: self.drain())
        await super().startup(sockets)
        self.on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, finish what runs, and when draining, wait until clients have gone elsewhere.

        A kept-alive connection is closed after its next response, or at the keep-alive timeout: if it were
        closed at once, a request that is on its way would be lost.
        """
        state = self.server_state
        state.draining = True  # type: ignore[attr-defined]  # for our HttpProtocol
        if self.is_draining:
            for each in self.servers:
                each.close()
            for _ in range(math.ceil((self.config.timeout_keep_alive + 1) / DRAIN_POLL_INTERVAL)):
                if not state.connections:
                    break
                await asyncio.sleep(DRAIN_POLL_INTERVAL)
        await super().shutdown(sockets)
        # What ended us may end the process at once, as soon as this returns.
        if self.app.tracing:
            await asyncio.to_thread(self.app.tracing.shutdown)
        self.log.stop()

    async def on_tick(self, counter: int) -> bool:
        """Do what uvicorn does ten times a second, and now and then abort stalled connections."""
        if counter % STALL_CHECK_TICKS == 0:
            for connection in list(self.server_state.connections):
                cast("HttpProtocol", connection).abort_if_stalled()
        return await super().on_tick(counter)

    def drain(self) -> None:
        """End gracefully, because another server has taken over."""
        self.is_draining = self.should_exit = True

    def abort(self) -> None:
        """End at once, because no worker can be forked any more."""
        logging.getLogger("distrograph.serving").error("both zygotes are gone; the server ends")
        self.should_exit = True


def make_server(
    graph: KnowledgeGraph,
    *,
    timeout: float | None = None,
    workers: int = Limits.concurrency,
    allowed_services: Sequence[str] = (),
    on_ready: Callable[[], None] = lambda: None,
) -> Server:
    """Make a server of the application; it is run on sockets that the caller has bound.

    `workers` queries run at once, each for at most `timeout` seconds (default: DISTROGRAPH_QUERY_TIMEOUT).
    They may call services whose addresses begin with one of `allowed_services`. `on_ready` is called when
    the server answers. Call this before there are threads, see `Pool`. Raises BadParameterError for an
    invalid setting.
    """
    limits = read_limits(timeout, workers)
    log = Log(level=settings.log)
    quotas = ClientQuotas(settings.client_queries, settings.client_seconds)
    max_bytes, max_rows = settings.result_bytes, settings.result_rows
    pool = Pool(graph.store, limits)
    app = create_app(
        graph,
        pool,
        max_bytes=max_bytes,
        max_rows=max_rows,
        quotas=quotas,
        log=log,
        allowed_services=allowed_services,
    )
    app.tracing = configure_tracing()
    connections = Connections()
    app.metrics.register(collect_connections, connections)
    config = uvicorn.Config(
        app,
        http=partial(HttpProtocol, fast_path=app.fast_path, open_connections=connections),  # type: ignore[arg-type]  # it is called
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=math.ceil(limits.timeout) + 1,
    )
    return Server(config, app, pool, log, on_ready)


def read_limits(timeout: float | None = None, workers: int = Limits.concurrency) -> Limits:
    """Read the limits of queries from the environment; raises BadParameterError for an invalid one."""
    memory, max_slow = settings.query_memory, settings.long_queries
    return Limits(
        timeout=timeout or settings.query_timeout,
        memory=memory,
        concurrency=workers,
        max_slow=compute_max_slow(memory) if max_slow is None else max_slow,
    )
