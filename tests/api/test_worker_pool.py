"""A query that runs away is ended, and nobody else notices."""

import asyncio
import dataclasses
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest

from api.server.server import make_server
from api.workers.limits import Limits
from api.workers.pool import Pool
from api.workers.task import TaskResult
from graph import BadQueryError, KnowledgeGraph
from graph.errors import LimitError, TooLongError
from graph.rdf.bounded_writer import ReplySink
from graph.rdf.query_job import QueryJob
from graph.rdf.store import Store

pytestmark = pytest.mark.alone

LIMIT = 2.0
"""Seconds that the server of the tests gives to a query."""
PATIENCE = 30.0
"""Seconds for which a test waits for what comes at once, unless it never comes."""
CARD = "SELECT ?d { ?d dg:uses id:kine }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a (dg:uses|!dg:uses)* ?b . ?b (dg:uses|!dg:uses)* ?c . ?c (dg:uses|!dg:uses)* ?d }",
]

Work = Callable[[Pool], Awaitable[object]]


def asked(text: str, **limits: int) -> QueryJob:
    """Make a query as a request would."""
    query = QueryJob(text, {"solutions": "json", "triples": "nt"})
    return dataclasses.replace(query, **limits)  # type: ignore[arg-type]  # some of its numbers


async def whole(answer: TaskResult) -> bytes:
    """Read an answer to its end."""
    rest = [part async for part in answer.rest] if answer.rest else []
    return answer.body + b"".join(rest)


def pooled(kg: KnowledgeGraph, work: Work, **limits: float) -> Any:  # noqa: ANN401  # whatever the work gives
    """Make a pool, do some work with it, and close it."""
    pool = Pool(kg.store, Limits(**{"concurrency": 1, "max_slow": 1, **limits}))  # type: ignore[arg-type]

    async def main() -> object:
        try:
            await pool.open()
            await until(lambda: len(pool.workers.idle) == pool.workers.size)
            return await work(pool)
        finally:
            pool.close()

    return asyncio.run(main())


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""
    due = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < due
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_runaway_query_is_ended_in_time(server: str, query: str) -> None:
    """503, or 413 if it has much to say, as a problem that names the limit, within half a second of it."""
    begun = time.monotonic()
    response = httpx2.get(f"{server}/sparql", params={"query": query}, timeout=30)
    assert time.monotonic() - begun < LIMIT + 0.5 + 0.5  # half a second more for a busy machine
    assert response.headers["content-type"] == "application/problem+json"
    limits = {503: {"2 seconds", "1024 MiB of memory"}, 413: {"1000000 bytes"}}
    assert response.json()["limit"] in limits[response.status_code]
    assert (response.status_code == 503) == ("retry-after" in response.headers)


def test_nobody_else_notices(server: str) -> None:
    """While two queries run away, an easy question is answered every time."""
    attack = [
        threading.Thread(
            target=httpx2.get, args=(f"{server}/sparql",), kwargs={"params": {"query": q}, "timeout": 30}
        )
        for q in HOSTILE[:2]
    ]
    for each in attack:
        each.start()
    while any(each.is_alive() for each in attack):
        answer = httpx2.get(
            f"{server}/sparql", params={"query": "SELECT ?d { ?d dg:uses id:kine }"}, timeout=5
        )
        assert len(answer.json()["results"]["bindings"]) == 4
        assert httpx2.get(f"{server}/healthz", timeout=5).status_code == 200


@dataclasses.dataclass
class CallOut:
    """Does what the guard would have refused."""

    port: int

    def __call__(self, store: Store, reply: ReplySink) -> None:
        """Call a service."""
        del reply
        store.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{self.port}/> {{ ?s ?p ?o }} }}")


def test_a_worker_can_call_nobody(kg: KnowledgeGraph) -> None:
    """Even past the guard no connection is made: a worker must not make a socket, and has no file for it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        job = CallOut(listening.getsockname()[1])
        with pytest.raises(BadQueryError, match=r"Too many open files|not permitted"):
            pooled(kg, lambda pool: pool.run(job))
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_a_limit_of_time_is_said_as_it_was_set(kg: KnowledgeGraph) -> None:
    """A client's own limit counts if it is lower."""
    with pytest.raises(LimitError, match=r"0\.2 seconds") as caught:
        pooled(kg, lambda pool: pool.run(asked(ENDLESS), 0.2))
    assert caught.value.cause == "time"


def test_a_query_that_runs_long_gives_up_its_place(kg: KnowledgeGraph) -> None:
    """It goes on at the lowest priority while another one is answered, and its worker is not used again."""

    async def work(pool: Pool) -> None:
        long = asyncio.create_task(pool.run(asked(ENDLESS)))
        await until(lambda: pool.scheduler.slow)
        (run,) = pool.scheduler.slow
        assert run.channel
        pid = run.channel.pid
        assert os.getpriority(os.PRIO_PROCESS, pid) == 19
        assert b"k0s" in await whole(await pool.run(asked(CARD)))
        assert pool.scheduler.slow == {run}
        long.cancel()
        await until(lambda: not alive(pid))
        assert not pool.scheduler.slow

    pooled(kg, work)


def test_no_more_run_long_than_may(kg: KnowledgeGraph) -> None:
    """One more is refused, and may come back; cheap ones are still answered."""

    async def work(pool: Pool) -> None:
        long = asyncio.create_task(pool.run(asked(ENDLESS)))
        await until(lambda: pool.scheduler.slow)
        with pytest.raises(LimitError, match="1 long queries") as caught:
            await pool.run(asked(STREAM.replace("*", "(COUNT(*) AS ?n)")))
        assert caught.value.cause == "crowd"
        assert b"k0s" in await whole(await pool.run(asked(CARD)))
        long.cancel()

    pooled(kg, work)


def test_who_waits_too_long_is_refused(kg: KnowledgeGraph) -> None:
    """A query waits for a place for a while, and is then told that too many run."""

    async def work(pool: Pool) -> None:
        first = asyncio.create_task(pool.run(asked(ENDLESS)))
        await asyncio.sleep(0)
        with pytest.raises(LimitError) as caught:
            await pool.run(asked(CARD))
        assert caught.value.cause == "crowd"
        first.cancel()

    pooled(kg, work, fast_seconds=60, max_slow=0, queue_timeout=0.005)


def test_a_killed_worker_fails_one_query_and_no_other(kg: KnowledgeGraph) -> None:
    """Kill -9 at any time: that query is told so, and the next one is answered."""

    async def work(pool: Pool) -> None:
        for _ in range(3):
            long = asyncio.create_task(pool.run(asked(ENDLESS)))
            await until(lambda: pool.scheduler.slow)
            (run,) = pool.scheduler.slow
            assert run.channel
            os.kill(run.channel.pid, signal.SIGKILL)
            with pytest.raises(LimitError, match="worker process was killed") as caught:
                await long
            assert caught.value.cause == "killed"
            idle = {line.pid for line in pool.workers.idle}
            for pid in idle:
                os.kill(pid, signal.SIGKILL)
            await until(partial(renewed, pool, idle))
            assert b"k0s" in await whole(await pool.run(asked(CARD)))

    pooled(kg, work)


def test_too_much_memory_is_said_to_be_that(kg: KnowledgeGraph) -> None:
    """The engine ends its process when it finds no memory; the answer names the limit."""
    with pytest.raises(LimitError, match="64 MiB of memory") as caught:
        pooled(kg, lambda pool: pool.run(asked(f"{STREAM} ORDER BY ?a")), memory=64 << 20)
    assert caught.value.cause == "memory"


def test_killed_zygotes_are_replaced(kg: KnowledgeGraph) -> None:
    """One zygote after the other is killed: queries are answered, by workers of the other one."""

    async def work(pool: Pool) -> None:
        for _ in range(3):
            born = {line.pid for line in pool.workers.idle}
            os.kill(parent(min(born)), signal.SIGKILL)
            await until(partial(renewed, pool, born))
            assert b"k0s" in await whole(await pool.run(asked(CARD)))

    pooled(kg, work)


def renewed(pool: Pool, gone: set[int]) -> bool:
    """Return whether a pool has all its workers, and none of those that are gone."""
    free = {line.pid for line in pool.workers.idle}
    return len(free) == pool.workers.size and not free & gone


def parent(pid: int) -> int:
    """Return the parent of a process; 0 if it has ended."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def alive(pid: int) -> bool:
    """Return whether a process runs."""
    return parent(pid) != 0


def test_a_long_answer_comes_in_parts_and_is_cut_at_the_limit(kg: KnowledgeGraph) -> None:
    """What was sent until then has no end of its format."""

    async def work(pool: Pool) -> bytes:
        answer = await pool.run(asked(STREAM, bytes=1_000_000))
        got = bytearray(answer.body)
        assert answer.rest
        try:
            async for part in answer.rest:
                got += part
        except TooLongError:
            return bytes(got)
        raise AssertionError

    got = pooled(kg, work)
    assert 100_000 < len(got) <= 1_000_000
    assert got.startswith(b'{"head"')
    assert not got.endswith(b"]}}")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_in_every_format(kg: KnowledgeGraph, form: str) -> None:
    """As many rows as may be are given, and not one more."""

    def limited(rows: int) -> QueryJob:
        text = "SELECT ?a ?c { ?a a ?b ; dg:uses ?c } LIMIT 50"
        return QueryJob(text, {"solutions": form}, rows=rows)

    async def work(pool: Pool) -> None:
        assert await whole(await pool.run(limited(51)))
        with pytest.raises(TooLongError, match="40 rows"):
            await pool.run(limited(40))

    pooled(kg, work)


def test_a_reader_that_is_slow_holds_the_worker_back(kg: KnowledgeGraph) -> None:
    """No more than some parts are kept for a reader who does not read, and leaving ends the query."""

    async def work(pool: Pool) -> None:
        answer = await pool.run(asked(STREAM))
        await until(lambda: pool.scheduler.slow)
        (run,) = pool.scheduler.slow
        await until(lambda: run.is_paused)
        held = run.buffered_bytes
        await asyncio.sleep(0.3)
        assert run.buffered_bytes == held < 3 << 20
        assert answer.rest
        await anext(answer.rest)
        await answer.rest.aclose()
        assert not pool.scheduler.slow

    pooled(kg, work)


def test_no_process_is_left_over(kg: KnowledgeGraph) -> None:
    """When a server ends, so do the zygote and even a worker in the middle of a query."""
    made = make_server(kg, workers=1)
    line = made.pool.workers.unattached[0]
    made.pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(made.pool.workers.zygote.pid, 0)  # a zombie would still be there
    assert line.fileno() == -1


def test_a_pool_whose_zygote_is_gone_closes(kg: KnowledgeGraph) -> None:
    """Whoever ended the zygote, and whoever was told of it, closing is no error."""
    pool = Pool(kg.store)
    child = pool.workers.zygote.pid
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    pool.close()


def test_who_owns_the_pool_is_told_when_both_zygotes_are_gone(kg: KnowledgeGraph) -> None:
    """No worker can be made any more: the server ends then, and its supervisor starts another one."""
    pool = Pool(kg.store)
    told: list[bool] = []

    async def main() -> None:
        await pool.open(lambda: told.append(True))
        await until(lambda: len(pool.workers.idle) == pool.workers.size)
        zygote = psutil.Process(pool.workers.zygote.pid)
        workers = {line.pid for line in pool.workers.idle}
        (standby,) = [child for child in zygote.children() if child.pid not in workers]
        standby.kill()
        zygote.kill()
        await until(lambda: told)
        pool.close()

    asyncio.run(main())


def test_a_pool_holds_nothing_that_its_owner_had_open(kg: KnowledgeGraph) -> None:
    """A port is free again and a connection ends as soon as the owner of the pool closes them."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = listening.getsockname()
    with socket.create_connection(address) as client:
        accepted, _ = listening.accept()
        pool = Pool(kg.store)
        try:
            accepted.close()
            client.settimeout(PATIENCE)
            assert client.recv(1) == b""
            listening.close()
            socket.create_server(address).close()
        finally:
            pool.close()


KILLED = """
import asyncio, os, signal
from graph import KnowledgeGraph
from api.workers.pool import Pool
from graph.rdf.query_job import QueryJob
pool = Pool(KnowledgeGraph.open().store)
async def main():
    await pool.open()
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    task = asyncio.create_task(pool.run(QueryJob(text, {"solutions": "json"})))
    while not pool.scheduler.slow:
        await asyncio.sleep(0.01)
    print("killed", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
"""


def test_a_pool_whose_owner_is_killed_ends() -> None:
    """Zygote and workers end, even a worker in a query without end: all of them hold the same stdout."""
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("killed\n", -signal.SIGKILL)


FAILING = """
import atexit, os, socket, sys
from api.workers.process import fork
def fail(channel):
    raise SystemExit("it failed")
atexit.register(print, "exit")
try:
    _, status = os.waitpid(fork(fail, socket.socketpair()[0]), 0)
    print(os.waitstatus_to_exitcode(status))
finally:
    print("finally")
"""


def test_a_forked_process_that_fails_runs_nothing_of_its_parent() -> None:
    """It says why on stderr, and ends with neither the blocks around it nor what waits for the exit."""
    done = subprocess.run([sys.executable, "-c", FAILING], capture_output=True, text=True, check=True)
    assert done.stdout == "1\nfinally\nexit\n"
    assert "it failed" in done.stderr
