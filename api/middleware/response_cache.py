"""The cache of responses: the graph never changes while it is served, so neither do they.

They are kept as they were sent, under a key of everything that they depend on; a request that comes again is
answered without being parsed. Clients and proxies cache them too, by their ETag (RFC 9110, section 8.8.3).
"""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.request_record import get_record

CACHE_BYTES = 32 << 20
"""Bytes of all responses in the cache."""
MAX_ENTRY_BYTES = 1 << 20
"""Bytes of the largest body in the cache; compared with sending it, to make it again is cheap."""
ENTRY_OVERHEAD_BYTES = 2000
"""Bytes that an entry takes beside its body and its key, about."""
UNCACHED_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Paths whose responses depend on the process, and not on the graph."""
FILES_PREFIX = "/dumps/"
"""Path of files, which are streamed and have an ETag of their own."""
KEY_HEADERS = frozenset({b"accept", b"accept-encoding", b"accept-language", b"host"})
"""The request headers that a response may depend on."""
NO_STORE = (b"cache-control", b"no-store")
"""The header of a response that must not be cached."""
CACHE_CONTROL = "public, max-age=60"
"""Cache-Control of responses; a new snapshot is visible a minute later at most."""

CacheKey = tuple[object, ...]


@dataclass(frozen=True)
class CachedResponse:
    """A response as it is sent, and its size in the cache."""

    start: Message
    body: bytes
    etag: bytes
    route: str
    size: int

    @cached_property
    def head(self) -> bytes:
        """The status line and the headers of HTTP/1.1, without the empty line (RFC 9112)."""
        return b"HTTP/1.1 200 OK\r\n" + encode_headers(self.start["headers"])


class ResponseCache:
    """A cache of responses within `max_bytes`; the least recently used are evicted."""

    def __init__(self, max_bytes: int = CACHE_BYTES) -> None:
        self.max_bytes = max_bytes
        self.size = self.hits = 0
        self.entries: OrderedDict[CacheKey, CachedResponse] = OrderedDict()

    def get(self, key: CacheKey) -> CachedResponse | None:
        """Return the response of a key; None if it is not cached."""
        response = self.entries.get(key)
        if response is not None:
            self.hits += 1
            self.entries.move_to_end(key)
        return response

    def put(self, key: CacheKey, response: CachedResponse) -> None:
        """Cache a response, unless it is too large, and evict the least recently used ones."""
        if len(response.body) > MAX_ENTRY_BYTES or key in self.entries:
            return
        self.entries[key] = response
        self.size += response.size
        while self.size > self.max_bytes:
            self.size -= self.entries.popitem(last=False)[1].size


class ResponseCacheMiddleware:
    """ASGI middleware that caches successful responses to GET."""

    def __init__(self, app: ASGIApp, cache: ResponseCache) -> None:
        self.app = app
        self.cache = cache

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_uncached = scope["type"] != "http" or scope["method"] != "GET" or scope["path"] in UNCACHED_PATHS
        if is_uncached or scope["path"].startswith(FILES_PREFIX):
            await self.app(scope, receive, send)
            return
        key = make_key(scope)
        response = self.cache.get(key)
        if response is None:
            await self.app(scope, receive, CachingSend(self.cache, key, scope, send))
            return
        record = get_record(scope)
        record.route, record.outcome = response.route, "remembered"
        await _send_cached(response, scope, send)


class CachingSend:
    """Wraps `send`: a successful response in one message is cached before it is sent."""

    def __init__(self, cache: ResponseCache, key: CacheKey, scope: Scope, send: Send) -> None:
        self.cache = cache
        self.key = key
        self.scope = scope
        self.send = send
        self.start: Message | None = None

    async def __call__(self, message: Message) -> None:
        """Send a message of the application."""
        if message["type"] == "http.response.start" and _is_cacheable(message):
            self.start = message
        elif self.start is None:
            await self.send(message)
        elif message.get("more_body", False):
            start, self.start = self.start, None
            await self.send(start)
            await self.send(message)
        else:
            route = getattr(self.scope.get("route"), "path", "other")
            response = make_cached_response(self.start, message.get("body", b""), self.key, route)
            self.cache.put(self.key, response)
            await _send_cached(response, self.scope, self.send)


def _is_cacheable(start: Message) -> bool:
    """Return whether a response may be cached, by its first message."""
    return start["status"] == HTTPStatus.OK and NO_STORE not in start["headers"]


def encode_headers(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Encode headers as HTTP/1.1 has them."""
    return b"".join([part for name, value in headers for part in (name, b": ", value, b"\r\n")])


def make_key(scope: Scope) -> CacheKey:
    """Return the cache key of a GET: all that its response depends on."""
    headers = tuple(pair for pair in scope["headers"] if pair[0] in KEY_HEADERS)
    # The path as it came: %2B and + are two addresses that one decoded path would make one. Addresses in an
    # answer begin as the client sees them: with a scheme, which a proxy tells, and a host, which is a header.
    return (
        scope.get("scheme", "http"),
        scope.get("raw_path") or scope["path"],
        scope["query_string"],
        headers,
    )


def make_cached_response(start: Message, body: bytes, key: CacheKey, route: str) -> CachedResponse:
    """Make a cached response, with its ETag, and with CACHE_CONTROL unless it has its own."""
    etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()
    headers = [pair for pair in start["headers"] if pair[0] != b"etag"]
    headers.append((b"etag", etag))
    if not any(name == b"cache-control" for name, _ in headers):
        headers.append((b"cache-control", CACHE_CONTROL.encode()))
    size = len(body) + sum(map(len, map(str, key))) + ENTRY_OVERHEAD_BYTES
    return CachedResponse({**start, "headers": headers}, body, etag, route, size)


async def _send_cached(response: CachedResponse, scope: Scope, send: Send) -> None:
    """Send a cached response, or 304 if the client has it (RFC 9110, section 13.1.2)."""
    request_headers = scope["headers"] if scope["method"] != "POST" else ()
    if_none_match = next((value for name, value in request_headers if name == b"if-none-match"), None)
    if if_none_match is not None and is_etag_match(response.etag, if_none_match):
        left_out = {b"content-length", b"content-type", b"content-encoding"}
        headers = [pair for pair in response.start["headers"] if pair[0] not in left_out]
        await send({"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
        return
    await send(response.start)
    await send({"type": "http.response.body", "body": response.body})


def is_etag_match(etag: bytes, if_none_match: bytes) -> bool:
    """Return whether an If-None-Match matches an ETag, by weak comparison."""
    etags = {each.strip().removeprefix(b"W/") for each in if_none_match.split(b",")}
    return if_none_match.strip() == b"*" or etag in etags
