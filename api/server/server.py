"""The HTTP server: uvicorn, made to refuse what it cannot read as the application refuses things."""

import asyncio
import logging
import math
import os
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
from api.observability.metrics import collect_connections
from api.observability.middleware import ObservabilityMiddleware
from api.observability.tracing import configure_tracing
from api.server.connections import Connections
from api.server.http_protocol import Protocol
from api.server.signals import STEP_BACK
from api.workers.limits import MAX_WORKERS, Limits, compute_max_slow
from api.workers.pool import Pool
from api.workers.rate_limits import MAX_CONCURRENT, MAX_SECONDS_PER_MINUTE, ClientQuotas
from graph import BadParameterError, KnowledgeGraph
from graph.models import Label
from graph.rdf import MAX_BYTES, MAX_ROWS, QueryJob

Number = TypeVar("Number", int, float)


PAUSE = 0.05
"""Seconds between two looks at whether connections have ended."""
NUMBERS = {"int": Label(en="whole number", zh="整数"), "float": Label(en="number", zh="数")}
LEAST_MEMORY = 16 << 20
"""Bytes that a query must be given, for a worker to do anything at all."""
THREADS = FAST_CONCURRENCY + SLOW_CONCURRENCY + OVERRUN_CONCURRENCY + 4
"""Those that compute an answer, and some for what is quick: to compress one, to read a file."""
SWITCH = 0.0003
"""Seconds for which one thread has the interpreter while another one waits for it.

What answers connections needs it many times for each, and each time waits for those that compute.
"""
MOST_SECONDS = 3600.0
"""Seconds that a query may be given; whoever needs more does not ask over HTTP."""
LOOKS = 20
"""Tenths of a second between two looks for clients that keep us waiting."""


class Server(uvicorn.Server):
    """A server that begins and ends with its workers, and says when it is ready."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: ObservabilityMiddleware,
        pool: Pool,
        log: Log,
        ready: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self.app = app
        self.pool = pool
        self.log = log
        self.ready = ready
        self.steps_back = False

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until a signal or `should_exit` ends it."""
        try:
            super().run(sockets)
        finally:
            self.pool.close()
            self.log.stop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen to the workers, have one answer a question, and then listen to the world."""
        self.log.start()
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        sys.setswitchinterval(SWITCH)
        await self.pool.open(self.give_up)
        await self.pool.run(QueryJob("ASK { ?s ?p ?o }", {"solutions": "json"}))
        if threading.current_thread() is threading.main_thread():
            signal.signal(STEP_BACK, lambda *_: self.step_back())
        await super().startup(sockets)
        self.ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End: accept no more, finish what runs, and for one who steps back let clients go on elsewhere.

        A connection that is kept alive is closed after its next answer, or when it has been idle for as long
        as it may be anyway: closed at once, it might take a request with it that is on its way.
        """
        state = self.server_state
        state.draining = True  # type: ignore[attr-defined]  # for our Protocol
        if self.steps_back:
            for each in self.servers:
                each.close()
            for _ in range(math.ceil((self.config.timeout_keep_alive + 1) / PAUSE)):
                if not state.connections:
                    break
                await asyncio.sleep(PAUSE)
        await super().shutdown(sockets)
        # What ended us may end the process at once, as soon as this returns.
        if self.app.tracing:
            await asyncio.to_thread(self.app.tracing.shutdown)
        self.log.stop()

    async def on_tick(self, counter: int) -> bool:
        """Do what uvicorn does ten times a second, and now and then hang up on those who keep us waiting."""
        if counter % LOOKS == 0:
            for connection in list(self.server_state.connections):
                cast("Protocol", connection).hang_up_if_stalled()
        return await super().on_tick(counter)

    def step_back(self) -> None:
        """End gently, because another server has taken over."""
        self.steps_back = self.should_exit = True

    def give_up(self) -> None:
        """End, because no query can be run any more."""
        logging.getLogger("distrograph.serving").error("both zygotes are gone; the server ends")
        self.should_exit = True


def make_server(
    graph: KnowledgeGraph,
    *,
    seconds: float | None = None,
    workers: int = Limits.concurrency,
    allowed: Sequence[str] = (),
    ready: Callable[[], None] = lambda: None,
) -> Server:
    """Make a server of the application; it is run on sockets that the caller has bound.

    So many queries from outside are run at once, and each takes at most so many seconds: those of
    DISTROGRAPH_QUERY_TIMEOUT if none are given. They may call services whose addresses begin with one of
    `allowed`. `ready` is called when it answers.
    Make it before there are threads: see `Pool`. Raises BadParameterError for a setting that makes no sense.
    """
    limits = set_limits(seconds, workers)
    log = Log(level=level())
    clients = ClientQuotas(
        setting("CLIENT_QUERIES", MAX_CONCURRENT, 0), setting("CLIENT_SECONDS", MAX_SECONDS_PER_MINUTE, 0.0)
    )
    longest, rows = setting("RESULT_BYTES", MAX_BYTES, 1), setting("RESULT_ROWS", MAX_ROWS, 1)
    pool = Pool(graph.store, limits)
    app = create_app(graph, pool, longest=longest, rows=rows, clients=clients, log=log, allowed=allowed)
    app.tracing = configure_tracing()
    connections = Connections()
    app.metrics.register(collect_connections, connections)
    config = uvicorn.Config(
        app,
        http=partial(Protocol, quick=app.fast_path, open_connections=connections),  # type: ignore[arg-type]  # it is called
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=math.ceil(limits.timeout) + 1,
    )
    return Server(config, app, pool, log, ready)


def set_limits(seconds: float | None = None, workers: int = Limits.concurrency) -> Limits:
    """Read the limits of queries from the environment; raises BadParameterError for nonsense."""
    memory = setting("QUERY_MEMORY", Limits.memory, LEAST_MEMORY)
    return Limits(
        timeout=seconds or setting("QUERY_TIMEOUT", Limits.timeout, 0.05, MOST_SECONDS),
        memory=memory,
        concurrency=workers,
        max_slow=setting("LONG_QUERIES", compute_max_slow(memory), 0, MAX_WORKERS),
    )


def level() -> int:
    """Read from DISTROGRAPH_LOG what is logged: debug (with the text of queries), info, or only warnings."""
    named = logging.getLevelNamesMapping().get(os.environ.get("DISTROGRAPH_LOG", "info").upper())
    if named is None:
        raise BadParameterError(
            "DISTROGRAPH_LOG is debug, info or warning",
            "DISTROGRAPH_LOG 应为 debug、info 或 warning",
            parameter="DISTROGRAPH_LOG",
        )
    return named


def setting(name: str, default: Number, least: Number, most: Number | None = None) -> Number:
    """Read a number from the environment; raises BadParameterError if it is none, or out of bounds."""
    written = os.environ.get(f"DISTROGRAPH_{name}", default)
    try:
        number = type(default)(written)
    except ValueError:
        number = type(default)(-1)
    if not least <= number < math.inf or (most is not None and number > most):
        kind = NUMBERS[type(default).__name__]
        bounds = Label(en=f"from {least} up", zh=f"不小于 {least} ")
        if most is not None:
            bounds = Label(en=f"from {least} to {most}", zh=f" {least} 到 {most} 之间")
        raise BadParameterError(
            f"DISTROGRAPH_{name} is a {kind.en} {bounds.en}, not “{written}”",
            f"DISTROGRAPH_{name} 应为{bounds.zh}的{kind.zh}，而不是“{written}”",
            parameter=name,
        )
    return number
