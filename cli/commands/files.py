"""The verbs that make or read files: draw, check, export; and info."""

from __future__ import annotations

import argparse
import sys
from importlib.metadata import version
from pathlib import Path

from cli.options import Options, open_graph
from cli.terminal import print_line, write_format
from graph import export as interchange
from graph.catalogue import CATALOGUE
from graph.errors import LocalError
from graph.linked_data import count_dataset
from graph.validation import check
from i18n import Message


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verbs."""
    draw = verbs.add_parser("draw", parents=[common], help="draw the graph as a self-contained HTML file")
    draw.add_argument("--focus", metavar="ID", help="node in the centre")
    draw.add_argument(
        "--depth", type=int, choices=[1, 2, 3], default=1, help="number of steps from the centre (default: 1)"
    )
    draw.add_argument("--lang", choices=["en", "zh"], default="en", help="language (default: en)")
    draw.add_argument("-o", "--output", type=Path, required=True, metavar="graph.html", help="file to write")
    draw.set_defaults(run=_run_draw)
    check = verbs.add_parser(
        "check", help="validate data files against the SHACL shapes and consistency checks"
    )
    check.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="files to check (default: the bundled data)"
    )
    check.set_defaults(run=_run_check)
    export = verbs.add_parser("export", parents=[common], help="export the graph to another format")
    form = export.add_argument("--format", choices=interchange.FORMATS)
    form.help = "output format (default: by the suffix of --output, else trig)"
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="file to write (default: stdout)")
    export.set_defaults(run=_run_export)
    info = verbs.add_parser("info", parents=[common], help="show versions, the snapshot and counts")
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
    print_line(f"{options.output}: {len(page) // 1000} kB, opens in any browser")
    return 0


def _run_check(options: Options) -> int:
    """Check the bundled data, or files of one's own beside it; exits with 1 on a finding."""
    found = check(options.files)
    for violation in found:
        for line in violation.lines():
            print_line(line)
    count = len(found)
    print_line("the data holds" if not count else f"{count} finding{'s' if count > 1 else ''}", sys.stderr)
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
    print_line(f"distrograph  {version('distrograph')}")
    print_line(f"engine       pyoxigraph {version('pyoxigraph')}")
    print_line(f"snapshot     {graph.snapshot}")
    print_line(f"as of        {graph.as_of}")
    for name, count in count_dataset(graph).items():
        print_line(f"{name:<12} {count}")
    print_line(f"{'questions':<12} {len(CATALOGUE)}")
    return 0
