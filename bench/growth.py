"""Measure how building and asking grow with the release tables; README.md says how to read the table."""

import argparse
import datetime as dt
import gc
import json
import math
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sized
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.report import number, table
from graph import KnowledgeGraph
from graph.catalogue.releases import NEWEST_VERSIONS, SHIPPED, VERSIONS
from graph.catalogue.usage import DISTRIBUTIONS_USING
from graph.dataset import builder, files
from graph.dataset.files import SourceFile
from graph.releases import table as tables
from graph.releases.version import parse_version
from graph.releases.version_range import parse_version_range
from ontology import DG, ID, PREFIXES, SOURCE

SCALES = (1, 10, 100)
MEMORY = 12 << 30
"""Bytes that a scale may take: a machine of its own is not needed."""
LONGEST = 480
"""Seconds that a scale may take."""
ROUNDS, SECONDS = 200, 10.0
"""How often a question is asked, unless that takes longer."""
RELEASES = "graph/data/releases/"
FIRST_NUMBER = re.compile(r"\d+")
STEP = 100
"""What each copy adds to the first number of a version, so that no two copies have a version in common."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A scale: its rows and quads, CPU seconds, bytes; seconds and rows of each question."""

    rows: int
    quads: int
    build: float
    first: float
    peak: int
    settled: int
    asked: dict[str, float]
    answers: dict[str, int]


def main() -> None:
    """Measure each scale in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scales", nargs="*", type=int, default=SCALES, help="how many copies of the tables")
    parser.add_argument("--one", type=int, metavar="N", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(asdict(measured(options.one))))
        return
    found = {scale: in_a_process(scale) for scale in options.scales}
    print(report(found))


def in_a_process(scale: int) -> Measured:
    """Measure a scale in a process that has only that to do."""
    print(f"growth: {scale} times the tables", file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--one", str(scale)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=LONGEST)
    return Measured(**json.loads(done.stdout))


# --- The data ----------------------------------------------------------------------------------------


def copies(scale: int) -> Iterator[SourceFile]:
    """Return the bundled files, with each table so many times: each copy is a distribution of its own."""
    bundled = list(files.list_bundled_files())
    yield from bundled
    released = [file for file in bundled if file.name.startswith(RELEASES)]
    for copy in range(1, scale):
        for file in released:
            path = Path(file.name)
            name = f"{path.stem}-{copy}"
            graph = f"{SOURCE}{name}-releases"
            if files.is_table(file):
                yield entity(name)
                yield SourceFile(f"{RELEASES}{name}.csv", shifted(file, copy), graph)
            else:
                yield SourceFile(f"{RELEASES}{name}{path.suffix}", file.content, graph)


def entity(name: str) -> SourceFile:
    """Declare a distribution."""
    said = f'<{ID}{name}> a <{DG}Distribution> ; <{PREFIXES["skos"]}prefLabel> "{name}"@en .'
    return SourceFile(f"{name}.ttl", said.encode())


def shifted(file: SourceFile, copy: int) -> bytes:
    """Return a table with its versions moved, so that it has as many different ones as the original."""
    rows = tables.parse_table(file.content.decode(), file.name)
    moved = (row._replace(release=move(row.release, copy), version=move(row.version, copy)) for row in rows)
    return tables.format_table(moved).encode()


def move(version: str, copy: int) -> str:
    """Return another version, as far from all others of its copy as before."""
    if not parse_version(version).numbers:
        return f"{version[:-4]}{copy:04x}"  # a commit or digest stays one
    return FIRST_NUMBER.sub(lambda found: str(int(found[0]) + copy * STEP), version, count=1)


# --- Measuring ---------------------------------------------------------------------------------------


def measured(scale: int) -> Measured:
    """Build a scale, ask, and say what that took."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    read = (*files.list_vocabulary_files(), *copies(scale))
    rules = tuple(files.list_bundled_rules())
    rows = sum(file.content.count(b"\n") - 1 for file in read if files.is_table(file))
    start = time.process_time()
    kg = KnowledgeGraph(builder.assemble_dataset(read, rules, dt.datetime.now(dt.UTC).date()))
    build = time.process_time() - start
    del read
    start = time.process_time()
    answers = {name: len(ask(kg)) for name, ask in QUESTIONS.items()}
    first = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    gc.collect()
    settled = psutil.Process().memory_info().rss
    asked = {name: latency(ask, kg) for name, ask in QUESTIONS.items()}
    return Measured(rows, kg.counts.whole.triples, build, first, peak, settled, asked, answers)


def card(kg: KnowledgeGraph) -> Sized:
    """Ask which distributions use kine, of all distributions."""
    return kg.answer(DISTRIBUTIONS_USING, component="kine").items


def in_range(kg: KnowledgeGraph) -> Sized:
    """Ask which releases of K3s ship some versions of Traefik."""
    held = parse_version_range(">=2.10,<2.10.8")
    chosen = {"component": "traefik", "distribution": "k3s"}
    return kg.answer(VERSIONS, **chosen, low=held.low, high=held.high).items


def newest(kg: KnowledgeGraph) -> Sized:
    """Ask which version of Traefik the newest releases ship, of all distributions."""
    return kg.answer(NEWEST_VERSIONS, component="traefik").items


def release(kg: KnowledgeGraph) -> Sized:
    """Ask what one release ships."""
    return kg.answer(SHIPPED, release="k3s/v1.30.2+k3s1").items


QUESTIONS: Mapping[str, Callable[[KnowledgeGraph], Sized]] = {
    "who uses kine": card,
    "range of versions": in_range,
    "newest versions": newest,
    "one release": release,
}


def latency(ask: Callable[[KnowledgeGraph], Sized], kg: KnowledgeGraph) -> float:
    """Return the median of the CPU seconds that an answer takes."""
    taken: list[float] = []
    begun = time.perf_counter()
    while len(taken) < ROUNDS and time.perf_counter() - begun < SECONDS:
        start = time.process_time()
        ask(kg)
        taken.append(time.process_time() - start)
    return median(taken)


# --- The report --------------------------------------------------------------------------------------


def report(found: Mapping[int, Measured]) -> str:
    """Write how many times the figures of the smallest scale the others are, and how fast they grow."""
    least, most = min(found), max(found)
    heading = ["", *(f"{scale} times" for scale in found), "exponent"]
    rows = []
    for name, values in figures(found).items():
        ratios = [f"×{number(values[scale] / values[least], 2)}" for scale in found]
        grown = math.log(values[most] / values[least]) / math.log(most / least) if most > least else 0.0
        rows.append([name, *ratios, f"{grown:.2f}"])
    return f"{table(heading, rows)}\n\n{absolute(found[least])}"


def figures(found: Mapping[int, Measured]) -> dict[str, dict[int, float]]:
    """Return each figure at each scale, by what it is of."""
    own: dict[str, Callable[[Measured], float]] = {
        "rows of the tables": lambda each: each.rows,
        "quads": lambda each: each.quads,
        "CPU of the build": lambda each: each.build,
        "CPU of the first answers": lambda each: each.first,
        "peak RSS": lambda each: each.peak,
        "settled RSS": lambda each: each.settled,
    }
    given = {name: {scale: of(each) for scale, each in found.items()} for name, of in own.items()}
    for name in QUESTIONS:
        given[f"{name}: rows"] = {scale: each.answers[name] for scale, each in found.items()}
        given[f"{name}: CPU"] = {scale: each.asked[name] for scale, each in found.items()}
    return given


def absolute(each: Measured) -> str:
    """Describe what the ratios are of."""
    asked = ", ".join(f"{name} {number(seconds * 1e3)} ms" for name, seconds in each.asked.items())
    return (
        f"Once: {each.rows:,} rows, {each.quads:,} quads, built in {number(each.build)} s of CPU, "
        f"{number(each.settled / 1e6)} MB, {number(each.peak / 1e6)} MB at most; CPU of an answer: {asked}."
    )


if __name__ == "__main__":
    main()
