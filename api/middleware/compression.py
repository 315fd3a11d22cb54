"""Compression of responses with Zstandard or gzip, by Accept-Encoding (RFC 9110, section 12.5.3)."""

from collections.abc import Iterable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors.problems import make_problem
from api.http.content_negotiation import parse_weight
from api.http.language import request_language
from graph.rdf import zstd
from i18n import Message

CONTENT_CODINGS = ("zstd", "gzip")
"""The content codings, the preferred one first."""
COMPRESSED_TYPES = ("application/gzip", "application/zstd", "image/png", "font/woff2")
"""Media types that are compressed already."""
NOT_ACCEPTABLE = Message(
    "answers are available compressed with {content_codings}, or uncompressed",
    content_codings=CONTENT_CODINGS,
)
MIN_BYTES = 1000
"""Bytes of the smallest response that is worth compressing."""
MIN_THREADED_BYTES = 128 << 10
"""Bytes from which on compression runs in a thread, since it would block the loop for a millisecond."""
COMPRESSION_LEVEL = 6
"""The level of both: about as small as at their highest, in a third of the time or less."""


class ZstdResponder(IdentityResponder):
    """Compresses one response with Zstandard, as Starlette's GZipResponder does with gzip."""

    content_encoding = "zstd"

    def __init__(self, app: ASGIApp, minimum_size: int) -> None:
        super().__init__(app, minimum_size, exclude_content_types=COMPRESSED_TYPES)
        self.compressor = zstd.ZstdCompressor(level=COMPRESSION_LEVEL)

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        """Compress a chunk of the body, flushed so that it can be decompressed without the rest."""
        pack = partial(self.compressor.compress, body, self.compressor.FLUSH_FRAME)
        if more_body:
            pack = partial(self.compressor.compress, body, self.compressor.FLUSH_BLOCK)
        if len(body) >= MIN_THREADED_BYTES:
            return await run_in_threadpool(pack)
        return pack()


class CompressionMiddleware:
    """ASGI middleware that compresses responses, but for small, partial and already compressed ones."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; 406 if it accepts neither a compressed nor a plain response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        accepted = parse_accept_encoding(scope["headers"])
        coding = choose_coding(accepted)
        # A client that refuses `identity` gets even a small response compressed, but not an empty one.
        minimum_size = 1 if _find_identity_weight(accepted) == 0 else MIN_BYTES
        responder: ASGIApp
        if coding == "zstd":
            responder = ZstdResponder(self.app, minimum_size)
        elif coding == "gzip":
            responder = GZipResponder(
                self.app, minimum_size, COMPRESSION_LEVEL, exclude_content_types=COMPRESSED_TYPES
            )
        elif coding == "identity":
            responder = IdentityResponder(self.app, minimum_size, exclude_content_types=COMPRESSED_TYPES)
        else:
            responder = make_problem(406, "not-acceptable", NOT_ACCEPTABLE, request_language(scope))
        await responder(scope, receive, send)


def parse_accept_encoding(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, float]:
    """Parse Accept-Encoding into the weight of each named coding."""
    header = b",".join(value for name, value in headers if name == b"accept-encoding")
    pairs = map(parse_weight, header.decode("latin-1").lower().split(","))
    return {name.replace("x-gzip", "gzip"): weight for weight, name in pairs if name}


def choose_coding(accepted: dict[str, float]) -> str | None:
    """Return the coding that a client prefers, or `identity`; None if it accepts none of them."""
    any_weight = accepted.get("*", 0.0)
    best = max(CONTENT_CODINGS, key=lambda coding: accepted.get(coding, any_weight))
    best_weight = accepted.get(best, any_weight)
    if best_weight > 0 and best_weight >= accepted.get("identity", 0.0):
        return best
    return "identity" if _find_identity_weight(accepted) > 0 else None


def _find_identity_weight(accepted: dict[str, float]) -> float:
    """Return the weight of `identity`, which is acceptable unless it is excluded."""
    return accepted.get("identity", accepted.get("*", 1.0))
