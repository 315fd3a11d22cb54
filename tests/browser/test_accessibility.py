"""Whether every page can be used by everybody: axe-core's rules for WCAG 2.2 AA, in Chromium."""

import os
from pathlib import Path
from typing import Any

import pytest

import viz
from tests.support.browser import NARROW, WIDE, Open, needs_chromium

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
EXAMPLES = [f"/{example}" for spec in viz.PAGES for example in spec.examples]
BY_DAY = [*EXAMPLES[::2], "/ontology", "/docs", "/explore?focus=nothing-such"]
"""Pages that are looked at wide, in English, with light colours."""
BY_NIGHT = [
    *EXAMPLES[1::2],
    "/sparql#query=SELECT%20%3Fd%20%7B%20%3Fd%20dg%3Auses%20id%3Akine%20%7D",
    "/nothing-such",
]
"""Pages that are looked at narrow, in Chinese, with dark colours."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
pytestmark = [
    *needs_chromium,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("CI") != "true", reason="axe-core is not installed"
    ),
]


def violations(page: Any) -> list[str]:  # noqa: ANN401  # a page of playwright
    """Return what axe-core finds on a page: the rule and the places."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
    return [f"{each['id']}: {[node['html'][:120] for node in each['nodes']]}" for each in found["violations"]]


@pytest.mark.parametrize("path", [*BY_DAY, *BY_NIGHT])
def test_axe_finds_no_violation(visit: Open, service: str, path: str) -> None:
    """Whatever the page, the width, the language and the colours; nothing is wider than the window."""
    by_day = path in BY_DAY
    size, scheme, language = (WIDE, "light", "en") if by_day else (NARROW, "dark", "zh")
    seen = visit(size, color_scheme=scheme, bypass_csp=True, locale=language)
    before, _, part = path.partition("#")
    answer = seen.page.goto(f"{service}{before}{'&' if '?' in before else '?'}lang={language}#{part}")
    assert answer
    assert answer.ok != ("nothing-such" in path)
    seen.troubles.clear()  # Chromium itself complains of a page that is not found
    seen.page.wait_for_load_state("networkidle")
    assert violations(seen.page) == [], (size, scheme, language)
    assert seen.page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    assert seen.page.get_attribute("html", "lang") == language
