"""A query that runs away is ended, and nobody else notices."""

import socket
import threading
import time
from operator import methodcaller
from pathlib import Path

import httpx2
import pytest

from api.serving import make_server
from graph import BadQueryError, KnowledgeGraph
from graph.isolation import Pool

LIMIT = 2.0
"""Seconds that the server of the tests gives to a query."""
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
    """503 as a problem that names the limit and the mend, within half a second of the limit."""
    begun = time.monotonic()
    response = httpx2.get(f"{server}/sparql", params={"query": query}, timeout=30)
    assert time.monotonic() - begun < LIMIT + 0.5 + 0.5  # half a second more for a busy machine
    assert response.status_code == 503
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"]
    assert response.json()["limit"] in {"2 seconds", "1024 MiB of memory"}


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
        assert len(answer.json()["results"]["bindings"]) == 2
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
    """When a server ends, so do its workers and their nursery."""
    made = make_server(kg)
    worker = made.pool.free.get()
    made.pool.free.put(worker)
    made.pool.close()
    assert made.pool.nursery.poll() is not None
    for _ in range(100):
        if not Path(f"/proc/{worker.pid}").exists():
            return
        time.sleep(0.05)
    pytest.fail("the worker lives on")
