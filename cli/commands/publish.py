"""The verbs for snapshots in a folder or a server: publish, snapshots, rollback."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cli.language import detect_language, gettext, render
from cli.options import Options, parse_store
from cli.terminal import print_line, print_message
from graph import stores
from graph.dataset import unpacked_size
from graph.errors import LocalError
from graph.rdf import Store
from graph.stores import (
    MAX_REDATABLE_BYTES,
    SNAPSHOTS_TO_KEEP,
    SnapshotCheck,
    current_name,
    find_misleading_link,
    repair_hint,
    verify_snapshots,
)
from graph.validation import Violation, check, check_consistency
from i18n import Message, PluralMessage


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    verb = verbs.add_parser("publish", parents=[common], help=gettext("build a snapshot and make it current"))
    verb.add_argument(
        "--to", required=True, metavar="DIR|URL", help=gettext("folder or server to publish to")
    )
    verb.add_argument(
        "--as-of", type=_parse_day, metavar="DATE", help=gettext("date of the snapshot (default: today)")
    )
    keep = verb.add_argument("--keep", type=_parse_count, default=SNAPSHOTS_TO_KEEP, metavar="N")
    keep.help = render(
        Message(
            "number of snapshots to keep, including the current one (default: {count})",
            count=SNAPSHOTS_TO_KEEP,
        )
    )
    _add_addresses(verb)
    verb.set_defaults(run=_run_publish)
    listing = verbs.add_parser("snapshots", parents=[common], help=gettext("list the snapshots in --store"))
    check = listing.add_argument("--check", action="store_true")
    check.help = gettext("verify the checksums of all files (folders only)")
    listing.set_defaults(run=_run_snapshots)
    back = verbs.add_parser(
        "rollback", parents=[common], help=gettext("make an earlier snapshot in --store current")
    )
    back.add_argument(
        "name", nargs="?", metavar="NAME", help=gettext("snapshot to go back to (default: the previous one)")
    )
    _add_addresses(back)
    back.set_defaults(run=_run_rollback)


def _add_addresses(verb: argparse.ArgumentParser) -> None:
    """Add the options for servers that are of no known kind."""
    graphs = verb.add_argument("--graph-store", metavar="URL")
    graphs.help = gettext("SPARQL Graph Store Protocol endpoint of the server, if it is not found")
    update = verb.add_argument("--update", metavar="URL")
    update.help = gettext("SPARQL Update endpoint of the server, if it has no Graph Store Protocol")


def _parse_count(text: str) -> int:
    """Parse a number of snapshots."""
    try:
        found = int(text)
    except ValueError:
        found = 0
    if found < 1:
        raise argparse.ArgumentTypeError(
            render(Message("a number of snapshots is 1 or more, not “{given}”", given=text))
        )
    return found


def _parse_day(text: str) -> dt.date:
    """Parse a day."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        told = Message("a day is written like 2021-01-15, not “{given}”", given=text)
        raise argparse.ArgumentTypeError(render(told)) from None
    if found > dt.datetime.now(dt.UTC).date():
        told = Message("{day} is in the future, so nothing is recorded for it", day=text)
        raise argparse.ArgumentTypeError(render(told))
    return found


def _run_publish(options: Options) -> int:
    """Check the data, build a snapshot, and make it the current one; exits with 1 on a finding."""
    begun = time.monotonic()

    def tell(what: Message) -> None:
        print_line(f"{time.monotonic() - begun:6.1f} s  {render(what)}", sys.stderr)

    def verify(store: Store) -> None:
        if large:
            tell(Message("running the consistency checks on all data"))
            _raise_for_violations(check_consistency(store))

    large = [path for path in options.data if _is_large(path)]
    for path in large:
        tell(Message("{path} is large: consistency checks only, no validation by the shapes", path=path))
    target = stores.open_target(options.to, options.graph_store, options.update)
    target.check_ready()
    try:
        _raise_for_violations(
            check([path for path in options.data if path not in large], bundled=not options.no_bundled)
        )
        made = target.publish(
            options.data, bundled=not options.no_bundled, as_of=options.as_of, progress=tell, verify=verify
        )
    except InvalidDataError:
        print_message(Message("nothing was published"), sys.stderr)
        return 1
    target.prune(options.keep, tell)
    print_message(
        Message(
            "{place}: {name} is current, {quads:,} quads as of {day}",
            place=options.to,
            name=made.name,
            quads=made.quads,
            day=str(made.as_of),
        )
    )
    return 0


class InvalidDataError(Exception):
    """The data violate a rule and must not be published."""


def _raise_for_violations(found: Sequence[Violation]) -> None:
    """Print violations and raise InvalidDataError, if there are any."""
    for violation in found:
        for line in violation.lines(detect_language()):
            print_line(line)
    if found:
        raise InvalidDataError


def _is_large(path: Path) -> bool:
    """Return whether a file, or the files of a folder, should not be held in memory."""
    files = path.iterdir() if path.is_dir() else [path]
    return (
        sum(unpacked_size(file, MAX_REDATABLE_BYTES) for file in files if file.is_file())
        > MAX_REDATABLE_BYTES
    )


def _run_snapshots(options: Options) -> int:
    """List snapshots, the last one first; exits with 1 if there is none, or one is found damaged."""
    store = _require_store(options)
    if options.check:
        return _check_snapshots(store)
    target = stores.open_target(store)
    shown, known = target.current_name(), target.list_snapshots()
    for each in known:
        mark = "*" if each.name == shown else " "
        told = (
            Message("as of {day}", day=str(each.as_of)),
            Message("{quads:,} quads", quads=each.quads),
            Message("published {time}", time=str(each.published)),
        )
        print_line(f"{mark} {each.name}  {'  '.join(map(render, told))}")
    if not known:
        _report_missing(store)
    return int(not known)


def _check_snapshots(store: str) -> int:
    """Check the snapshots of a folder against their checksums; exits with 1 if one is damaged, or none."""
    if stores.is_url(store):
        raise LocalError(Message("{store} is a server; --check is for folders", store=store))
    folder = Path(store)
    found, shown = verify_snapshots(folder), current_name(folder)
    if not found:
        _report_missing(store)
        return 1
    for each in found:
        print_line(f"{'*' if each.name == shown else ' '} {each.name}  {render(_describe_check(each))}")
    astray = find_misleading_link(folder)
    if astray:
        print_line(f"  {astray.file} {render(astray.description)}")
    damaged = bool(astray) or any(each.faults for each in found)
    if damaged:
        print_line(f"distrograph: {render(repair_hint(folder))}", sys.stderr)
    return int(damaged)


def _report_missing(store: str) -> None:
    """Report on stderr that nothing is published."""
    print_message(Message("{store}: no snapshot is published there", store=store), sys.stderr)


def _describe_check(found: SnapshotCheck) -> Message:
    """Describe the result of checking a snapshot."""
    if found.faults:
        first, *others = found.faults
        told = Message("damaged: {file} {fault}", file=str(first.file), fault=first.description)
        if not others:
            return told
        more = PluralMessage("{count} more", "{count} more", count=len(others))
        return Message("{message}, and {more}", message=told, more=more)
    if not found.has_checksums:
        return Message("cannot be checked: it was published without checksums; publish it again")
    return PluralMessage(
        "intact: {count} file, {size:,} bytes",
        "intact: {count} files, {size:,} bytes",
        count=found.files,
        size=found.size,
    )


def _run_rollback(options: Options) -> int:
    """Go back to an earlier snapshot."""
    store = _require_store(options)
    target = stores.open_target(store, options.graph_store, options.update)
    name = target.rollback(options.name).name
    print_message(Message("{place}: {name} is current", place=store, name=name))
    return 0


def _require_store(options: Options) -> str:
    """Return the folder or URL of --store; raises LocalError without it."""
    store = parse_store(options)
    if store is None:
        raise LocalError(Message("give the location of the snapshots with --store DIR or --store URL"))
    return store
