"""The pages for what cannot be shown: a name that is not known, a question that makes no sense."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from graph.errors import UnknownNameError
from graph.graph import Graph
from i18n import Message, end_sentence, parse_language
from viz.templating import render


class SuggestionLink(NamedTuple):
    """Where a name that was meant leads to: the address of a page, and its parameters."""

    path: str
    given: Mapping[str, str]


MAX_SHOWN_LENGTH = 100
"""Characters of a wrong address that a page repeats."""


def unknown_name_page(
    graph: Graph, error: UnknownNameError, language: str, address: str = "", *, turned: str = ""
) -> str:
    """Make the page for a name that the graph does not know, with the nearest names that it knows.

    `address` is that of the page of a suggested name, with `{id}` in its place; without it, names lead to the
    interactive graph. `turned` is the address of the same page in the other language.
    """
    released = error.kind == "release"
    slug, _, version = error.name.strip().replace(" ", "+").lower().partition("/")
    distributions = graph.index.slugs("Distribution")
    context: dict[str, Any] = {
        "turned": turned,
        "name": error.name,
        "is_a": error.is_a,
        "own_page": _build_link(error.name, "/things/{id}")
        if error.name.lower() in graph.index.slugs("thing")
        else None,
        "released": released,
        "gap": graph.release_index.find_gap(slug, version) if released and version else None,
        "distribution": graph.index.thing(distributions[slug])
        if released and slug in distributions
        else None,
        "ways": {
            name: _build_link(name, "/releases/{id}" if released else address) for name in error.suggestions
        },
    }
    return render("pages/errors/missing.html.j2", parse_language(language), context)


def _build_link(name: str, address: str) -> SuggestionLink:
    """Return where a suggested name leads to."""
    return (
        SuggestionLink(address.format(id=name), {})
        if address
        else SuggestionLink("/explore", {"focus": name})
    )


def error_page(message: str, language: str, *, failed: bool = False, turned: str = "") -> str:
    """Make the page for a question that makes no sense, such as a day that is none.

    It may make sense, and we have `failed`. `turned` is the address of the same page in the other language.
    """
    title = Message("No answer at the moment") if failed else Message("This request cannot be answered")
    return _render_error(title, _capitalize(message, language), language, turned)


def unknown_address_page(path: str, language: str, *, turned: str = "") -> str:
    """Make the page for an address that leads nowhere; `turned` is the same one in the other language."""
    said = Message(
        "There is no page at {path}. The address may be mistyped or outdated.", path=path[:MAX_SHOWN_LENGTH]
    ).render(parse_language(language))
    return _render_error(Message("Page not found"), said, language, turned)


def _render_error(title: Message, message: str, language: str, turned: str) -> str:
    """Make a page that says why there is nothing to show, and leads on."""
    context = {"title": title.render(parse_language(language)), "message": message, "turned": turned}
    return render("pages/errors/refused.html.j2", parse_language(language), context)


def _capitalize(message: str, language: str) -> str:
    """Make a sentence of what an error says; what begins with a name of a file or a host keeps its case."""
    first = message.partition(" ")[0]
    start = message[:1].upper() if first.isalpha() else message[:1]
    return end_sentence(start + message[1:], parse_language(language))
