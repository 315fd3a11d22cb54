"""The kinds of questions in words, each in one place: how it is recognised, answered and paraphrased."""

from collections.abc import Callable

from graph.ask.intents.comparison import Alternatives, Comparison, Migration, SharedComponents
from graph.ask.intents.concerns import ComponentsServing, Implementations, Membership
from graph.ask.intents.facts import Description, Facts, Holders, Profile, SourcesOf
from graph.ask.intents.history import ChangesBetween, Disputes, ReleaseChanges, Switches, Timeline
from graph.ask.intents.model import Intent
from graph.ask.intents.ranking import Ranking
from graph.ask.intents.related_things import RelatedThings
from graph.ask.intents.releases import (
    ReleaseDate,
    Releases,
    ReleasesShipping,
    ShippedComponents,
    ShippedVersion,
    VersionsBelow,
)
from graph.ask.intents.sufficiency import Sufficiency
from graph.ask.intents.usage import BundledComponents, MatchingDistributions
from graph.ask.intents.use_without import UseWithout
from graph.ask.intents.yes_no import YesNo
from graph.ask.parsed_question import ParsedQuestion

INTENTS: tuple[Callable[[ParsedQuestion], Intent | None], ...] = (
    Disputes.match,
    Migration.match,
    ReleaseChanges.match,
    ChangesBetween.match,
    SharedComponents.match,
    Comparison.match,
    VersionsBelow.match,
    ReleasesShipping.match,
    Switches.match,
    Timeline.match,
    ReleaseDate.match,
    ShippedComponents.match,
    Releases.match,
    ShippedVersion.match,
    Alternatives.match,
    Membership.match,
    Membership.match_capability,
    ComponentsServing.match,
    Implementations.match,
    ComponentsServing.match_capability,
    SourcesOf.match,
    Holders.match,
    Facts.match_inner_workings,
    RelatedThings.match,
    Description.match_what_is,
    Sufficiency.match,
    Ranking.match,
    BundledComponents.match,
    Facts.match_choice,
    UseWithout.match,
    YesNo.match,
    MatchingDistributions.match,
    Profile.match,
    Facts.match,
    Description.match,
)
"""The intents by how they are matched, in order of precedence: the first that fits a question is meant.

The order is behaviour. An intent that questions ask for in several ways stands here once for each of them.
"""


def match_intent(question: ParsedQuestion) -> Intent | None:
    """Return the intent of a question; None if no intent accounts for every word of it."""
    return next(filter(None, (match(question) for match in INTENTS)), None)
