"""Reading questions about what fits: which distributions, how many, whether one does, what comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask.meaning import Condition, Facts, Has, Parts, Selection, Uses, Whether
from graph.ask.rules.conditions import LACKING, asks_for_descendants, conditions, is_descent
from graph.ask.rules.relating import is_a, succeeded
from graph.ask.rules.telling import upstream

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words
    from graph.models import Property, Thing

CONDITIONS = {
    "enable",
    "support",
    "offer",
    "default",
    "not",
    "only",
    "and",
    "or",
    "whether",
    "before",
    "belong",
}
BOTH = frozenset({"and", "和", "与", "且", "并且", "同时", "以及", "plus", "as well as"})
"""Words that join conditions of which both are to hold."""
TWO = 2


def selection(words: Words) -> Selection | None:
    """Read “which distributions use kine but not flannel”, and how many do."""
    named = [thing for thing in words.distributions if thing not in words.excepted]
    if (named and not asks_for_descendants(words)) or words.releases:
        return None
    if (
        words.denies_nothing
        or (words.replaces and not words.excepted)
        or (words.has("component") and not words.has("distribution"))
    ):
        return None  # something else is asked for
    count = words.has("howmany")
    own = any(words.jobs.speaks_of(prop, distribution=False) for prop in words.properties)
    if own and len(words.components) == 1 and not words.has("distribution", "not") and not count:
        return None  # “which databases does kine support” asks for facts of kine
    if not (count or words.has("which", "distribution", "enable", "support", "offer", "default")):
        return None
    found = conditions(words)
    if not found:
        whole = words.explained(("howmany", "and"), times=True)
        related = words.has("use", "bundle", "enable", "support", "offer", "default") and not count
        asked = words.has("distribution") and (count or words.has("which")) and not related
        return Selection(count=count) if whole and asked else None
    numbers = takes_numbers(words, found)
    excepted = tuple(thing for thing in words.excepted if words.kind(thing) == "Distribution")
    used = (*made_use_of(words, found), *words.concerns, *excepted)
    allowed = CONDITIONS | {"howmany"} | valued(words) | ({"beside", "else"} if excepted else set())
    explained = words.explained(allowed, things=used, properties=None, numbers=numbers)
    clear = explained and not is_mixed(words, found)
    either = words.has("or")
    return Selection(found, either=either, count=count, excepted=excepted) if clear else None


def valued(words: Words) -> set[str]:
    """Give the words that a value which is no thing brings with it: that MIT is a licence says no more."""
    return {"value", "licence"} if words.has("value") else set()


def choice(words: Words) -> Facts | None:
    """Read “does k3s use etcd or sqlite”, which asks for what it has of the job that both do."""
    things = words.components
    if len(words.distributions) != 1 or len(things) < TWO or not words.has("or") or words.releases:
        return None
    jobs = set.intersection(*(words.jobs.of(thing.iri) for thing in things))
    asked = tuple(
        prop
        for prop in words.index.properties.values()
        if prop.about and prop.about.iri in jobs and "enables" in words.index.broader_names(prop.iri)
    )
    fits = words.explained({"or", "default", "enable", "whether"}, things=(*words.distributions, *things))
    return Facts(words.distributions[0], asked) if asked and fits and not words.properties else None


def made_use_of(words: Words, found: tuple[Condition, ...]) -> tuple[Thing, ...]:
    """Give the things that conditions speak of, and Kubernetes beside what something is certified for."""
    values = [each.component if isinstance(each, Uses) else each.value for each in found]
    properties = tuple(prop for each in found if isinstance(each, Has) for prop in each.properties)
    things = [value for value in values if value is not None and not isinstance(value, str)]
    return (*things, *upstream(words, properties), *words.concepts)


def is_mixed(words: Words, found: tuple[Condition, ...]) -> bool:
    """Tell whether “or” stands beside “not”, or beside “and”: what belongs together is not clear then."""
    joined = any(token.text in BOTH for token in words.tokens)
    return words.has("or") and (any(each.negated for each in found) or (joined and len(found) > TWO))


def whether(words: Words) -> Whether | Facts | None:
    """Read “does k0s use flannel”."""
    named = (*words.distributions, *words.components)
    if not words.asks_whether or not named or len(words.distributions) > 1 + is_descent(words):
        return None
    subject = succeeded(words) or (words.distributions[0] if words.distributions else named[0])
    if not words.distributions and (
        words.has("distribution") or not (words.properties or words.has("value") or len(named) > 1)
    ):
        return None  # “are there distributions with kine and traefik” asks for some
    found = conditions(words, subject)
    if not found or is_denied(found[0]) or words.denies_nothing or is_kind(words, found):
        return None
    replaced = words.components if any(token.text == "instead of" for token in words.tokens) else ()
    used = (subject, *made_use_of(words, found), *replaced, *words.concerns)
    allowed = {"enable", "support", "offer", "default", "whether", "and", "past", "or", "version", "only"}
    allowed |= {"before"}
    allowed |= valued(words)
    numbers = takes_numbers(words, found)
    if not words.explained(allowed, things=used, properties=None, numbers=numbers):
        return None
    if len(found) == 1:
        return Whether(subject, found[0])
    bare = [
        prop for each in found if isinstance(each, Has) and each.value is None for prop in each.properties
    ]
    return (
        Facts(subject, tuple(bare))
        if all(isinstance(each, Has) and each.value is None for each in found)
        else None
    )


def is_denied(condition: Condition) -> bool:
    """Tell whether a condition denies something; that nothing lacks is what “supports” means."""
    lacking = isinstance(condition, Has) and {prop.id for prop in condition.properties} == {LACKING}
    return condition.negated and not lacking


def is_kind(words: Words, found: tuple[Condition, ...]) -> bool:
    """Tell whether it is asked if something is what it may rather have: “is K3s a container runtime”."""
    jobs = words.jobs.done
    bare = [each for each in found if isinstance(each, Has) and each.value is None]
    abouts = {prop.about.iri for each in bare for prop in each.properties if prop.about}
    return bool(abouts & jobs) and len(bare) == len(found) and is_a(words)


def takes_numbers(words: Words, found: tuple[Condition, ...]) -> bool:
    """Tell whether the numbers of a question are made use of: as a value, or as the time asked about."""
    valued = any(isinstance(each, Has) and isinstance(each.value, str) for each in found)
    return valued or (bool(words.numbered) and not any(each.line is None for each in words.versions))


def parts(words: Words) -> Parts | Facts | None:
    """Read “how many components does k3s bundle”."""
    subjects = words.distributions
    named = {prop.id for prop in words.properties}
    if len(subjects) != 1 or words.components or words.releases or named - {"addon"}:
        return None
    if words.has("offer") or named:
        offers = tuple(each for each in words.index.properties.values() if is_offer(words, each))
        allowed = {"offer", "and", "support", "enable"}
        return (
            Facts(subjects[0], offers) if words.explained(allowed, things=subjects, properties=None) else None
        )
    if not words.has("component") or not words.explained(("howmany", "and", "enable"), things=subjects):
        return None
    return Parts(subjects[0], count=words.has("howmany"))


def is_offer(words: Words, prop: Property) -> bool:
    """Tell whether a property says what is in the box and switched off."""
    return prop.id == "addon" or "offers" in words.index.broader_names(prop.iri) - {prop.id}
