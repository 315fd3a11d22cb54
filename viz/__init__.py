"""The graph drawn: pages for a server, one file for a mail, and the view that both show."""

from viz.asked import LIMIT, MOST, WAYS, Asked, Certified, Way
from viz.assets import static_file
from viz.compare import compare_page
from viz.disputes import disputes_page
from viz.dumps import dumps_page
from viz.facts import facts
from viz.files import File, FileFormat, file_of
from viz.history import history_page
from viz.home import home_page, named
from viz.lately import changes_page
from viz.missing import lost_page, missing_page, refused_page
from viz.network import drawing
from viz.page import Links, explore_page, page, standalone
from viz.questions import questions_page
from viz.release import diff_page, release_page
from viz.releases import releases_page
from viz.shapes import Drawing, Fact, View
from viz.style import KINDS
from viz.thing import thing_page
from viz.view import view
from viz.whole import Whole, whole_page

__all__ = [
    "KINDS",
    "LIMIT",
    "MOST",
    "WAYS",
    "Asked",
    "Certified",
    "Drawing",
    "Fact",
    "File",
    "FileFormat",
    "Links",
    "View",
    "Way",
    "Whole",
    "changes_page",
    "compare_page",
    "diff_page",
    "disputes_page",
    "drawing",
    "dumps_page",
    "explore_page",
    "facts",
    "file_of",
    "history_page",
    "home_page",
    "lost_page",
    "missing_page",
    "named",
    "page",
    "questions_page",
    "refused_page",
    "release_page",
    "releases_page",
    "standalone",
    "static_file",
    "thing_page",
    "view",
    "whole_page",
]
