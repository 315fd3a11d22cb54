"""The scripts, style sheets and pictures of the pages."""

from __future__ import annotations

import re
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

MEDIA_TYPES = MappingProxyType(
    {
        ".js": "text/javascript; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
VIS_NETWORK_FILES = ("vis-network.min.js", "vis-network.css")
"""Files of vis-network 9.1.2, taken from the installed pyvis."""

SCRIPT_MODULES = (
    "dom.js",
    "words.js",
    "address.js",
    "data.js",
    "canvas.js",
    "reader.js",
    "legend.js",
    "said.js",
    "outline.js",
    "panel.js",
    "find.js",
    "times.js",
    "steps.js",
    "around.js",
    "keep.js",
    "explore.js",
)
"""The modules of the page, each after those that it imports."""


def read_static_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of the pages and its media type, or None if there is none of that name."""
    if name in VIS_NETWORK_FILES:
        path = _read_vis_network(name)
        return path.read_bytes(), MEDIA_TYPES[path.suffix]
    own = {entry.name: entry for entry in (files("viz") / "static").iterdir() if entry.is_file()}
    suffix = Path(name).suffix
    return (own[name].read_bytes(), MEDIA_TYPES[suffix]) if name in own and suffix in MEDIA_TYPES else None


def _read_vis_network(name: str) -> Path:
    """Read a file of vis-network without importing pyvis, which is slow."""
    spec = find_spec("pyvis")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover  # it is a dependency
        raise FileNotFoundError(name)
    return Path(spec.submodule_search_locations[0]) / "templates" / "lib" / "vis-9.1.2" / name


def read_asset(name: str) -> str:
    """Return a file of the pages as text."""
    found = read_static_file(name)
    if found is None:
        raise FileNotFoundError(name)
    # A browser reads every line end as one character before it takes the hash of a script.
    return found[0].decode("utf-8").replace("\r\n", "\n")


def bundle_scripts() -> str:
    """Return the modules of the page as one script, for a page that cannot load any."""
    return "\n".join(_strip_imports(read_asset(name)) for name in SCRIPT_MODULES)


def _strip_imports(module: str) -> str:
    """Take a module's imports and exports away; in a bundle all names are at hand."""
    without = re.sub(r"^import [^;]*;\n", "", module, flags=re.MULTILINE)
    return re.sub(r"^export (?=(?:async )?function|const|class)", "", without, flags=re.MULTILINE)
