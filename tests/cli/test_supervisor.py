"""A server that dies or whose data change is replaced, and nobody else notices."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

pytestmark = pytest.mark.alone

PATIENCE = 30.0
PROGRAM = "import sys; from cli.main import main; sys.exit(main())"
HELD = '<https://example.com/a> <https://example.com/b> "{}" .\n'
ASKED = {"query": "SELECT ?o { <https://example.com/a> <https://example.com/b> ?o }", "format": "csv"}


@dataclass
class Served:
    """A running service: its process, its address, the file that it serves, and the lines of its log."""

    process: subprocess.Popen[str]
    address: str
    file: Path
    logged: list[str]

    def held(self) -> str:
        """Ask what is held."""
        return httpx2.get(f"{self.address}/sparql", params=ASKED, timeout=PATIENCE).text.split()[-1]

    def says(self, words: str) -> bool:
        """Return whether some words are in the log."""
        return any(words in line for line in self.logged)

    def server(self) -> int:
        """Return the process that answers: the newest one that the supervisor has."""
        return max(children(self.process.pid))


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a file of a folder."""
    file = folder / "held.nt"
    file.write_text(HELD.format(1), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--workers", "1", "--no-bundled"]
    with subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        logged: list[str] = []
        reading = threading.Thread(target=lambda: logged.extend(process.stderr or ()))
        reading.start()
        try:
            assert process.stdout
            address = (re.search(r"http://\S+", process.stdout.readline()) or [""])[0]
            yield Served(process, address, file, logged)
        finally:
            process.terminate()
            process.wait(PATIENCE)
            reading.join()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Serve a small file."""
    with serving(tmp_path) as made:
        yield made


def until(condition: Callable[[], bool]) -> None:
    """Wait until something holds."""
    due = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < due
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """Return the processes that a process started and that run."""
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text("ascii").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(each.parent.name))
    return found


def tree(pid: int) -> list[int]:
    """Return a process and all that came of it."""
    return [pid, *(each for child in children(pid) for each in tree(child))]


def test_changed_data_are_served_and_no_request_fails(served: Served) -> None:
    """A client that keeps its connection asks all the while: every answer is one of the two snapshots'."""
    answers: list[str] = []
    ended = threading.Event()

    def ask_on() -> None:
        with httpx2.Client(base_url=served.address, timeout=PATIENCE) as client:
            while not ended.is_set():
                answers.append(client.get("/sparql", params=ASKED).raise_for_status().text.split()[-1])

    asking = threading.Thread(target=ask_on)
    asking.start()
    before = served.server()
    for number in (2, 3):
        served.file.write_text(HELD.format(number), encoding="utf-8")
        until(lambda number=number: answers[-1:] == [str(number)])  # type: ignore[misc]
    ended.set()
    asking.join()
    assert sorted(set(answers), key=answers.index) == ["1", "2", "3"]
    until(lambda: before not in tree(served.process.pid))
    until(lambda: len(children(served.process.pid)) == 1)


def test_bad_data_are_refused_and_the_old_ones_stay(served: Served) -> None:
    """A line in the log names the file and the line; the next good data are taken."""
    served.file.write_text("this is no RDF\n", encoding="utf-8")
    until(lambda: served.says("the new data are refused"))
    refusal = next(json.loads(line) for line in served.logged if "refused" in line)
    assert refusal["level"] == "error"
    assert "held.nt:1" in refusal["message"]
    assert served.held() == "1"
    served.file.write_text(HELD.format(4), encoding="utf-8")
    until(lambda: served.held() == "4")


def test_a_hangup_brings_a_new_server(served: Served) -> None:
    """SIGHUP does so even if nothing has changed."""
    before = served.server()
    served.process.send_signal(signal.SIGHUP)
    until(lambda: served.says('"serving '))
    until(lambda: before not in tree(served.process.pid))
    assert served.held() == "1"


def test_a_server_that_is_killed_is_replaced(served: Served) -> None:
    """Whoever comes meanwhile waits; nobody is turned away."""
    for _ in range(2):
        os.kill(served.server(), signal.SIGKILL)
        assert served.held() == "1"
    assert served.says("SIGKILL")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGKILL, -9),
        pytest.param(signal.SIGTERM, 0, marks=pytest.mark.thorough),
        pytest.param(signal.SIGINT, 130, marks=pytest.mark.thorough),
    ],
)
def test_all_ends_with_the_supervisor(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """Be it asked to end, or killed: no process is left over."""
    with serving(tmp_path) as served:
        started = tree(served.process.pid)
        assert len(started) > 3
        served.process.send_signal(number)
        assert served.process.wait(PATIENCE) == code
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in started))


def test_a_long_query_is_finished_before_the_end(served: Served) -> None:
    """Who has asked is answered, though the service was told to stop; who comes then is turned away."""
    numbers = " ".join(map(str, range(60)))
    query = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'VALUES ?{name} {{ {numbers} }}' for name in 'abcd')} }}"
    answers: list[httpx2.Response] = []

    def ask() -> None:
        answers.append(httpx2.get(f"{served.address}/sparql", params={"query": query}, timeout=PATIENCE))

    asking = threading.Thread(target=ask)
    asking.start()
    until(lambda: 'queries{state="long"} 1.0' in httpx2.get(f"{served.address}/metrics").text)
    served.process.terminate()
    assert served.process.wait(PATIENCE) == 0
    asking.join()
    assert answers[0].json()["results"]["bindings"][0]["n"]["value"] == str(60**4)
    with pytest.raises(httpx2.ConnectError):
        httpx2.get(served.address)
