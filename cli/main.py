"""`distrograph`: the verbs, their options, and one clear line for whatever goes wrong."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from cli.commands import analysis, ask, files, ingest, mcp, publish, releases, serve
from cli.language import detect_language
from cli.terminal import escape_streams
from graph import GraphError
from graph.display import one_line
from graph.settings import settings

WRONG_USE = 2
"""The exit code for wrong use and bad input; 1 says that the answer is no, or that a check failed."""


class Parser(argparse.ArgumentParser):
    """A parser that reports errors in one line."""

    def error(self, message: str) -> NoReturn:
        """Report an error and where help is."""
        self.exit(WRONG_USE, f"distrograph: {one_line(message)} (try {self.prog} --help)\n")


def build_parser() -> Parser:
    """Build the parser of all verbs."""
    made = Parser(
        prog="distrograph",
        description="Query the knowledge graph of Kubernetes distributions. Every fact cites its sources.",
    )
    made.add_argument("--version", action="version", version=f"distrograph {version('distrograph')}")
    verbs = made.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)
    for module in (serve, ask, releases, analysis, files, publish, mcp, ingest):
        module.add_verbs(verbs, _build_graph_options())
    return made


def _build_graph_options() -> argparse.ArgumentParser:
    """Build the options of all verbs that read the graph."""
    options = argparse.ArgumentParser(add_help=False)
    data = options.add_argument("--data", action="append", type=Path, metavar="FILE")
    data.help = "RDF file or folder to add; repeatable (or DISTROGRAPH_DATA)"
    data.default = list(settings.data)
    options.add_argument("--no-bundled", action="store_true", help="use only the files of --data")
    store = options.add_argument("--store", metavar="memory|DIR|URL")
    store.help = "graph store: memory (the default), a folder of snapshots or a server (or DISTROGRAPH_STORE)"
    store.default = settings.store
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; gives the exit code: 0 done, 1 no, 2 wrong use or bad input."""
    with escape_streams():
        return run(arguments)


def run(arguments: Sequence[str] | None) -> int:
    """Run a verb, on streams that let no control character through."""
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except GraphError as error:
        return _report_error(error.render(detect_language()))
    except BrokenPipeError:
        # Whoever read our output has enough; Python must not complain again as it closes the stream.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        return _report_error(f"{error.filename or type(error).__name__}: {error.strerror or error}")
    except UnicodeError as error:  # of a host or a file whose name holds what none can
        return _report_error(f"invalid text: {error}")
    return code


def _report_error(message: str) -> int:
    """Report an error in one line on stderr."""
    print(f"distrograph: {one_line(' '.join(message.split()))}", file=sys.stderr)
    return WRONG_USE
