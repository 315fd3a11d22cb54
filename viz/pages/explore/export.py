"""A view as a file to keep: a picture, a graph for other programs, a table, or a page by itself."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Literal, NamedTuple

from graph.graph import Graph
from i18n import Language
from viz.models import View, ViewEdge
from viz.pages.explore.page import standalone_page
from viz.query import ViewQuery
from viz.render.svg import render_svg
from viz.view.builder import build_view

FileFormat = Literal["svg", "graphml", "csv", "json", "html"]
MEDIA_TYPES = {
    "svg": "image/svg+xml",
    "graphml": "application/graphml+xml",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
}
CSV_COLUMNS = (
    "subject",
    "subject_label",
    "property",
    "property_label",
    "object",
    "object_label",
    "condition",
    "standing",
    "state",
    "source",
    "locator",
    "url",
    "rank",
    "verdict",
    "since",
    "until",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With these a spreadsheet begins a formula."""
UNPRINTABLE = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What may not stand in XML 1.0 (section 2.2), not even escaped."""


class File(NamedTuple):
    """A file: its name, its media type, and what is in it."""

    name: str
    media_type: str
    content: bytes


def export_view(graph: Graph, asked: ViewQuery, form: FileFormat, language: Language) -> File:
    """Make the file of a view; raises what `build_view` raises."""
    shown = build_view(graph, asked)
    name = "-".join(("distrograph", *shown.anchors, *([str(shown.as_of)] if shown.as_of else [])))
    content = {
        "svg": lambda: UNPRINTABLE.sub("�", render_svg(shown, language)),
        "graphml": lambda: _build_graphml(shown),
        "csv": lambda: _relations_as_csv(shown, language),
        "json": lambda: _build_json(graph, shown),
        "html": lambda: standalone_page(graph, asked, language=language),
    }[form]()
    return File(f"{name}.{form}", MEDIA_TYPES[form], content.encode("utf-8", "replace"))


def _build_json(graph: Graph, shown: View) -> str:
    """Write a view as JSON, with the snapshot that it is of."""
    whole = {"snapshot": graph.snapshot, **shown.model_dump(mode="json", exclude_defaults=True)}
    return json.dumps(whole | {"as_of": str(shown.as_of or graph.as_of)}, ensure_ascii=False, indent=1)


def _build_graphml(shown: View) -> str:
    """Write a view as GraphML, with labels, kinds, places and sources as attributes."""
    import networkx as nx  # noqa: PLC0415  # slow to import

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in shown.nodes:
        network.add_node(
            node.id,
            label=_printable(node.label.en),
            label_zh=_printable(node.label.zh),
            kind=node.kind,
            x=float(node.x),
            y=float(node.y),
        )
    for edge in shown.edges:
        network.add_edge(
            edge.origin,
            edge.target,
            key=edge.id,
            property=edge.property.id,
            label=_printable(edge.property.label.en),
            condition=edge.condition.id if edge.condition else "",
            state=_state_of(edge),
            sources=" ".join(sorted({said.source for said in edge.claims})),
        )
    return "\n".join(nx.generate_graphml(network))


def _printable(text: str) -> str:
    """Replace what may not stand in XML."""
    return UNPRINTABLE.sub("�", text)


def _state_of(edge: ViewEdge) -> str:
    """State in a word how a relation stands."""
    if edge.absent:
        return "none"
    if edge.past:
        return "past"
    if edge.disputed:
        return "disputed"
    return "optional" if edge.dashed else "holds"


def _relations_as_csv(shown: View, language: Language) -> str:
    """Write the relations of a view as CSV (RFC 4180): a row for each claim, one for what needs none.

    A cell with which a spreadsheet would begin a formula is led by an apostrophe.
    """
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(CSV_COLUMNS)
    labels = {node.id: node.label.render(language) for node in shown.nodes}
    for edge in shown.edges:
        about = [
            edge.origin,
            labels[edge.origin],
            edge.property.id,
            edge.property.label.render(language),
            edge.target,
            labels[edge.target],
            edge.condition.label.render(language) if edge.condition else "",
            edge.standing.label.render(language) if edge.standing else "",
            _state_of(edge),
        ]
        claims = [
            [
                said.title.render(language),
                said.locator,
                said.url,
                said.rank.label.render(language),
                said.verdict.label.render(language),
                said.since or "",
                said.until or "",
            ]
            for said in edge.claims
        ]
        rows.writerows([_escape_formula(each) for each in (*about, *some)] for some in claims or [[""] * 7])
    return written.getvalue()


def _escape_formula(cell: str) -> str:
    """Keep a text a text in a spreadsheet."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
