"""Every text of a page and of an error goes through the catalogue."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient

import viz
from api.app import create_app
from graph import KnowledgeGraph
from tests.support.pseudo_locale import pseudo_locale, remove_bracketed

PAGES = [f"/{example}" for spec in viz.PAGES for example in spec.examples]
OTHERS = [
    "/sparql",
    "/ontology",
    "/nothing-such",
    "/explore?focus=nothing-such",
    "/explore?depth=99",
    "/?q=which+distros+use+kinee",
    "/?q=hello",
    "/releases/k3s/v1.22.3%2Bk3s1",
]
ERRORS = [
    ("/api/v1/things/nothing", {}),
    ("/api/v1/search?q=" + "x" * 600, {}),
    ("/api/v1/distributions?nothing=1", {}),
    ("/api/v1/compare?id=k3s", {}),
    ("/api/v1/nothing", {}),
    ("/sparql?query=SELECT", {}),
    ("/sparql?query=", {}),
    ("/sparql?query=ASK{SERVICE<http://x/>{}}", {}),
    ("/sparql?query=ASK{}&timeout=x", {}),
    ("/sparql?query=ASK{}", {"Accept": "image/png"}),
    ("/data/kine?format=png", {}),
    ("/dumps/nothing", {}),
]
SENTENCE = re.compile(r"[a-z]{3,} [a-z]{3,}")
"""Two words of English in a row: names of products do not look so."""
SHOWN_ATTRIBUTES = {"aria-label", "placeholder", "title", "alt"}
DATA = {"bdi", "code", "option", "q", "script", "style", "textarea", "tspan"}
"""Elements whose text is data, or no text; other data are in Chinese."""


class TextReader(HTMLParser):
    """Collects what a page says, but for data."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element, and what its attributes say."""
        if tag in DATA:
            self.inside.append(tag)
        if "file" not in dict(attrs).get("class", "").split():  # type: ignore[union-attr]
            self.texts += [value for name, value in attrs if name in SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if not self.inside:
            self.texts.append(data)


@pytest.fixture(scope="module")
def client(kg: KnowledgeGraph) -> Iterator[TestClient]:
    """Serve pages in the language of the catalogue alone."""
    with pseudo_locale(), TestClient(create_app(kg)) as client:
        yield client


@pytest.mark.parametrize("path", [*PAGES, *OTHERS])
def test_no_text_of_a_page_stays_english(client: TestClient, path: str) -> None:
    """Nor of an attribute that is read out."""
    answer = client.get(path, headers={"Accept": "text/html", "Accept-Language": "zh"})
    read = TextReader(answer.text)
    assert any("⟦" in text for text in read.texts)
    left = [text for text in map(remove_bracketed, read.texts) if SENTENCE.search(text) and text.isascii()]
    assert not left


@pytest.mark.parametrize(("path", "headers"), ERRORS)
def test_no_error_stays_english(client: TestClient, path: str, headers: dict[str, str]) -> None:
    """Its title, what is wrong and which limit was reached."""
    problem = client.get(path, headers={"Accept-Language": "zh", **headers}).json()
    for name in ("title", "detail", "limit"):
        if name in problem:
            assert problem[name].startswith("⟦")
            assert not SENTENCE.search(remove_bracketed(problem[name])), problem
