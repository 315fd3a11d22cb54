"""The graph drawn: pages for a server, one file for a mail, and the view that both show."""

from viz.assets import read_static_file
from viz.models import Drawing, Fact, View
from viz.pages.analysis.page import Whole, whole_page
from viz.pages.changes.page import changes_page
from viz.pages.compare.page import compare_page
from viz.pages.disputes.page import disputes_page
from viz.pages.dumps.page import dumps_page
from viz.pages.errors.page import lost_page, missing_page, refused_page
from viz.pages.explore.export import File, FileFormat, export_view
from viz.pages.explore.page import Links, explore_page, page, standalone
from viz.pages.history.page import history_page
from viz.pages.home.page import find_thing_called, home_page
from viz.pages.questions.page import questions_page
from viz.pages.release.page import diff_page, release_page
from viz.pages.releases.page import releases_page
from viz.pages.thing.page import thing_page
from viz.query import DEFAULT_LIMIT, MAX_NODES, RELATION_KINDS, Certified, RelationKind, ViewQuery
from viz.render.pyvis import build_drawing
from viz.theme import KINDS
from viz.view.builder import build_view
from viz.view.facts import list_facts

__all__ = [
    "DEFAULT_LIMIT",
    "KINDS",
    "MAX_NODES",
    "RELATION_KINDS",
    "Certified",
    "Drawing",
    "Fact",
    "File",
    "FileFormat",
    "Links",
    "RelationKind",
    "View",
    "ViewQuery",
    "Whole",
    "build_drawing",
    "build_view",
    "changes_page",
    "compare_page",
    "diff_page",
    "disputes_page",
    "dumps_page",
    "explore_page",
    "export_view",
    "find_thing_called",
    "history_page",
    "home_page",
    "list_facts",
    "lost_page",
    "missing_page",
    "page",
    "questions_page",
    "read_static_file",
    "refused_page",
    "release_page",
    "releases_page",
    "standalone",
    "thing_page",
    "whole_page",
]
