"""The pages: one folder for each, with what it shows, its template, and what it declares."""

from importlib import import_module
from pkgutil import iter_modules

from viz.pages.page_spec import PageParameter, PageSpec, ParameterKind
from viz.templating import load_environment

__all__ = ["PAGES", "PageParameter", "PageSpec", "ParameterKind"]

PAGES: tuple[PageSpec, ...] = tuple(
    spec
    for folder in iter_modules(__path__)
    if folder.ispkg
    for spec in getattr(import_module(f"{__name__}.{folder.name}.page"), "PAGES", ())
)
"""Every page, by folder; one whose `page` declares none, such as `errors`, has pages without an address."""

_menu = sorted((spec for spec in PAGES if spec.menu is not None), key=lambda spec: spec.menu or 0)
load_environment().globals["menu"] = [
    *((spec.path[1:], f"nav.{spec.name}") for spec in _menu),
    ("sparql", "nav.sparql"),
    ("docs", "nav.docs"),
]
