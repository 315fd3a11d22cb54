"""Replicas behind nginx of which one hangs, or is started anew: the others answer, and at once."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx2
import pytest

from tests.support.nginx import NGINX, proxied

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(NGINX is None and os.environ.get("CI") != "true", reason="nginx is not installed"),
]
PATIENCE = 1
"""Seconds that nginx waits for a replica, in place of 30."""


class Answer(BaseHTTPRequestHandler):
    """Answers everything at once, but for what takes longer than anybody waits."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/long":
            time.sleep(3 * PATIENCE)
        with suppress(BrokenPipeError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def replica(port: int = 0) -> Iterator[str]:
    """Run a replica; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", port), Answer) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@contextmanager
def hung() -> Iterator[str]:
    """Be a replica that hangs: connections are taken, and nothing comes of them."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def asked(address: str, number: int) -> list[tuple[int, float]]:
    """Ask so many questions, one after the other; gives the status of each answer, and its seconds."""
    answers = []
    for each in range(number):
        begun = time.monotonic()
        status = httpx2.get(f"{address}/{each}?{begun}", timeout=30).status_code
        answers.append((status, time.monotonic() - begun))
    return answers


def test_a_replica_that_hangs_is_left_alone() -> None:
    """The first who asks it waits, is answered by the other one, and is the last who waits."""
    with hung() as first, replica() as second, proxied(first, second, proxy_read_timeout=PATIENCE) as (at, _):
        answers = asked(at, 40)
    assert {status for status, _ in answers} == {200}
    assert sum(seconds >= PATIENCE for _, seconds in answers) <= 1


@pytest.mark.thorough
def test_a_replica_that_refuses_costs_nothing_even_where_all_did_a_moment_ago() -> None:
    """As when two are started anew, one after the other: each is to be left alone for a while then."""
    with ExitStack() as stack:
        running = [replica(), replica()]
        addresses = [each.__enter__() for each in running]
        at, _ = stack.enter_context(proxied(*addresses))
        answers = asked(at, 4)
        for each, address in zip(running, addresses, strict=True):
            each.__exit__(None, None, None)
            answers += asked(at, 20)
            stack.enter_context(replica(int(address.rpartition(":")[2])))
            answers += asked(at, 20)
    assert {status for status, _ in answers} == {200}
    assert max(seconds for _, seconds in answers) < PATIENCE


@pytest.mark.thorough
def test_what_no_replica_can_answer_stops_nobody_else() -> None:
    """It keeps each of them waiting once, and what others ask is answered meanwhile and afterwards."""
    times = {"proxy_read_timeout": PATIENCE, "proxy_next_upstream_timeout": PATIENCE + 1}
    with replica() as first, replica() as second, proxied(first, second, **times) as (address, _):
        begun = time.monotonic()
        assert httpx2.get(f"{address}/long", timeout=30).status_code == 504
        assert time.monotonic() - begun < 3 * PATIENCE
        answers = asked(address, 20)
    assert {status for status, _ in answers} == {200}
    assert max(seconds for _, seconds in answers) < PATIENCE
