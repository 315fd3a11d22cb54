"""The verbs that make or read files: draw, check, export; and info."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from cli.language import detect_language, gettext
from cli.options import Options, open_graph
from cli.terminal import print_line, print_message, write_format
from cli.wrapping import pad
from graph import export as interchange
from graph.analysis import measure_coverage
from graph.catalogue import CATALOGUE
from graph.errors import LocalError
from graph.linked_data import count_dataset
from graph.validation import check
from i18n import N_, Message, PluralMessage

COUNTED = {
    "triples": N_("triples"),
    "claims": N_("claims"),
    "sources": N_("sources"),
    "entities": N_("entities"),
}
"""What `info` counts."""


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    draw = verbs.add_parser(
        "draw", parents=[common], help=gettext("draw the graph as a self-contained HTML file")
    )
    draw.add_argument("--focus", metavar="ID", help=gettext("node in the centre"))
    draw.add_argument(
        "--depth",
        type=int,
        choices=[1, 2, 3],
        default=1,
        help=gettext("number of steps from the centre (default: 1)"),
    )
    draw.add_argument("--lang", choices=["en", "zh"], default="en", help=gettext("language (default: en)"))
    draw.add_argument(
        "-o", "--output", type=Path, required=True, metavar="graph.html", help=gettext("file to write")
    )
    draw.set_defaults(run=_run_draw)
    check = verbs.add_parser(
        "check", help=gettext("validate data files with the SHACL shapes and the consistency checks")
    )
    check.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help=gettext("files to check (default: the bundled data)"),
    )
    check.set_defaults(run=_run_check)
    export = verbs.add_parser("export", parents=[common], help=gettext("export the graph to another format"))
    form = export.add_argument("--format", choices=interchange.FORMATS)
    form.help = gettext("output format (default: by the suffix of --output, else trig)")
    export.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help=gettext("file to write (default: stdout)")
    )
    export.set_defaults(run=_run_export)
    info = verbs.add_parser("info", parents=[common], help=gettext("show versions, the snapshot and counts"))
    info.set_defaults(run=_run_info)


def _run_draw(options: Options) -> int:
    """Draw the graph."""
    import viz  # noqa: PLC0415  # slow to import, and few verbs need it

    if options.output.suffix.lower() not in {".html", ".htm"}:
        raise LocalError(
            Message("{output}: the page is HTML; use a name that ends in .html", output=options.output)
        )
    graph = open_graph(options)
    focus = graph.index.thing(graph.index.resolve("thing", options.focus)).id if options.focus else None
    page = viz.standalone_page(graph, viz.ViewQuery(focus=focus, depth=options.depth), language=options.lang)
    options.output.write_text(page, encoding="utf-8")
    print_message(
        Message("{output}: {size} kB, opens in any browser", output=options.output, size=len(page) // 1000)
    )
    return 0


def _run_check(options: Options) -> int:
    """Check the bundled data, or files of one's own beside it; exits with 1 on a finding."""
    found = check(options.files)
    for violation in found:
        for line in violation.lines(detect_language()):
            print_line(line)
    told = PluralMessage("{count} violation", "{count} violations", count=len(found))
    print_message(told if found else Message("no violations found"), sys.stderr)
    return int(bool(found))


def _run_export(options: Options) -> int:
    """Write the graph in a format, to a file or to stdout; raises LocalError if it is not clear in which."""
    form = options.format or (
        interchange.detect_format(options.output) if options.output else interchange.DEFAULT
    )
    if form in interchange.BINARY and not options.output and sys.stdout.isatty():
        raise LocalError(
            Message(
                "{form} is binary and is not printed to a terminal; give a file with -o, or redirect the "
                "output",
                form=form,
            )
        )
    content = interchange.export(open_graph(options), form)
    if options.output:
        options.output.write_bytes(content)
        print_line(f"{options.output}: {len(content) // 1000} kB")
    else:
        write_format(content)
    return 0


def _run_info(options: Options) -> int:
    """Print versions, the snapshot and counts."""
    graph = open_graph(options)
    counts = count_dataset(graph)
    for name, value in (
        (gettext("version"), version("distrograph")),
        (gettext("engine"), f"pyoxigraph {version('pyoxigraph')}"),
        (gettext("snapshot"), graph.snapshot),
        (gettext("as of"), graph.as_of),
        *((gettext(COUNTED[name]), count) for name, count in counts.items()),
        (gettext("questions"), len(CATALOGUE)),
    ):
        print_line(f"{pad(name, 12)} {value}")
    coverage = measure_coverage(graph)
    if coverage.pairs:
        print_message(
            Message(
                "Who uses what: not recorded for {unknown} % of {pairs} pairs of component and distribution; "
                "for another {instead} % only what is used instead.",
                unknown=round(100 * coverage.unknown / coverage.pairs),
                instead=round(100 * coverage.instead / coverage.pairs),
                pairs=coverage.pairs,
            )
        )
    return 0
