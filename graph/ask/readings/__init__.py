"""A meaning said back in words, so that whoever asks sees how the question was understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask import meaning as tree
from graph.ask.readings import things, times
from graph.ask.sentences import bracketed, said

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.ask.meaning import Language


def reading(understood: tree.Understood, language: Language) -> str:
    """Say a meaning back in words, with the day, and with what was taken for a typing error."""
    meaning = understood.meaning
    text = SAYERS[type(meaning)](meaning, language)
    if understood.day:
        text += said("on_day", language, day=understood.day)
    elif understood.since and isinstance(meaning, tree.Whether):
        text += said("now_or_before", language)
    for written, name in understood.mended:
        text += bracketed(said("mended", language, written=written, name=name), language)
    return text


SAYERS: dict[type, Callable[..., str]] = {
    tree.Selection: things.selection,
    tree.Whether: things.whether,
    tree.Facts: things.facts,
    tree.Profile: things.profile,
    tree.Comparison: things.comparison,
    tree.Moving: things.moving,
    tree.Description: things.subject("description"),
    tree.Alternatives: things.subject("alternatives_to"),
    tree.Membership: things.membership,
    tree.Serving: things.serving,
    tree.Implementing: things.implementing,
    tree.Relatives: things.relatives,
    tree.Holding: things.holding,
    tree.Shared: things.shared,
    tree.Sourced: things.subject("reading_sources"),
    tree.Parts: things.parts,
    tree.Version: times.version,
    tree.Shipped: times.shipped,
    tree.Issued: times.issued,
    tree.Carrying: times.carrying,
    tree.Behind: times.behind,
    tree.Timeline: times.timeline,
    tree.Switched: times.switched,
    tree.Releases: times.releases,
    tree.Changes: times.changes,
    tree.Happenings: times.happenings,
    tree.Disputes: things.disputes,
    tree.Ranking: things.ranking,
}
"""How each meaning is said."""
