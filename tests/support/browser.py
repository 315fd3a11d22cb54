"""What the tests in a browser share: Chromium, and a page of which everything that goes wrong is kept."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from api.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from graph import KnowledgeGraph

BROWSERS = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
CHROMIUM = next(filter(Path.exists, BROWSERS), BROWSERS[0])
"""Debian's; where the one without a window is there, it does the same in less than half of the time."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = (1280, 800), (360, 740)
needs_chromium = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and os.environ.get("CI") != "true", reason="Chromium is not installed"
    ),
]


class Visit:
    """A page, and what went on while it was open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.troubles: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", lambda message: self.hear(message.type, message.text))

    def hear(self, kind: str, text: str) -> None:
        """Keep what the console complains of: errors, and violations of the policy."""
        if kind in {"error", "warning"}:
            self.troubles.append(text)

    def open(self, address: str) -> Page:
        """Go to an address, and wait until the page's script is ready."""
        self.page.goto(address)
        self.page.wait_for_selector("html[data-ready]")
        return self.page


class Contexts:
    """The contexts of a browser, one for each way of looking: what a visit has loaded is there for the next.

    No page of ours stores anything in the browser (the editor's tests look), so nothing else carries over.
    """

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.made: dict[str, BrowserContext] = {}

    def page(self, size: tuple[int, int], patience: int, **options: object) -> Page:
        """Open a page in a window of a size, with options of a context; `patience` in milliseconds."""
        key = repr((size, patience, sorted(options.items())))
        if key not in self.made:
            width, height = size
            window = {"width": width, "height": height}
            context = self.browser.new_context(viewport=window, **options)  # type: ignore[arg-type]
            context.set_default_timeout(patience)
            self.made[key] = context
        return self.made[key].new_page()


Open = Callable[..., Visit]


@dataclass(frozen=True)
class Say:
    """The language of a test: called with a text in both, it gives the one that is expected."""

    language: str

    def __call__(self, english: str, chinese: str) -> str:
        """Return one of two texts."""
        return chinese if self.language == "zh" else english


@contextmanager
def serving(kg: KnowledgeGraph) -> Iterator[str]:
    """Run the real service on a free port of the loopback; gives its address."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(kg), log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listening.close()


def point(page: Page, thing: str) -> tuple[float, float]:
    """Find where on the page a thing is drawn; vis-network is asked through the page's own handle."""
    at = page.evaluate("id => globalThis.distrograph.where(id)", thing)
    return float(at["x"]), float(at["y"])


def details(page: Page) -> str:
    """Return what the panel says."""
    return page.inner_text("#details")
