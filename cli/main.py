"""`distrograph`: the verbs, their options, and one clear line for whatever goes wrong."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from cli.commands import analysis, ask, files, ingest, mcp, publish, releases, serve, verify
from cli.language import gettext, render
from cli.parser import WRONG_USE, Parser
from cli.terminal import escape_streams
from graph import GraphError
from graph.display import one_line
from graph.settings import settings
from i18n import Message


def build_parser() -> Parser:
    """Build the parser of all verbs."""
    made = Parser(
        prog="distrograph",
        description=gettext(
            "Query the knowledge graph of Kubernetes distributions. Every fact cites its sources."
        ),
    )
    shown = made.add_argument("--version", action="version", version=f"distrograph {version('distrograph')}")
    shown.help = gettext("show program's version number and exit")
    verbs = made.add_subparsers(
        title=gettext("commands"), metavar="COMMAND", required=True, parser_class=Parser
    )
    for module in (serve, ask, releases, analysis, files, publish, mcp, ingest, verify):
        module.add_verbs(verbs, _build_graph_options())
    return made


def _build_graph_options() -> argparse.ArgumentParser:
    """Build the options of all verbs that read the graph."""
    options = argparse.ArgumentParser(add_help=False)
    data = options.add_argument("--data", action="append", type=Path, metavar="FILE")
    data.help = gettext("RDF file or folder to add; repeatable (or DISTROGRAPH_DATA)")
    data.default = list(settings.data)
    bundled = options.add_argument("--no-bundled", action="store_true")
    bundled.help = gettext("use only the files given with --data")
    store = options.add_argument("--store", metavar="memory|DIR|URL")
    store.help = gettext(
        "graph store: memory (the default), a folder of snapshots or a server (or DISTROGRAPH_STORE)"
    )
    store.default = settings.store
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; gives the exit code: 0 done, 1 no, 2 wrong use or bad input, 3 not recorded."""
    with escape_streams():
        return run(arguments)


def run(arguments: Sequence[str] | None) -> int:
    """Run a verb, on streams that let no control character through."""
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except GraphError as error:
        return _report_error(render(error))
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain again as it closes the stream.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        place = error.filename or type(error).__name__
        return _report_error(
            render(Message("{place}: {problem}", place=place, problem=error.strerror or error))
        )
    except UnicodeError as error:  # of a host or a file whose name holds what none can
        return _report_error(render(Message("invalid text: {error}", error=error)))
    return code


def _report_error(message: str) -> int:
    """Report an error in one line on stderr."""
    print(f"distrograph: {one_line(' '.join(message.split()))}", file=sys.stderr)
    return WRONG_USE
