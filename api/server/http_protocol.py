"""HTTP/1.1 as we speak it: uvicorn's, with limits, refusals of our own, a quick way, an end to patience."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from api.errors.problems import PROBLEM_MEDIA_TYPE, TYPE_PREFIX
from api.errors.titles import MALFORMED_REQUEST, TARGET_LIMIT, format_bilingual, status_title
from api.server.connections import Connections
from api.server.fast_path import Quick
from graph.models import Label

STALLED = 30.0
"""Seconds that a client may take to send a request, or not read any of its answer."""
LINGER = 1.0
"""Seconds in which who is refused may read why; what it sends meanwhile is thrown away (RFC 9112, 9.6)."""
PIECE = 1 << 14
"""Bytes that are parsed at once, between two looks at how much of a request has come."""
CRUMB = 64
"""Bytes that a piece counts for at least: for each one, the parser copies all that it has of a field."""
MAX_HEAD = 1 << 16
"""Bytes of a request's header section, about; of its trailers; and of what frames its chunks."""
MAX_FIELDS = 100
"""Fields of a request, its trailers included."""
MAX_TARGET = (1 << 16) - 1
"""Bytes of a request's address, which the parser counts with 16 bits. A longer query is posted."""
FRAMING = 8
"""Bytes of framing that a byte of a body may have: a chunk of one byte takes five."""
HOST = re.compile(rb"[\w.~%!$&'()*+,;=:\[\]-]*", re.ASCII)
"""What an authority is written with, without user information (RFC 3986, section 3.2)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is refused before anybody reads it; in both languages, for it does not say which."""

    status: int
    name: str
    wording: Label
    limit: Label | None = None

    def written(self) -> bytes:
        """Write the answer, after which the connection ends."""
        problem = {
            "type": TYPE_PREFIX + self.name,
            "title": format_bilingual(status_title(self.status)),
            "status": self.status,
            "detail": format_bilingual(self.wording),
            **({"limit": format_bilingual(self.limit)} if self.limit else {}),
        }
        body = json.dumps(problem, ensure_ascii=False).encode()
        headers = (
            f"content-type: {PROBLEM_MEDIA_TYPE}\r\ncontent-language: en, zh\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        return STATUS_LINE[self.status] + headers.encode() + body


UNREAD = Refusal(400, "bad-request", MALFORMED_REQUEST)
LONG_TARGET = Refusal(
    414,
    "too-long",
    Label(
        en=f"an address has at most {MAX_TARGET:,} bytes; a longer query is sent by POST",
        zh=f"地址最多 {MAX_TARGET:,} 字节；较长的查询请用 POST 发送",
    ),
    TARGET_LIMIT,
)
LONG_HEAD = Refusal(
    431,
    "too-long",
    Label(
        en=f"a request has at most {MAX_HEAD >> 10} kB of header fields, and {MAX_FIELDS} of them",
        zh=f"请求的首部字段最多 {MAX_HEAD >> 10} kB，且不超过 {MAX_FIELDS} 个",
    ),
    Label(en=f"{MAX_HEAD >> 10} kB or {MAX_FIELDS} fields", zh=f"{MAX_HEAD >> 10} kB 或 {MAX_FIELDS} 个字段"),
)
NO_HOST = Refusal(
    400,
    "bad-request",
    Label(
        en="a request names its host once, in the field Host (RFC 9112, section 3.2)",
        zh="请求须有且仅有一个 Host 字段（RFC 9112 第 3.2 节）",
    ),
)


class RefusedError(Exception):
    """Ends the parsing of a request that is refused."""


class Protocol(HttpToolsProtocol):
    """One connection. What it counts is of the request that is coming in."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # uvicorn's own
        quick: Quick | None,
        open_connections: Connections | None = None,
        **options: Any,  # noqa: ANN401  # uvicorn's own
    ) -> None:
        super().__init__(*args, **options)
        self.quick = quick
        self.open_connections = open_connections or Connections()
        self.awaited: float | None = None
        self.unread = (0, 0.0)
        self.running: RequestResponseCycle | None = None
        self.refusal: Refusal | None = None
        self.refused = False
        self.target = bytearray()
        self.in_head = self.in_body = False
        self.fields = self.head_size = self.body_size = self.received = 0

    # --- a connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request; whoever waits for longest makes room, if there is none."""
        super().connection_made(transport)
        self.awaited = self.loop.time()
        self.open_connections.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Notify all whose answers nobody reads any more."""
        self.open_connections.closed(self)
        super().connection_lost(exc)
        self.leave_alone()

    def eof_received(self) -> None:
        """Take a client that sends no more for one that has left: nobody can tell the two apart in time."""
        self.leave_alone()

    def leave_alone(self) -> None:
        """Notify every request of this connection that nobody waits for its answer."""
        for cycle in self.unanswered():
            cycle.disconnected = True
            cycle.message_event.set()

    def unanswered(self) -> Iterator[RequestResponseCycle]:
        """Return the requests that have no whole answer yet, in their order."""
        running = [self.running] if self.running else []
        for cycle in (*running, *(cycle for cycle, _ in reversed(self.pipeline))):
            if not cycle.response_complete:
                yield cycle

    def hang_up(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def hang_up_if_stalled(self) -> None:
        """End the connection if the client does not finish its request, or reads nothing of its answer."""
        now = self.loop.time()
        unread = self.transport.get_write_buffer_size()
        if unread != self.unread[0]:
            self.unread = (unread, now)
        begun = self.unread[1] if unread else self.awaited
        if begun is not None and now - begun > STALLED:
            self.hang_up()

    # --- what comes in

    def data_received(self, data: bytes) -> None:
        """Parse what has come, in pieces, and refuse what is longer than it may be."""
        for start in range(0, len(data), PIECE):
            if self.refused or self.transport.is_closing():
                return
            was_in_head, piece = self.in_head, data[start : start + PIECE]
            super().data_received(piece)
            self.count(len(piece), was_in_head=was_in_head)
        if self.awaited is None and not any(self.unanswered()):
            self.awaited = self.loop.time()  # it sent what is no request, and waits no less than before

    def count(self, size: int, *, was_in_head: bool) -> None:
        """Count a piece as what it was: of a head, or of a body and what frames that."""
        if self.refused:
            return
        if self.in_head:
            self.head_size += max(size, CRUMB)
            if self.head_size - len(self.target) > MAX_HEAD:
                self.refuse(LONG_HEAD)
        elif not was_in_head:
            self.received += size
            if self.received - self.body_size > MAX_HEAD + FRAMING * self.body_size:
                self.refuse(LONG_HEAD)

    def on_message_begin(self) -> None:
        """Begin to count, and let the application end the connection in the middle of an answer."""
        super().on_message_begin()
        self.awaited = self.loop.time()
        self.scope["extensions"] = {"distrograph.cut": {"close": self.transport.close}}
        self.target, self.in_head = bytearray(), True
        self.fields = self.head_size = self.body_size = self.received = 0

    def on_url(self, url: bytes) -> None:
        """Take a part of the address."""
        self.target += url
        if len(self.target) > MAX_TARGET:
            self.stop(LONG_TARGET)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field; of a trailer, which nothing here reads, only that it came."""
        self.fields += 1
        if self.fields > MAX_FIELDS:
            self.stop(LONG_HEAD)
        if self.in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer."""
        self.url = bytes(self.target)
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or not (hosts or self.parser.get_http_version() == "1.0"):
            self.stop(NO_HOST)
        if not all(map(HOST.fullmatch, hosts)):
            self.stop(NO_HOST)
        self.open_connections.busy(self)
        self.in_head, self.in_body = False, True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self.body_size += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the client no more."""
        self.awaited = None
        self.in_body = False
        super().on_message_complete()

    # --- how it is answered

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer the quick way, or else have the application answer; for the last time if the server ends."""
        self.running = cycle
        if getattr(self.server_state, "draining", False):
            cycle.keep_alive = False

        def leave(known: Mapping[str, object]) -> None:
            super(Protocol, self)._start_asgi_task(cycle, with_known(app, known) if known else app)

        if not (self.quick and self.quick.try_handle(cycle, leave)):
            leave({})

    def on_response_complete(self) -> None:
        """Go on to the next request, or wait for it."""
        super().on_response_complete()
        if not self.transport.is_closing() and not any(self.unanswered()):
            self.open_connections.idle(self)

    # --- how it is refused

    def stop(self, refusal: Refusal) -> None:
        """End the parsing, from within it."""
        self.refusal = refusal
        raise RefusedError

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that could not be parsed, or must not be."""
        del msg  # says no more than that it is invalid
        self.refuse(self.refusal or UNREAD)

    def refuse(self, refusal: Refusal) -> None:
        """Refuse the request that is coming in, after which the connection ends.

        What was asked before it on the same connection is answered first, and then nothing more; in the
        middle of an answer there is no place for another one.
        """
        self.refused = True
        own = self.cycle if self.in_body else None
        before = [cycle for cycle in self.unanswered() if cycle is not own]
        if own and own.response_started:
            self.transport.close()
        elif before:
            if own and self.pipeline and self.pipeline[0][0] is own:
                self.pipeline.popleft()
            before[-1].keep_alive = False
        else:
            self.leave_alone()
            self.transport.write(refusal.written())
            if self.transport.can_write_eof():
                self.transport.write_eof()
            self.loop.call_later(LINGER, self.transport.abort)


def with_known(app: ASGI3Application, known: Mapping[str, object]) -> ASGI3Application:
    """Return an application whose scope has more entries than the server's, which stays as it is."""

    async def told(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # as ASGI has them
        await app(cast("Any", {**scope, **known}), receive, send)

    return told
