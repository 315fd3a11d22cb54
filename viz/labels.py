"""Labels that depend on what is shown: by a group and a value, such as `kind.Component`."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any

from i18n import AUTONYMS, N_, Language, Message
from i18n.catalogue import load_script_messages
from i18n.languages import SOURCE_LANGUAGE

LABELS = MappingProxyType(
    {
        "answer.out-of-scope": N_("The graph does not cover this topic."),
        "answer.unknown-name": N_("A name in the question is not in the graph."),
        "answer.ambiguous": N_("A name in the question has several meanings."),
        "answer.not-a-question": N_("This is not a question that can be answered here."),
        "certified.yes": N_("certified"),
        "certified.no": N_("not certified"),
        "certified.unknown": N_("not recorded"),
        "change.upgraded": N_("upgraded"),
        "change.downgraded": N_("downgraded"),
        "change.changed": N_("changed"),
        "change.unchanged": N_("unchanged"),
        "change.added": N_("added"),
        "change.removed": N_("removed"),
        "change.unrecorded": N_("not recorded before"),
        "diff.changed": N_("Changed"),
        "diff.unchanged": N_("Unchanged"),
        "diff.different": N_("Different"),
        "diff.same": N_("The same"),
        "diff.upgraded": N_("higher in {name}"),
        "diff.downgraded": N_("lower in {name}"),
        "diff.changed.word": N_("different"),
        "diff.unchanged.word": N_("the same"),
        "disputes.conflict": N_("Sources disagree"),
        "disputes.conflict.lead": N_("Sources that still stand by what they say contradict each other."),
        "disputes.settled": N_("Corrected by a primary source"),
        "disputes.settled.lead": N_("A statement of another source was wrong, or is outdated."),
        "disputes.secondary": N_("Only secondary sources"),
        "disputes.secondary.lead": N_(
            "A statement of one secondary source was rejected, and one of another is accepted; there is no "
            "primary source."
        ),
        "disputes.open": N_("Rejected"),
        "disputes.open.lead": N_("The statement was rejected, and the correct value is not recorded."),
        "event.joined": N_("added"),
        "event.recorded": N_("first recorded"),
        "event.upgraded": N_("upgraded"),
        "event.downgraded": N_("downgraded"),
        "event.changed": N_("changed"),
        "event.unchanged": N_("unchanged"),
        "event.left": N_("removed"),
        "event.unrecorded": N_("no longer recorded"),
        "explore.line.use": N_("uses or is related to"),
        "explore.line.optional": N_("optional or conditional"),
        "explore.line.disputed": N_("disputed"),
        "explore.line.derived": N_("inferred from categories"),
        "explore.hint": N_(
            "Click a node or an edge to see its sources. Double-click or press Enter to add its neighbours."
        ),
        "explore.hint.file": N_("Click a node or an edge to see its sources."),
        "explore.line.past": N_("no longer true"),
        "explore.line.absent": N_("none, according to a source"),
        "explore.line.came": N_("added"),
        "explore.line.went": N_("removed"),
        "explore.line.shared": N_("shared by all"),
        "explore.line.own": N_("in one only"),
        "facet.concern": N_("Area"),
        "facet.capability": N_("Capability"),
        "facet.vendor": N_("Vendor"),
        "facet.architecture": N_("Architecture"),
        "history.yes": N_("Yes"),
        "history.yes.lead": N_("the newest release ships it"),
        "history.no": N_("No"),
        "history.no.lead": N_("the files of the newest release no longer list it"),
        "history.unknown": N_("Not recorded"),
        "history.unknown.lead": N_("the files that were read do not cover it"),
        "kind.Distribution": N_("Distribution"),
        "kind.Component": N_("Component"),
        "kind.Concern": N_("Area"),
        "kind.Capability": N_("Capability"),
        "kind.Tool": N_("Tool"),
        "kind.Product": N_("Product"),
        "kind.Organisation": N_("Organisation"),
        "kind.Interface": N_("Interface"),
        "kind.Concept": N_("Concept"),
        "nav.home": N_("Home"),
        "nav.explore": N_("Graph"),
        "nav.compare": N_("Compare"),
        "nav.corrections": N_("Corrections"),
        "nav.changes": N_("Changes"),
        "nav.sparql": N_("SPARQL"),
        "nav.docs": N_("API"),
        "outcome.lost": N_("Lost"),
        "outcome.lost.lead": N_("{before} has it; a source states that {after} does not."),
        "outcome.gained": N_("Gained"),
        "outcome.gained.lead": N_("{after} has it; a source states that {before} does not."),
        "outcome.replaced": N_("Replaced"),
        "outcome.replaced.lead": N_("Both have it, but with different components."),
        "outcome.unchanged": N_("Unchanged"),
        "outcome.unchanged.lead": N_("Both have it, with the same components."),
        "outcome.unknown": N_("Not recorded for one of the two"),
        "outcome.unknown.lead": N_("One has it; whether the other does is not recorded."),
        "panel.expand": N_("Add its neighbours"),
        "panel.alone": N_("Show only its neighbours"),
        "panel.releases": N_("Releases"),
        "panel.history": N_("History"),
        "panel.collapse": N_("Remove its neighbours"),
        "panel.hide": N_("Hide"),
        "panel.pin": N_("Pin"),
        "panel.unpin": N_("Unpin"),
        "panel.pinned": N_("pinned"),
        "panel.path": N_("Path to …"),
        "panel.absent": N_("A source states that there is none."),
        "panel.over": N_("This is no longer true."),
        "panel.came": N_("Added since the earlier date."),
        "panel.went": N_("Removed since the earlier date."),
        "relation.bundles": N_("bundled"),
        "relation.enables": N_("enabled by default"),
        "relation.offers": N_("optional"),
        "relation.supports": N_("supported"),
        "relation.other": N_("other relations"),
        "releases.left": N_("Removed: the files no longer list it"),
        "releases.unrecorded": N_("No longer recorded: the files that were read do not cover it"),
        "source.primary": N_("primary source"),
        "source.secondary": N_("secondary source"),
        "tree.none": N_("none"),
        "tree.past": N_("no longer true"),
        "tree.came": N_("added"),
        "tree.went": N_("removed"),
        "tree.shared": N_("shared"),
        "tree.some": N_("in some"),
        "tree.own": N_("in one only"),
        "usage.yes": N_("uses it"),
        "usage.offered": N_("bundled, off by default"),
        "usage.supported": N_("supported, not bundled"),
        "usage.no": N_("not used"),
        "usage.unknown": N_("not recorded"),
        "whole.similar": N_("Most similar"),
        "whole.similar.of": N_("Most similar to {name}"),
        "whole.similar.lead": N_(
            "Components that both have, out of those that at least one has. Only capabilities recorded for "
            "both count."
        ),
        "whole.likeness": N_("Shared"),
        "whole.known": N_("Recorded for both"),
        "whole.concerns": N_("By area"),
        "whole.unique": N_("Unique components"),
        "whole.unique.of": N_("Unique to {name}"),
        "whole.unique.lead": N_(
            "Components that no other distribution is recorded as using. The more distributions have a "
            "record, the more reliable the result."
        ),
        "whole.impact": N_("Impact"),
        "whole.impact.of": N_("Affected if {name} is discontinued"),
        "whole.impact.lead": N_(
            "What uses, requires, packages or builds on it, directly or indirectly. Components that are "
            "merely optional or supported are not counted."
        ),
        "whole.lineage": N_("Related projects"),
        "whole.lineage.of": N_("Origins and derivatives of {name}"),
        "whole.lineage.lead": N_("Forks, variants, projects built on others, and successors."),
        "whole.ancestor": N_("Derived from"),
        "whole.descendant": N_("Derivatives"),
        "whole.path": N_("Path between two entries"),
        "whole.path.of": N_("How {start} and {end} are connected"),
        "whole.path.lead": N_(
            "The shortest paths, each step with its sources. Areas are left out, since they connect "
            "everything."
        ),
        "whole.spread": N_("Most used"),
        "whole.spread.of": N_("Most used components"),
        "whole.spread.lead": N_(
            "How many distributions use a component, use another one or none for its job, or have no record."
        ),
        "whole.used": N_("Use it"),
        "whole.absent": N_("Other or none"),
        "whole.unknown": N_("Not recorded"),
        "whole.unique.nothing": N_("No unique component is recorded."),
        "whole.impact.nothing": N_("Nothing is recorded to depend on it."),
        "whole.lineage.nothing": N_("No origin and no derivative of it is recorded."),
        "whole.path.nothing": N_("No path between them is recorded."),
        "word.component": N_("Component"),
    }
)
"""The texts, as the catalogue has them."""
SCRIPT_LABELS = ("answer.", "explore.hint", "kind.", "panel.", "source.", "tree.")
"""How the labels begin that scripts write, too."""


def render_label(key: str, /, language: Language, **parameters: object) -> str:
    """Return a label in a language; raises KeyError for an unknown one."""
    return Message(LABELS[key], **parameters).render(language)


def build_texts(language: Language, languages: Iterable[Language]) -> dict[str, Any]:
    """Build what the scripts of a page say: in one language, with the translations into some."""
    return {
        "language": language,
        "autonyms": dict(AUTONYMS),
        "labels": {key: text for key, text in LABELS.items() if key.startswith(SCRIPT_LABELS)},
        "messages": {
            each: load_script_messages("viz", each) for each in languages if each != SOURCE_LANGUAGE
        },
    }
