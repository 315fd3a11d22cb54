"""The home page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graph.ask import answer_question
from graph.catalogue import CONCERNS, DISPUTES, DISTRIBUTIONS
from graph.graph import Graph
from i18n import Message, parse_language
from viz.labels import build_texts
from viz.pages.changes.page import list_latest
from viz.pages.corrections.page import STATES, Correction, build_correction
from viz.pages.page_spec import PageSpec
from viz.render.svg import build_picture
from viz.templating import render
from viz.theme import LOOKS
from viz.view.builder import build_view
from viz.view.relation_index import TRIAD

MAX_CORRECTIONS = 5
"""As many conflicts and corrections as the home page names."""
EXAMPLES = (
    Message("which distros use kine"),
    Message("what was the default CNI of k0s in 2020"),
    Message("compare k3s and k0s"),
)
"""Questions that are answered, to begin with."""
MAX_RELEASES = 5
"""As many releases as the home page names."""


def home_page(graph: Graph, language: str, question: str | None = None) -> str:
    """Make the home page; with a question, its answer is on it."""
    spoken = parse_language(language)
    asked = (question or "").strip()
    context: dict[str, Any] = {
        "question": asked,
        "reply": answer_question(graph, asked, spoken) if asked else None,
        **graph.cached(_build_constant_part),
        **build_picture(graph.cached(build_view), spoken),
        "examples": [each.render(spoken) for each in EXAMPLES],
        "looks": LOOKS,
        "payload": build_texts(spoken, [spoken]),
    }
    return render("pages/home/home.html.j2", spoken, context)


def _build_constant_part(graph: Graph) -> dict[str, Any]:
    """Return what the page shows whatever is asked, in whatever language."""
    found = [build_correction(row) for row in graph.answer(DISPUTES).items]
    triad = {row.id: row for row in graph.answer(CONCERNS).items if row.id in TRIAD}
    return {
        "triad": [triad[slug] for slug in TRIAD if slug in triad],
        "distributions": graph.answer(DISTRIBUTIONS).items,
        "latest": list_latest(graph, MAX_RELEASES),
        "snapshot": graph.snapshot,
        "corrections": found,
        "chosen_corrections": _choose_corrections(found),
    }


def _choose_corrections(found: Sequence[Correction]) -> list[Correction]:
    """Choose what to name: conflicts, then what primary sources correct, of one subject after the other."""
    ranked = sorted(found, key=lambda each: STATES.index(each.state))
    firsts = {each.row.subject.id: each for each in reversed(ranked)}
    return [each for each in ranked if firsts[each.row.subject.id] is each][:MAX_CORRECTIONS]


def find_thing_called(graph: Graph, words: str) -> str | None:
    """Return the slug of the one thing that is called exactly so; None if none is, or more than one."""
    spelled = words.strip().casefold()
    if not spelled:
        return None
    known = {iri: slug for slug, iri in graph.index.slugs("thing").items()}
    found = {
        graph.index.thing(iri).id
        for iri, names in graph.index.names.items()
        if iri in known
        and (known[iri] == spelled or spelled in {each.casefold() for each in names.spellings})
    }
    return found.pop() if len(found) == 1 else None


PAGES = (
    PageSpec(
        path="/",
        name="home",
        description="Return the home page; with a question, with the answer to it.",
        menu=0,
        examples=("", "?q=which+distros+use+kine"),
    ),
)
