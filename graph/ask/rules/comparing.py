"""Reading questions that put things side by side: comparisons, moves, alternatives, what serves a concern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask.meaning import (
    Alternatives,
    Comparison,
    Implementing,
    Membership,
    Moving,
    Serving,
    Shared,
)
from graph.ask.rules.ranking import AMOUNTS
from graph.ask.rules.relating import is_a

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words

COMPARING = {
    "compare",
    "and",
    "or",
    "default",
    "support",
    "enable",
    "past",
    "before",
    "switch",
    "requirement",
    "belong",
    "imperative",
}
MOVING = {
    "move",
    "gain",
    "lose",
    "change",
    "switch",
    "since",
    "and",
    "or",
    "compare",
    "not",
    "enable",
    "support",
}
MOST_COMPARED = 3
TWO = 2


def comparison(words: Words) -> Comparison | None:
    """Read “k3s vs k0s”, also in a concern or a property."""
    subjects = words.distributions
    measured = words.has("lowest", "highest") and {prop.id for prop in words.properties} & {*AMOUNTS}
    if not (words.has("compare") or measured) or len(subjects) not in {TWO, MOST_COMPARED} or words.releases:
        return None
    if measured and words.asks_whether:
        return None  # yes or no is more than a comparison says
    used = (*subjects, *words.concerns)
    if not words.explained(
        COMPARING | ({"lowest", "highest"} if measured else set()), things=used, properties=None
    ):
        return None
    concern = next(iter(words.concerns), None)
    return Comparison(subjects, concern, () if concern else words.properties)


def moving(words: Words) -> Moving | None:
    """Read “what do I lose from k3s to k0s”: the first is left for the second, unless it says “to … from”."""
    subjects = words.distributions
    if not words.has("move", "gain", "lose") or len(subjects) != TWO or words.releases:
        return None
    if words.has("when") or words.asks_whether or not words.explained(MOVING, things=subjects):
        return None
    before, after = subjects
    return Moving(after, before) if is_reversed(words) else Moving(before, after)


def is_reversed(words: Words) -> bool:
    """Tell whether the second of two distributions is the one that is left: “to k0s from k3s”."""
    places = [
        place
        for place, token in enumerate(words.tokens)
        if set(words.meant(token)) & set(words.distributions)
    ]
    said = [token.text.split()[-1] for token in words.tokens]
    return places[-1] > 0 and said[places[-1] - 1] in {"from", "leaving"}


def alternatives(words: Words) -> Alternatives | None:
    """Read “what could replace kine”."""
    things = words.components or words.distributions
    if set(words.excepted) & set(words.distributions) or (words.properties and not words.components):
        return None  # “besides kind, who uses kindnet” asks for distributions
    if not words.has("alternative") or len(things) != 1 or words.has("when", "howmany"):
        return None
    allowed = {"alternative", "support", "not", "or", "and", "offer", "whether"}
    return Alternatives(things[0]) if words.explained(allowed, things=things, properties=None) else None


def membership(words: Words) -> Membership | None:
    """Read “which concern does kine belong to” and “is traefik about network”."""
    things, asked = words.components, words.concerns
    if len(things) != 1 or words.distributions or not (words.has("belong") or asked):
        return None
    if words.has("distribution") and words.has("use", "bundle", "support", "enable", "offer"):
        return None  # “which distributions use Rook as storage” asks for distributions
    if not words.explained({"belong", "whether", "or", "serve", "and"}, things=(*things, *asked)):
        return None
    single = len(asked) == 1 and words.has("whether", "belong") and not words.has("or")
    return Membership(things[0], asked[0] if single else None)


def provides(words: Words) -> Membership | None:
    """Read “does calico provide network policy”: whether a component has a capability."""
    things = words.components
    jobs = {prop.about for prop in words.properties if prop.about}
    if is_a(words):  # what it is, not what it has
        told = [prop for prop in words.properties if words.jobs.speaks_of(prop, distribution=True)]
        jobs = {prop.about for prop in told if prop.about and prop.about.iri in words.jobs.done}
    elif any(words.jobs.speaks_of(prop, distribution=False) for prop in words.properties):
        return None
    whole = words.distributions or words.has("distribution")
    if not words.asks_whether or whole or len(things) != 1 or len(jobs) != 1:
        return None
    allowed = ("whether", "serve", "support", "implement")
    fits = words.explained(allowed, things=things, properties=None)
    return Membership(things[0], jobs.pop()) if fits else None


def serving(words: Words) -> Serving | None:
    """Read “which components of k3s serve the network”, and “which components provide ingress”."""
    asked = {prop.about for prop in words.properties if prop.about}
    belongs = bool(words.concerns) and words.has("belong")
    if (
        words.has("component")
        and len(asked) == 1
        and not (belongs or words.distributions or words.components)
    ):
        fits = not words.has("howmany", "default", "not") and words.explained(
            {"serve", "and"}, properties=None
        )
        return Serving(asked.pop()) if fits and not words.asks_whether else None
    if len(words.concerns) != 1 or words.components or len(words.distributions) > 1:
        return None
    if not words.has("component", "serve", "tool") or words.has("howmany", "default") or words.asks_whether:
        return None
    used = (*words.concerns, *words.distributions)
    properties = words.properties if belongs else ()
    if not words.explained({"belong", "serve", "and"}, things=used, properties=properties):
        return None
    return Serving(words.concerns[0], next(iter(words.distributions), None))


def providing(words: Words) -> Serving | Implementing | None:
    """Read “which OCI runtimes are there” and “which components implement the CRI”."""
    if words.distributions or words.components or words.asks_whether:
        return None
    interfaces, capabilities = words.interfaces, words.capabilities
    if words.has("implement") and interfaces and not words.has("or", "not"):
        fits = words.explained(("implement", "and"), things=interfaces)
        return Implementing(interfaces) if fits else None
    if len(capabilities) != 1 or not words.has("which", "component"):
        return None
    own = [prop for prop in words.properties if prop.id == "provides"]
    fits = words.explained(("serve", "whether", "belong"), things=capabilities, properties=own)
    return Serving(capabilities[0]) if fits else None


def shared(words: Words) -> Shared | None:
    """Read “which components do k3s and k0s both use”, and what they have in common."""
    subjects = words.distributions
    asked = words.has("common") or (words.has("component") and words.has("use", "bundle"))
    if not asked or len(subjects) < TWO or words.components or words.releases or words.asks_whether:
        return None
    return Shared(subjects) if words.explained(("and", "common"), things=subjects) else None
