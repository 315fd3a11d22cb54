"""Answers that were given before: the graph never changes while it is served, so neither do they.

They are remembered whole, as they went over the line, under everything that they depend on; a request that
comes again is answered without being read. Clients and proxies keep them too, by their ETag (RFC 9110,
section 8.8.3).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.request_record import get_record

BUDGET = 32 << 20
"""Bytes of answers that are remembered."""
GREATEST = 1 << 20
"""Bytes of the greatest answer that is remembered; beside its sending, to make it again is cheap."""
OVERHEAD = 2000
"""Bytes that an answer takes beside its body and its address, about."""
NEVER = frozenset({"/healthz", "/readyz", "/metrics"})
"""What speaks of the process, and not of the graph."""
FILES = "/dumps/"
"""Where files lie, which are sent as they are read and have an ETag of their own."""
MATTERS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"host"})
"""The headers that an answer may depend on."""
NO_STORE = (b"cache-control", b"no-store")
"""What is said of an answer that is another one each time."""
FRESH = "public, max-age=60"
"""For so long nobody need ask again; a new snapshot is seen a minute later at most."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Answer:
    """An answer as it goes over the line, and what it takes of the budget."""

    start: Message
    body: bytes
    etag: bytes
    route: str
    size: int

    @cached_property
    def head(self) -> bytes:
        """Return the status line and the headers as HTTP/1.1 has them, but for the end (RFC 9112)."""
        return b"HTTP/1.1 200 OK\r\n" + encode_headers(self.start["headers"])


class Memory:
    """The answers that were given before, within a budget of bytes."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.budget = budget
        self.size = self.recalled = 0
        self.answers: OrderedDict[Key, Answer] = OrderedDict()

    def recall(self, key: Key) -> Answer | None:
        """Return an answer, if it is remembered."""
        answer = self.answers.get(key)
        if answer is not None:
            self.recalled += 1
            self.answers.move_to_end(key)
        return answer

    def remember(self, key: Key, answer: Answer) -> None:
        """Remember an answer, and forget those that nobody has asked for longest."""
        if len(answer.body) > GREATEST or key in self.answers:
            return
        self.answers[key] = answer
        self.size += answer.size
        while self.size > self.budget:
            self.size -= self.answers.popitem(last=False)[1].size


class Remembered:
    """ASGI middleware, outside of all that makes an answer: it remembers good answers to GET."""

    def __init__(self, app: ASGIApp, memory: Memory) -> None:
        self.app = app
        self.memory = memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        passes = scope["type"] != "http" or scope["method"] != "GET" or scope["path"] in NEVER
        if passes or scope["path"].startswith(FILES):
            await self.app(scope, receive, send)
            return
        key = key_of(scope)
        answer = self.memory.recall(key)
        if answer is None:
            await self.app(scope, receive, Listener(self.memory, key, scope, send))
            return
        record = get_record(scope)
        record.route, record.outcome = answer.route, "remembered"
        await give(answer, scope, send)


class Listener:
    """What the application sends goes through it; a good answer in one piece is remembered."""

    def __init__(self, memory: Memory, key: Key, scope: Scope, send: Send) -> None:
        self.memory = memory
        self.key = key
        self.scope = scope
        self.send = send
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start" and may_be_kept(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message.get("more_body", False):
            start, self.start = self.start, None
            await self.send(start)
            await self.send(message)
        else:
            route = getattr(self.scope.get("route"), "path", "other")
            answer = whole(self.start, message.get("body", b""), self.key, route)
            self.memory.remember(self.key, answer)
            await give(answer, self.scope, self.send)


def may_be_kept(start: Message) -> bool:
    """Return whether an answer is a good one, and may be remembered."""
    return start["status"] == HTTPStatus.OK and NO_STORE not in start["headers"]


def encode_headers(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Write headers as they go over the line."""
    return b"".join([part for name, value in headers for part in (name, b": ", value, b"\r\n")])


def key_of(scope: Scope) -> Key:
    """Return all that the answer to a GET depends on."""
    asked = tuple(pair for pair in scope["headers"] if pair[0] in MATTERS)
    # The path as it came: %2B and + are two addresses that one decoded path would make one. Addresses in an
    # answer begin as the client sees them: with a scheme, which a proxy tells, and a host, which is a header.
    return (scope.get("scheme", "http"), scope.get("raw_path") or scope["path"], scope["query_string"], asked)


def whole(start: Message, body: bytes, key: Key, route: str) -> Answer:
    """Make an answer of its parts; one that says nothing of how long it keeps may be kept for a while."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()
    headers = [pair for pair in start["headers"] if pair[0] != b"etag"]
    headers.append((b"etag", etag))
    if not any(name == b"cache-control" for name, _ in headers):
        headers.append((b"cache-control", FRESH.encode()))
    size = len(body) + sum(map(len, map(str, key))) + OVERHEAD
    return Answer({**start, "headers": headers}, body, etag, route, size)


async def give(answer: Answer, scope: Scope, send: Send) -> None:
    """Send an answer, or only that it is still the one that the client has (RFC 9110, section 13.1.2)."""
    asked = scope["headers"] if scope["method"] != "POST" else ()
    known = next((value for name, value in asked if name == b"if-none-match"), None)
    if known is not None and is_known(answer.etag, known):
        left_out = {b"content-length", b"content-type", b"content-encoding"}
        headers = [pair for pair in answer.start["headers"] if pair[0] not in left_out]
        await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(answer.start)
    await send({"type": "http.response.body", "body": answer.body})


def is_known(etag: bytes, known: bytes) -> bool:
    """Return whether an If-None-Match names an ETag; weak ones compare as if they were strong."""
    return known.strip() == b"*" or etag in {each.strip().removeprefix(b"W/") for each in known.split(b",")}
