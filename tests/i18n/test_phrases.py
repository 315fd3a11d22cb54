"""Phrases that readers stumbled over do not come back: in texts, on pages, in help."""

import argparse
import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

import viz
from cli.main import build_parser
from i18n import LANGUAGES, Language
from i18n.languages import SOURCE_LANGUAGE
from i18n.update import read_catalogue
from tests.support.phrases import find_wordings

PAGES = [f"/{example}" for spec in viz.PAGES for example in spec.examples]


def list_parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """List a parser and those of its commands."""
    yield parser
    for action in parser._actions:  # noqa: SLF001  # argparse has no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001  # likewise
            for each in action.choices.values():
                yield from list_parsers(each)


def test_no_text_of_the_catalogue_has_one() -> None:
    """Neither in English nor in a translation."""
    for language in LANGUAGES:
        if language != SOURCE_LANGUAGE:
            for message in read_catalogue(language):
                for text in (message.id, message.string):
                    for form in [text] if isinstance(text, str) else text or ():
                        assert not find_wordings(form), form


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_one(client: TestClient, path: str, language: Language) -> None:
    """Whatever it shows of the data included."""
    page = client.get(path, headers={"Accept": "text/html", "Accept-Language": language}).text
    texts = re.split(r"<[^>]+>", re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL))
    assert not [found for text in texts for found in find_wordings(text)]


def test_no_help_has_one() -> None:
    """Of any command."""
    for parser in list_parsers(build_parser()):
        assert not find_wordings(parser.format_help()), parser.prog


def test_no_description_of_the_api_has_one(client: TestClient) -> None:
    """Of any route or parameter."""
    assert not find_wordings(client.get("/openapi.json").text)
