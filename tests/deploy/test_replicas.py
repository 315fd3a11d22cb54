"""Replicas behind nginx, on one store: snapshots change under load, and nobody notices but by the answers."""

import itertools
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from graph.stores.remote.snapshots import connect_target
from tests.support.nginx import NGINX, proxied
from tests.support.running_server import served
from tests.support.sparql_servers import oxigraph

A, C, HAS = (f"<https://example.com/{name}>" for name in "acb")
PAIR = f'{A} {HAS} "{{0}}" .\n{C} {HAS} "{{0}}" .\n'
BOTH = f"SELECT ?a ?c {{ {A} {HAS} ?a . {C} {HAS} ?c }}"
CLIENTS, CHANGES = 4, 10

pytestmark = pytest.mark.skipif(
    NGINX is None and os.environ.get("CI") != "true", reason="nginx is not installed"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[str]:
    """Publish two snapshots into a server."""
    with oxigraph(tmp_path / "engine") as running:
        for value in ("even", "odd"):
            (tmp_path / "a.nt").write_text(PAIR.format(value), "utf-8")
            connect_target(running.url).publish([tmp_path / "a.nt"], bundled=False)
        yield running.url


def test_snapshots_change_ten_times_and_no_request_is_lost(store: str) -> None:
    """Each answer is of one snapshot, and each change arrives."""
    there = connect_target(store)
    names = [each.name for each in there.list_snapshots()]
    found: list[str] = []
    failed: list[str] = []
    ended = threading.Event()

    def ask(address: str, number: int) -> None:
        with httpx2.Client(timeout=30) as client:
            for each in itertools.count():
                if ended.is_set():
                    return
                query = f"{BOTH} # {number} {each}"  # no cache knows it
                try:
                    answer = client.get(f"{address}/sparql", params={"query": query, "format": "csv"})
                    found.append(answer.raise_for_status().text.split()[-1])
                except httpx2.HTTPError as error:
                    failed.append(repr(error))

    options = ("--store", store, "--workers", "1")
    with ExitStack() as stack:
        replicas = [stack.enter_context(served(*options)) for _ in range(2)]
        address, _ = stack.enter_context(proxied(*(each.address for each in replicas)))
        threads = [threading.Thread(target=ask, args=(address, number)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for change in range(1, CHANGES + 1):
            there.rollback(names[change % 2])
            wanted = "even,even" if change % 2 else "odd,odd"
            wait_for(wanted, found)
        ended.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert set(found) == {"even,even", "odd,odd"}
    assert len(found) > CHANGES * CLIENTS


def wait_for(wanted: str, found: list[str]) -> None:
    """Wait until an answer that is not here yet is the one that is wanted."""
    begin, due = len(found), time.monotonic() + 60
    while wanted not in found[begin:]:
        assert time.monotonic() < due
        time.sleep(0.05)
