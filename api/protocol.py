"""HTTP/1.1 as we speak it: uvicorn's, with refusals of our own, a quick way, and an end to patience."""

import asyncio
import json
from functools import partial
from typing import Any

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from api.errors import PROBLEM, TYPES
from api.quick import Quick
from api.wordings import LONG_ADDRESS, UNREADABLE, both, title

STALLED = 30.0
"""Seconds that a client may take to send a request, or not read any of its answer."""
REFUSAL = {
    "type": f"{TYPES}bad-request",
    "title": both(title(400)),
    "status": 400,
    "detail": both(UNREADABLE),
    "limit": both(LONG_ADDRESS),
}
"""It is in both languages: what could not be read does not say which one it prefers."""


class Protocol(HttpToolsProtocol):
    """HTTP/1.1 whose own refusals are problems too, whose answers can be cut off, and with a quick way."""

    def __init__(self, *args: Any, quick: Quick | None, **options: Any) -> None:  # noqa: ANN401  # uvicorn's own
        super().__init__(*args, **options)
        self.quick = quick
        self.awaited: float | None = None
        self.unread = (0, 0.0)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Begin to wait for a request."""
        super().connection_made(transport)
        self.awaited = self.loop.time()

    def on_message_begin(self) -> None:
        """Let the application end the connection in the middle of an answer."""
        super().on_message_begin()
        self.awaited = self.loop.time()
        self.scope["extensions"] = {"distrograph.cut": {"close": self.transport.close}}

    def on_message_complete(self) -> None:
        """Wait for the client no more."""
        self.awaited = None
        super().on_message_complete()

    def hang_up_if_stalled(self) -> None:
        """End the connection if the client does not finish its request, or reads nothing of its answer."""
        now = self.loop.time()
        unread = self.transport.get_write_buffer_size()
        if unread != self.unread[0]:
            self.unread = (unread, now)
        begun = self.unread[1] if unread else self.awaited
        if begun is not None and now - begun > STALLED:
            self.transport.abort()

    def eof_received(self) -> None:
        """Take a client that sends no more for one that has left: nobody can tell the two apart in time."""
        cycle: RequestResponseCycle | None = self.cycle
        if cycle:
            cycle.disconnected = True
            cycle.message_event.set()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer the quick way, or else have the application answer; for the last time if the server ends."""
        if getattr(self.server_state, "draining", False):
            cycle.keep_alive = False
        leave = partial(super()._start_asgi_task, cycle, app)
        if not (self.quick and self.quick.take(cycle, leave)):
            leave()

    def send_400_response(self, msg: str) -> None:
        """Refuse a request that could not be parsed, and close the connection."""
        del msg  # says no more than that it is invalid
        body = json.dumps(REFUSAL, ensure_ascii=False).encode()
        told = f"content-type: {PROBLEM}\r\ncontent-language: en, zh\r\ncontent-length: {len(body)}\r\n"
        head = f"HTTP/1.1 400 Bad Request\r\n{told}"
        self.transport.write(head.encode() + b"connection: close\r\n\r\n" + body)
        self.transport.close()
