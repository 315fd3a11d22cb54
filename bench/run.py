"""Measure distrograph beside other SPARQL servers, in one run; README.md says how to read the tables."""

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.endpoints import CONNECTIONS, KINDS, Figures, Kind, Way, ways
from bench.load_generator import Bounds
from bench.report import number, ratio, table
from bench.servers import BIN, OURS, OXIGRAPH, PROXIED, Candidate, Server, before, candidates, running
from graph import KnowledgeGraph, export
from graph.dataset import builder
from tests.support.nginx import NGINX

RESULTS = Path(__file__).parent / "results"
ASK = [str(BIN / "distrograph"), "ask", "which distros use kine"]
MEASURED = ("distrograph", "pyoxigraph", "oxigraph", "rdflib", "rdflib-endpoint", "uvicorn")
Found = dict[Kind, dict[str, list[Figures]]]


@dataclass(frozen=True, slots=True)
class Effort:
    """How often and how long to measure: rounds, and the bounds for one connection and for eight."""

    rounds: int
    alone: Bounds
    together: Bounds


FULL = Effort(3, Bounds(2_000, 3.0), Bounds(50_000, 3.0))
QUICK = Effort(1, Bounds(200, 1.0), Bounds(2_000, 1.0))


def main() -> None:
    """Run the benchmark, print its report, and keep it in bench/results/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round, to see that it works")
    effort = QUICK if parser.parse_args().quick else FULL
    with tempfile.TemporaryDirectory() as name:
        report = "\n\n".join(sections(effort, Path(name)))
    print(report)
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H%M%S}.md"
    kept.write_text(report + "\n", encoding="utf-8")


def sections(effort: Effort, folder: Path) -> list[str]:
    """Measure everything; gives the parts of the report."""
    written = [machine(), beginnings(effort)]
    kg = KnowledgeGraph.open()
    quads = folder / "graph.nq"
    quads.write_bytes(export.export(kg, "nquads"))
    measured = candidates(quads, folder / "oxigraph")
    starts = {candidate.name: begin(candidate, effort.rounds) for candidate in measured}
    with ExitStack() as stack:
        up = {candidate.name: stack.enter_context(running(candidate)) for candidate in measured}
        front = {PROXIED: stack.enter_context(before(up[OURS]))} if NGINX else {}
        found = rounds(ways(kg, {**up, **front}), effort)
        written.append(start_table(starts, up))
    return [*written, *(asking_table(kind, found[kind]) for kind in KINDS), generator(found)]


def machine() -> str:
    """Describe what was measured, where and when."""
    tools = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cores for servers and load together "
        f"(load average {os.getloadavg()[0]:.1f} before), {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}\n{tools}"
    )


def beginnings(effort: Effort) -> str:
    """Measure how long it takes to build the dataset, and to ask once on the command line."""
    say("building, asking once")
    built = median(seconds(builder.build_dataset) for _ in range(effort.rounds))
    asked = median(
        seconds(lambda: subprocess.run(ASK, check=True, capture_output=True)) for _ in range(effort.rounds)
    )
    return (
        f"The dataset is built in {number(built)} s; "
        f"`distrograph ask` as a process of its own answers after {number(asked)} s."
    )


def seconds(work: Callable[[], object]) -> float:
    """Time a piece of work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def begin(candidate: Candidate, times: int) -> list[float]:
    """Start a server so many times; gives the seconds that each start took."""
    say(f"starting {candidate.name}")
    found = []
    for _ in range(times):
        with running(candidate) as server:
            found.append(server.until_ready)
    return found


def rounds(asked: Sequence[Way], effort: Effort) -> Found:
    """Measure all ways in turn, several times over, so that a bad minute of the machine meets all alike."""
    found: Found = {kind: {way.name: [] for way in asked} for kind in KINDS}
    for turn in range(effort.rounds):
        for kind in KINDS:
            say(f"round {turn + 1} of {effort.rounds}, {kind}")
            for way in asked:
                found[kind][way.name].append(way.measure(kind, effort.alone, effort.together))
    return found


def start_table(starts: Mapping[str, list[float]], up: Mapping[str, Server]) -> str:
    """Write how long servers take to start, and how much memory they take after all that asking."""
    memory = {name: [server.resident() / 1e6] for name, server in up.items()}
    rows = [
        [
            name,
            number(median(starts[name])),
            *(ratio(starts[name], starts[other]) for other in (OURS, OXIGRAPH)),
            number(memory[name][0]),
            *(ratio(memory[name], memory[other]) for other in (OURS, OXIGRAPH)),
        ]
        for name in up
    ]
    return table(["Server", "s until ready", "×ours", "×oxigraph", "MB RSS", "×ours", "×oxigraph"], rows)


def asking_table(kind: Kind, found: Mapping[str, list[Figures]]) -> str:
    """Write latency, throughput and cost of each way of asking."""
    heading = [f"{kind.capitalize()} questions"]
    for title in ("p50 ms", f"{CONNECTIONS} at once: answers/s", "CPU µs/answer"):
        heading += [title, "×ours", "×oxigraph"]
    heading.insert(4, "p95 ms")
    return table(heading, [asking_row(name, found) for name in found])


def asking_row(name: str, found: Mapping[str, list[Figures]]) -> list[str]:
    """Write the figures of one way."""

    def column(of: str) -> list[str]:
        values = {each: [getattr(figures, of) for figures in some] for each, some in found.items()}
        compared = (values[f"SPARQL, {other}"] for other in (OURS, OXIGRAPH))
        return [number(median(values[name])), *(ratio(values[name], others) for others in compared)]

    p95 = number(median(figures.p95 for figures in found[name]))
    return [name, *column("p50"), p95, *column("rate"), *column("cpu")]


def generator(found: Found) -> str:
    """Describe what asking cost, of the same cores."""
    fastest = max(
        (
            figures
            for ways in found.values()
            for some in ways.values()
            for figures in some
            if figures.generator
        ),
        key=lambda figures: figures.rate,
    )
    share = fastest.generator * fastest.rate / 1e4
    return (
        f"The load generator spent {number(fastest.generator)} µs of CPU on a request at the highest rate, "
        f"{number(share)} % of one core: what is faster than that is not seen."
    )


def say(what: str) -> None:
    """State on stderr what is being done."""
    print(f"bench: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
