"""The one interface of the extractors: which releases a repository has, and what each of them ships."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from graph.releases import TableRow, describe_row_error
from i18n import N_, Message
from ingest.git_repository import Ref, Repository, UnreadableError

Reader = Callable[[str], Mapping[str, str]]
"""Returns the version of each component that a file's text names."""


ANY_FILE = N_("(any file)")
"""The path of a problem that concerns no single file."""


@dataclass(frozen=True)
class Problem:
    """A file that could not be read, the ref, and the reason."""

    path: str
    ref: str
    reason: Message

    def describe(self) -> Message:
        """Describe it in one line."""
        return Message(
            "could not read {path} at {ref}: {reason}",
            path=Message(ANY_FILE) if self.path == ANY_FILE else self.path,
            ref=self.ref,
            reason=self.reason,
        )


@dataclass(frozen=True)
class Reading:
    """The rows that were read of one ref, and the problems."""

    rows: tuple[TableRow, ...]
    problems: tuple[Problem, ...] = ()


class Source(Protocol):
    """A repository that says what a distribution's releases ship."""

    @property
    def repository(self) -> str:
        """Its name, as a row has it: owner/name."""

    @property
    def dates_releases(self) -> bool:
        """Whether it says when a release came out, rather than when its commit was made."""

    def list_refs(self, git: Repository) -> list[Ref]:
        """List the refs to read; none says that this is not the repository."""

    def read(self, git: Repository, ref: Ref) -> Reading:
        """Read one of them."""


@dataclass(frozen=True)
class LayoutFile:
    """A file of one layout: where it stood, and how its text gives versions.

    `before` names a file whose text comes first, as when a shell script sources another.
    `required`: it must name a component wherever it is; that it names none is a problem to report.
    """

    path: str
    read: Reader
    before: str = ""
    required: bool = False


@dataclass(frozen=True)
class TaggedFiles:
    """A source whose tags (and, for some, branches) are releases, told by the files at each.

    The first file that gives a component is the one that is cited, so list the one that decides first.
    """

    repository: str
    tags: str
    files: tuple[LayoutFile, ...]
    branches: str = ""
    dates_releases: bool = False

    def list_refs(self, git: Repository) -> list[Ref]:
        """List GA releases, oldest first."""
        found = [ref for ref in git.list_tags() if re.fullmatch(self.tags, ref.name)]
        if self.branches:
            found += [ref for ref in git.list_branches() if re.fullmatch(self.branches, ref.name)]
        return sorted(found, key=lambda ref: (ref.date, ref.name))

    def read(self, git: Repository, ref: Ref) -> Reading:
        """Read each file that the release has."""
        rows: dict[str, TableRow] = {}
        problems: list[Problem] = []
        for file in self.files:
            try:
                versions = _read_versions(file, git, ref)
            except UnreadableError as error:
                problems.append(Problem(file.path, ref.citation, error.message))
                continue
            if versions is not None and not versions and file.required:
                problems.append(Problem(file.path, ref.citation, Message("names no known component")))
            for component, version in (versions or {}).items():
                row = TableRow(
                    ref.name, ref.date, component, version, self.repository, ref.citation, file.path
                )
                if wrong := describe_row_error(row):
                    reason = Message(
                        "{component}: {wrong}: {version}", component=component, wrong=wrong, version=version
                    )
                    problems.append(Problem(file.path, ref.citation, reason))
                else:
                    rows.setdefault(component, row)
        if not rows and not problems:
            problems.append(Problem(ANY_FILE, ref.citation, Message("has none of the known layouts")))
        return Reading(tuple(rows.values()), tuple(problems))


def _read_versions(file: LayoutFile, git: Repository, ref: Ref) -> Mapping[str, str] | None:
    text = git.read_text(ref.commit, file.path)
    if text is None:
        return None
    before = git.read_text(ref.commit, file.before) if file.before else None
    return file.read(f"{before}\n{text}" if before else text)


@dataclass(frozen=True)
class Extractor:
    """A distribution, and the sources of its releases."""

    distribution: str
    sources: tuple[Source, ...]

    def find_source(self, git: Repository) -> tuple[Source, list[Ref]] | None:
        """Find the source that a repository is, by its content; None if it is none of them."""
        for source in self.sources:
            refs = source.list_refs(git)
            if refs:
                return source, refs
        return None


def list_repositories(extractor: Extractor) -> Iterable[str]:
    """List the repositories that a distribution's releases are read from."""
    return (source.repository for source in extractor.sources)
