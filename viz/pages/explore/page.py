"""The page of the interactive graph: loaded from a server, or all in one file."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl

from graph.graph import Graph
from i18n import LANGUAGES, Language, parse_language
from viz.assets import SCRIPT_MODULES, bundle_scripts, read_asset
from viz.labels import build_texts
from viz.models import ClaimSummary, Fact, Name, View
from viz.pages.page_spec import PageSpec
from viz.query import MAX_NODES, ViewQuery
from viz.render.pyvis import build_drawing, build_options
from viz.templating import render
from viz.theme import LOOKS
from viz.view.builder import build_view as make_view
from viz.view.facts import list_facts
from viz.view.filters import FilterChoices, list_filter_choices
from viz.view.relation_index import RelationIndex

STYLES = ("distrograph.css", "explore.css")
HISTORY_LINKS = MappingProxyType(
    {
        "Distribution": ("distributions/{}/releases", "panel.releases"),
        "Component": ("components/{}/history", "panel.history"),
    }
)
"""For each kind of thing that has one: the page of what happened when, and the words that lead there."""
SOURCE_FIELDS = ("title", "kind", "repository")
"""What claims of one source have in common."""
TOLD_ONCE: Any = {"rank": {"label"}, "verdict": {"label"}, **dict.fromkeys(SOURCE_FIELDS, True)}
OMITTED_FIELDS: Any = {
    "edges": {
        "__all__": {
            "property": {"label", "inverse"},
            "standing": {"label"},
            "claims": {"__all__": {**TOLD_ONCE, "value": True}},
            "against": {"__all__": TOLD_ONCE},
        }
    }
}
"""What a view repeats: labels and sources, which are told once, and of a claim the line's own end."""
FACET_NAMES = ("concern", "capability", "vendor", "architecture")
"""What a view is narrowed by whose values are things of the graph."""


@dataclass(frozen=True)
class PageLinks:
    """Where a page on a server finds the rest of the service."""

    root: str = "/"


def explore_page(graph: Graph, asked: ViewQuery, language: str) -> str:
    """Make the page that a server sends; it loads its scripts and its style sheet from `/static/`.

    Raises what `build_view` raises.
    """
    shown = make_view(graph, asked)
    return render_view(shown, language=language, links=PageLinks(), facets=graph.cached(_list_facets))


def _list_facets(graph: Graph) -> FilterChoices:
    """List by what the views of a graph can be narrowed."""
    return list_filter_choices(RelationIndex.of(graph))


def render_view(
    view: View,
    *,
    language: str,
    links: PageLinks | None,
    facts: Mapping[str, Sequence[Fact]] | None = None,
    facets: FilterChoices | None = None,
) -> str:
    """Make the page of a view; without links it is a file by itself, with the facts in it."""
    spoken = parse_language(language)
    context: dict[str, Any] = {
        "view": view,
        "payload": _build_payload(view, spoken, links, facts),
        "links": links,
        "facets": facets,
        "way": partial(_to_query_string, view, spoken),
        "fields": partial(_list_fields, view, spoken),
        "narrowed": any(getattr(view, name) for name in (*FACET_NAMES, "certified", "relation")) or view.past,
        "pages": HISTORY_LINKS,
        "most": MAX_NODES,
        "today": dt.datetime.now(dt.UTC).date(),
        "heading": _format_heading(view, spoken),
        "looks": LOOKS,
        "by_kind": {kind: [node for node in view.nodes if node.kind == kind] for kind in LOOKS},
        "names": {node.id: node.label for node in view.nodes},
        "modules": SCRIPT_MODULES[:-1],
    }
    if links is None:
        inlined = {
            "vis_script": read_asset("vis-network.min.js"),
            "script": bundle_scripts(),
            "style": "\n".join(map(read_asset, STYLES)),
        }
        context |= inlined | {"policy": _build_policy(**inlined)}
    return render("pages/explore/explore.html.j2", spoken, context)


def _to_query_string(view: View, language: Language, **changed: Any) -> str:  # noqa: ANN401  # the fields of ViewQuery
    """Return the query string that asks for a view, or for it with some fields changed."""
    return ViewQuery(**{name: getattr(view, name) for name in ViewQuery.model_fields}).to_query_string(
        changed.pop("lang", language), **changed
    )


def _list_fields(view: View, language: Language, but: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parameters that a form keeps, but for those that are its own."""
    given = parse_qsl(_to_query_string(view, language))
    return [(name, value) for name, value in given if name not in but]


def standalone_page(graph: Graph, asked: ViewQuery | None = None, *, language: str = "en") -> str:
    """Make one HTML file that holds a view, its facts, and all that it takes to show them.

    It asks for nothing from anywhere. Raises what `build_view` raises.
    """
    shown = make_view(graph, asked)
    day = graph.on(shown.as_of) if shown.as_of else graph
    said = {node.id: list_facts(day, node.id) for node in shown.nodes}
    return render_view(shown, language=language, links=None, facts=said)


def _build_payload(
    view: View, language: Language, links: PageLinks | None, facts: Mapping[str, Sequence[Fact]] | None
) -> dict[str, Any]:
    """Gather what the page's script needs, as JSON; what is as usual is left out."""
    found = {
        slug: [fact.model_dump(mode="json", exclude_none=True) for fact in some]
        for slug, some in (facts or {}).items()
    }
    return {
        "view": build_drawing(view).model_dump(mode="json", exclude_defaults=True, exclude=OMITTED_FIELDS),
        "terms": {name.id: name.label.model_dump() for name in _list_terms(view)},
        "sources": {
            claim.source: claim.model_dump(mode="json", include=set(SOURCE_FIELDS), exclude_none=True)
            for claim in _list_claims(view)
        },
        "inverses": {edge.property.id: edge.property.inverse.model_dump() for edge in view.edges},
        "options": build_options(),
        "facts": found if links is None else None,
        "root": links.root if links else None,
        "kinds": list(LOOKS),
        **build_texts(language, LANGUAGES),
    }


def _list_claims(view: View) -> list[ClaimSummary]:
    """List the claims for and against the edges of a view."""
    return [claim for edge in view.edges for claim in (*edge.claims, *edge.against)]


def _list_terms(view: View) -> list[Name]:
    """Return the properties, standings, ranks and verdicts that a view names."""
    said = _list_claims(view)
    named: list[Name] = [edge.property for edge in view.edges]
    named += [edge.standing for edge in view.edges if edge.standing]
    named += [name for claim in said for name in (claim.rank, claim.verdict)]
    return list({name.id: name for name in named}.values())


def _format_heading(view: View, language: Language) -> str:
    """Describe what a view shows."""
    labels = {node.id: node.label.render(language) for node in view.nodes}
    joint = " → " if view.path and not view.compare else " · "
    return joint.join(labels.get(slug, slug) for slug in view.anchors)


def _build_policy(*, vis_script: str, script: str, style: str) -> str:
    """Return the Content-Security-Policy of a file by itself: what is in it, and nothing else."""
    return (
        f"default-src 'none'; script-src {_csp_hash(vis_script)} {_csp_hash(script)}; "
        f"style-src {_csp_hash(style)}; img-src data:; form-action 'none'; base-uri 'none'"
    )


def _csp_hash(content: str) -> str:
    """Return the hash by which a policy allows a script or a style sheet."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


PAGES = (
    PageSpec(
        path="/explore",
        name="explore",
        description="Return the page of the interactive graph, as it is or as it stood on another day.",
        menu=1,
        examples=(
            "explore",
            "explore?focus=kine&as_of=2021-04-13&since=2021-03-02",
            "explore?focus=k0s&past=1#k0s",
            "explore?compare=kind&compare=microshift",
        ),
    ),
)
