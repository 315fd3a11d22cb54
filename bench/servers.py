"""The servers that are measured: started on free ports of loopback, ended by their own process id."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import psutil

from ontology import DG, ID
from tests.support.nginx import proxied

CARD = f"SELECT ?d {{ ?d <{DG}uses> <{ID}kine> }}"
"""The card's question, which distributions use kine; in full, for other servers know no prefixes of ours."""
SPARQL_JSON = "application/sparql-results+json"
OURS, OXIGRAPH, RDFLIB = "distrograph serve", "oxigraph serve", "rdflib-endpoint"
PROXIED = "nginx before distrograph"
BIN = Path(sys.executable).parent
LONGEST_START = 60.0
LONGEST_END = 10.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A server to measure: its command for a port, its SPARQL endpoint, and what answers once it is ready."""

    name: str
    command: Callable[[int], list[str]]
    endpoint: str
    ready: str


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its port, its process, and the seconds from its start until it answered."""

    candidate: Candidate
    port: int
    process: psutil.Process
    until_ready: float
    behind: "Server | None" = None

    def tree(self) -> list[psutil.Process]:
        """Return the process and those that it started, and those of the server behind a proxy."""
        own = [self.process, *self.process.children(recursive=True)]
        return own + (self.behind.tree() if self.behind else [])

    def resident(self) -> int:
        """Count the bytes in memory; what processes share counts once for each."""
        return sum(process.memory_info().rss for process in self.tree())

    def cpu(self) -> float:
        """Return the seconds of CPU spent so far."""
        return sum(times.user + times.system for times in (process.cpu_times() for process in self.tree()))


def query_path(endpoint: str, query: str) -> str:
    """Return the path that asks a query."""
    return f"{endpoint}?query={quote(query, safe='')}"


def candidates(file: Path, folder: Path) -> list[Candidate]:
    """Return the servers, which all serve the same quads; the database for Oxigraph is made in a folder.

    Oxigraph is optimised as it recommends; rdflib-endpoint keeps rdflib's own store, as it comes.
    """
    loading = [str(BIN / "oxigraph"), "load", "--location", str(folder), "--file", str(file)]
    optimizing = [str(BIN / "oxigraph"), "optimize", "--location", str(folder)]
    for command in (loading, optimizing):
        subprocess.run(command, check=True, capture_output=True)
    serving = [str(BIN / "oxigraph"), "serve-read-only", "--location", str(folder), "--bind"]
    pythonic = [str(BIN / "rdflib-endpoint"), "serve", str(file), "--host", "127.0.0.1", "--port"]
    own = [str(BIN / "distrograph"), "serve", "--port"]
    return [
        Candidate(OURS, lambda port: [*own, str(port)], "/sparql", "/readyz"),
        Candidate(
            OXIGRAPH, lambda port: [*serving, f"127.0.0.1:{port}"], "/query", query_path("/query", CARD)
        ),
        Candidate(RDFLIB, lambda port: [*pythonic, str(port)], "/", query_path("/", CARD)),
    ]


@contextmanager
def running(candidate: Candidate) -> Iterator[Server]:
    """Start a server, wait until it is ready, and in the end end it and what it started."""
    port = free_port()
    command = candidate.command(port)
    quiet = subprocess.DEVNULL
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet) as started:
        process = psutil.Process(started.pid)
        try:
            while not is_ready(port, candidate.ready):
                if started.poll() is not None or time.perf_counter() - start > LONGEST_START:
                    raise RuntimeError(f"{candidate.name} does not start")
                time.sleep(0.005)
            yield Server(candidate, port, process, time.perf_counter() - start)
        finally:
            end(process)


@contextmanager
def before(server: Server) -> Iterator[Server]:
    """Place nginx before a server."""
    with proxied(f"http://127.0.0.1:{server.port}") as (address, pid):
        named = replace(server.candidate, name=PROXIED)
        yield Server(named, int(address.rpartition(":")[2]), psutil.Process(pid), 0.0, server)


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def is_ready(port: int, path: str) -> bool:
    """Return whether a path answers with 200."""
    try:
        fetch(port, path, SPARQL_JSON)
    except OSError:
        return False
    return True


def fetch(port: int, path: str, accept: str) -> bytes:
    """Get a path once; raises OSError if there is no answer, or not a 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_START)
    try:
        connection.request("GET", path, headers={"Accept": f"{accept}, */*;q=0.1"})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise OSError(f"{path}: {response.status} {body[:300]!r}")
    return body


def end(process: psutil.Process) -> None:
    """End a process, and by force what is left of it and of its children."""
    try:
        tree = [process, *process.children(recursive=True)]
        process.terminate()
    except psutil.NoSuchProcess:
        return
    for left in psutil.wait_procs(tree, timeout=LONGEST_END)[1]:
        left.kill()
