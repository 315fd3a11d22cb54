"""Answers that were given before: the graph never changes while it is served, so neither do they.

They are remembered whole, as they went over the line, under everything that they depend on; a request that
comes again is answered without being read. Clients and proxies keep them too, by their ETag (RFC 9110,
section 8.8.3).
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.middleware import Metrics

BUDGET = 32 << 20
"""Bytes of answers that are remembered."""
GREATEST = 1 << 20
"""Bytes of the greatest answer that is remembered; beside its sending, to make it again is cheap."""
OVERHEAD = 2000
"""Bytes that an answer takes beside its body and its address, about."""
NEVER = frozenset({"/healthz", "/readyz", "/metrics"})
"""What speaks of the process, and not of the graph."""
MATTERS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"origin", b"host"})
"""The headers that an answer may depend on."""
FRESH = "public, max-age=60"
"""For so long nobody need ask again; a new snapshot is seen a minute later at most."""

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes over the line, and what it takes of the budget."""

    start: Message
    body: bytes
    etag: bytes
    route: str
    size: int


class Remembered:
    """ASGI middleware, the outermost: it answers from memory, and remembers good answers to GET and HEAD."""

    def __init__(self, app: ASGIApp, metrics: Metrics, budget: int = BUDGET) -> None:
        self.app = app
        self.metrics = metrics
        self.budget = budget
        self.size = 0
        self.answers: OrderedDict[Key, Answer] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"} or scope["path"] in NEVER:
            await self.app(scope, receive, send)
            return
        asked = tuple(pair for pair in scope["headers"] if pair[0] in MATTERS)
        # The path as it came: %2B and + are two addresses that one decoded path would make one.
        key = (scope.get("raw_path") or scope["path"], scope["query_string"], asked)
        answer = self.answers.get(key)
        if answer is None:
            await self.app(scope, receive, Listener(self, key, scope, send))
            return
        self.answers.move_to_end(key)
        self.metrics.remembered.inc()
        self.metrics.requests.labels(answer.route, "200").inc()
        await give(answer, scope, send)

    def remember(self, key: Key, answer: Answer) -> None:
        """Remember an answer, and forget those that nobody has asked for longest."""
        if len(answer.body) > GREATEST or key in self.answers:
            return
        self.answers[key] = answer
        self.size += answer.size
        while self.size > self.budget:
            self.size -= self.answers.popitem(last=False)[1].size


class Listener:
    """What the application sends goes through it; a good answer is gathered, remembered and given whole."""

    def __init__(self, memory: Remembered, key: Key, scope: Scope, send: Send) -> None:
        self.memory = memory
        self.key = key
        self.scope = scope
        self.send = send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            self.start = message
        elif self.start is None:
            await self.send(message)
        else:
            self.parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                answer = whole(self.start, b"".join(self.parts), self.key, self.scope)
                self.memory.remember(self.key, answer)
                await give(answer, self.scope, self.send)


def whole(start: Message, body: bytes, key: Key, scope: Scope) -> Answer:
    """Make an answer of its parts; one that says nothing of how long it keeps may be kept for a while."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["ETag"] = etag
    headers.setdefault("Cache-Control", FRESH)
    route = getattr(scope.get("route"), "path", "other")
    size = len(body) + sum(map(len, map(str, key))) + OVERHEAD
    return Answer({**start, "headers": headers.raw}, body, etag.encode(), route, size)


async def give(answer: Answer, scope: Scope, send: Send) -> None:
    """Send an answer, or only that it is still the one that the client has (RFC 9110, section 13.1.2)."""
    known = next((value for name, value in scope["headers"] if name == b"if-none-match"), None)
    if known is not None and is_known(answer.etag, known):
        left_out = {b"content-length", b"content-type", b"content-encoding"}
        headers = [pair for pair in answer.start["headers"] if pair[0] not in left_out]
        await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(answer.start)
    await send({"type": "http.response.body", "body": answer.body})


def is_known(etag: bytes, known: bytes) -> bool:
    """Tell whether an If-None-Match names an ETag; weak ones compare as if they were strong."""
    return known.strip() == b"*" or etag in {each.strip().removeprefix(b"W/") for each in known.split(b",")}
