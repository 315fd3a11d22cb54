"""Pictures in a notebook: a page in a frame that may run its own scripts and no more, and an SVG of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Container, Sequence
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from graph.display import Line
from graph.errors import BadParameterError
from graph.graph import Graph
from graph.parameters import require_text
from i18n import LANGUAGES, Alternatives, Message, parse_language
from ontology import ID
from viz.models import View
from viz.pages.explore.page import _format_heading, render_view
from viz.query import ViewQuery
from viz.render.small_multiples import Panel, render_panels
from viz.render.svg import render_svg
from viz.view.builder import build_view
from viz.view.facts import list_facts
from viz.view.from_triples import build_triples_view

PLURAL_FIELDS = {name for name, field in ViewQuery.model_fields.items() if field.default == ()}
"""Fields of a view that take several values; one may be given by itself."""
PICTURE_PARAMETERS = ("days", "together", "language")
"""Parameters of a picture beside the fields of a view."""
PAGE_STYLE = "<style>body{margin:0} svg{min-width:80rem}</style>"
"""Wide enough for labels to be read; a narrower frame is scrolled."""
FRAME_HEIGHT = 560
"""Height of a picture in a notebook, in pixels."""


class Picture:
    """A picture of a part of the graph: a notebook shows it, `save` keeps it.

    Where a page can be shown it is one, to be moved and clicked; where not, as on a code host, it is the SVG;
    in a terminal it is the sentence that says what is drawn.
    """

    def __init__(self, description: str, svg: str, make_page: Callable[[], str] | None = None) -> None:
        self.description = description
        self.svg = svg
        self._make_page = make_page

    @cached_property
    def html(self) -> str:
        """The picture as a page by itself, which asks for nothing from anywhere."""
        if self._make_page:
            return self._make_page()
        title = f"<title>{escape(self.description)}</title>"
        return f'<!doctype html><meta charset="utf-8">{title}{PAGE_STYLE}<body>{self.svg}</body>'

    def save(self, file: str | Path) -> Path:
        """Write the picture as SVG or HTML, by the suffix; raises BadParameterError for another one."""
        path = Path(file)
        kinds = {".svg": lambda: self.svg, ".html": lambda: self.html}
        if path.suffix.lower() not in kinds:
            raise BadParameterError(
                Message("a picture is saved as .svg or .html, not as “{name}”", name=path.name),
                parameter="file",
            )
        path.write_text(kinds[path.suffix.lower()](), encoding="utf-8")
        return path

    def __repr__(self) -> str:
        """Describe what is drawn."""
        return self.description

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        forms = {
            "text/plain": lambda: self.description,
            "image/svg+xml": lambda: self.svg,
            "text/html": self.to_iframe,
        }
        return {
            name: make()
            for name, make in forms.items()
            if (include is None or name in include) and (exclude is None or name not in exclude)
        }

    def to_iframe(self) -> str:
        """Return the page in an iframe that reaches neither the notebook nor the network."""
        allowed = "allow-scripts" if self._make_page else ""
        title = escape(self.description)
        frame = (
            f'<iframe srcdoc="{escape(self.html)}" sandbox="{allowed}" title="{title}" width="100%" '
            f'height="{FRAME_HEIGHT}" style="border:1px solid #c3cbd8"></iframe>'
        )
        return f'<figure style="margin:0">{frame}<figcaption>{title}</figcaption></figure>'


def draw(
    graph: Graph,
    *things: str,
    days: Sequence[str | dt.date] | str | dt.date = (),
    together: bool = False,
    language: str = "en",
    **shown: Any,  # noqa: ANN401  # the fields of ViewQuery
) -> Picture:
    """Draw a part of the graph: see `KnowledgeGraph.draw`."""
    if language not in LANGUAGES:
        raise BadParameterError(Message("language must be en or zh"), parameter="language")
    if isinstance(days, str | dt.date):
        days = [days]
    if days:
        views = [
            (str(day), build_view(graph, _build_view_query(things, as_of=graph.at(str(day)).as_of, **shown)))
            for day in days
        ]
        return _draw_panels([Panel(day, each) for day, each in views], ", ".join(things), language)
    whole = build_view(graph, _build_view_query(things, **shown))
    if not whole.compare or together:
        return _draw_view(graph, whole, language)
    names = {node.id: node.label.render(parse_language(language)) for node in whole.nodes}
    return _draw_panels([Panel(names[each], whole, each) for each in whole.compare], "", language)


def _build_view_query(things: Sequence[str], **shown: Any) -> ViewQuery:  # noqa: ANN401  # the fields of ViewQuery
    """Build the query for some things: for one its neighbours, for more their comparison.

    Raises BadParameterError for fields that no view has.
    """
    names = [require_text(thing, "thing") for thing in things]
    shown = {
        name: (value,) if isinstance(value, str) and name in PLURAL_FIELDS else value
        for name, value in shown.items()
    }
    anchors = {"compare": names} if len(names) > 1 else {"focus": names[0]} if names else {}
    there = [name for name in ViewQuery.model_fields if name not in anchors]
    for name in shown:
        if name not in there:
            raise BadParameterError(
                Message(
                    "a picture has no parameter {name}; its parameters are {known}",
                    name=name,
                    known=(*PICTURE_PARAMETERS, *there),
                ),
                parameter=name,
            )
    try:
        return ViewQuery(**anchors, **shown)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        wrong = [each for each in error.errors() if each["loc"][0] == name]
        choices = [each["ctx"]["expected"] for each in wrong if "expected" in each.get("ctx", ())]
        given = repr(shown.get(name))[:50]
        why = (
            Message("it must be {choices}", choices=Alternatives(choices))
            if choices
            else wrong[0]["msg"].partition(",")[0]
        )
        raise BadParameterError(
            Message("the picture's {name} cannot be {given}: {why}", name=name, given=given, why=why),
            parameter=name,
        ) from None


def _draw_view(graph: Graph, shown: View, language: str) -> Picture:
    """Draw a view, with the facts of its things in its page."""

    def make_page() -> str:
        day = graph.on(shown.as_of) if shown.as_of else graph
        said = {node.id: list_facts(day, node.id) for node in shown.nodes if ID + node.id in day.index.names}
        return render_view(shown, language=language, links=None, facts=said)

    return Picture(_describe_picture(shown, language), render_svg(shown, language), make_page)


def _draw_panels(panels: Sequence[Panel], what: str, language: str) -> Picture:
    """Draw several panels as one picture."""
    captions = " · ".join(panel.caption for panel in panels)
    return Picture(f"{what}: {captions}" if what else captions, render_panels(panels, language))


def _describe_picture(shown: View, language: str) -> str:
    """Describe in a sentence what a picture shows."""
    spoken = parse_language(language)
    what = _format_heading(shown, spoken) or Message("distrograph").render(spoken)
    count = Message(
        "{things} nodes and {relations} edges", things=len(shown.nodes), relations=len(shown.edges)
    ).render(spoken)
    left_out = (
        Message(", {count} more not shown", count=shown.left_out).render(spoken) if shown.left_out else ""
    )
    return f"{what}: {count}{left_out}" if spoken == "en" else f"{what}：{count}{left_out}"


def draw_lines(graph: Graph, lines: Sequence[Line], language: str = "en") -> Picture:
    """Draw things with the triples between them; raises BadParameterError for none or too many."""
    return _draw_view(graph, build_triples_view(graph, lines), language)
