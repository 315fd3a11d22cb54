"""The graph drawn: pages for a server, one file for a mail, and the view that both show."""

from viz.assets import static_file
from viz.disputes import disputes_page
from viz.home import home_page, missing_page
from viz.page import Links, explore_page, page, standalone
from viz.shapes import View
from viz.view import view

__all__ = [
    "Links",
    "View",
    "disputes_page",
    "explore_page",
    "home_page",
    "missing_page",
    "page",
    "standalone",
    "static_file",
    "view",
]
