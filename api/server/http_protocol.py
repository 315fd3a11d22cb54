"""The HTTP/1.1 protocol: uvicorn's, with limits, bilingual error responses, a fast path and timeouts."""

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
from api.errors.texts import MALFORMED_REQUEST, TARGET_LIMIT, get_status_title, render_bilingual
from api.fast_path import FastPath
from api.server.connections import Connections
from i18n import Message

STALL_TIMEOUT = 30.0
"""Seconds that a client may take to send a request, or read nothing of its response."""
LINGER_SECONDS = 1.0
"""Seconds for a rejected client to read why; what it sends meanwhile is discarded (RFC 9112, 9.6)."""
PARSE_BYTES = 1 << 14
"""Bytes that are parsed at once, between two checks of the limits."""
MIN_COUNTED_BYTES = 64
"""Bytes that a chunk of a head counts for at least: for each, the parser copies all it has of a field."""
MAX_HEAD_BYTES = 1 << 16
"""Bytes of a request's header section, about; of its trailers; and of the framing of its chunks."""
MAX_FIELDS = 100
"""Fields of a request, its trailers included."""
MAX_TARGET_BYTES = (1 << 16) - 1
"""Bytes of a request's address, which the parser counts with 16 bits. A longer query is posted."""
MAX_FRAMING_RATIO = 8
"""Bytes of framing for each byte of a body: a chunk of one byte takes five."""
HOST_PATTERN = re.compile(rb"[\w.~%!$&'()*+,;=:\[\]-]*", re.ASCII)
"""An authority without user information (RFC 3986, section 3.2)."""


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """A response to a request that is rejected before its head is parsed; it is in both languages."""

    status: int
    name: str
    message: Message
    limit: Message | None = None

    def encode(self) -> bytes:
        """Encode the response, after which the connection closes."""
        problem = {
            "type": TYPE_PREFIX + self.name,
            "title": render_bilingual(get_status_title(self.status)),
            "status": self.status,
            "detail": render_bilingual(self.message),
            **({"limit": render_bilingual(self.limit)} if self.limit else {}),
        }
        body = json.dumps(problem, ensure_ascii=False).encode()
        headers = (
            f"content-type: {PROBLEM_MEDIA_TYPE}\r\ncontent-language: en, zh\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        return STATUS_LINE[self.status] + headers.encode() + body


BAD_REQUEST = ErrorResponse(400, "bad-request", MALFORMED_REQUEST)
TARGET_TOO_LONG = ErrorResponse(
    414,
    "too-long",
    Message(
        "an address may have at most {max_target_bytes:,} bytes; send a longer query by POST",
        max_target_bytes=MAX_TARGET_BYTES,
    ),
    TARGET_LIMIT,
)
HEAD_TOO_LARGE = ErrorResponse(
    431,
    "too-long",
    Message(
        "a request may have at most {max_head_bytes} kB of header fields and {max_fields} fields",
        max_head_bytes=MAX_HEAD_BYTES >> 10,
        max_fields=MAX_FIELDS,
    ),
    Message(
        "{max_head_bytes} kB or {max_fields} fields",
        max_head_bytes=MAX_HEAD_BYTES >> 10,
        max_fields=MAX_FIELDS,
    ),
)
INVALID_HOST = ErrorResponse(
    400,
    "bad-request",
    Message("a request needs exactly one valid Host field (RFC 9112, section 3.2)"),
)


class RejectedError(Exception):
    """Ends the parsing of a rejected request."""


class HttpProtocol(HttpToolsProtocol):
    """One connection. Its counters are those of the request that is being received."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401  # uvicorn's own
        fast_path: FastPath | None,
        open_connections: Connections | None = None,
        **options: Any,  # noqa: ANN401  # uvicorn's own
    ) -> None:
        super().__init__(*args, **options)
        self.fast_path = fast_path
        self.open_connections = open_connections or Connections()
        self.waiting_since: float | None = None
        self.unsent = (0, 0.0)
        self.current_cycle: RequestResponseCycle | None = None
        self.rejection: ErrorResponse | None = None
        self.is_rejected = False
        self.target = bytearray()
        self.in_head = self.in_body = False
        self.field_count = self.head_bytes = self.body_bytes = self.received_bytes = 0

    # --- a connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Count the connection, and start to wait for a request."""
        super().connection_made(transport)
        self.waiting_since = self.loop.time()
        self.open_connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Disconnect all requests of the connection."""
        self.open_connections.remove(self)
        super().connection_lost(exc)
        self.disconnect_cycles()

    def eof_received(self) -> None:
        """Treat a half-closed connection as closed: the two cannot be told apart in time."""
        self.disconnect_cycles()

    def disconnect_cycles(self) -> None:
        """Notify every unfinished request that its client has disconnected."""
        for cycle in self.unfinished_cycles():
            cycle.disconnected = True
            cycle.message_event.set()

    def unfinished_cycles(self) -> Iterator[RequestResponseCycle]:
        """Yield the requests whose response is not complete, in their order."""
        running = [self.current_cycle] if self.current_cycle else []
        for cycle in (*running, *(cycle for cycle, _ in reversed(self.pipeline))):
            if not cycle.response_complete:
                yield cycle

    def abort(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def abort_if_stalled(self) -> None:
        """Abort the connection if the client stalls in sending its request or reading its response."""
        now = self.loop.time()
        unsent = self.transport.get_write_buffer_size()
        if unsent != self.unsent[0]:
            self.unsent = (unsent, now)
        since = self.unsent[1] if unsent else self.waiting_since
        if since is not None and now - since > STALL_TIMEOUT:
            self.abort()

    # --- receiving

    def data_received(self, data: bytes) -> None:
        """Parse the data in chunks, and reject a request beyond the limits."""
        for start in range(0, len(data), PARSE_BYTES):
            if self.is_rejected or self.transport.is_closing():
                return
            was_in_head, chunk = self.in_head, data[start : start + PARSE_BYTES]
            super().data_received(chunk)
            self.count_bytes(len(chunk), was_in_head=was_in_head)
        if self.waiting_since is None and not any(self.unfinished_cycles()):
            self.waiting_since = self.loop.time()  # it has sent no request, and still waits

    def count_bytes(self, size: int, *, was_in_head: bool) -> None:
        """Count a chunk as part of a head, or of a body and its framing."""
        if self.is_rejected:
            return
        if self.in_head:
            self.head_bytes += max(size, MIN_COUNTED_BYTES)
            if self.head_bytes - len(self.target) > MAX_HEAD_BYTES:
                self.reject(HEAD_TOO_LARGE)
        elif not was_in_head:
            self.received_bytes += size
            if self.received_bytes - self.body_bytes > MAX_HEAD_BYTES + MAX_FRAMING_RATIO * self.body_bytes:
                self.reject(HEAD_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Reset the counters, and let the application abort the connection in the middle of a response."""
        super().on_message_begin()
        self.waiting_since = self.loop.time()
        self.scope["extensions"] = {"distrograph.abort": {"close": self.transport.close}}
        self.target, self.in_head = bytearray(), True
        self.field_count = self.head_bytes = self.body_bytes = self.received_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Append a part of the request target."""
        self.target += url
        if len(self.target) > MAX_TARGET_BYTES:
            self.reject_in_parser(TARGET_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a field, and keep it unless it is a trailer."""
        self.field_count += 1
        if self.field_count > MAX_FIELDS:
            self.reject_in_parser(HEAD_TOO_LARGE)
        if self.in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Check Host, and start the response."""
        self.url = bytes(self.target)
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or not (hosts or self.parser.get_http_version() == "1.0"):
            self.reject_in_parser(INVALID_HOST)
        if not all(map(HOST_PATTERN.fullmatch, hosts)):
            self.reject_in_parser(INVALID_HOST)
        self.open_connections.mark_busy(self)
        self.in_head, self.in_body = False, True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count a part of the body."""
        self.body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Stop waiting for the client."""
        self.waiting_since = None
        self.in_body = False
        super().on_message_complete()

    # --- responding

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Try the fast path, or else start the application; a draining server keeps no connection alive."""
        self.current_cycle = cycle
        if getattr(self.server_state, "draining", False):
            cycle.keep_alive = False

        def fall_back(entries: Mapping[str, object]) -> None:
            super(HttpProtocol, self)._start_asgi_task(cycle, _extend_scope(app, entries) if entries else app)

        if not (self.fast_path and self.fast_path.try_handle(cycle, fall_back)):
            fall_back({})

    def on_response_complete(self) -> None:
        """Go on to the next request, or mark the connection as idle."""
        super().on_response_complete()
        if not self.transport.is_closing() and not any(self.unfinished_cycles()):
            self.open_connections.mark_idle(self)

    # --- rejecting

    def reject_in_parser(self, response: ErrorResponse) -> None:
        """Reject a request from within the parser."""
        self.rejection = response
        raise RejectedError

    def send_400_response(self, msg: str) -> None:
        """Reject a request that the parser has failed on."""
        del msg  # it only says that the request is invalid
        self.reject(self.rejection or BAD_REQUEST)

    def reject(self, response: ErrorResponse) -> None:
        """Reject the request that is being received, and close the connection.

        Earlier requests of the connection are answered first; if the response has started already, the
        connection just closes.
        """
        self.is_rejected = True
        current = self.cycle if self.in_body else None
        earlier = [cycle for cycle in self.unfinished_cycles() if cycle is not current]
        if current and current.response_started:
            self.transport.close()
        elif earlier:
            if current and self.pipeline and self.pipeline[0][0] is current:
                self.pipeline.popleft()
            earlier[-1].keep_alive = False
        else:
            self.disconnect_cycles()
            self.transport.write(response.encode())
            if self.transport.can_write_eof():
                self.transport.write_eof()
            self.loop.call_later(LINGER_SECONDS, self.transport.abort)


def _extend_scope(app: ASGI3Application, entries: Mapping[str, object]) -> ASGI3Application:
    """Wrap an application so that its scope has further entries; the server's scope is not changed."""

    async def extended(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401  # as ASGI has them
        await app(cast("Any", {**scope, **entries}), receive, send)

    return extended
