"""The verb that reads a project's own repository into the table of its releases: ingest."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli.language import gettext, render
from cli.options import Options
from cli.terminal import print_line, print_message
from graph import IngestError
from graph.releases import TableRow
from graph.settings import user_cache_directory
from i18n import Message, PluralMessage

if TYPE_CHECKING:
    from ingest.run import Outcome

SOURCE_TREE = Path(__file__).parents[2]


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser], _: argparse.ArgumentParser) -> None:
    """Add the verb."""
    ingest = verbs.add_parser(
        "ingest", help=gettext("update the release table of a distribution from its git repository")
    )
    ingest.add_argument("distribution", help=gettext("distribution: k0s, k3s, kind, microk8s, rke2 or talos"))
    ingest.add_argument(
        "--repository",
        required=True,
        metavar="PATH_OR_URL",
        help=gettext("path or URL of the git repository; a clone may be bare"),
    )
    ingest.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help=gettext("release table to write (default: graph/data/releases/DISTRIBUTION.csv)"),
    )
    ingest.add_argument(
        "--cache", type=Path, default=_default_cache(), metavar="DIR", help=gettext("cache folder")
    )
    ingest.add_argument(
        "--accept-loss",
        action="store_true",
        help=gettext("remove releases and components that are no longer found"),
    )
    ingest.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help=gettext("show progress and every changed row, even in a pipe"),
    )
    ingest.set_defaults(run=_run_ingest)


def _default_cache() -> Path:
    """Return the user's cache folder; raises IngestError if there is none."""
    folder = user_cache_directory()
    if folder is None:
        raise IngestError(Message("there is no cache folder; give one with --cache DIR"))
    return folder / "ingest"


def default_output(distribution: str) -> Path:
    """Return the table in the source tree; an installed package's own files are not for writing."""
    if not (SOURCE_TREE / "pyproject.toml").is_file():
        raise IngestError(Message("an installed distrograph has no writable tables; give --output FILE"))
    return SOURCE_TREE / "graph" / "data" / "releases" / f"{distribution}.csv"


def _run_ingest(options: Options) -> int:
    """Read a repository into a table, and say what changed and what could not be read."""
    from ingest.registry import find_extractor  # noqa: PLC0415  # few verbs need the git library
    from ingest.run import IngestJob, ingest  # noqa: PLC0415  # likewise

    find_extractor(options.distribution)
    output = options.output or default_output(options.distribution)
    loud = options.verbose or sys.stderr.isatty()
    outcome = ingest(
        IngestJob(options.distribution, options.repository, output, options.cache, options.accept_loss),
        _print_progress if loud else (lambda _: None),
    )
    _print_report(outcome, output, verbose=options.verbose)
    return 0


def _print_progress(told: Message | str) -> None:
    """Print a line of progress on stderr: a message, or what the server of the repository says."""
    print_line(told if isinstance(told, str) else render(told), sys.stderr)


def _print_report(outcome: Outcome, output: Path, *, verbose: bool) -> None:
    """Print the outcome of a run: the sums, each dispute, and on stderr each unreadable file."""
    for message in _summarize(outcome, output):
        print_message(message)
    changes = outcome.changes
    if verbose:
        for row in changes.added:
            print_message(Message("added: {row}", row=_describe_row(row)))
        for row in changes.removed:
            print_message(Message("removed: {row}", row=_describe_row(row)))
        for old, new in changes.changed:
            told = f"{new.release} {new.component} {old.version} -> {new.version} ({new.path})"
            print_message(Message("changed: {row}", row=told))
    for old, new in changes.disputes:
        print_message(
            Message(
                "dispute: {release} {component}: {repository} {path} gives {version}, {other_repository} "
                "{other_path} gives {other_version}; both are kept",
                release=new.release,
                component=new.component,
                repository=old.repository,
                path=old.path,
                version=old.version,
                other_repository=new.repository,
                other_path=new.path,
                other_version=new.version,
            )
        )
    for problem in outcome.problems:
        print_message(problem.describe(), sys.stderr)


def _summarize(outcome: Outcome, output: Path) -> Iterator[Message]:
    """Summarize what a run read and changed."""
    changes = outcome.changes
    yield Message(
        "{output}: {state}; releases read: {releases}, rows: {rows}",
        output=output,
        state=Message("written") if outcome.written else Message("unchanged"),
        releases=outcome.releases,
        rows=outcome.rows,
    )
    yield Message(
        "rows: {unchanged} unchanged, {added} added, {changed} changed, {removed} removed; "
        "disputes: {disputes}",
        unchanged=changes.unchanged,
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        disputes=len(changes.disputes),
    )
    if changes.redated:
        yield PluralMessage(
            "dates: the table's date was kept for {count} release that this repository dates otherwise",
            "dates: the table's dates were kept for {count} releases that this repository dates otherwise",
            count=len(changes.redated),
        )
    if changes.dated:
        yield PluralMessage(
            "dates: {count} release has a new date, the day on which it was released",
            "dates: {count} releases have new dates, the days on which they were released",
            count=len(changes.dated),
        )


def _describe_row(row: TableRow) -> str:
    """Describe a row of a table."""
    return f"{row.release} {row.component} {row.version} ({row.path})"
