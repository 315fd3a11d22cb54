"""Attack a server by raw sockets, and say how long others waited: `python -m tests.robustness.attack`.

All methods on all routes, when memory misses and when it hits, looking for surplus bytes; requests of every
size; requests that are abandoned, on each route that computes. Meanwhile a canary asks what is easy. It takes
some minutes, and exits with 1 if anything was surplus, unanswered, or kept the canary waiting for a second.
"""

from __future__ import annotations

import argparse
import itertools
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from multiprocessing.synchronize import Event
from types import MappingProxyType
from typing import NamedTuple

import psutil

from tests.robustness.raw_http import Connection, asked, connected, request, targets
from tests.support.running_server import served

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
CANARY: Mapping[str, str] = MappingProxyType(
    {
        "/": "/",
        "/healthz": "/healthz",
        "/sparql": "/sparql?query=ASK%7B%7D",
        "REST": "/api/v1/components/kine/distributions",
    }
)
"""What the canary asks, by name; by turns as a host that was heard of before, and as a new one."""
PACE = 0.05
"""Seconds between two questions of the canary."""
PATIENCE = 1.0
"""Seconds that the canary should wait at most."""
ABANDONED = 40
PAUSE = 0.25
"""Seconds between two routes of which requests are abandoned: some 130 requests a second."""
SIZES = tuple(1 << power for power in range(10, 26, 3))
FITS = 1 << 14
"""Bytes that every part of a request may have."""
NEW = itertools.count()


class Heard(NamedTuple):
    """An answer to the canary: what it asked, when, for how long it waited, and the status."""

    name: str
    moment: float
    seconds: float
    status: int


class Outcome(NamedTuple):
    """What came of an attack: its name, how many requests it took, and what went wrong."""

    name: str
    requests: int
    faults: list[str]


def sing(address: str, stop: Event, heard: multiprocessing.Queue[list[Heard]]) -> None:
    """Ask what is easy, in turn, until it is enough."""
    found: list[Heard] = []
    for number in itertools.count():
        if stop.is_set():
            break
        for name, target in CANARY.items():
            begun, status = time.monotonic(), 0
            try:
                with connected(address) as connection:
                    host = f"new{number}" if number % 2 else "known"
                    connection.send(f"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                    status = connection.response().status
            except (OSError, EOFError, ValueError):
                pass
            found.append(Heard(name, begun, time.monotonic() - begun, status))
        time.sleep(PACE)
    heard.put(found)


# --- attacks


def all_methods(address: str, routes: list[str]) -> Outcome:
    """Ask every route by every method, three times; the first is new, the others may be remembered."""
    faults = []
    for route in routes:
        target = route.replace("as_of=", f"_={next(NEW)}&as_of=")
        for method in METHODS:
            for _ in range(3):
                try:
                    asked(address, method, target)
                except (AssertionError, OSError, EOFError, ValueError) as error:
                    faults.append(f"{method} {target}: {error!r}")
    return Outcome("all methods, all routes", len(routes) * len(METHODS) * 3, faults)


def all_sizes(address: str, routes: list[str]) -> Outcome:
    """Send heads, addresses, chunk extensions and trailers of every size."""
    del routes
    line = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"
    post = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    chunked = post + b"Transfer-Encoding: chunked\r\n\r\n"
    kinds: dict[str, Callable[[int], bytes]] = {
        "a value": lambda size: line + b"X: " + b"a" * size + b"\r\n\r\n",
        "a name": lambda size: line + b"a" * size + b": x\r\n\r\n",
        "fields": lambda size: line + b"X: aaaaaaaaaaaa\r\n" * (size // 17) + b"\r\n",
        "an address": lambda size: b"GET /?" + b"a" * size + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "an extension": lambda size: chunked + b"6;" + b"a" * size + b"\r\nASK {}\r\n0\r\n\r\n",
        "trailers": lambda size: chunked + b"6\r\nASK {}\r\n0\r\n" + b"X: aaaa\r\n" * (size // 9) + b"\r\n",
        "a body": lambda size: post + b"Content-Length: %d\r\n\r\nASK {} #" % (size + 8) + b"a" * size,
    }
    faults = []
    for (name, write), size in itertools.product(kinds.items(), SIZES):
        with connected(address) as connection:
            with suppress(OSError):  # it has enough
                connection.send(write(size))
            try:
                status = connection.response().status
            except (OSError, EOFError, ValueError) as error:
                faults.append(f"{name} of {size}: {error!r}")
                continue
            few = name not in {"fields", "trailers"} and size <= FITS
            if status not in ({200} if few else {200, 413, 414, 431}):
                faults.append(f"{name} of {size}: {status}")
    return Outcome("every size", len(kinds) * len(SIZES), faults)


def abandoned(address: str, routes: list[str]) -> Outcome:
    """Ask each route that computes many times, and hang up."""
    computing = [route for route in routes if not route.startswith(("/healthz", "/readyz", "/metrics"))]
    computing += ["/explore?focus=k3s&depth=3&limit=500", "/compare?id=k3s&id=k0s&id=rke2&as_of=2021-01-15"]
    for route in computing:
        leaving = [Connection(address) for _ in range(ABANDONED)]
        for each in leaving:
            each.send(request("GET", route, f"Accept-Language: x{next(NEW)}"))
        time.sleep(0.05)
        for each in leaving:
            each.socket.close()
        time.sleep(PAUSE)
    return Outcome("abandoned requests", len(computing) * ABANDONED, [])


ATTACKS = (all_methods, all_sizes, abandoned)


# --- the whole


@contextmanager
def canary(address: str) -> Iterator[Callable[[], list[Heard]]]:
    """Make a canary sing in a process of its own; gives what tells what it has heard, at the end."""
    stop = multiprocessing.Event()
    heard: multiprocessing.Queue[list[Heard]] = multiprocessing.Queue()
    process = multiprocessing.Process(target=sing, args=(address, stop, heard))
    process.start()

    def end() -> list[Heard]:
        stop.set()
        return heard.get(timeout=120)

    try:
        yield end
    finally:
        stop.set()
        process.join(120)


def routes_of(address: str) -> list[str]:
    """Return an address of every route, and some of pages, files and errors."""
    with connected(address) as connection:
        connection.send(request("GET", "/openapi.json"))
        document = json.loads(connection.response().body)
    more = [
        "/docs",
        "/openapi.json",
        "/static/api.css",
        "/nothing",
        "/api/v1/distributions/k4s",
        "/sparql?query=x",
    ]
    return [*targets(document), *more]


def memory(pid: int) -> int:
    """Return the bytes that a process and all that it started take, what is shared once."""
    processes = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
    return sum(each.memory_full_info().pss for each in processes)


def main() -> int:
    """Attack a server of our own, or the one at an address of loopback; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?", help="the server (one of our own, if not given)")
    options = parser.parse_args()
    bad = 0
    own = served(DISTROGRAPH_LOG="warning")
    with own if options.address is None else nullcontext() as running:
        address = running.address if running else options.address
        routes = routes_of(address)
        for route in routes:  # nobody measures what a start takes
            asked(address, "GET", route)
        before = memory(running.process.pid) if running else 0
        print(f"{'attack':<26}{'requests':>10}{'faults':>8}   slowest answer to the canary, in ms")
        for attack in ATTACKS:
            with canary(address) as end:
                outcome = attack(address, routes)
                heard = end()
            bad += report(outcome, heard)
        if running:
            print(f"memory: {before >> 20} MB before, {memory(running.process.pid) >> 20} MB after")
    return int(bad > 0)


def report(outcome: Outcome, heard: list[Heard]) -> int:
    """Print what came of an attack; gives how much of it was bad."""
    slowest = {name: max(each.seconds for each in heard if each.name == name) for name in CANARY}
    lost = [each for each in heard if each.status != 200]  # OK
    late = [each for each in heard if each.seconds >= PATIENCE]
    told = "  ".join(f"{name} {seconds * 1e3:.0f}" for name, seconds in slowest.items())
    print(f"{outcome.name:<26}{outcome.requests:>10}{len(outcome.faults):>8}   {told}  ({len(heard)} asked)")
    for fault in outcome.faults[:10]:
        print(f"  {fault[:200]}")
    for each in (*lost[:5], *late[:5]):
        print(f"  canary: {each.name}: {each.status} after {each.seconds:.2f} s")
    return len(outcome.faults) + len(lost) + len(late)


if __name__ == "__main__":
    sys.exit(main())
