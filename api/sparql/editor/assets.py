"""The files of YASQE, YASGUI's query editor: installed by npm, served by us, optional."""

from pathlib import Path

from graph.settings import settings

EDITOR_FILES = {"yasqe.min.js": "text/javascript", "yasqe.min.css": "text/css"}
CHECKOUT = Path(__file__).parents[3] / "node_modules" / "@triply" / "yasqe" / "build"
"""Where `make serve` and `make test` install YASQE in a checkout."""


def _find_editor_folder() -> Path:
    """Return the folder of YASQE: that of DISTROGRAPH_EDITOR, or else that of the checkout."""
    return settings.editor or CHECKOUT


def is_installed() -> bool:
    """Return whether YASQE is installed; if not, the editor is a plain text area."""
    return all((_find_editor_folder() / name).is_file() for name in EDITOR_FILES)


def read_file(name: str) -> tuple[bytes, str] | None:
    """Return a file of YASQE and its media type; None if there is none of that name, or YASQE is missing."""
    if name not in EDITOR_FILES or not is_installed():
        return None
    return (_find_editor_folder() / name).read_bytes(), EDITOR_FILES[name]
