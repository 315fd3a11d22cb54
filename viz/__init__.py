"""The graph drawn: pages for a server, one file for a mail, and the view that both show."""

from viz.assets import read_static_file
from viz.models import Drawing, Fact, View
from viz.pages import PAGES, PageParameter, PageSpec, ParameterKind
from viz.pages.dumps.page import dumps_page
from viz.pages.errors.page import error_page, unknown_address_page, unknown_name_page
from viz.pages.explore.export import File, FileFormat, export_view
from viz.pages.explore.page import PageLinks, explore_page, render_view, standalone_page
from viz.pages.home.page import find_thing_called, home_page
from viz.query import DEFAULT_LIMIT, MAX_NODES, RELATION_KINDS, Certified, RelationKind, ViewQuery
from viz.render.pyvis import build_drawing
from viz.theme import KINDS
from viz.view.builder import build_view
from viz.view.facts import list_facts

__all__ = [
    "DEFAULT_LIMIT",
    "KINDS",
    "MAX_NODES",
    "PAGES",
    "RELATION_KINDS",
    "Certified",
    "Drawing",
    "Fact",
    "File",
    "FileFormat",
    "PageLinks",
    "PageParameter",
    "PageSpec",
    "ParameterKind",
    "RelationKind",
    "View",
    "ViewQuery",
    "build_drawing",
    "build_view",
    "dumps_page",
    "error_page",
    "explore_page",
    "export_view",
    "find_thing_called",
    "home_page",
    "list_facts",
    "read_static_file",
    "render_view",
    "standalone_page",
    "unknown_address_page",
    "unknown_name_page",
]
