"""Queries from outside are evaluated in processes that can be killed.

The engine has no limit of time or memory and cannot be told to stop. So a process that is forked off before
there are threads, the nursery, forks workers off, and all share the memory of the dataset. A worker that runs
too long or takes too much memory is ended, and the nursery forks another one; nobody else notices.
"""

import faulthandler
import gc
import os
import pickle
import queue
import resource
import signal
import socket
import struct
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from graph.errors import BadQueryError, GraphError, LimitError
from graph.store import MemoryStore

SECONDS = 10.0
"""How long a query may take."""
MEMORY = 1 << 30
"""Bytes of memory that a query may take."""
WORKERS = 4
"""How many queries are run at once, unless somebody says otherwise."""
PATIENCE = 5.0
"""Seconds for which a query waits for a free worker."""
LENGTH = struct.Struct("!Q")

Job = Callable[[MemoryStore], Any]
"""What a worker does with the dataset. It, what it gives, and a GraphError that it raises are pickled."""


@dataclass(slots=True)
class Worker:
    """A worker as its user sees it: the line to it, and its process."""

    line: socket.socket
    pid: int


class Pool:
    """Some workers, and the nursery that replaces them.

    Make it while the process has one thread: it forks, and a lock that another thread holds would stay locked
    in the nursery for ever. What there is by then is never garbage-collected.
    """

    def __init__(
        self, store: MemoryStore, *, workers: int = WORKERS, seconds: float = SECONDS, memory: int = MEMORY
    ) -> None:
        self.seconds = seconds
        self.memory = memory
        self.orders, theirs = socket.socketpair()
        gc.freeze()  # collecting writes to every object, and what is written is no longer shared
        self.nursery = fork(partial(nurse, store=store, memory=memory), theirs)
        theirs.close()
        self.free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for _ in range(workers):
            self.free.put(self.hire())

    def hire(self) -> Worker:
        """Have the nursery fork a worker."""
        ours, theirs = socket.socketpair()
        socket.send_fds(self.orders, [b"!"], [theirs.fileno()])
        theirs.close()
        return Worker(ours, receive(ours))

    def run(self, job: Job, seconds: float | None = None) -> Any:  # noqa: ANN401  # whatever the job gives
        """Do a job in a worker, in so many seconds if that is less than the pool allows.

        Raises LimitError if it takes too long, if the worker dies (which is what too much memory does to it),
        or if no worker is free; and whatever GraphError the job raises.
        """
        allowed = min(self.seconds, seconds or self.seconds)
        try:
            worker = self.free.get(timeout=PATIENCE)
        except queue.Empty:
            raise LimitError(
                "too many queries are running; try again in a moment", limit="queries at once"
            ) from None
        try:
            worker.line.settimeout(allowed)
            send(worker.line, job)
            outcome = receive(worker.line)
        except TimeoutError:
            worker = self.replaced(worker)
            limit = f"{allowed:g} seconds"
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
        """End all that was started, and wait for the nursery, which ends its workers as its orders end."""
        self.orders.close()
        while not self.free.empty():
            self.free.get().line.close()
        with suppress(ChildProcessError):
            os.waitpid(self.nursery, 0)


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


def fork(task: Callable[[socket.socket], None], line: socket.socket) -> int:
    """Start a process that does a task with its line and then ends; gives its id."""
    # Until the child has handlers of its own, a signal would run ours in it, and unwind into our code.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    try:
        pid = os.fork()
        if pid == 0:
            alone(task, line)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return pid


def alone(task: Callable[[socket.socket], None], line: socket.socket) -> NoReturn:
    """Do a task with nothing inherited but its line and stdio, and end the process whatever happens."""
    code = 1
    try:
        reset_signals()
        close_inherited(line.fileno())
        task(line)
        code = 0
    except BaseException:  # noqa: BLE001  # nothing above here is ours to run
        os.write(2, traceback.format_exc().encode())  # sys.stderr has a lock
    finally:
        os._exit(code)


def reset_signals() -> None:
    """Forget the handlers of the parent, and leave to it what a terminal sends to all."""
    faulthandler.disable()  # it would write to a file that is not ours any more
    signal.set_wakeup_fd(-1)
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started the service ends it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for workers
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def close_inherited(kept: int) -> None:
    """Close all files but one and stdio: a socket that listens, or a client's, must end with its owner."""
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number != kept:  # noqa: PLR2004  # stderr
            with suppress(OSError):  # the one through which we read this list
                os.close(number)


def nurse(orders: socket.socket, *, store: MemoryStore, memory: int) -> None:
    """Fork a worker for every line that is handed over, until the orders end; then end all workers."""
    os.setpgid(0, 0)
    while True:
        order, lines, _, _ = socket.recv_fds(orders, 1, 1)
        if not order:
            # Whoever is in the middle of a query does not see that its line has ended.
            os.killpg(os.getpid(), signal.SIGKILL)
        with socket.socket(fileno=lines[0]) as line:
            fork(partial(work, store=store, memory=memory), line)


def work(line: socket.socket, *, store: MemoryStore, memory: int) -> None:
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
