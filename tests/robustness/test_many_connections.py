"""When the process has no file left for a connection, whoever has asked for nothing for longest has to go."""

import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from api.server.connections import RESERVED_FILES, Connections
from tests.robustness.raw_http import Connection, connected, request

FILES = RESERVED_FILES + 40
PROGRAM = (
    f"import resource, sys; resource.setrlimit(resource.RLIMIT_NOFILE, ({FILES}, {FILES}));"
    "from cli.main import main; sys.exit(main(['serve', '--port', '0', '--no-bundled', '--workers', '1']))"
)
DROPPED = re.compile(rb"^distrograph_connections_dropped_total (\S+)", re.MULTILINE)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Serve nothing, with few files; gives the address."""
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        said = process.stdout.readline() if process.stdout else ""
        yield (re.search(r"http://\S+", said) or [""])[0]
        process.terminate()


@pytest.mark.parametrize("begun", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"], ids=["silent", "begun"])
def test_newcomers_are_answered_all_the_same(address: str, begun: bytes) -> None:
    """Three times as many as there are files for, that say nothing, or never finish what they say."""
    idle = [Connection(address) for _ in range(120)]
    for each in idle:
        with suppress(OSError):
            each.send(begun)
    for path in ("/healthz", "/sparql?query=ASK%7B%7D", "/metrics"):
        with connected(address) as connection:
            connection.send(request("GET", path))
            assert connection.response().status == 200
    with connected(address) as connection:
        connection.send(request("GET", "/metrics"))
        found = DROPPED.search(connection.response().body)
    assert found
    assert float(found[1]) >= 80
    assert idle[0].ended()
    for each in idle:
        each.socket.close()


class Held:
    """A connection that takes note of its end."""

    ended = False

    def abort(self) -> None:
        """End."""
        self.ended = True


def test_who_is_answered_stays() -> None:
    """The one who has waited for longest goes, and if nobody waits, the one who comes."""
    connections = Connections(2)
    first, second, third, fourth = Held(), Held(), Held(), Held()
    connections.add(first)
    connections.mark_busy(first)
    connections.add(second)
    connections.add(third)
    assert (first.ended, second.ended, third.ended) == (False, True, False)
    connections.remove(second)
    connections.mark_busy(third)
    connections.add(fourth)
    assert (first.ended, third.ended, fourth.ended) == (False, False, True)
    assert connections.dropped == 2
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= Connections().max_count
