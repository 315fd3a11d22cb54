"""Texts that are longer by a third fit on every page, on a phone: nothing overflows, nothing is cut off."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import viz
from graph import KnowledgeGraph
from tests.support.browser import NARROW, Contexts, needs_chromium, serving
from tests.support.pseudo_locale import pseudo_locale

PAGES = [f"/{example}" for spec in viz.PAGES for example in spec.examples]
OTHERS = ["/sparql", "/ontology", "/nothing-such", "/?q=which+distros+use+kine", "/?q=hello"]
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(each => {
  const style = getComputedStyle(each);
  const hides = ["hidden", "clip"].includes(style.overflowX) && style.textOverflow !== "ellipsis";
  const shown = each.clientWidth > 1 && each.clientHeight > 1 && style.visibility === "visible";
  return hides && shown && each.textContent.includes("⟦") && each.scrollWidth > each.clientWidth + 1;
}).map(each => each.outerHTML.slice(0, 160))"""
"""Elements that hide what does not fit into them, and have more than fits."""
SCREENSHOTS = os.environ.get("DISTROGRAPH_SCREENSHOTS")
"""The folder for pictures of all pages, to be looked at."""
pytestmark = needs_chromium


@pytest.fixture(scope="module")
def service(kg: KnowledgeGraph) -> Iterator[str]:
    """Serve pages whose Chinese is the pseudo-locale."""
    with pseudo_locale(), serving(kg) as address:
        yield address


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Contexts:
    """Keep contexts of our own: others have loaded the same addresses in Chinese."""
    return Contexts(browser)


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_long_texts_fit(contexts: Contexts, service: str, path: str) -> None:
    """On the narrowest screen."""
    page = contexts.page(NARROW, 20_000, locale="zh", reduced_motion="reduce")
    page.goto(f"{service}{path}{'&' if '?' in path else '?'}lang=zh", wait_until="networkidle")
    if SCREENSHOTS:
        page.screenshot(path=Path(SCREENSHOTS) / f"{path.strip('/').replace('/', '-') or 'home'}.png"[:120])
    assert "⟦" in page.inner_text("body")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= NARROW[0]
    assert page.evaluate(CUT_OFF) == []
    page.close()
