"""The page from which the data are downloaded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from graph.dumping import DUMPS
from viz.templating import render
from viz.texts import known

if TYPE_CHECKING:
    from graph import KnowledgeGraph


def dumps_page(kg: KnowledgeGraph, language: str) -> str:
    """Make the page that lists the dumps: the whole dataset first, then the default graph."""
    ordered = sorted(DUMPS.values(), key=lambda dump: not dump.whole)
    parts = [
        (some[0].holds, some) for some in (list(each) for _, each in groupby(ordered, lambda d: d.whole))
    ]
    context = {"parts": parts, "day": kg.as_of, "snapshot": kg.snapshot[:12]}
    return render("dumps.html.j2", known(language), context)
