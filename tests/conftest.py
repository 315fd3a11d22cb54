"""What tests share: the bundled graph, a client of its application, and a real server of it."""

from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from bench.served import served
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
def server() -> Iterator[str]:
    """Serve the graph with short limits; gives its address."""
    with served(DISTROGRAPH_QUERY_TIMEOUT="2", DISTROGRAPH_RESULT_BYTES="1000000") as running:
        httpx2.get(f"{running.address}/readyz", timeout=60).raise_for_status()
        yield running.address
