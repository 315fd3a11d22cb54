"""What tests share: the bundled graph, a client of its application, and a real server of it."""

import gc
import os
import zlib
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from api.app import create_app
from graph import KnowledgeGraph
from tests.support.browser import CHROMIUM, FLAGS, WIDE, Contexts, Open, Say, Visit, serving
from tests.support.opened_graph import opened
from tests.support.running_server import served

gc.set_threshold(
    100_000, 50, 50
)  # graphs are large and stay: looking through them often takes a fifth of the time
os.environ["LANGUAGE"] = "en"  # commands speak English, here and in other processes, whatever the machine's


@pytest.fixture(scope="session")
def kg() -> KnowledgeGraph:
    """Open the graph that is tested."""
    return opened()


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


@pytest.fixture(scope="session")
def service(kg: KnowledgeGraph) -> Iterator[str]:
    """Run the real service for browsers; gives its address."""
    with serving(kg) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Launch Chromium."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Contexts:
    """Keep the browser's contexts; they are closed with it."""
    return Contexts(browser)


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    """Run a test in each of the two languages."""
    return str(request.param)


@pytest.fixture
def either(request: pytest.FixtureRequest) -> str:
    """Run a test in one of the two languages, by turns, where it says nothing of texts."""
    return ("en", "zh")[zlib.crc32(request.node.name.encode()) % 2]


@pytest.fixture
def say(language: str) -> Say:
    """Choose between a text in English and in Chinese."""
    return Say(language)


@pytest.fixture
def visit(contexts: Contexts, service: str) -> Iterator[Open]:
    """Open pages; at the end nothing may have left the service, and nothing may have gone wrong."""
    opened: list[Visit] = []

    def start(size: tuple[int, int] = WIDE, **options: object) -> Visit:
        opened.append(Visit(contexts.page(size, 20_000, **{"reduced_motion": "reduce", **options})))
        return opened[-1]

    yield start
    for each in opened:
        each.page.close()
        strangers = [url for url in each.requests if not url.startswith((service, "file:", "data:", "blob:"))]
        assert strangers == []
        assert each.troubles == []
