"""The verb that reads a project's own repository into the table of its releases: ingest."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cli.options import Options
from cli.terminal import print_line
from graph import IngestError
from graph.settings import user_cache_directory
from i18n import Message

if TYPE_CHECKING:
    from ingest.run import Outcome

SOURCE_TREE = Path(__file__).parents[2]


def add_verbs(verbs: argparse._SubParsersAction[argparse.ArgumentParser], _: argparse.ArgumentParser) -> None:
    """Add the verb."""
    ingest = verbs.add_parser(
        "ingest", help="update the release table of a distribution from its git repository"
    )
    ingest.add_argument("distribution", help="distribution: k0s, k3s, kind, microk8s, rke2 or talos")
    ingest.add_argument(
        "--repository",
        required=True,
        metavar="PATH_OR_URL",
        help="path or URL of the git repository; a clone may be bare",
    )
    ingest.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="release table to write (default: graph/data/releases/DISTRIBUTION.csv)",
    )
    ingest.add_argument("--cache", type=Path, default=_default_cache(), metavar="DIR", help="cache folder")
    ingest.add_argument(
        "--accept-loss", action="store_true", help="remove releases and components that are no longer found"
    )
    ingest.add_argument(
        "-v", "--verbose", action="store_true", help="show progress and every changed row, even in a pipe"
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
        (lambda line: print_line(line, sys.stderr)) if loud else (lambda _: None),
    )
    _print_report(outcome, output, verbose=options.verbose)
    return 0


def _print_report(outcome: Outcome, output: Path, *, verbose: bool) -> None:
    """Print the outcome of a run: the sums, each dispute, and on stderr each unreadable file."""
    changes = outcome.changes
    state = "written" if outcome.written else "unchanged"
    print_line(f"{output}: {state}; {outcome.releases} releases read, {outcome.rows} rows")
    print_line(
        f"rows: {changes.unchanged} as before, {len(changes.added)} added, {len(changes.changed)} changed, "
        f"{len(changes.removed)} gone; {len(changes.disputes)} disputes"
    )
    if changes.redated:
        print_line(
            f"dates: those of the table kept for {len(changes.redated)} releases, dated otherwise here"
        )
    if changes.dated:
        print_line(f"dates: {len(changes.dated)} releases dated anew, by when they came out")
    if verbose:
        for row in changes.added:
            print_line(f"added: {row.release} {row.component} {row.version} ({row.path})")
        for row in changes.removed:
            print_line(f"gone: {row.release} {row.component} {row.version} ({row.path})")
        for old, new in changes.changed:
            print_line(f"changed: {new.release} {new.component} {old.version} -> {new.version} ({new.path})")
    for old, new in changes.disputes:
        print_line(
            f"dispute: {new.release} {new.component}: {old.version} says {old.repository} {old.path}, "
            f"{new.version} says {new.repository} {new.path}; both are kept"
        )
    for problem in outcome.problems:
        print_line(f"could not read {problem.path} at {problem.ref}: {problem.reason}", sys.stderr)
