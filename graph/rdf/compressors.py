"""Compressing an answer while it is written."""

import zlib
from typing import Protocol

from graph.rdf.codecs import zstd

GZIP_LEVEL, ZSTD_LEVEL = 5, 3
GZIP_FRAME = 31
"""The greatest window, with the header of gzip around it."""


class Compressor(Protocol):
    """Compresses bytes; may return some of them later."""

    def compress(self, content: bytes, /) -> bytes:
        """Take some bytes."""

    def flush(self) -> bytes:
        """Return the rest."""


class NoCompression:
    """A compressor that changes nothing."""

    def compress(self, content: bytes, /) -> bytes:
        """Return what it takes."""
        return content

    def flush(self) -> bytes:
        """Return nothing more."""
        return b""


def create_compressor(encoding: str | None) -> Compressor:
    """Create the compressor of a content coding, zstd or gzip; without one nothing is changed."""
    if encoding == "zstd":
        return zstd.ZstdCompressor(level=ZSTD_LEVEL)
    if encoding == "gzip":
        return zlib.compressobj(GZIP_LEVEL, wbits=GZIP_FRAME)
    return NoCompression()
