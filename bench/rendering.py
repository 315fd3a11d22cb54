"""Measure how soon the graph is drawn, beside pyvis' page of it; README.md says how to read it."""

import argparse
import datetime as dt
import math
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any, Literal

import httpx2
import networkx as nx
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

from bench.report import number, table
from tests.support.running_server import served
from tests.support.synthetic_graph import trig

SIZES = (150, 500, 2000)
ROUNDS = 5
"""How often our page is measured, cold and warm."""
THEIRS = {150: 3, 500: 3, 2000: 1}
"""How often pyvis' page is measured: it takes minutes."""
LONGEST = 300.0
"""Seconds after which a picture counts as not still."""
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # pyvis' page asks a CDN for Bootstrap: it is told at once that there is none.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
WINDOW = {"width": 1280, "height": 800}
MEASURED = ("distrograph", "playwright", "pyvis", "networkx")
WATCH = """(() => {
  const seen = { first: null, last: null, done: false };
  let drawn = 0, canvas = null, quiet = 0, before = null;
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...room) {
    clear.apply(this, room);
    if (!this.canvas.isConnected) return;
    canvas = this.canvas;
    queueMicrotask(() => { drawn = performance.now(); });
  };
  const look = ({ width, height }) => {
    if (!width || !height) return { ink: 0, hash: 0 };
    const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
    let ink = 0, hash = width;
    for (const pixel of new Uint32Array(data.buffer)) {
      ink |= pixel;
      hash = Math.imul(hash ^ pixel, 16777619);
    }
    return { ink, hash };
  };
  const timer = setInterval(() => {
    quiet += 1;
    if (canvas) {
      const { ink, hash } = look(canvas);
      canvas = null;
      if (hash !== before) {
        before = hash;
        quiet = 0;
        if (ink) {
          seen.first ??= drawn;
          seen.last = drawn;
        }
      }
    }
    const bar = document.getElementById("loadingBar");
    if (bar && getComputedStyle(bar).display !== "none") quiet = 0;
    seen.done = seen.last !== null && quiet >= 10;
    if (seen.done) clearInterval(timer);
  }, 100);
  globalThis.watched = seen;
})();"""
"""Watches the canvas, which vis-network clears before each drawing.

Ten times a second, if it was drawn anew, its pixels are compared with those before. It is still after ten
looks without a change and without a loading bar.
"""
TOLD = """() => {
  const of = (kind) => performance.getEntriesByType(kind);
  const files = [...of("navigation"), ...of("resource")];
  const sum = (what) => files.reduce((total, file) => total + file[what], 0);
  return {
    paint: of("paint").find(({ name }) => name === "first-contentful-paint")?.startTime ?? NaN,
    first: globalThis.watched.first,
    still: globalThis.watched.done ? globalThis.watched.last : null,
    sent: sum("transferSize"),
    unpacked: sum("decodedBodySize"),
  };
}"""
"""What the browser knows at the end: milliseconds since the visit began, and bytes."""
Moment = Literal["paint", "first", "still"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit: milliseconds to the first paint, the first picture and the still one; bytes sent and unpacked.

    What did not come in time is None.
    """

    paint: float
    first: float | None
    still: float | None
    sent: int
    unpacked: int


@dataclass(frozen=True, slots=True)
class Found:
    """All visits of one size: of a server that was just started, of the same again, and of pyvis' page."""

    cold: list[Seen] = field(default_factory=list)
    warm: list[Seen] = field(default_factory=list)
    pyvis: list[Seen] = field(default_factory=list)


def main() -> None:
    """Measure each size, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="how many nodes")
    parser.add_argument("--quick", action="store_true", help="each once, to see that it works")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        print(machine(browser.version), end="\n\n")
        bundled = first_view(browser)
        found = {size: measured(browser, Path(name), size, quick=options.quick) for size in options.sizes}
        browser.close()
    print(report(found), weights(found, bundled), sep="\n\n")


def machine(browser: str) -> str:
    """Describe what is measured, where and when."""
    tools = ", ".join(f"{name} {version(name)}" for name in MEASURED)
    return (
        f"{dt.datetime.now(dt.UTC):%Y-%m-%d}, {os.cpu_count()} cores for browser and server together "
        f"(load average {os.getloadavg()[0]:.1f} before), {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, Chromium {browser}\n{tools}"
    )


# --- Measuring ---------------------------------------------------------------------------------------


def measured(browser: Browser, folder: Path, size: int, *, quick: bool) -> Found:
    """Measure both pages of as many nodes, in turn, so that a bad minute of the machine meets both."""
    data = folder / f"{size}.trig"
    data.write_text(trig(size), encoding="utf-8")
    found = Found()
    theirs = 1 if quick else THEIRS.get(size, 1)
    for turn in range(1 if quick else ROUNDS):
        say(f"{size} nodes, round {turn + 1}")
        with ready("--data", str(data), "--no-bundled") as address:
            ours = f"{address}/explore?limit={size}"
            found.cold.append(visit(browser, ours))
            found.warm.append(visit(browser, ours))
            drawing = drawn(address, size)
        if turn < theirs:
            (folder / f"{size}.html").write_text(page_of_pyvis(drawing), encoding="utf-8")
            with files(folder) as address:
                found.pyvis.append(visit(browser, f"{address}/{size}.html"))
    return found


@contextmanager
def ready(*options: str) -> Iterator[str]:
    """Start our server and wait until it is ready; it has drawn nothing yet."""
    with served(*options, DISTROGRAPH_LOG="warning") as running:
        httpx2.get(f"{running.address}/readyz", timeout=60).raise_for_status()
        yield running.address


def first_view(browser: Browser) -> Seen:
    """Visit our page with nothing asked, of the bundled data; so the browser is warm too."""
    say("the first view")
    with ready() as address:
        return visit(browser, f"{address}/explore")


def visit(browser: Browser, address: str) -> Seen:
    """Open a page with nothing in the browser's cache, and watch until its picture is still."""
    with browser.new_context(viewport=WINDOW) as context:  # type: ignore[arg-type]
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(address, wait_until="commit", timeout=LONGEST * 1e3)
        begun = time.monotonic()
        while not page.evaluate("() => globalThis.watched.done") and time.monotonic() - begun < LONGEST:
            time.sleep(0.25)
        seen = Seen(**page.evaluate(TOLD))
    say(f"{address} is still after {(seen.still or math.inf) / 1e3:.2f} s")
    return seen


def drawn(address: str, size: int) -> Mapping[str, Any]:
    """Return what our page draws: all that was invented and nothing else, one line between any two."""
    answer = httpx2.get(f"{address}/explore/data?limit={size}", timeout=120).raise_for_status()
    drawing: dict[str, Any] = answer.json()
    pairs = {frozenset((edge["from"], edge["to"])) for edge in drawing["edges"]}
    if (len(drawing["nodes"]), len(drawing["edges"]), len(pairs)) != (size, 2 * size, 2 * size):
        raise ValueError(f"{len(drawing['nodes'])} nodes, {len(drawing['edges'])} edges, {len(pairs)} pairs")
    return drawing


def page_of_pyvis(drawing: Mapping[str, Any]) -> str:
    """Return pyvis' page of the same, as pyvis makes it of a networkx graph, with its scripts in it."""
    graph: nx.Graph[str] = nx.Graph()
    for node in drawing["nodes"]:
        told = (
            {"label": node["label"]["en"], "title": node["description"]["en"]}
            if "description" in node
            else {}
        )
        graph.add_node(node["id"], group=node["kind"], **({"label": node["label"]["en"]} | told))
    for edge in drawing["edges"]:
        graph.add_edge(edge["from"], edge["to"], title=edge["property"]["label"]["en"])
    network = Network(cdn_resources="in_line")
    network.from_nx(graph)
    page: str = network.generate_html()
    return page


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Leave the terminal alone."""


@contextmanager
def files(folder: Path) -> Iterator[str]:
    """Serve the files of a folder on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


# --- The report --------------------------------------------------------------------------------------


def report(found: Mapping[int, Found]) -> str:
    """Write how soon something is painted, a picture is seen, and it is still."""
    heading = [
        "Nodes, page",
        "first paint, s",
        "× ours",
        "first picture, s",
        "× ours",
        "still, s",
        "× ours",
        "runs",
    ]
    rows = []
    for size, each in found.items():
        for name, some in (("ours", each.warm), ("ours, cold", each.cold), ("pyvis", each.pyvis)):
            cells = [f"{size:,}, {name}"]
            for moment in ("paint", "first", "still"):
                cells += [seconds(some, moment), times(some, each.warm, moment)]
            rows.append([*cells, str(len(some))])
    return table(heading, rows)


def usual(some: Sequence[Seen], moment: Moment) -> tuple[float, bool]:
    """Return the median of the seconds until a moment, and whether it came at all before it was too late."""
    values = [getattr(each, moment) for each in some]
    found = median(LONGEST * 1e3 if value is None else value for value in values) / 1e3
    return found, found < LONGEST


def seconds(some: Sequence[Seen], moment: Moment) -> str:
    """Write the seconds until a moment."""
    value, came = usual(some, moment)
    return number(value) if came else f">{LONGEST:.0f}"


def times(some: Sequence[Seen], others: Sequence[Seen], moment: Moment) -> str:
    """Write how many times the seconds of others they are: at least so many, if the moment did not come."""
    value, came = usual(some, moment)
    return f"{'×' if came else '>×'}{number(value / usual(others, moment)[0], 2)}"


def weights(found: Mapping[int, Found], bundled: Seen) -> str:
    """Write what the browser was sent, and what that was when unpacked."""
    rows = [["first view of the bundled data", *weight(bundled)]]
    for size, each in found.items():
        rows += [
            [f"{size:,}, {name}", *weight(some[0])]
            for name, some in (("ours", each.warm), ("pyvis", each.pyvis))
        ]
    return table(["Page", "kB sent", "kB unpacked"], rows)


def weight(seen: Seen) -> list[str]:
    """Write the bytes of a visit."""
    return [number(seen.sent / 1e3), number(seen.unpacked / 1e3)]


def say(what: str) -> None:
    """State on stderr what is being done."""
    print(f"drawing: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
