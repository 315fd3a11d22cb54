"""What tests share: the bundled graph, a client of its application, and a real server of it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
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
    """Serve the graph on a free port of loopback; gives its address.

    A process of its own: in a thread of ours it would be there when other tests fork.
    """
    program = "import sys; from cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", program, "serve", "--port", "0"]
    environment = {**os.environ, "DISTROGRAPH_QUERY_TIMEOUT": "2", "DISTROGRAPH_RESULT_BYTES": "1000000"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = (re.search(r"http://\S+", process.stdout.readline()) or [""])[0]
            httpx2.get(f"{address}/readyz", timeout=60).raise_for_status()
            yield address
        finally:
            process.terminate()
