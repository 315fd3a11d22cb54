"""Serve for long, under a mixed load and with reloads: `python -m tests.robustness.soak --minutes 60`.

It asks pages, resources, queries, hostile ones among them, and files; hangs up now and then; and has other
data served every minute. Every half minute it prints what all processes take; it exits with 1 if a request
was lost.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import psutil

from tests.robustness.hostile_queries import CORPUS
from tests.robustness.raw_http import asked, connected, request
from tests.support.running_server import served

HELD = '<https://example.com/a> <https://example.com/b> "{}" .\n'
RELOAD, PRINT = 60.0, 30.0
"""Seconds between two reloads, and between two lines of the report."""
CLIENTS = 3
PACE = 0.05
"""Seconds that a client waits between two requests."""
TARGETS = (
    "/",
    "/explore?focus=k3s&_={}",
    "/compare?id=k3s&id=k0s&as_of=2024-{:02}-01",
    "/things/kine",
    "/api/v1/components/kine/distributions",
    "/api/v1/compare?id=k3s&id=rke2",
    "/api/v1/ask?q=which+distros+use+{}",
    "/sparql?query=ASK%7B%7D%23{}",
    "/sparql?query=SELECT%20*%20%7B%3Fa%20%3Fb%20%3Fc%7D%20LIMIT%20{}",
    "/dumps/distrograph.nt.gz",
    "/releases/k3s/v1.30.2+k3s1",
    "/nothing/{}",
)
HOSTILE = [query for query in CORPUS.values() if len(query) < 5000]  # others are posted
GOOD = {200, 303, 304}
REFUSED = {400, 404, 413, 422, 429, 503}
"""What is no fault: what makes no sense, or is too much."""


class Load:
    """Clients, and what was answered to them: a count for each status, and what was lost."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.statuses: Counter[int] = Counter()
        self.lost: list[str] = []
        self.cut = 0
        self.numbers = itertools.count(1)
        self.ended = threading.Event()

    def ask(self) -> None:
        """Ask one thing after another, until the end."""
        chance = random.Random(next(self.numbers))  # noqa: S311  # no secret
        while not self.ended.is_set():
            number = next(self.numbers)
            target = chance.choice(TARGETS).format(number % 12 + 1)
            hostile = chance.random() < 0.02  # one of fifty
            if hostile:
                target = f"/sparql?query={quote(chance.choice(HOSTILE))}"
            try:
                if chance.random() < 0.05:  # one of twenty
                    self.leave(target)
                else:
                    method = chance.choice(["GET", "GET", "GET", "HEAD"])
                    self.statuses[asked(self.address, method, target).status] += 1
            except (AssertionError, OSError, EOFError, ValueError) as error:
                if hostile and isinstance(error, EOFError):
                    self.cut += 1  # what takes too long in the middle of its answer
                    continue
                self.lost.append(f"{target[:100]}: {error!r}")
            time.sleep(PACE)

    def leave(self, target: str) -> None:
        """Ask something, and hang up."""
        with connected(self.address) as connection:
            connection.send(request("GET", target))


def taken(pid: int) -> tuple[int, int, int]:
    """Return what a process and its children take: bytes (what is shared once), descriptors, processes."""
    size = files = count = 0
    for each in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        try:
            size, files, count = size + each.memory_full_info().pss, files + each.num_fds(), count + 1
        except psutil.Error:  # it has just ended
            continue
    return size, files, count


def main() -> int:
    """Serve, load and report; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "held.nt"
        file.write_text(HELD.format(0), encoding="utf-8")
        with served("--data", str(file), DISTROGRAPH_LOG="warning", DISTROGRAPH_QUERY_TIMEOUT="2") as running:
            return soak(running.address, running.process.pid, file, minutes * 60)


def soak(address: str, pid: int, file: Path, seconds: float) -> int:
    """Load a server for so many seconds, and print every half minute what it takes."""
    load = Load(address)
    clients = [threading.Thread(target=load.ask) for _ in range(CLIENTS)]
    for each in clients:
        each.start()
    begun = time.monotonic()
    reloads = 0
    while (passed := time.monotonic() - begun) < seconds:
        if passed > RELOAD * (reloads + 1):
            reloads += 1
            file.write_text(HELD.format(reloads), encoding="utf-8")
        size, files, count = taken(pid)
        said = ", ".join(f"{count} x {status}" for status, count in sorted(load.statuses.items()))
        print(
            f"{passed / 60:5.1f} min  {size >> 20} MB  {files} descriptors  {count} processes  "
            f"{reloads} reloads  {len(load.lost)} lost, {load.cut} cut, {said}",
            flush=True,
        )
        time.sleep(PRINT)
    load.ended.set()
    for each in clients:
        each.join()
    odd = {status: count for status, count in load.statuses.items() if status not in GOOD | REFUSED}
    for fault in (*load.lost[:20], *(f"{count} x {status}" for status, count in odd.items())):
        print(f"  {fault}")
    return int(bool(load.lost or odd))


if __name__ == "__main__":
    sys.exit(main())
