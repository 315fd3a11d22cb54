"""A worker process: it runs the jobs that come over its channel, and sends their results in frames."""

import json
import os
import pickle
import resource
import socket
import struct
from pathlib import Path
from typing import Any

from api.workers.errors import describe_memory, malformed_message
from api.workers.sandbox import (
    close_streams,
    drop_privileges,
    restrict_calls,
    restrict_files,
)
from graph.errors import BadQueryError, GraphError, LimitError
from graph.rdf import Job, Store
from i18n import Message

FRAME = struct.Struct("!cI")
"""The header of a frame: its kind, and the number of bytes that follow."""
READY, WHOLE, BEGIN, PART, END, FAILED = b"R", b"W", b"B", b"P", b"E", b"F"
"""Kinds of frames. WHOLE, a result in one frame, and BEGIN, its first frame, start with a head."""
HEAD_LENGTH = struct.Struct("!I")
"""The length of the head of WHOLE and BEGIN."""
JOB_LENGTH = struct.Struct("!I")
"""The length of a job."""
RECEIVE_BYTES = 1 << 18
"""Bytes that are received at once."""


class SocketReply:
    """Sends the result of a job over a socket: in one frame, or as a head and chunks."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel

    def whole(self, head: object, body: bytes) -> None:
        """Send a result in one frame: its head, which is JSON, and its bytes."""
        self.send(WHOLE, _join_head(head, body))

    def begin(self, head: object, body: bytes) -> None:
        """Send the head and the first bytes of a result."""
        self.send(BEGIN, _join_head(head, body))

    def part(self, body: bytes) -> None:
        """Send more bytes."""
        self.send(PART, body)

    def end(self) -> None:
        """Send the end of the result."""
        self.send(END, b"")

    def fail(self, error: GraphError) -> None:
        """Send the error that ended the job."""
        self.send(FAILED, JSON.encode(error.to_json()).encode())

    def send(self, kind: bytes, content: bytes) -> None:
        """Send a frame."""
        self.channel.sendall(FRAME.pack(kind, len(content)) + content)


# A worker is trusted no more once it has read a query: jobs are pickled, what comes back is JSON and bytes.
JSON = json.JSONEncoder(separators=(",", ":"))


def _join_head(head: object, body: bytes) -> bytes:
    """Join a head, written as JSON, and a body."""
    written = JSON.encode(head).encode()
    return HEAD_LENGTH.pack(len(written)) + written + body


def split_head(content: bytes) -> tuple[Any, bytes]:
    """Split a head from the body; raises LimitError if they break the protocol."""
    try:
        start = HEAD_LENGTH.size + HEAD_LENGTH.unpack_from(content)[0]
        if start <= len(content):
            return json.loads(content[HEAD_LENGTH.size : start]), content[start:]
    except (struct.error, ValueError, RecursionError):
        pass
    raise malformed_message()


def pack_job(job: Job) -> bytes:
    """Serialize a job with its length."""
    content = pickle.dumps(job, pickle.HIGHEST_PROTOCOL)
    return JOB_LENGTH.pack(len(content)) + content


def run_worker(channel: socket.socket, *, store: Store, memory: int) -> None:
    """Run jobs until the channel is closed, within a limit of memory (bytes) and unable to open anything."""
    reply = SocketReply(channel)
    try:
        store = store.reopen()
    except GraphError as error:
        reply.fail(error)
        return
    confine_process(memory, store.max_sockets)
    reply.send(READY, str(os.getpid()).encode())
    while (content := _receive_job(channel)) is not None:
        _run_job(pickle.loads(content), store, reply, memory)  # noqa: S301  # from the server, which it trusts


def _run_job(job: Job, store: Store, reply: SocketReply, memory: int) -> None:
    """Run a job and reply with its error, if it raises one."""
    try:
        job(store, reply)
    except GraphError as error:
        reply.fail(error)
    except MemoryError:
        reply.fail(out_of_memory(memory))
    except (OSError, RuntimeError, ValueError) as error:
        reply.fail(BadQueryError(Message("cannot answer the query: {error}", error=error)))


def out_of_memory(memory: int) -> LimitError:
    """Return the error for a query that exceeded its memory."""
    limit = describe_memory(memory)
    return LimitError(
        Message("the query used more than {limit}; narrow it", limit=limit),
        limit=limit,
        cause="memory",
    )


def confine_process(memory: int, files: int = 0) -> None:
    """Limit this process to `memory` bytes and `files` more files, and drop what a query could do harm with.

    It keeps its channel, and nothing that its parents had.
    """
    close_streams()
    Path("/proc/self/oom_score_adj").write_text("1000", "ascii")  # this process ends first if memory runs out
    pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    taken = os.sysconf("SC_PAGE_SIZE") * int(pages)
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # the engine complains there as it runs out of memory
    drop_privileges()
    restrict_files(network=files > 0)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    if not files:
        restrict_calls()


def _receive_job(channel: socket.socket) -> bytes | None:
    """Receive a job, one at a time and mostly in one piece; None if the server has closed the channel."""
    content = channel.recv(RECEIVE_BYTES)
    while content:
        if (
            len(content) >= JOB_LENGTH.size
            and len(content) == JOB_LENGTH.size + JOB_LENGTH.unpack_from(content)[0]
        ):
            return content[JOB_LENGTH.size :]
        part = channel.recv(RECEIVE_BYTES)
        content = content + part if part else b""
    return None
