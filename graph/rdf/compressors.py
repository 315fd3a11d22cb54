"""Compressing an answer while it is written."""

import zlib
from typing import Protocol

from graph.rdf.codecs import zstd

GZIP_LEVEL, ZSTD_LEVEL = 5, 3
GZIP_FRAME = 31
"""The greatest window, with the header of gzip around it."""


class Compressor(Protocol):
    """What takes bytes and gives them back smaller, some of them later."""

    def compress(self, content: bytes, /) -> bytes:
        """Take some bytes."""

    def flush(self) -> bytes:
        """Return the rest."""


class Plain:
    """Compression that changes nothing."""

    def compress(self, content: bytes, /) -> bytes:
        """Return what it takes."""
        return content

    def flush(self) -> bytes:
        """Return nothing more."""
        return b""


def compressor(encoding: str | None) -> Compressor:
    """Make what compresses as a content coding does, zstd or gzip; without one nothing is changed."""
    if encoding == "zstd":
        return zstd.ZstdCompressor(level=ZSTD_LEVEL)
    if encoding == "gzip":
        return zlib.compressobj(GZIP_LEVEL, wbits=GZIP_FRAME)
    return Plain()
