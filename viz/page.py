"""The page of the interactive graph: loaded from a server, or all in one file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from viz.assets import asset, bundle
from viz.network import drawn
from viz.style import LOOKS
from viz.templating import render
from viz.texts import PAGE_TEXTS, known
from viz.view import facts
from viz.view import view as make_view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph import KnowledgeGraph
    from viz.shapes import Fact, View
    from viz.texts import Language

STYLE = "distrograph.css"
TIMES = MappingProxyType(
    {
        "Distribution": ("distributions/{}/releases", "panel.releases"),
        "Component": ("components/{}/history", "panel.history"),
    }
)
"""For each kind of thing that has one: the page of what happened when, and the words that lead there."""


@dataclass(frozen=True)
class Links:
    """Where a page on a server finds the rest of the service."""

    root: str = "/"


def explore_page(view: View, language: str) -> str:
    """Make the page that a server sends; it loads its scripts and its style sheet from `/static/`."""
    return page(view, language=language, links=Links())


def page(
    view: View, *, language: str, links: Links | None, facts: Mapping[str, Sequence[Fact]] | None = None
) -> str:
    """Make the page of a view; without links it is a file by itself, with the facts in it."""
    spoken = known(language)
    context: dict[str, Any] = {
        "view": view,
        "payload": payload(view, spoken, links, facts),
        "links": links,
        "other_language": f"?{urlencode(address(view, 'en' if spoken == 'zh' else 'zh'), doseq=True)}",
        "day": {"as_of": str(view.as_of)} if view.as_of else {},
        "pages": TIMES,
        "kept": kept(view, spoken),
        "today": dt.datetime.now(dt.UTC).date(),
        "heading": heading(view, spoken),
        "looks": LOOKS,
        "by_kind": {kind: [node for node in view.nodes if node.kind == kind] for kind in LOOKS},
        "names": {node.id: node.label for node in view.nodes},
    }
    if links is None:
        inlined = {"vis_script": asset("vis-network.min.js"), "script": bundle(), "style": asset(STYLE)}
        context |= inlined | {"policy": policy(**inlined)}
    return render("explore.html.j2", spoken, context)


def standalone(  # noqa: PLR0913  # the parameters of a view
    kg: KnowledgeGraph,
    *,
    focus: str | None = None,
    depth: int = 1,
    concern: str | None = None,
    compare: Sequence[str] = (),
    language: str = "en",
) -> str:
    """Make one HTML file that holds a view, its facts, and all that it takes to show them.

    It asks for nothing from anywhere. Raises UnknownNameError for a name that the graph has never heard of.
    """
    shown = make_view(kg, focus=focus, depth=depth, concern=concern, compare=compare)
    said = {node.id: facts(kg, node.id) for node in shown.nodes}
    return page(shown, language=language, links=None, facts=said)


def payload(
    view: View, language: Language, links: Links | None, facts: Mapping[str, Sequence[Fact]] | None
) -> dict[str, Any]:
    """Gather what the page's script needs, as JSON."""
    found = {
        slug: [fact.model_dump(mode="json", exclude_none=True) for fact in some]
        for slug, some in (facts or {}).items()
    }
    return {
        "view": view.model_dump(mode="json"),
        "network": drawn(view, language)._asdict(),
        "facts": found if links is None else None,
        "root": links.root if links else None,
        "language": language,
        "kinds": list(LOOKS),
        "texts": {key: {"en": both[0], "zh": both[1]} for key, both in PAGE_TEXTS.items()},
    }


def heading(view: View, language: Language) -> str:
    """Say what a view shows."""
    labels = {node.id: getattr(node.label, language) for node in view.nodes}
    asked = view.compare or tuple(filter(None, (view.focus or view.concern,)))
    return " · ".join(labels.get(slug, slug) for slug in asked)


def address(view: View, language: Language) -> dict[str, Any]:
    """Give the parameters by which a view is asked for."""
    everything = {
        "focus": view.focus,
        "depth": view.depth if view.depth > 1 else None,
        "concern": view.concern,
        "compare": list(view.compare),
        "as_of": str(view.as_of or ""),
        "lang": language,
    }
    return {name: value for name, value in everything.items() if value}


def kept(view: View, language: Language) -> list[tuple[str, str]]:
    """Give the parameters that a form for another day keeps."""
    given = {name: value for name, value in address(view, language).items() if name != "as_of"}
    return [
        (name, str(each)) for name, some in given.items() for each in (some if name == "compare" else [some])
    ]


def policy(*, vis_script: str, script: str, style: str) -> str:
    """Give the Content-Security-Policy of a file by itself: what is in it, and nothing else."""
    return (
        f"default-src 'none'; script-src {digest(vis_script)} {digest(script)}; style-src {digest(style)}; "
        "img-src data:; form-action 'none'; base-uri 'none'"
    )


def digest(content: str) -> str:
    """Give the hash by which a policy allows a script or a style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
