"""The pages of the analyses: similarity, impact, lineage, paths, adoption."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, get_args

from graph.analysis import (
    find_affected,
    find_paths,
    find_unique,
    find_unknown_users,
    measure_adoption,
    rank_similar,
    trace_lineage,
)
from graph.graph import Graph
from graph.models import Label, Thing
from i18n import Language, parse_language
from viz.labels import render_label
from viz.models import Name
from viz.pages.page_spec import PageParameter, PageSpec
from viz.templating import render
from viz.view.relation_index import RelationIndex, name_order

Analysis = Literal["similar", "unique", "impact", "lineage", "path", "spread"]
ANALYSES: tuple[Analysis, ...] = get_args(Analysis)
SUBJECT_KINDS = {"similar": "Distribution", "unique": "Distribution", "impact": "thing", "lineage": "thing"}
"""What each page is asked about; the others have a form of their own, or none."""
DATA_ADDRESSES = {name: f"/api/v1/{name}/{{id}}" for name in SUBJECT_KINDS} | {"spread": "/api/v1/spread"}
"""Where the same is for programs."""


def _render_analysis(
    what: Analysis, graph: Graph, language: str, *, dated: bool = False, **names: str
) -> str:
    """Make a page; without a name that it needs, the form that asks for it. Raises UnknownNameError.

    `names` are those of the page's parameters. If it is `dated`, for the day of the graph was asked for, its
    links keep that day.
    """
    spoken, needed = parse_language(language), len(names)
    kind = SUBJECT_KINDS.get(what, "thing")
    chosen = [
        graph.index.thing(graph.index.resolve(kind, name)) if name.strip() else None
        for name in names.values()
    ]
    things = [thing for thing in chosen if thing]
    whole = len(things) == needed
    found = CONTEXTS[what](graph, *(thing.id for thing in things)) if whole else {}
    context: dict[str, Any] = {
        "what": what,
        "things": chosen,
        "given": {name: each.id for name, each in zip(names, chosen, strict=True) if each},
        "whole": whole,
        "title": _format_title(what, [thing.label for thing in things] if whole else [], spoken),
        "choices": _list_choices(graph, kind) if needed else [],
        "analyses": ANALYSES,
        "same_subject": _list_analyses(graph, things[0]) if things else (),
        "data": _build_data_link(what, [thing.id for thing in things]) if whole else None,
        "as_of": graph.as_of if dated else None,
        "then": {"as_of": str(graph.as_of)} if dated else {},
    }
    return render("pages/analysis/analysis.html.j2", spoken, context | found)


def _list_analyses(graph: Graph, thing: Thing) -> list[str]:
    """List the analyses that can be made of a thing: some are of distributions alone."""
    return [what for what, kind in SUBJECT_KINDS.items() if thing.id in graph.index.slugs(kind)]


def _format_title(what: Analysis, labels: Sequence[Label], language: Language) -> str:
    """Describe what a page tells, of which things."""
    names = [label.render(language) for label in labels]
    of_what = dict(zip(("start", "end") if what == "path" else ("name",), names, strict=False))
    whole = bool(names) or what == "spread"
    return render_label(f"whole.{what}.of" if whole else f"whole.{what}", language, **of_what)


def _list_choices(graph: Graph, kind: str) -> list[Name]:
    """List the things that a page may be asked about, by their names."""
    slugs = graph.index.slugs(kind).values()
    if kind == "Distribution":
        return sorted(
            (RelationIndex.of(graph).name(graph.index.thing(iri).id) for iri in slugs), key=name_order
        )
    web = RelationIndex.of(graph)
    return sorted(
        (web.name(slug) for slug in web.by_thing if web.kind(slug) in CHOOSABLE_KINDS), key=name_order
    )


CHOOSABLE_KINDS = ("Distribution", "Component", "Tool", "Product", "Interface")


def _build_data_link(what: Analysis, slugs: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the address of the same for programs, and its parameters."""
    if what == "path":
        return "/api/v1/path", {"from": slugs[0], "to": slugs[1]}
    return DATA_ADDRESSES[what].format(id=slugs[0] if slugs else ""), {}


# --- What each page tells ----------------------------------------------------------------------------


def _split_similar(graph: Graph, slug: str) -> dict[str, Any]:
    """Return who is like a distribution, and of whom nothing is known."""
    rows = rank_similar(graph, slug)
    return {
        "alike": [row for row in rows if row.likeness.similarity is not None],
        "strangers": [row for row in rows if row.likeness.similarity is None],
    }


def _gather_affected(graph: Graph, slug: str) -> dict[str, Any]:
    """Return what is affected, and the distributions without a record."""
    return {"reached": {"": find_affected(graph, slug)}, "unsaid": find_unknown_users(graph, slug)}


def _split_lineage(graph: Graph, slug: str) -> dict[str, Any]:
    """Distinguish ancestors from descendants."""
    rows = trace_lineage(graph, slug)
    return {
        "reached": {
            side: [row for row in rows if row.side == side]
            for side in ("ancestor", "descendant")
            if any(row.side == side for row in rows)
        },
        "unsaid": [],
    }


CONTEXTS: dict[str, Callable[..., dict[str, Any]]] = {
    "similar": _split_similar,
    "unique": lambda graph, slug: {"alone": find_unique(graph, slug)},
    "impact": _gather_affected,
    "lineage": _split_lineage,
    "path": lambda graph, start, end: {"ways": find_paths(graph, start, end)},
    "spread": lambda graph: {"spread": measure_adoption(graph)},
}


_OF = PageParameter("id", description="the entry; without it, a form asks for one")
_FROM_AND_TO = (PageParameter("from"), PageParameter("to"))


def _declare_page(
    what: Analysis, description: str, parameters: tuple[PageParameter, ...], *examples: str
) -> PageSpec:
    return PageSpec(
        path=f"/{what}",
        name=what,
        description=f"Return the page of {description}.",
        render=partial(_render_analysis, what),
        parameters=parameters,
        dated=True,
        examples=examples or (what,),
    )


PAGES = (
    _declare_page("similar", "the most similar distributions", (_OF,), "similar?id=k3s"),
    _declare_page("unique", "the components unique to a distribution", (_OF,), "unique?id=k3s"),
    _declare_page("impact", "what is affected if an entry is discontinued", (_OF,), "impact?id=kine"),
    _declare_page("lineage", "the origins and derivatives of an entry", (_OF,), "lineage?id=k3s"),
    _declare_page("path", "the paths between two entries", _FROM_AND_TO, "path?from=kine&to=k0s"),
    _declare_page("spread", "the most used components", ()),
)
