"""`distrograph mcp`."""

from __future__ import annotations

import argparse
import sys

from api.workers.pool import Pool
from cli.commands.serve import parse_port
from cli.language import gettext, render
from cli.options import Options, open_graph
from cli.terminal import print_line
from graph.errors import LocalError
from i18n import Message


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "mcp", parents=[common], help=gettext("serve the graph to language models (Model Context Protocol)")
    )
    verb.add_argument("--http", action="store_true", help=gettext("serve over HTTP at /mcp instead of stdio"))
    verb.add_argument(
        "--host", default="127.0.0.1", help=gettext("host to listen on, with --http (default: 127.0.0.1)")
    )
    verb.add_argument(
        "--port",
        type=parse_port,
        default="8001",
        help=gettext("port to listen on, with --http (default: 8001)"),
    )
    verb.set_defaults(run=serve)


def serve(options: Options) -> int:
    """Serve until the client goes, or a signal ends it."""
    graph = open_graph(options)
    try:
        from api.mcp import make_server  # noqa: PLC0415  # an extra, and slow to import
        from api.server.server import read_limits  # noqa: PLC0415  # slow to import, too
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("mcp"):
            raise
        raise LocalError(
            Message("this needs the MCP SDK: run pip install -e '.[mcp]' in a checkout")
        ) from None
    # It forks, and so is made before there are threads.
    server = make_server(graph, Pool(graph.store, read_limits()))
    if options.http:
        address = f"http://{options.host}:{options.port}/mcp"
        ready = render(Message("ready at {address}", address=address))
        print_line(f"distrograph: {ready}", sys.stderr)
        sys.stderr.flush()
        server.run("streamable-http", host=options.host, port=options.port)
    else:
        server.run("stdio")
    return 0
