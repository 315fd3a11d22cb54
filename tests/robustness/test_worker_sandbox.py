"""What a worker could do if a query made it run other code: nothing, and nobody believes what it says."""

import asyncio
import ctypes
import json
import mmap
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import cast

import httpx2
import psutil
import pytest

from api.workers import sandbox, worker
from api.workers.limits import Limits
from api.workers.pool import Pool
from api.workers.sandbox import C_LIBRARY
from api.workers.task import TaskResult
from api.workers.worker import FAILED, READY, WHOLE, SocketReply
from graph import BadQueryError, KnowledgeGraph
from graph.errors import GraphError, LimitError, LocalError
from graph.rdf.bounded_writer import Job, ReplySink
from graph.rdf.store import MemoryStore, Store
from i18n import Message
from tests.support.running_server import served

pytestmark = pytest.mark.alone

FILE = "/dumps/distrograph.nt.zst"
WORKERS = 6
"""Of the workers that a server has, so many at least are waited for."""
SECRET = "correct horse battery staple"  # noqa: S105  # of nothing


def answered(store: Store, *jobs: Job) -> list[TaskResult | GraphError]:
    """Make one worker after another do jobs."""
    pool = Pool(store, Limits(timeout=2, concurrency=1, max_slow=1))

    async def main() -> list[TaskResult | GraphError]:
        found: list[TaskResult | GraphError] = []
        try:
            await pool.open()
            for job in jobs:
                try:
                    found.append(await pool.run(job))
                except GraphError as error:
                    found.append(error)
            return found
        finally:
            pool.close()

    return asyncio.run(main())


def tried(what: Callable[[], object]) -> str:
    """Try something; gives how it failed."""
    try:
        what()
    except OSError as error:
        return type(error).__name__ if error.errno is None else os.strerror(error.errno)
    except (MemoryError, ValueError) as error:
        return type(error).__name__
    return "done"


def try_all(store: Store, reply: ReplySink) -> None:
    """Try what other code would do; gives how each failed."""
    del store
    attempts: dict[str, Callable[[], object]] = {
        "open a file": lambda: os.open("/etc/hostname", os.O_RDONLY),
        "make a file": lambda: os.open("/tmp/worker", os.O_CREAT | os.O_WRONLY),  # noqa: S108  # it fails
        "make a socket": lambda: socket.socket(socket.AF_INET),
        "make a pair of sockets": socket.socketpair,
        "start a process": os.fork,
        "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606  # it fails
        "signal its parent": lambda: os.kill(os.getppid(), 0),
        "end all it may": lambda: os.kill(-1, signal.SIGTERM),
        "map memory to run": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
        "read another's memory": lambda: checked(
            ctypes.CDLL(None, use_errno=True).ptrace(16, os.getppid(), 0, 0)
        ),
        "leave its namespace": lambda: checked(C_LIBRARY.unshare(0x10000000)),
        "remove a file": lambda: Path("/nothing").unlink(),
    }
    reply.whole({name: tried(what) for name, what in attempts.items()}, b"")


def checked(result: int) -> None:
    """Raise the error of a call of the C library."""
    if result < 0:
        raise OSError(ctypes.get_errno(), "failed")


def test_a_worker_can_do_nothing_but_answer(kg: KnowledgeGraph) -> None:
    """Each attempt is refused by the kernel, and queries are answered as ever."""
    found = answered(kg.store, try_all)[0]
    assert isinstance(found, TaskResult)
    assert set(found.head.values()) <= {"Operation not permitted", "Permission denied"}, found.head
    assert len(found.head) > 10


def tell_surroundings(store: Store, reply: ReplySink) -> None:
    """Return what a worker has of its environment."""
    del store
    environ = ctypes.POINTER(ctypes.c_char_p).in_dll(C_LIBRARY, "environ")
    reply.whole([dict(os.environ), bool(environ) and bool(environ[0])], b"")


def test_a_worker_has_no_secret_in_its_environment(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor has the process that forks it."""
    monkeypatch.setenv("DISTROGRAPH_STORE_PASSWORD", SECRET)
    found = answered(kg.store, tell_surroundings)[0]
    assert isinstance(found, TaskResult)
    assert set(found.head[0]) <= sandbox.ALLOWED_VARIABLES
    assert os.environ["DISTROGRAPH_STORE_PASSWORD"] == SECRET


def is_confined(process: psutil.Process) -> bool:
    """Return whether a process has given up what it can."""
    status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    return "\nNoNewPrivs:\t1\n" in status and "\nSeccomp:\t2\n" in status


@pytest.fixture(scope="module")
def workers() -> Iterator[tuple[psutil.Process, list[psutil.Process]]]:
    """Serve the graph with a secret in the environment; gives the server, and what it has forked."""
    with served(DISTROGRAPH_LLM_KEY=SECRET, DISTROGRAPH_LOG="warning") as running:
        httpx2.get(f"{running.address}/readyz", timeout=60).raise_for_status()
        (server,) = psutil.Process(running.process.pid).children()
        until = time.monotonic() + 30
        while sum(map(is_confined, server.children(recursive=True))) < WORKERS:
            assert time.monotonic() < until
            time.sleep(0.05)
        yield server, server.children(recursive=True)


def test_what_serves_keeps_secrets_from_workers(workers: tuple[psutil.Process, list[psutil.Process]]) -> None:
    """The system shows the environment of a process to whoever may look: of theirs nothing is left."""
    server, forked = workers
    assert SECRET.encode() in Path(f"/proc/{server.pid}/environ").read_bytes()
    assert len(forked) > 5
    for each in forked:
        assert SECRET.encode() not in Path(f"/proc/{each.pid}/environ").read_bytes()


def test_a_worker_has_no_descriptor_but_its_own(workers: tuple[psutil.Process, list[psutil.Process]]) -> None:
    """A line to the server; all other numbers are taken by what holds nothing."""
    _, forked = workers
    for each in filter(is_confined, forked):
        links = [str(entry.readlink()) for entry in Path(f"/proc/{each.pid}/fd").iterdir()]
        (own,) = [link for link in links if link != os.devnull]
        assert own.startswith("socket:")


# --- a worker that lies


def says(store: Store, reply: ReplySink, *, kind: bytes, content: bytes) -> None:
    """Describe what no worker says."""
    del store
    cast("SocketReply", reply).send(kind, content)


WORDLESS = json.dumps({"kind": "LimitError", "message": "x", "held": {}}).encode()
LIES = {
    "no JSON": (FAILED, b"\x80\x04nonsense"),
    "a pickle": (FAILED, b"cos\nsystem\n(S'true'\ntR."),
    "an unknown error": (FAILED, json.dumps({"kind": "Exception", "message": "x", "held": {}}).encode()),
    "an error without words": (FAILED, WORDLESS),
    "deep JSON": (FAILED, b"[" * 100_000),
    "no head": (WHOLE, b""),
    "a head that ends too early": (WHOLE, b"\x00\x00\xff\xff{}"),
    "a head that is a pickle": (WHOLE, b"\x00\x00\x00\x08\x80\x04N.xxxx"),
}


@pytest.mark.parametrize("name", LIES)
def test_what_a_worker_says_is_not_believed(kg: KnowledgeGraph, name: str) -> None:
    """What cannot be understood is an answer of its own, and the next one is answered."""
    kind, content = LIES[name]
    lie, truth = answered(kg.store, partial(says, kind=kind, content=content), tell_surroundings)
    assert isinstance(lie, LimitError)
    assert lie.cause == "killed"
    assert isinstance(truth, TaskResult)


def test_a_worker_cannot_name_another_process_as_itself(kg: KnowledgeGraph) -> None:
    """It would be killed in its place."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as victim:
        lie = partial(says, kind=READY, content=str(victim.pid).encode())
        found = answered(kg.store, partial(runs_on, before=lie), tell_surroundings)
        assert victim.poll() is None
        victim.kill()
    assert isinstance(found[0], LimitError)
    assert isinstance(found[1], TaskResult)


def runs_on(store: Store, reply: ReplySink, *, before: Job) -> None:
    """Do something, and then run until the limit of time."""
    before(store, reply)
    while True:
        pass


# --- a worker that does not come up


class Broken(MemoryStore):
    """A store that cannot be opened again in a worker."""

    def __init__(self, store: MemoryStore, end: Callable[[], object]) -> None:
        super().__init__(store.quads)
        self.end = end

    def reopen(self) -> Store:
        """Fail."""
        self.end()
        return self


def cannot() -> None:
    """Describe why it cannot be opened."""
    raise LocalError(Message("the store is damaged"))


@pytest.mark.parametrize(
    ("end", "reason"), [(cannot, "the store is damaged"), (lambda: os._exit(3), "exit as soon as they start")]
)
def test_workers_that_do_not_come_up_are_told_at_once(
    kg: KnowledgeGraph, end: Callable[[], object], reason: str
) -> None:
    """Nothing waits for them."""
    assert isinstance(kg.store, MemoryStore)

    async def main(pool: Pool) -> None:
        async with asyncio.timeout(10):
            await pool.open()

    pool = Pool(Broken(kg.store, end), Limits(concurrency=1, max_slow=1))
    try:
        with pytest.raises(GraphError, match=reason):
            asyncio.run(main(pool))
    finally:
        pool.close()


def test_the_service_runs_where_no_memory_may_become_executable() -> None:
    """As systemd's MemoryDenyWriteExecute has it (PR_SET_MDWE of prctl(2))."""
    program = (
        "import ctypes, sys; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0);"
        "from cli.main import main; sys.exit(main(['serve', '--port', '0']))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        address = (re.search(r"http://\S+", said) or [""])[0]
        for path in (
            "/explore/file?format=svg&focus=k3s",
            "/sparql?query=ASK%7B%7D",
            "/dumps/distrograph.nt.zst",
        ):
            assert httpx2.get(f"{address}{path}", timeout=60).status_code == 200, path
        process.terminate()


def test_the_work_of_a_worker_is_still_confined_without_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kernel that has it not does the rest."""
    monkeypatch.setattr(sandbox, "LANDLOCK_CREATE", 9999)
    child = os.fork()
    if child == 0:
        code = 1
        with suppress(BaseException):
            worker.confine_process(1 << 30)
            code = 0 if tried(lambda: os.open("/etc/hostname", os.O_RDONLY)) != "done" else 2
        os._exit(code)
    assert os.waitpid(child, 0)[1] == 0


def test_a_bad_query_is_told_as_ever(kg: KnowledgeGraph) -> None:
    """What the engine says comes through."""
    from graph.rdf.query_job import QueryJob  # noqa: PLC0415  # beside what it is asked for

    (found,) = answered(kg.store, QueryJob("SELECT nonsense", {"solutions": "json", "triples": "nt"}))
    assert isinstance(found, BadQueryError)
    assert found.line == 1
