"""The pages that look at the graph as a whole: who is alike, who is hit, where things come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from graph.models import Label
from viz.models import Name
from viz.templating import render
from viz.texts import known, text
from viz.view.relation_index import RelationIndex, name_order

Whole = Literal["similar", "unique", "impact", "lineage", "path", "spread"]
WHOLES: tuple[Whole, ...] = get_args(Whole)
OF_WHAT = {"similar": "Distribution", "unique": "Distribution", "impact": "thing", "lineage": "thing"}
"""What each page is asked about; the others have a form of their own, or none."""
PARAMETERS = {"path": ("from", "to")}
"""What the page of a kind calls its things in its address; the others call them id."""
DATA = {name: f"/api/v1/{name}/{{id}}" for name in OF_WHAT} | {"spread": "/api/v1/spread"}
"""Where the same is for programs."""


def whole_page(kg: Graph, what: Whole, names: Sequence[str], language: str, *, dated: bool = False) -> str:
    """Make a page; with fewer names than it needs, the form that asks for them. Raises UnknownNameError.

    If it is `dated`, for the day of the graph was asked for, its links keep that day.
    """
    spoken, needed = known(language), 2 if what == "path" else int(what in OF_WHAT)
    kind = OF_WHAT.get(what, "thing")
    chosen = [
        kg.index.thing(kg.index.resolve(kind, name)) if name.strip() else None for name in names[:needed]
    ]
    things = [thing for thing in chosen if thing]
    whole = len(things) == needed
    found = MADE[what](kg, *(thing.id for thing in things)) if whole else {}
    context: dict[str, Any] = {
        "what": what,
        "things": chosen,
        "given": {
            name: each.id for name, each in zip(PARAMETERS.get(what, ("id",)), chosen, strict=False) if each
        },
        "whole": whole,
        "title": title(what, [thing.label for thing in things] if whole else [], spoken),
        "choices": choices(kg, kind) if needed else [],
        "wholes": WHOLES,
        "one_thing": OF_WHAT,
        "data": data(what, [thing.id for thing in things]) if whole else None,
        "as_of": kg.as_of if dated else None,
        "then": {"as_of": str(kg.as_of)} if dated else {},
    }
    return render("pages/analysis/whole.html.j2", spoken, context | found)


def title(what: Whole, labels: Sequence[Label], language: Any) -> str:  # noqa: ANN401  # a Language
    """Describe what a page tells, of which things."""
    names = [getattr(label, language) for label in labels]
    of_what = dict(zip(("start", "end") if what == "path" else ("name",), names, strict=False))
    whole = bool(names) or what == "spread"
    return text(f"whole.{what}.of" if whole else f"whole.{what}", language).format(**of_what)


def choices(kg: Graph, kind: str) -> list[Name]:
    """List the things that a page may be asked about, by their names."""
    slugs = kg.index.slugs(kind).values()
    if kind == "Distribution":
        return sorted((RelationIndex.of(kg).name(kg.index.thing(iri).id) for iri in slugs), key=name_order)
    web = RelationIndex.of(kg)
    return sorted((web.name(slug) for slug in web.by_thing if web.kind(slug) in NAMED), key=name_order)


NAMED = ("Distribution", "Component", "Tool", "Product", "Interface")


def data(what: Whole, slugs: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the address of the same for programs, and its parameters."""
    if what == "path":
        return "/api/v1/path", {"from": slugs[0], "to": slugs[1]}
    return DATA[what].format(id=slugs[0] if slugs else ""), {}


# --- What each page tells ----------------------------------------------------------------------------


def alike(kg: Graph, slug: str) -> dict[str, Any]:
    """Return who is like a distribution, and of whom nothing is known."""
    rows = rank_similar(kg, slug)
    return {
        "alike": [row for row in rows if row.likeness.similarity is not None],
        "strangers": [row for row in rows if row.likeness.similarity is None],
    }


def struck(kg: Graph, slug: str) -> dict[str, Any]:
    """Return who is hit, and of whom nobody has said."""
    return {"reached": {"": find_affected(kg, slug)}, "unsaid": find_unknown_users(kg, slug)}


def kin(kg: Graph, slug: str) -> dict[str, Any]:
    """Distinguish ancestors from descendants."""
    rows = trace_lineage(kg, slug)
    return {
        "reached": {
            side: [row for row in rows if row.side == side]
            for side in ("ancestor", "descendant")
            if any(row.side == side for row in rows)
        },
        "unsaid": [],
    }


MADE: dict[str, Callable[..., dict[str, Any]]] = {
    "similar": alike,
    "unique": lambda kg, slug: {"alone": find_unique(kg, slug)},
    "impact": struck,
    "lineage": kin,
    "path": lambda kg, start, end: {"ways": find_paths(kg, start, end)},
    "spread": lambda kg: {"spread": measure_adoption(kg)},
}
