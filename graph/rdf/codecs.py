"""gzip and Zstandard, for files and for answers."""

from __future__ import annotations

import gzip
import sys
from typing import IO, Literal, cast

# Since Python 3.14 Zstandard is part of the standard library; before, the same module is a package.
if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["GZIP_LEVEL", "ZSTD_LEVEL", "Packing", "open_compressed", "zstd"]

Packing = Literal["gz", "zst"]
GZIP_LEVEL = 9
"""How hard gzip tries with a file that is made once and downloaded often."""
ZSTD_LEVEL = 9


def open_compressed(file: IO[bytes], packing: Packing) -> IO[bytes]:
    """Open a stream that compresses into a file; it is closed before the file is.

    The same content gives the same bytes: there is neither a name nor a time in them.
    """
    if packing == "gz":
        return cast("IO[bytes]", gzip.GzipFile("", "wb", GZIP_LEVEL, file, mtime=0))
    return cast("IO[bytes]", zstd.ZstdFile(file, "wb", level=ZSTD_LEVEL))
