"""Packing answers with Zstandard or gzip, whichever a client would rather have (RFC 9110, section 12.5.3)."""

from collections.abc import Iterable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipResponder, IdentityResponder
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors.problems import make_problem
from api.http.content_negotiation import parse_weight
from api.http.language import request_language
from graph.models import Label
from graph.rdf import zstd

CODINGS = ("zstd", "gzip")
"""What answers are packed with; of two that a client likes as much, the earlier one."""
PACKED = ("application/gzip", "application/zstd", "image/png", "font/woff2")
"""Media types of what is packed already."""
PACKINGS = Label(
    en=f"answers are packed with {', '.join(CODINGS)}, or not packed",
    zh=f"应答可用 {'、'.join(CODINGS)} 压缩，或不压缩",
)
SMALLEST = 1000
"""Bytes of the smallest answer that is worth packing."""
LARGE = 128 << 10
"""Bytes that are packed in a thread: it takes a millisecond or more, for which nobody else is answered."""
LEVEL = 6
"""How hard both try: about as small as at their hardest, in a third of the time or less."""


class ZstdResponder(IdentityResponder):
    """Packs one answer with Zstandard, as Starlette's own responder does with gzip."""

    content_encoding = "zstd"

    def __init__(self, app: ASGIApp, minimum_size: int) -> None:
        super().__init__(app, minimum_size, exclude_content_types=PACKED)
        self.compressor = zstd.ZstdCompressor(level=LEVEL)

    async def apply_compression(self, body: bytes, *, more_body: bool) -> bytes:
        """Pack a part of the body; what came so far can be unpacked without waiting for the rest."""
        pack = partial(self.compressor.compress, body, self.compressor.FLUSH_FRAME)
        if more_body:
            pack = partial(self.compressor.compress, body, self.compressor.FLUSH_BLOCK)
        if len(body) >= LARGE:
            return await run_in_threadpool(pack)
        return pack()


class Compression:
    """ASGI middleware that packs answers, but for small ones, parts of files, and what is packed already."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; one that accepts neither a packed nor a plain answer gets 406."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        accepted = weights(scope["headers"])
        coding = preferred(accepted)
        # Who refuses what is not packed gets even a small answer packed, but nothing is made of an empty one.
        smallest = 1 if plain_weight(accepted) == 0 else SMALLEST
        answer: ASGIApp
        if coding == "zstd":
            answer = ZstdResponder(self.app, smallest)
        elif coding == "gzip":
            answer = GZipResponder(self.app, smallest, LEVEL, exclude_content_types=PACKED)
        elif coding == "identity":
            answer = IdentityResponder(self.app, smallest, exclude_content_types=PACKED)
        else:
            answer = make_problem(406, "not-acceptable", PACKINGS, request_language(scope))
        await answer(scope, receive, send)


def weights(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, float]:
    """Read Accept-Encoding: the weight of each coding that is named."""
    said = b",".join(value for name, value in headers if name == b"accept-encoding")
    pairs = map(parse_weight, said.decode("latin-1").lower().split(","))
    return {name.replace("x-gzip", "gzip"): weight for weight, name in pairs if name}


def preferred(accepted: dict[str, float]) -> str | None:
    """Return the coding that a client likes best, or `identity`; None if it accepts none of them."""
    anything = accepted.get("*", 0.0)
    best = max(CODINGS, key=lambda coding: accepted.get(coding, anything))
    heaviest = accepted.get(best, anything)
    if heaviest > 0 and heaviest >= accepted.get("identity", 0.0):
        return best
    return "identity" if plain_weight(accepted) > 0 else None


def plain_weight(accepted: dict[str, float]) -> float:
    """Return the weight of an answer that is not packed, which is welcome unless it is ruled out."""
    return accepted.get("identity", accepted.get("*", 1.0))
