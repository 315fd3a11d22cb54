"""Measure how stores grow: a million triples and more, in a folder, in Oxigraph's server and in Virtuoso.

README.md says how to read the tables.
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import psutil
import pyoxigraph as ox

from bench.report import number, table
from graph import KnowledgeGraph
from graph.catalogue import CATALOGUE
from graph.dataset import builder, files
from graph.rdf.store import DirectoryStore, Store
from graph.stores.ownership import CURRENT, SNAPSHOTS
from graph.stores.remote import snapshots as remote
from graph.stores.remote.graph_names import Layout
from graph.stores.remote.store import RemoteStore
from graph.stores.remote.upload import Upload
from graph.stores.snapshot_writer import STORE_FOLDER
from ontology import FINDING, ID, SOURCE
from tests.support.sparql_servers import OXIGRAPH, as_dba, oxigraph, virtuoso

DAY = dt.date(2026, 11, 1)
SCALES = (1, 10)
"""Millions of triples that are published; what follows from them by rules comes on top."""
SLOW = 1
"""Millions of triples up to which Virtuoso is measured if not told otherwise, for it takes them in slowly."""
ASKED = ("distributions_using", "facts", "neighbours", "history", "shipped", "diff", "holders")
"""Questions that look something up; what they find is as much at each scale, but for the first one."""
BUFFERS = 200_000
"""Pages of 8 kB that Virtuoso keeps in memory."""
ROUNDS, SECONDS = 30, 5.0
"""How often a question is asked, unless that takes longer."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of a store: its quads, seconds to fill it, bytes, seconds of each question."""

    quads: int
    filled: float
    peak: int
    disk: int
    asked: Mapping[str, float]


PUBLISH = """
import datetime as dt, sys
from pathlib import Path
from graph.stores.snapshot_directory import publish
publish(Path(sys.argv[1]), [Path(sys.argv[2])], bundled=False, as_of=dt.date.fromisoformat(sys.argv[3]))
"""


# --- The data ----------------------------------------------------------------------------------------


def asserted() -> list[bytes]:
    """Return what the bundled files say, as lines of N-Quads, and nothing that follows from it by rules."""
    made = builder.assemble_dataset((*files.list_vocabulary_files(), *files.list_bundled_files()), (), DAY)
    written = BytesIO()
    made.store.dump(written, ox.RdfFormat.N_QUADS)
    return written.getvalue().splitlines(keepends=True)


def write(file: Path, triples: int) -> None:
    """Write so many triples: the same again and again, of other things each time, from the same sources."""
    lines = asserted()
    world = b"".join(line for line in lines if ID.encode() in line)
    with file.open("wb") as out:
        out.writelines(lines)
        for copy in range(1, 1 + (triples - len(lines)) // world.count(b"\n")):
            out.write(renamed(world, b"copy%d-" % copy))


def renamed(world: bytes, mark: bytes) -> bytes:
    """Return other names to all things and claims; the graphs of sources have no `#` and keep theirs."""
    for begin in (ID.encode(), FINDING.encode()):
        world = world.replace(begin, begin + mark)
    parts = world.split(f"<{SOURCE}".encode())
    marked = (part.replace(b"#", b"#" + mark, 1) if is_claim(part) else part for part in parts[1:])
    return f"<{SOURCE}".encode().join([parts[0], *marked])


def is_claim(rest: bytes) -> bool:
    """Distinguish a claim from its source by what follows their common beginning."""
    return b"#" in rest[: rest.index(b">")]


# --- Measuring ---------------------------------------------------------------------------------------


def published(file: Path, folder: Path) -> Measured:
    """Publish a file into a folder, and ask there, each in a process of its own."""
    begun = time.monotonic()
    publishing = psutil.Popen([sys.executable, "-c", PUBLISH, str(folder), str(file), str(DAY)])
    peak = watched(publishing)
    filled = time.monotonic() - begun
    store = DirectoryStore(folder / CURRENT / STORE_FOLDER)
    return Measured(len(store.quads), filled, peak, size(folder / SNAPSHOTS), asked(store))


def natively(file: Path, folder: Path, snapshot: Path) -> Measured:
    """Load a file with Oxigraph's own loader, and ask its own server, of the snapshot that was published."""
    begun = time.monotonic()
    loading = [str(OXIGRAPH), "load", "--location", str(folder), "--file", str(file), "--lenient"]
    process = psutil.Popen(loading, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = watched(process)
    filled = time.monotonic() - begun
    with oxigraph(snapshot, reading=True) as running:
        return Measured(0, filled, peak, size(folder), asked(remote.connect(running.url)))


def in_virtuoso(folder: Path, database: Path) -> Measured:
    """Bring a snapshot from a folder into Virtuoso, and ask there."""
    quads = DirectoryStore(folder / CURRENT / STORE_FOLDER).quads
    with as_dba(), virtuoso(database, buffers=BUFFERS) as running:
        there, layout = remote.connect_target(running.url), Layout("measured")
        begun = time.monotonic()
        Upload(there.store, there.writer, layout, lambda _: None).run(quads)
        filled = time.monotonic() - begun
        held = remote.find_stored(there.store, layout.name)
        found = asked(RemoteStore(there.store.connection, there.store.dialect, held))
        peak = psutil.Process(running.process.pid).memory_info().rss
    return Measured(len(quads), filled, peak, size(database), found)


def watched(process: psutil.Popen) -> int:
    """Wait for a process; gives the most bytes that it had in memory."""
    most = 0
    while process.poll() is None:
        try:
            most = max(most, process.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.2)
    return most


def asked(store: Store) -> dict[str, float]:
    """Ask each question some times, one after the other; gives the medians in seconds."""
    names = KnowledgeGraph.open(as_of=DAY)
    found = {}
    for name in ASKED:
        question = CATALOGUE[name]
        bound = names.bind(question, dict(question.example))
        taken: list[float] = []
        began = time.monotonic()
        while len(taken) < ROUNDS and (not taken or time.monotonic() - began < SECONDS):
            start = time.perf_counter()
            store.query(question.text, bound)
            taken.append(time.perf_counter() - start)
        found[name] = median(taken)
    return found


def size(folder: Path) -> int:
    """Return the bytes of the files of a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


# --- The report --------------------------------------------------------------------------------------


def main() -> None:
    """Measure each scale, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scales", nargs="*", type=int, default=SCALES, help="millions of triples")
    parser.add_argument("--virtuoso", type=int, default=SLOW, metavar="N", help="up to so many in Virtuoso")
    options = parser.parse_args()
    found: dict[str, Measured] = {}
    for scale in options.scales:
        with TemporaryDirectory() as name:
            found |= measured(Path(name), scale, virtuoso_too=scale <= options.virtuoso)
        print(report(found), flush=True)


def measured(room: Path, scale: int, *, virtuoso_too: bool) -> dict[str, Measured]:
    """Measure one scale in all stores."""
    told = f"{scale} M"
    print(f"scale: {told} triples", file=sys.stderr, flush=True)
    write(room / "data.nq", scale * 1_000_000)
    found = {f"{told}, folder": published(room / "data.nq", room / "folder")}
    snapshot = room / "folder" / CURRENT / STORE_FOLDER
    found[f"{told}, oxigraph serve"] = natively(room / "data.nq", room / "native", snapshot)
    if virtuoso_too:
        found[f"{told}, Virtuoso"] = in_virtuoso(room / "folder", room / "virtuoso")
    return found


def report(found: Mapping[str, Measured]) -> str:
    """Write what was measured: seconds, bytes, and milliseconds of each question."""
    columns: dict[str, Callable[[Measured], str]] = {
        "quads": lambda each: f"{each.quads:,}" if each.quads else "",
        "filled in s": lambda each: number(each.filled),
        "peak MB": lambda each: number(each.peak / 1e6),
        "disk MB": lambda each: number(each.disk / 1e6),
    }
    rows = [
        [name, *(write(each) for write in columns.values()), *(number(each.asked[it] * 1e3) for it in ASKED)]
        for name, each in found.items()
    ]
    return table(["store", *columns, *(f"{name} ms" for name in ASKED)], rows)


if __name__ == "__main__":
    main()
