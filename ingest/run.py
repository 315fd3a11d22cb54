"""A run: read every release of a repository, merge it into the table, and put that in place if it is good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import IngestError
from graph.releases import TableRow, read_table, write_table
from i18n import Alternatives, Message, PluralMessage
from ingest.git_repository import Ref, Repository, mask_password, open_repository
from ingest.merge import Changes, merge_rows
from ingest.read_cache import ReadCache, is_read_cache
from ingest.registry import find_extractor
from ingest.source import ANY_FILE, Extractor, Problem, Source, list_repositories

PROGRESS_INTERVAL = 25
"""Releases between two lines of progress."""

MAX_SHOWN = 3
"""Lost releases or components that an error names."""

Progress = Callable[[Message | str], None]
"""Is called with what is being done, or with what the server of a repository says."""


@dataclass(frozen=True)
class IngestJob:
    """The job of a run."""

    distribution: str
    repository: str
    output: Path
    cache: Path
    accept_loss: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a run did: `releases` were read, and the table was `written` unless nothing changed."""

    releases: int
    rows: int
    written: bool
    changes: Changes
    problems: tuple[Problem, ...]


def ingest(job: IngestJob, progress: Progress = lambda _: None) -> Outcome:
    """Bring a distribution's table up to date.

    Raises `IngestError` where there is no such repository, or where the table would lose something.
    """
    extractor = find_extractor(job.distribution)
    old = read_table(job.output)
    folder = job.cache / job.distribution
    known = any(map(is_read_cache, folder.glob("read-*.jsonl")))  # old copies bear no marker
    with open_repository(job.repository, folder / "repository.git", progress, known=known) as git:
        source, refs = _identify_source(extractor, git, mask_password(job.repository))
        rows, problems = _read_refs(source, refs, git, ReadCache(folder), progress)
    strange = [problem for problem in problems if problem.path == ANY_FILE]
    # Other projects number their releases alike, so tags alone do not tell whose repository it is.
    if not rows or 2 * len(strange) > len(refs):
        problem = _describe_first(strange or problems)
        raise IngestError(
            Message(
                "{place}: is it {repository}? {problem}",
                place=mask_password(job.repository),
                repository=source.repository,
                problem=problem,
            )
        )
    result, changes = merge_rows(old, rows, source.repository, dates_releases=source.dates_releases)
    if changes.removed and not job.accept_loss:
        raise IngestError(_describe_losses(job, changes.removed, result, problems))
    written = write_table(job.output, result)
    return Outcome(len({row.release for row in rows}), len(result), written, changes, tuple(problems))


def _identify_source(extractor: Extractor, git: Repository, place: str) -> tuple[Source, list[Ref]]:
    """Identify which of a distribution's sources a repository is, and list its releases."""
    found = extractor.find_source(git)
    if not found:
        raise IngestError(
            Message(
                "{place}: it has no release of {distribution}; is it {expected}, with its tags?",
                place=place,
                distribution=extractor.distribution,
                expected=Alternatives(list_repositories(extractor)),
            )
        )
    return found


def _read_refs(
    source: Source, refs: list[Ref], git: Repository, cache: ReadCache, progress: Progress
) -> tuple[list[TableRow], list[Problem]]:
    """Read every ref that the cache does not have yet."""
    rows: list[TableRow] = []
    problems: list[Problem] = []
    for number, ref in enumerate(refs, start=1):
        reading = cache.get(source.repository, ref)
        if reading is None:
            reading = source.read(git, ref)
            cache.store(source.repository, ref, reading)
        rows += reading.rows
        problems += reading.problems
        if number % PROGRESS_INTERVAL == 0 or number == len(refs):
            progress(
                Message(
                    "{repository}: {number} of {count}, {name}",
                    repository=source.repository,
                    number=number,
                    count=len(refs),
                    name=ref.name,
                )
            )
    return rows, sorted(problems, key=lambda problem: (problem.path, problem.ref))


def _describe_losses(
    job: IngestJob, gone: list[TableRow], kept: list[TableRow], problems: list[Problem]
) -> Message:
    """Describe the rows that would be lost, and what to do about it."""
    left = {row.release for row in kept}
    releases = sorted({row.release for row in gone} - left)
    parts = [
        Message("{component} of {release}", component=row.component, release=row.release)
        for row in sorted(gone)
        if row.release in left
    ]
    lost = []
    if releases:
        lost.append(
            PluralMessage(
                "{count} release ({names})",
                "{count} releases ({names})",
                count=len(releases),
                names=_shorten_list(releases),
            )
        )
    if parts:
        lost.append(
            PluralMessage(
                "{count} component of other releases ({names})",
                "{count} components of other releases ({names})",
                count=len(parts),
                names=_shorten_list(parts),
            )
        )
    message = Message(
        "{output} was not changed: this run no longer finds {lost}; use --accept-loss to remove them",
        output=str(job.output),
        lost=lost,
    )
    if problems:
        return Message("{message}; {problem}", message=message, problem=_describe_first(problems))
    return message


def _shorten_list(names: Sequence[Message | str]) -> Sequence[Message | str]:
    """Return the first names, and how many more there are."""
    if len(names) <= MAX_SHOWN:
        return names
    more = PluralMessage("{count} more", "{count} more", count=len(names) - MAX_SHOWN)
    return [*names[:MAX_SHOWN], more]


def _describe_first(problems: list[Problem]) -> Message:
    """Describe the first problem, and how many there are."""
    if not problems:
        return Message("no problem was found")
    return PluralMessage(
        "{problem} ({count} problem in all)",
        "{problem} ({count} problems in all)",
        problem=problems[0].describe(),
        count=len(problems),
    )
