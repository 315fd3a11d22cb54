"""The graph drawn: pages for a server, one file for a mail, and the view that both show."""

from viz.assets import static_file
from viz.disputes import disputes_page
from viz.dumps import dumps_page
from viz.history import history_page
from viz.home import home_page
from viz.lately import changes_page
from viz.missing import lost_page, missing_page, refused_page
from viz.page import Links, explore_page, page, standalone
from viz.release import diff_page, release_page
from viz.releases import releases_page
from viz.shapes import View
from viz.view import view

__all__ = [
    "Links",
    "View",
    "changes_page",
    "diff_page",
    "disputes_page",
    "dumps_page",
    "explore_page",
    "history_page",
    "home_page",
    "lost_page",
    "missing_page",
    "page",
    "refused_page",
    "release_page",
    "releases_page",
    "standalone",
    "static_file",
    "view",
]
