"""Queries from outside are evaluated in processes that can be killed.

The engine has no limit of time or memory and cannot be told to stop. So a process of its own, the nursery,
loads the dataset once and forks workers off. A worker that runs too long or takes too much memory is ended,
and the nursery forks another one; nobody else notices.
"""

import os
import pickle
import queue
import resource
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import BadQueryError, GraphError
from graph.store import MemoryStore

SECONDS = 10.0
"""How long a query may take."""
MEMORY = 1 << 30
"""Bytes of memory that a query may take."""
WORKERS = 4
PATIENCE = 5.0
"""Seconds for which a query waits for a free worker."""
LENGTH = struct.Struct("!Q")

Job = Callable[[MemoryStore], Any]
"""What a worker does with the dataset. It, what it gives, and a GraphError that it raises are pickled."""


class LimitError(GraphError):
    """A query was ended because it hit a limit, which `limit` names."""

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit


@dataclass(slots=True)
class Worker:
    """A worker as its user sees it: the line to it, and its process."""

    line: socket.socket
    pid: int


class Pool:
    """Some workers, and the nursery that replaces them."""

    def __init__(
        self, store: MemoryStore, *, workers: int = WORKERS, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        self.seconds = seconds
        self.memory = memory
        self.orders, theirs = socket.socketpair()
        command = [sys.executable, "-c", "from graph.isolation import nursery; nursery()", str(memory)]
        self.nursery = subprocess.Popen(command, stdin=theirs.fileno())  # noqa: S603  # our own interpreter
        theirs.close()
        send(self.orders, store.quads.dump(format=ox.RdfFormat.N_QUADS))
        self.free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for _ in range(workers):
            self.free.put(self.hire())

    def hire(self) -> Worker:
        """Have the nursery fork a worker."""
        ours, theirs = socket.socketpair()
        socket.send_fds(self.orders, [b"!"], [theirs.fileno()])
        theirs.close()
        return Worker(ours, receive(ours))

    def run(self, job: Job) -> Any:  # noqa: ANN401  # whatever the job gives
        """Do a job in a worker.

        Raises LimitError if it takes too long, if the worker dies (which is what too much memory does to it),
        or if no worker is free; and whatever GraphError the job raises.
        """
        try:
            worker = self.free.get(timeout=PATIENCE)
        except queue.Empty:
            raise LimitError(
                "too many queries are running; try again in a moment", limit="queries at once"
            ) from None
        try:
            worker.line.settimeout(self.seconds)
            send(worker.line, job)
            outcome = receive(worker.line)
        except TimeoutError:
            worker = self.replaced(worker)
            limit = f"{self.seconds:g} seconds"
            raise LimitError(f"the query took longer than {limit}; ask for less", limit=limit) from None
        except (OSError, EOFError):
            worker = self.replaced(worker)
            limit = f"{self.memory >> 20} MiB of memory"
            message = f"the query ended its worker, most likely by taking more than {limit}; ask for less"
            raise LimitError(message, limit=limit) from None
        finally:
            self.free.put(worker)
        if isinstance(outcome, GraphError):
            raise outcome
        return outcome

    def replaced(self, worker: Worker) -> Worker:
        """End a worker at once, and give another one."""
        with suppress(ProcessLookupError):
            os.kill(worker.pid, signal.SIGKILL)
        worker.line.close()
        return self.hire()

    def close(self) -> None:
        """End all that was started; the workers end as their lines do."""
        self.orders.close()
        while not self.free.empty():
            self.free.get().line.close()
        self.nursery.wait(timeout=5)


def send(line: socket.socket, message: object) -> None:
    """Send a message."""
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    line.sendall(LENGTH.pack(len(content)) + content)


def receive(line: socket.socket) -> Any:  # noqa: ANN401  # whatever was sent
    """Receive a message; raises EOFError if the other side is gone."""
    (length,) = LENGTH.unpack(exactly(line, LENGTH.size))
    return pickle.loads(exactly(line, length))  # noqa: S301  # both ends are ours


def exactly(line: socket.socket, length: int) -> bytes:
    """Receive so many bytes."""
    content = bytearray()
    while len(content) < length:
        part = line.recv(min(length - len(content), 1 << 20))
        if not part:
            raise EOFError
        content += part
    return bytes(content)


def nursery() -> None:
    """Load the dataset, and fork a worker for every line that is handed over, until the orders end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started the service ends it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers
    memory = int(sys.argv[1])
    with socket.socket(fileno=os.dup(0)) as orders:
        quads = ox.Store()
        quads.load(receive(orders), format=ox.RdfFormat.N_QUADS)
        while True:
            order, lines, _, _ = socket.recv_fds(orders, 1, 1)
            if not order:
                return
            if os.fork() == 0:
                orders.close()
                work(MemoryStore(quads), socket.socket(fileno=lines[0]), memory)
                os._exit(0)
            os.close(lines[0])


def work(store: MemoryStore, line: socket.socket, memory: int) -> None:
    """Do jobs until the line ends, within the limit of memory and unable to open anything."""
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    taken = os.sysconf("SC_PAGE_SIZE") * int(pages)
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory,) * 2)
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # the engine complains there as it runs out of memory
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    send(line, os.getpid())
    while True:
        try:
            job = receive(line)
        except EOFError:
            return
        try:
            outcome = job(store)
        except GraphError as error:
            outcome = error
        except (OSError, RuntimeError, ValueError) as error:
            outcome = BadQueryError(f"this cannot be answered: {error}")
        send(line, outcome)
