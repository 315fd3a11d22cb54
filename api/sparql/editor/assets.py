"""YASQE, YASGUI's editor of queries: fetched at set-up by npm, served by us, done without if missing."""

import os
from pathlib import Path

FILES = {"yasqe.min.js": "text/javascript", "yasqe.min.css": "text/css"}
CHECKOUT = Path(__file__).parents[3] / "node_modules" / "@triply" / "yasqe" / "build"
"""Where `make serve` and `make test` install it, in a checkout of the source."""


def folder() -> Path:
    """Return the folder of its files: that of DISTROGRAPH_EDITOR, or else that of the checkout."""
    return Path(os.environ.get("DISTROGRAPH_EDITOR") or CHECKOUT)


def is_there() -> bool:
    """Return whether it is installed; where it is not, queries are written in a plain text area."""
    return all((folder() / name).is_file() for name in FILES)


def static_file(name: str) -> tuple[bytes, str] | None:
    """Return one of its files and its media type; None if it has none of that name, or is not installed."""
    if name not in FILES or not is_there():
        return None
    return (folder() / name).read_bytes(), FILES[name]
