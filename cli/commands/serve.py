"""`distrograph serve`."""

from __future__ import annotations

import argparse
import errno
import os
import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from api.observability.logging import LineWriter
from api.workers.limits import MAX_WORKERS, Limits
from cli.language import gettext, render
from cli.options import Options, open_graph, parse_store
from cli.supervisor.store_watch import watch_data
from cli.supervisor.supervisor import Announce, Supervisor
from graph import KnowledgeGraph
from graph.settings import settings
from i18n import Message

STDOUT = 1
ANNOUNCE_TIMEOUT = 1.0
"""Seconds for writing the announcement."""


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser], common: argparse.ArgumentParser
) -> None:
    """Add the verb."""
    verb = verbs.add_parser(
        "serve", parents=[common], help=gettext("start the server: web pages, REST API and SPARQL endpoint")
    )
    verb.add_argument("--host", default=settings.host, help=gettext("host to listen on (default: 127.0.0.1)"))
    verb.add_argument(
        "--port", type=parse_port, default=settings.port, help=gettext("port to listen on (default: 8000)")
    )
    number = verb.add_argument("--workers", type=_parse_workers, metavar="N")
    number.help = render(
        Message(
            "SPARQL queries to run at once, each in its own process with up to {size} MiB "
            "(or DISTROGRAPH_WORKERS; default: {count})",
            size=Limits.memory >> 20,
            count=Limits.concurrency,
        )
    )
    number.default = settings.workers
    service = verb.add_argument("--allow-service", action="append", metavar="URL-PREFIX")
    service.help = gettext(
        "allow SERVICE calls to addresses with this prefix; repeatable (or DISTROGRAPH_ALLOW_SERVICE); "
        "private addresses need an explicit prefix"
    )
    service.default = list(settings.allow_service)
    verb.set_defaults(run=serve)


def parse_port(text: str) -> int:
    """Parse a port; 0 lets the system choose one."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:  # noqa: PLR2004  # the last port
        raise argparse.ArgumentTypeError(
            render(Message("a port is a number from 0 to 65535, not “{given}”", given=text))
        )
    return number


def _parse_workers(text: str) -> int:
    """Parse a number of workers."""
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= MAX_WORKERS:
        told = Message(
            "a number of workers is from 1 to {maximum}, not “{given}”", maximum=MAX_WORKERS, given=text
        )
        raise argparse.ArgumentTypeError(render(told))
    return number


def serve(options: Options) -> int:
    """Serve the graph until a signal ends it; a server that dies, or whose data change, is replaced."""
    _reserve_standard_files()
    _raise_file_limit()
    bound = _bind_socket(options.host, options.port)
    address = f"http://{options.host}:{bound.getsockname()[1]}"

    def announce(data: str) -> None:
        ways = (
            gettext("pages") + f" {address}/",
            f"API {address}/docs",
            f"SPARQL {address}/sparql",
        )
        ready = render(Message("{data}, ready at {address}", data=data, address=address))
        told = f"distrograph: {ready}\n  {'   '.join(ways)}\n"
        LineWriter(STDOUT).write(told.encode(), ANNOUNCE_TIMEOUT)

    store = parse_store(options)
    return Supervisor(partial(_serve_once, options, bound), watch_data(store, options.data), announce).run()


def _serve_once(options: Options, bound: socket.socket, ready: Announce) -> None:
    """Build the graph and serve it until a signal ends it, or another server takes over."""
    # The engine loads while Python imports; the thread has ended before the server forks its workers.
    with ThreadPoolExecutor(1) as beside:
        building = beside.submit(open_graph, options)
        from api.server.server import make_server  # noqa: PLC0415  # slow to import, and no other verb needs it

        graph = building.result()
    told = partial(ready, render(_describe_graph(graph)))
    make_server(graph, workers=options.workers, allowed_services=options.allow_service, on_ready=told).run(
        sockets=[bound]
    )


def _describe_graph(graph: KnowledgeGraph) -> Message:
    """Describe which graph is served."""
    snapshot, day = graph.snapshot[:12], str(graph.as_of)
    if graph.published:
        return Message(
            "snapshot {snapshot} of {day}, published as {name}",
            snapshot=snapshot,
            day=day,
            name=graph.published,
        )
    return Message("snapshot {snapshot} of {day}", snapshot=snapshot, day=day)


def _reserve_standard_files() -> None:
    """Reserve standard file descriptors that a shell has closed, or another file would be taken for one."""
    for number in range(STDOUT + 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest number that is free


def _raise_file_limit() -> None:
    """Raise the limit of open files to the hard limit: a thousand idle clients must not be too many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _bind_socket(host: str, number: int) -> socket.socket:
    """Bind the port before anything slow is done; an OSError names the address if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, number))
        bound.listen(2048)  # whoever comes before the graph is built waits instead of being turned away
    except (UnicodeError, TypeError):
        bound.close()
        raise OSError(
            errno.EINVAL, gettext("not a host name; choose another one with --host"), host
        ) from None
    except OSError as error:
        bound.close()
        told = Message(
            "{reason}; choose another one with {option}",
            reason=error.strerror or str(error),
            option="--host" if isinstance(error, socket.gaierror) else "--port",
        )
        raise OSError(error.errno, render(told), f"{host}:{number}") from None
    return bound
