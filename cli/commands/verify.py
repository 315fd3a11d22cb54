"""The verb that looks for the evidence of claims in mirrors of the repositories that they cite: verify."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from cli.language import gettext, render
from cli.options import Options, open_graph
from cli.terminal import print_message, write_format
from graph.validation import locate_claims


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verb."""
    verify = verbs.add_parser(
        "verify",
        parents=[common],
        help=gettext("look whether the files that claims cite exist and state them"),
    )
    verify.add_argument(
        "--mirrors",
        type=Path,
        required=True,
        metavar="DIR",
        help=gettext("folder with mirrors of git repositories, each named OWNER+NAME"),
    )
    verify.add_argument(
        "--source",
        action="append",
        metavar="ID",
        help=gettext("source whose claims to verify; repeatable (default: all)"),
    )
    verify.add_argument(
        "--format", choices=["text", "json"], default="text", help=gettext("report format (default: text)")
    )
    verify.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help=gettext("file to write the report to; the summary is then printed (default: stdout)"),
    )
    verify.set_defaults(run=_run_verify)


def _run_verify(options: Options) -> int:
    """Verify claims; exits with 1 if a claim that is called confirmed rests on nothing.

    Raises UnknownNameError for an unknown source.
    """
    from ingest.verification import Mirrors, Report, verify_claims  # noqa: PLC0415  # few verbs need it

    with Mirrors(options.mirrors) as mirrors:
        graph = open_graph(options)
        wanted = {graph.index.resolve("source", name).value for name in options.source or ()}
        claims = [claim for claim in graph.index.claims.values() if not wanted or claim.source.iri in wanted]
        locations = locate_claims(claims, options.data, bundled=not options.no_bundled)
        report = Report(verify_claims(graph, claims, mirrors, locations), locations)
    if options.format == "json":
        content = json.dumps(report.to_json(), ensure_ascii=False, indent=2)
    else:
        content = "\n".join(render(line) for line in report.lines())
    if options.report:
        options.report.write_text(f"{content}\n", encoding="utf-8")
    elif options.format == "json":
        write_format(f"{content}\n".encode())
    else:
        for line in report.lines():
            print_message(line)
    if options.report or options.format == "text":
        for line in report.summarize():
            print_message(line)
    return int(report.count_failed() > 0)
