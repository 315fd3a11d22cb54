"""A query that runs away is ended, and nobody else notices."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from operator import methodcaller

import httpx2
import pytest

from api.serving import make_server
from graph import BadQueryError, KnowledgeGraph
from graph.isolation import Pool

LIMIT = 2.0
"""Seconds that the server of the tests gives to a query."""
PATIENCE = 30.0
"""Seconds for which a test waits for what comes at once, unless it never comes."""
HOSTILE = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f",
    "SELECT DISTINCT ?a ?d { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { ?a (dg:uses|!dg:uses)* ?b . ?b (dg:uses|!dg:uses)* ?c . ?c (dg:uses|!dg:uses)* ?d }",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_runaway_query_is_ended_in_time(server: str, query: str) -> None:
    """503, or 413 if it has much to say, as a problem that names the limit, within half a second of it."""
    begun = time.monotonic()
    response = httpx2.get(f"{server}/sparql", params={"query": query}, timeout=30)
    assert time.monotonic() - begun < LIMIT + 0.5 + 0.5  # half a second more for a busy machine
    assert response.headers["content-type"] == "application/problem+json"
    limits = {503: {"2 seconds", "1024 MiB of memory"}, 413: {"1000000 bytes of answer"}}
    assert response.json()["limit"] in limits[response.status_code]
    assert (response.status_code == 503) == ("retry-after" in response.headers)


def test_nobody_else_notices(server: str) -> None:
    """While two queries run away, an easy question is answered every time."""
    attack = [
        threading.Thread(
            target=httpx2.get, args=(f"{server}/sparql",), kwargs={"params": {"query": q}, "timeout": 30}
        )
        for q in HOSTILE[:2]
    ]
    for each in attack:
        each.start()
    while any(each.is_alive() for each in attack):
        answer = httpx2.get(
            f"{server}/sparql", params={"query": "SELECT ?d { ?d dg:uses id:kine }"}, timeout=5
        )
        assert len(answer.json()["results"]["bindings"]) == 3
        assert httpx2.get(f"{server}/healthz", timeout=5).status_code == 200


def test_a_worker_can_call_nobody(kg: KnowledgeGraph) -> None:
    """Even past the guard no connection is made: a worker has no file left to open it with."""
    pool = Pool(kg.store, workers=1)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        try:
            with pytest.raises(BadQueryError, match="Too many open files"):
                pool.run(methodcaller("query", f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
        finally:
            pool.close()
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_no_process_is_left_over(kg: KnowledgeGraph) -> None:
    """When a server ends, so do the nursery and even a worker whose line somebody holds."""
    made = make_server(kg, workers=1)
    worker = made.pool.free.get()
    made.pool.close()
    with pytest.raises(ProcessLookupError):
        os.kill(made.pool.nursery, 0)  # a zombie would still be there
    with worker.line:
        worker.line.settimeout(PATIENCE)
        assert worker.line.recv(1) == b""


def test_a_pool_whose_nursery_is_gone_closes(kg: KnowledgeGraph) -> None:
    """Whoever ended the nursery, and whoever was told of it, closing is no error."""
    pool = Pool(kg.store, workers=1)
    os.kill(pool.nursery, signal.SIGKILL)
    os.waitpid(pool.nursery, 0)
    pool.close()


def test_a_pool_holds_nothing_that_its_owner_had_open(kg: KnowledgeGraph) -> None:
    """A port is free again and a connection ends as soon as the owner of the pool closes them."""
    listening = socket.create_server(("127.0.0.1", 0))
    address = listening.getsockname()
    with socket.create_connection(address) as client:
        accepted, _ = listening.accept()
        pool = Pool(kg.store, workers=1)
        try:
            accepted.close()
            client.settimeout(PATIENCE)
            assert client.recv(1) == b""
            listening.close()
            socket.create_server(address).close()
        finally:
            pool.close()


KILLED = """
import os, signal
from operator import methodcaller
from graph import KnowledgeGraph
from graph.isolation import Pool, send
pool = Pool(KnowledgeGraph.open().store, workers=2)
endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
send(pool.free.get().line, methodcaller("query", endless))
print("killed", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_pool_whose_owner_is_killed_ends() -> None:
    """Nursery and workers end, even a worker in a query without end: all of them hold the same stdout."""
    command = [sys.executable, "-c", KILLED]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        out, _ = process.communicate(timeout=60)
    assert (out, process.returncode) == ("killed\n", -signal.SIGKILL)


FAILING = """
import atexit, os, socket, sys
from graph.isolation import fork
def fail(line):
    raise SystemExit("it failed")
atexit.register(print, "exit")
try:
    _, status = os.waitpid(fork(fail, socket.socketpair()[0]), 0)
    print(os.waitstatus_to_exitcode(status))
finally:
    print("finally")
"""


def test_a_forked_process_that_fails_runs_nothing_of_its_parent() -> None:
    """It says why on stderr, and ends with neither the blocks around it nor what waits for the exit."""
    done = subprocess.run([sys.executable, "-c", FAILING], capture_output=True, text=True, check=True)
    assert done.stdout == "1\nfinally\nexit\n"
    assert "it failed" in done.stderr
