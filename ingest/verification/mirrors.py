"""Mirrors: the local copies of the repositories that claims rest on, and forks that hold the same commits."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from graph import IngestError
from i18n import Message
from ingest.git_repository import Repository, is_git_directory, open_directory


class Mirrors:
    """A folder of mirrors, `OWNER+NAME` each; use it in a `with`, which closes those that were opened.

    Raises IngestError for what is no folder.
    """

    def __init__(self, folder: Path, forks: Mapping[str, Sequence[str]] | None = None) -> None:
        if not folder.is_dir():
            raise IngestError(Message("{place}: no such folder", place=folder))
        self._folder = folder
        self._forks = load_forks() if forks is None else forks
        self._opened: dict[str, Repository | None] = {}

    def __enter__(self) -> Self:
        """Return the mirrors themselves."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every repository that was opened."""
        for opened in self._opened.values():
            if opened:
                opened.__exit__(kind, error, trace)
        self._opened.clear()

    def open_all(self, repository: str) -> Iterator[tuple[str, Repository]]:
        """Open the mirror of a repository (`owner/name`), then those of its forks, each with its name.

        Raises IngestError for a mirror that cannot be opened.
        """
        for name in dict.fromkeys((repository, *self._forks.get(repository, ()))):
            if name not in self._opened:
                place = self._find_directory(name)
                self._opened[name] = open_directory(place) if place else None
            if opened := self._opened[name]:
                yield name, opened

    def _find_directory(self, repository: str) -> Path | None:
        """Find the git directory of a mirror: the folder itself, or one in it; None where there is none."""
        folder = self._folder / repository.replace("/", "+")
        if not folder.is_dir():
            return None
        places = (folder, *sorted(each for each in folder.iterdir() if each.is_dir()))
        return next((place for place in places if is_git_directory(place)), None)


@cache
def load_forks() -> Mapping[str, Sequence[str]]:
    """Load the table of forks, by the repository whose commits they hold."""
    return tomllib.loads((files(__package__) / "forks.toml").read_text(encoding="utf-8"))
