"""Reads a project's git repository without a checkout: tags, branches, and files at a commit."""

import contextlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from stat import S_ISDIR
from types import TracebackType
from typing import Self

from dulwich.client import HTTPUnauthorized, get_transport_and_path
from dulwich.errors import ChecksumMismatch, FileFormatException, GitProtocolError, NotGitRepository
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tag, Tree
from dulwich.refs import Ref as RefName
from dulwich.repo import Repo
from urllib3.exceptions import HTTPError

from graph.atomic_files import is_temporary, write_atomically
from graph.errors import IngestError
from graph.settings import refuse_plain_http
from i18n import Message

TAGS = b"refs/tags/"
# A clone's own branches may lag behind the project's, so those of the project are looked at first.
BRANCHES = (b"refs/remotes/origin/", b"refs/heads/")
HEADS = (b"HEAD", b"refs/remotes/origin/HEAD", b"refs/heads/main", b"refs/heads/master")

MARKER_NAME, MARKER_CONTENT = "distrograph", b"A copy that distrograph made.\n"
"""The file that tells a copy of ours, which may be written to, from a repository of others."""
MAX_FILE_BYTES = 16 << 20
"""Bytes of a file that is read: those that name versions have some thousands."""
DAMAGE_ERRORS = (ChecksumMismatch, FileFormatException, zlib.error)
"""What the library raises for an object that is there and is not what it should be."""


class UnreadableError(IngestError):
    """A file of the repository cannot be read."""


@dataclass(frozen=True)
class Ref:
    """A tag or branch: its commit, its date, and how a row cites it."""

    name: str
    commit: str
    date: str
    citation: str


class Repository:
    """A git repository, open for reading; close it, or use it in a `with`."""

    def __init__(self, git: Repo) -> None:
        self._git = git

    def __enter__(self) -> Self:
        """Return the repository itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release its files."""
        self._git.close()

    def list_tags(self) -> list[Ref]:
        """List the tags: dated by the tag where it says a date, otherwise by its commit."""
        return list(self._refs(TAGS))

    def list_branches(self) -> list[Ref]:
        """List the branches; as they move on, they are cited by their commit."""
        found: dict[str, Ref] = {}
        for prefix in BRANCHES:
            for ref in self._refs(prefix):
                found.setdefault(ref.name, Ref(ref.name, ref.commit, ref.date, ref.commit))
        return list(found.values())

    def read_head(self) -> Ref | None:
        """Return the newest commit of the main branch, cited by that commit."""
        for name in HEADS:
            try:
                ref = self._ref(name, self._git.refs[RefName(name)])
            except KeyError:
                continue
            if ref:
                return Ref("HEAD", ref.commit, ref.date, ref.commit)
        return None

    def read_text(self, commit: str, path: str) -> str | None:
        """Return a file's text at a commit; None where there is no such file.

        Raises `UnreadableError` where there is one that cannot be read.
        """
        found = self._at(commit, path)
        if not isinstance(found, Blob):
            return None
        if found.raw_length() > MAX_FILE_BYTES:
            raise UnreadableError(
                Message("larger than {max_file_bytes} MiB", max_file_bytes=MAX_FILE_BYTES >> 20)
            )
        try:
            return found.data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise UnreadableError(Message("not UTF-8 at byte {start}", start=error.start)) from error

    def find_commit(self, ref: str) -> str | None:
        """Find the commit that a ref names: a tag, a branch, or a commit by its hash, which may be cut short.

        None where there is none, or where a short hash is that of several.
        """
        name = ref.encode()
        for prefix in (TAGS, *BRANCHES):
            with contextlib.suppress(KeyError):
                if found := self._ref(name, self._git.refs[RefName(prefix + name)]):
                    return found.commit
        if not re.fullmatch(r"[0-9a-f]{7,40}", ref):
            return None
        known = {sha for sha in self._git.object_store.iter_prefix(name) if self._ref(name, sha)}
        return known.pop().decode() if len(known) == 1 else None

    def read_message(self, commit: str) -> str | None:
        """Return the message of a commit; None where there is no such commit."""
        found = self._object(ObjectID(commit.encode()))
        return found.message.decode("utf-8", "replace") if isinstance(found, Commit) else None

    def list_names(self, commit: str, folder: str) -> list[str]:
        """List the names in a folder at a commit; none where there is no such folder."""
        found = self._at(commit, folder)
        return [entry.path.decode() for entry in found.items()] if isinstance(found, Tree) else []

    def list_nested_names(self, commit: str, folder: str) -> list[str]:
        """List the names in a folder and in the folders within it; none where there is no such folder."""
        found = self._at(commit, folder)
        return list(self._walk(found)) if isinstance(found, Tree) else []

    def _walk(self, tree: Tree) -> Iterator[str]:
        for entry in tree.items():
            yield entry.path.decode()
            # A submodule is a name only: what is in it is not in this repository.
            inner = self._object(entry.sha) if S_ISDIR(entry.mode) else None
            if isinstance(inner, Tree):
                yield from self._walk(inner)

    def _refs(self, prefix: bytes) -> Iterator[Ref]:
        for name, sha in sorted(self._git.refs.as_dict(RefName(prefix)).items()):
            ref = self._ref(name, sha)
            if ref:
                yield ref

    def _ref(self, name: bytes, sha: ObjectID) -> Ref | None:
        """Follow a ref to its commit; None where it leads to no commit that is here."""
        date = ""
        try:
            found = self._git[sha]
            while isinstance(found, Tag):
                date = date or _format_author_date(found.tag_time, found.tag_timezone)
                found = self._git[found.object[1]]
        except (KeyError, *DAMAGE_ERRORS):
            return None
        if not isinstance(found, Commit):
            return None
        shown = name.decode("utf-8", "replace")
        return Ref(
            shown,
            found.id.decode(),
            date or _format_author_date(found.commit_time, found.commit_timezone),
            citation=shown,
        )

    def _at(self, commit: str, path: str) -> ShaFile | None:
        start = self._object(ObjectID(commit.encode()))
        if not isinstance(start, Commit):
            return None
        found = self._object(start.tree)
        for part in path.encode().split(b"/"):
            if not isinstance(found, Tree) or part not in found:
                return None
            found = self._object(found[part][1])
        return found

    def _object(self, sha: ObjectID) -> ShaFile:
        try:
            return self._git[sha]
        except DAMAGE_ERRORS as error:
            raise UnreadableError(
                Message("object {decode} is damaged: {error}", decode=sha.decode()[:12], error=error)
            ) from error
        except KeyError as error:
            raise UnreadableError(
                Message("object {decode} is not in this copy of the repository", decode=sha.decode()[:12])
            ) from error


def _format_author_date(seconds: int | None, offset: int | None) -> str:
    """Format the day in the author's time zone: the one that the project itself would name."""
    if seconds is None:
        return ""
    return datetime.fromtimestamp(seconds, timezone(timedelta(seconds=offset or 0))).date().isoformat()


def open_repository(
    place: str, copy: Path, progress: Callable[[Message | str], None] = lambda _: None, *, known: bool = False
) -> Repository:
    """Open a repository: a folder as it is, or an address by way of a copy that is brought up to date.

    A copy that is `known` to be ours needs no marker. Raises IngestError for what cannot be read, and if
    something of others lies where the copy is to be.
    """
    if not re.match(r"[a-z+]+://|[\w.-]+@[\w.-]+:", place):
        return Repository(_local(place))
    if not _is_ours(copy, known=known):
        raise IngestError(
            Message("{copy} is not a copy made by distrograph; give another folder with --cache", copy=copy)
        )
    if mask_password(place) != place:
        refuse_plain_http(place, "the password in the address")
    try:
        progress(Message("fetching {place}", place=mask_password(place)))
        return Repository(_update_copy(place, copy, progress))
    except KeyError as error:
        raise IngestError(
            Message(
                "{place}: cannot be fetched: an object is missing, {error}",
                place=mask_password(place),
                error=error,
            )
        ) from error
    except (NotGitRepository, GitProtocolError, HTTPUnauthorized, HTTPError, OSError, ValueError) as error:
        raise IngestError(
            Message("{place}: cannot be fetched: {error}", place=mask_password(place), error=error)
        ) from error


def is_git_directory(folder: Path) -> bool:
    """Return whether a folder is a git repository: a bare one, or one with a work tree."""
    return any(
        (each / "HEAD").is_file() and (each / "objects").is_dir() for each in (folder, folder / ".git")
    )


def open_directory(folder: Path) -> Repository:
    """Open a repository in a folder as it is; raises IngestError for what is none."""
    return Repository(_local(str(folder)))


def mask_password(place: str) -> str:
    """Mask the password in an address."""
    return re.sub(r"//[^/@]*@", "//", place)


def _local(place: str) -> Repo:
    if not Path(place).exists():
        raise IngestError(
            Message(
                "{place}: no such folder; --repository takes the path or address of a git repository",
                place=place,
            )
        )
    try:
        return Repo(place)
    except (NotGitRepository, OSError) as error:
        raise IngestError(Message("{place}: not a git repository", place=place)) from error


def _is_ours(copy: Path, *, known: bool) -> bool:
    """Return whether a folder may be written to: it does not exist, is empty, or is a copy of ours."""
    if not copy.exists():
        return not copy.is_symlink()
    if not copy.is_dir():
        return False
    marker = copy / MARKER_NAME
    marked = marker.is_file() and marker.read_bytes() == MARKER_CONTENT
    return (
        marked
        or (known and (copy / "HEAD").exists())
        or all(is_temporary(entry.name) for entry in copy.iterdir())
    )


def _update_copy(url: str, copy: Path, progress: Callable[[Message | str], None]) -> Repo:
    client, path = get_transport_and_path(url)
    copy.mkdir(parents=True, exist_ok=True)
    if not (copy / MARKER_NAME).exists():
        write_atomically(copy / MARKER_NAME, MARKER_CONTENT)
    git = Repo(str(copy)) if (copy / "HEAD").exists() else Repo.init_bare(str(copy))

    def wanted(refs: dict[RefName, ObjectID], depth: int | None = None) -> list[ObjectID]:
        """Ask for tags and branches only: a project's pull requests can be most of its repository."""
        del depth
        return [sha for name, sha in refs.items() if _followed(name) and sha not in git.object_store]

    def tell(said: bytes) -> None:
        """Report progress, but not every per cent."""
        for line in said.decode("utf-8", "replace").split("\r"):
            if line.endswith("\n") and line.strip():
                progress(line.strip())

    answer = client.fetch(path, git, determine_wants=wanted, progress=tell)  # type: ignore[arg-type]
    for name, sha in answer.refs.items():
        if sha and _followed(name):
            git.refs[name] = sha
    head = answer.symrefs.get(RefName(b"HEAD"))
    if head:
        git.refs.set_symbolic_ref(RefName(b"HEAD"), head)
    return git


def _followed(name: bytes) -> bool:
    return name.startswith((TAGS, b"refs/heads/")) and not name.endswith(b"^{}")
