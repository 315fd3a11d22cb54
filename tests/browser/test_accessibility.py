"""Whether every page can be used by everybody: axe-core's rules for WCAG 2.2 AA, in Chromium."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import NARROW, WIDE, Open, needs_chromium

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
BY_DAY = (
    "/?q=which+distros+use+kine",
    "/explore",
    "/explore?focus=kine&as_of=2021-04-13&since=2021-03-02",
    "/compare",
    "/questions",
    "/things/kine",
    "/changes",
    "/distributions/talos/releases",
    "/components/spegel/history",
    "/diff?from=k3s/v1.29.0%2Bk3s1&to=k3s/v1.30.0%2Bk3s1",
    "/similar?id=k3s",
    "/dumps/",
    "/ontology",
    "/docs",
    "/explore?focus=nothing-such",
    "/nothing-such",
)
"""Pages that are looked at wide, in English, with light colours."""
BY_NIGHT = (
    "/",
    "/explore?focus=k0s&past=1#k0s",
    "/explore?compare=kind&compare=microshift",
    "/compare?id=kind&id=microshift",
    "/things/microshift",
    "/path?from=kine&to=k0s",
    "/disputes",
    "/sparql#query=SELECT%20%3Fd%20%7B%20%3Fd%20dg%3Auses%20id%3Akine%20%7D",
    "/releases/k3s/v1.30.2+k3s1",
)
"""Pages that are looked at narrow, in Chinese, with dark colours: each sort of page once here or above."""
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
