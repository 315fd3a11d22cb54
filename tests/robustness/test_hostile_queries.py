"""Whatever is asked, it is answered in time, and nobody else notices; `attack_run.py` measures it."""

import asyncio
import time
from collections.abc import Iterator

import psutil
import pytest

from tests.robustness.attack_run import Attack, alone, together
from tests.robustness.attackers import Canary, Outcome, sing
from tests.robustness.hostile_queries import CORPUS
from tests.support.running_server import served

pytestmark = pytest.mark.alone

LIMIT, GRACE = 0.5, 0.5
"""Seconds that a query may take, and within which its answer must then be there."""
BUSY = 2.0
"""Seconds more, for a machine that does other things too: these tests are not about speed."""


@pytest.fixture(scope="module")
def process() -> Iterator[tuple[psutil.Process, int]]:
    """Serve the graph with a short limit of time; gives the process and its port."""
    with served(DISTROGRAPH_QUERY_TIMEOUT=str(LIMIT), DISTROGRAPH_LOG="warning") as running:
        yield psutil.Process(running.process.pid), int(running.address.rpartition(":")[2])


def attacked(work: Attack, port: int) -> tuple[list[Outcome], Canary]:
    """Attack while somebody asks easy questions."""
    canary = Canary()

    async def both() -> list[Outcome]:
        singing = asyncio.create_task(sing(port, canary))
        outcomes = await work(port, 1)
        canary.stopped = True
        await singing
        return outcomes

    return asyncio.run(both()), canary


def tree(process: psutil.Process) -> list[psutil.Process]:
    """Return a process and all that it started."""
    return [process, *process.children(recursive=True)]


@pytest.mark.parametrize("work", [alone, together])
def test_every_hostile_query_is_answered_and_nobody_else_notices(
    process: tuple[psutil.Process, int], work: Attack
) -> None:
    """One by one, and all at once beside bad clients: each has a status, and easy answers are right."""
    outcomes, canary = attacked(work, process[1])
    assert {each.name for each in outcomes} == CORPUS.keys()
    assert len(outcomes) >= 40
    assert not [each for each in outcomes if not each.status or each.seconds > LIMIT + GRACE + BUSY]
    assert not [each for each in outcomes if not (each.whole or each.status == 200)]
    assert canary.failures == []
    assert len(canary.seconds) > 10


def test_afterwards_all_is_as_before(process: tuple[psutil.Process, int]) -> None:
    """No process more, no memory that grows, and no file left open."""
    server = next(child for child in process[0].children() if child.children())
    count, files, memory = settled(server)
    for _ in range(2):
        attacked(together, process[1])
    after = settled(server)
    assert after[0] == count
    assert after[1] <= files + 2
    assert after[2] < memory * 1.25


def settled(server: psutil.Process) -> tuple[int, int, int]:
    """Wait until nothing runs; gives processes, open files, and bytes that they have together."""
    due = time.monotonic() + 30
    last, since = -1, time.monotonic()
    while time.monotonic() < due and time.monotonic() - since < 2:
        now = len(tree(server))
        if now != last:
            last, since = now, time.monotonic()
        time.sleep(0.1)
    found = tree(server)
    return len(found), server.num_fds(), sum(each.memory_full_info().pss for each in found)
