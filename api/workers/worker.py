"""A worker: it does the jobs that come over its line, and sends back what they give, in parts."""

import json
import os
import pickle
import resource
import socket
import struct
from pathlib import Path
from typing import Any

from api.workers.errors import memory_of, nonsense
from api.workers.sandbox import (
    forget_streams,
    give_up_privileges,
    restrict_calls,
    restrict_files,
)
from graph.errors import BadQueryError, GraphError, LimitError
from graph.rdf import Job, Store

FRAME = struct.Struct("!cI")
"""What goes before each part: its kind, and how many bytes it has."""
READY, WHOLE, BEGIN, PART, END, FAILED = b"R", b"W", b"B", b"P", b"E", b"F"
"""Kinds of parts. Of an answer in one piece and of the begin of one, the first bytes say what it is."""
HEAD = struct.Struct("!I")
"""How long the head is with which WHOLE and BEGIN begin."""
LENGTH = struct.Struct("!I")
"""How long a job is."""
MOST_READ = 1 << 18
"""Bytes that are read at once."""


class Reply:
    """What a job writes its answer to: all at once, or a head and then parts until the end."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line

    def whole(self, head: object, body: bytes) -> None:
        """Return an answer in one piece: whatever the server must know of it, and its bytes."""
        self.send(WHOLE, headed(head, body))

    def begin(self, head: object, body: bytes) -> None:
        """Begin to give an answer."""
        self.send(BEGIN, headed(head, body))

    def part(self, body: bytes) -> None:
        """Go on."""
        self.send(PART, body)

    def end(self) -> None:
        """State that nothing more comes."""
        self.send(END, b"")

    def fail(self, error: GraphError) -> None:
        """Describe why there is no answer, or no more of it."""
        self.send(FAILED, JSON.encode(error.to_json()).encode())

    def send(self, kind: bytes, content: bytes) -> None:
        """Send a part."""
        self.line.sendall(FRAME.pack(kind, len(content)) + content)


# A worker is trusted no more once it has read a query: jobs are pickled, what comes back is JSON and bytes.
JSON = json.JSONEncoder(separators=(",", ":"))


def headed(head: object, body: bytes) -> bytes:
    """Place a head, which is JSON, before a body."""
    written = JSON.encode(head).encode()
    return HEAD.pack(len(written)) + written + body


def split(content: bytes) -> tuple[Any, bytes]:
    """Take a head from before a body; raises LimitError for what no worker of ours says."""
    try:
        start = HEAD.size + HEAD.unpack_from(content)[0]
        if start <= len(content):
            return json.loads(content[HEAD.size : start]), content[start:]
    except (struct.error, ValueError, RecursionError):
        pass
    raise nonsense()


def pack(job: Job) -> bytes:
    """Write a job as it goes over the line."""
    content = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(content)) + content


def work(line: socket.socket, *, store: Store, memory: int) -> None:
    """Do jobs until the line ends, within a limit of memory (bytes) and unable to open anything."""
    reply = Reply(line)
    try:
        store = store.reopen()
    except GraphError as error:
        reply.fail(error)
        return
    confine(memory, store.max_sockets)
    reply.send(READY, str(os.getpid()).encode())
    while (content := received(line)) is not None:
        do(pickle.loads(content), store, reply, memory)  # noqa: S301  # from the server, which it trusts


def do(job: Job, store: Store, reply: Reply, memory: int) -> None:
    """Do a job; what goes wrong in it is told."""
    try:
        job(store, reply)
    except GraphError as error:
        reply.fail(error)
    except MemoryError:
        reply.fail(out_of_memory(memory))
    except (OSError, RuntimeError, ValueError) as error:
        reply.fail(BadQueryError(f"this cannot be answered: {error}", f"无法回答：{error}"))


def out_of_memory(memory: int) -> LimitError:
    """State that a query took more memory than it may."""
    limit = memory_of(memory)
    return LimitError(
        f"the query took more than {limit.en}; ask for less",
        f"查询占用超过 {limit.zh}；请缩小查询范围",
        limit=limit,
        cause="memory",
    )


def confine(memory: int, files: int = 0) -> None:
    """Abandon what a query could do harm with: more memory than so many bytes, and more files and sockets.

    The process keeps its line, and of what its parents had nothing.
    """
    forget_streams()
    Path("/proc/self/oom_score_adj").write_text("1000", "ascii")  # if memory runs out, this ends first
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    taken = os.sysconf("SC_PAGE_SIZE") * int(pages)
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # the engine complains there as it runs out of memory
    give_up_privileges()
    restrict_files(network=files > 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if not files:
        restrict_calls()


def received(line: socket.socket) -> bytes | None:
    """Receive a job, of which there is one at a time, mostly in one piece; None if the other side is gone."""
    content = line.recv(MOST_READ)
    while content:
        if len(content) >= LENGTH.size and len(content) == LENGTH.size + LENGTH.unpack_from(content)[0]:
            return content[LENGTH.size :]
        part = line.recv(MOST_READ)
        content = content + part if part else b""
    return None
