"""The answers proper, one function for each meaning: what to ask of the catalogue, and how to say it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from graph.ask import meaning as tree
from graph.ask.answers import histories, placing, ranking, relating, selecting, shipping, telling

if TYPE_CHECKING:
    from graph.graph import Graph

Answering = Callable[["Graph", tree.Meaning, tree.Language], dict[str, Any]]
ANSWERS = {
    tree.Selection: selecting.selected,
    tree.Whether: selecting.whether,
    tree.Parts: selecting.parts,
    tree.Ranking: ranking.ranked,
    tree.Facts: telling.found_facts,
    tree.Profile: telling.profiled,
    tree.Comparison: telling.compared,
    tree.Description: telling.described,
    tree.Moving: placing.moved,
    tree.Alternatives: placing.alternatives,
    tree.Membership: placing.membership,
    tree.Serving: placing.serving,
    tree.Holding: telling.holding,
    tree.Shared: telling.shared,
    tree.Sourced: telling.sourced,
    tree.Implementing: placing.implementing,
    tree.Relatives: relating.relatives,
    tree.Version: shipping.version,
    tree.Shipped: shipping.shipped,
    tree.Issued: shipping.issued,
    tree.Carrying: shipping.carrying,
    tree.Behind: shipping.behind,
    tree.Releases: shipping.releases,
    tree.Changes: shipping.changed,
    tree.Timeline: histories.timeline,
    tree.Switched: histories.switched,
    tree.Happenings: histories.happenings,
    tree.Disputes: histories.disputes,
}


def reply(graph: Graph, meaning: tree.Meaning, language: tree.Language) -> dict[str, Any]:
    """Answer a meaning."""
    answer = cast("Answering", ANSWERS[type(meaning)])
    return answer(graph, meaning, language)
