"""From what a question holds to what it means: the rules in the order in which they are tried.

A rule gives a meaning if every word of the question has a place in it, and None if it is not for it to read.
"""

from collections.abc import Callable

from graph.ask.meaning import Meaning
from graph.ask.parsed_question import Words
from graph.ask.rules import comparing, histories, ranking, relating, selecting, telling

Rule = Callable[[Words], Meaning | None]

RULES: tuple[Rule, ...] = (
    histories.disputes,
    comparing.moving,
    histories.changes,
    comparing.shared,
    comparing.comparison,
    histories.carrying,
    histories.switched,
    histories.timeline,
    histories.shipped,
    histories.releases,
    histories.version,
    comparing.alternatives,
    comparing.membership,
    comparing.provides,
    comparing.serving,
    comparing.providing,
    telling.sourced,
    telling.holding,
    relating.workings,
    relating.relatives,
    telling.described,
    ranking.ranking,
    selecting.parts,
    selecting.choice,
    selecting.whether,
    selecting.selection,
    telling.profile,
    telling.facts,
    telling.description,
)
