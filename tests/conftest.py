"""What tests share: the bundled graph, a client of its application, and a real server of it."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.serving import make_server
from graph import KnowledgeGraph


@pytest.fixture(scope="session")
def kg() -> KnowledgeGraph:
    """Open the bundled graph."""
    return KnowledgeGraph.open()


@pytest.fixture(scope="session")
def client(kg: KnowledgeGraph) -> TestClient:
    """Make a client that follows no redirect and sees errors as a stranger does."""
    return TestClient(create_app(kg), raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture(scope="session")
def server(kg: KnowledgeGraph) -> Iterator[str]:
    """Serve the graph on a free port of loopback; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = make_server(kg, seconds=2)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    running.should_exit = True
    thread.join()
