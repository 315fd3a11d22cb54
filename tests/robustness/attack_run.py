"""Attack the server with all that is in the corpus, while somebody asks an easy question: see README.md."""

import argparse
import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median, quantiles

import psutil

from bench.report import number, table
from bench.servers import BIN, OURS, Candidate, Server, running
from tests.robustness.attackers import CLIENTS, Canary, Outcome, ask, misbehave, sing
from tests.robustness.hostile_queries import CORPUS

GRACE = 0.5
"""Seconds after its limit within which a query is answered."""
SETTLING = 8.0
"""Seconds after an attack within which all is as it was before."""
HEADINGS = [
    "attack",
    "queries",
    "answered in time",
    "latest, s",
    "easy ones",
    "failed",
    "p50 ms",
    "p99 ms",
    "longest ms",
]


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of an attack: what came of each query, and what the canary saw."""

    name: str
    outcomes: list[Outcome]
    canary: Canary


Attack = Callable[[int, float], Coroutine[None, None, list[Outcome]]]
"""What asks hostile queries of a port for some seconds, and gives what came of each."""


async def alone(port: int, _: float) -> list[Outcome]:
    """Ask one hostile query after the other."""
    return [await ask(port, name) for name in CORPUS]


async def together(port: int, seconds: float) -> list[Outcome]:
    """Ask all hostile queries at once, while clients misbehave, over and over."""
    clients = [asyncio.create_task(misbehave(each, port)) for each in CLIENTS.values()]
    outcomes: list[Outcome] = []
    begun = time.monotonic()
    while time.monotonic() - begun < seconds:
        outcomes += await asyncio.gather(*(ask(port, name) for name in CORPUS))
    for each in clients:
        each.cancel()
    await asyncio.gather(*clients, return_exceptions=True)
    return outcomes


async def nobody(_: int, seconds: float) -> list[Outcome]:
    """Ask nothing hostile, to see what the easy question takes then."""
    await asyncio.sleep(seconds)
    return []


def attack(work: Attack, port: int, seconds: float) -> list[Outcome]:
    """Attack from this process."""
    return asyncio.run(work(port, seconds))


def seen(name: str, work: Attack, port: int, seconds: float) -> Seen:
    """Attack from a process of its own, so that the canary is kept waiting by the server alone."""
    canary = Canary()

    async def sung(attacker: ProcessPoolExecutor) -> list[Outcome]:
        singing = asyncio.create_task(sing(port, canary))
        loop = asyncio.get_running_loop()
        outcomes = await loop.run_in_executor(attacker, attack, work, port, seconds)
        canary.stopped = True
        await singing
        return outcomes

    with ProcessPoolExecutor(1, get_context("spawn")) as attacker:
        attacker.submit(time.monotonic).result()  # it has started before anything is measured
        return Seen(name, asyncio.run(sung(attacker)), canary)


def main() -> None:
    """Attack, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that a query may take")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long to attack with all at once")
    options = parser.parse_args()
    os.environ["DISTROGRAPH_QUERY_TIMEOUT"] = str(options.limit)
    command = [str(BIN / "distrograph"), "serve", "--port"]
    with running(Candidate(OURS, lambda port: [*command, str(port)], "/sparql", "/readyz")) as server:
        seen("warming", nobody, server.port, 3)
        before = left(server)
        found = [
            seen("none", nobody, server.port, 5),
            seen("one after the other", alone, server.port, 0),
            seen("all at once, and bad clients", together, server.port, options.seconds),
        ]
        time.sleep(SETTLING)
        after = left(server)
    print(table(HEADINGS, [row(each, options.limit) for each in found]))
    print(
        f"\nMemory: {before[0] >> 20} MB before, {after[0] >> 20} MB after. "
        f"Processes: {before[1]} before, {after[1]} after."
    )
    for each in found:
        say(each, options.limit)


def left(server: Server) -> tuple[int, int]:
    """Count the bytes in memory, what is shared once, and the processes."""
    found = []
    for process in server.tree():
        try:
            found.append(process.memory_full_info().pss)
        except psutil.Error:  # it has just ended
            continue
    return sum(found), len(found)


def late(found: Seen, limit: float) -> list[Outcome]:
    """Return what was not answered in time: no status, or too late a one."""
    return [each for each in found.outcomes if not each.status or each.seconds > limit + GRACE]


def row(found: Seen, limit: float) -> list[str]:
    """Write what was seen of an attack."""
    easy = sorted(found.canary.seconds)
    p99 = quantiles(easy, n=100)[98] if len(easy) > 1 else 0.0
    return [
        found.name,
        str(len(found.outcomes)),
        str(len(found.outcomes) - len(late(found, limit))),
        number(max((each.seconds for each in found.outcomes), default=0.0)),
        str(len(easy)),
        str(len(found.canary.failures)),
        *(number(seconds * 1e3) for seconds in (median(easy), p99, easy[-1])),
    ]


def say(found: Seen, limit: float) -> None:
    """Describe how queries were answered, and which were not in time."""
    kinds = Counter(status_of(each) for each in found.outcomes)
    print(f"\n{found.name}: {', '.join(f'{count} × {kind}' for kind, count in sorted(kinds.items()))}")
    for each in late(found, limit):
        print(f"  late: {each.name}: {each.status} after {each.seconds:.2f} s")
    unfit(found.canary.failures[:5])


def status_of(outcome: Outcome) -> str:
    """Describe how a query was answered."""
    return f"{outcome.status}{'' if outcome.whole else ' cut'}" if outcome.status else "no answer"


def unfit(failures: Sequence[str]) -> None:
    """Describe what the canary was told instead of an answer."""
    for each in failures:
        print(f"  easy question: {each}")


if __name__ == "__main__":
    main()
