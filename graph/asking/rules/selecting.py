"""Reading questions about what fits: which distributions, how many, whether one does, what comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.asking.meaning import Condition, Facts, Has, Parts, Ranking, Selection, Whether
from graph.asking.rules.conditions import conditions, is_descent

if TYPE_CHECKING:
    from graph.asking.words import Words
    from graph.model import Property

CONDITIONS = {
    "enable",
    "support",
    "offer",
    "default",
    "not",
    "and",
    "or",
    "whether",
    "before",
    "past",
    "belong",
}
BOTH = frozenset({"and", "和", "与", "且", "并且", "同时", "以及", "plus", "as well as"})
"""Words that join conditions of which both are to hold."""
TWO = 2
CLASSES = {"distribution", "component", "tool"}


def selection(words: Words) -> Selection | None:
    """Read “which distributions use kine but not flannel”, and how many do."""
    if (words.distributions and not (is_descent(words) and words.has("distribution"))) or words.releases:
        return None
    if words.replaces or (words.has("component") and not words.has("distribution")):
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
    used = (*words.distributions, *words.components, *words.concepts, *words.organisations, *words.concerns)
    numbers = takes_numbers(words, found)
    explained = words.explained(CONDITIONS | {"howmany"}, things=used, properties=None, numbers=numbers)
    clear = explained and not is_mixed(words, found)
    return Selection(found, either=words.has("or"), count=count) if clear else None


def is_mixed(words: Words, found: tuple[Condition, ...]) -> bool:
    """Tell whether “or” stands beside “not”, or beside “and”: what belongs together is not clear then."""
    joined = any(token.text in BOTH for token in words.tokens)
    return words.has("or") and (any(each.negated for each in found) or (joined and len(found) > TWO))


def whether(words: Words) -> Whether | Facts | None:
    """Read “does k0s use flannel”."""
    named = (*words.distributions, *words.components)
    if not words.asks_whether or not named or len(words.distributions) > 1 + is_descent(words):
        return None
    subject = words.distributions[0] if words.distributions else named[0]
    if not words.distributions and not (words.properties or len(named) > 1):
        return None
    found = conditions(words, subject)
    if not found or found[0].negated:
        return None
    used = (*named, *words.concepts, *words.organisations, *words.concerns)
    allowed = {"enable", "support", "offer", "default", "whether", "and", "past", "or", "version"}
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


def ranking(words: Words) -> Ranking | None:
    """Read what most distributions have, and which distribution has most."""
    if words.distributions or words.concepts or words.has("not", "howmany") or words.asks_whether:
        return None
    if words.has("newest") and len(words.components) == 1 and not words.properties:
        things = words.components
        return (
            Ranking("version", component=things[0])
            if words.explained(("newest", "version", "release"), things=things)
            else None
        )
    if not words.has("most", "least") or words.components:
        return None
    least = words.has("least")
    if not words.explained(("most", "least", "default", "enable", "and"), properties=None):
        return None
    if words.properties:
        return Ranking("value", words.properties, least=least)
    counted = counted_class(words)
    return Ranking("components" if counted == "component" else "users", least=least) if counted else None


def counted_class(words: Words) -> str | None:
    """Tell what there are most of: “the most components”, “组件最多”, “by most distributions”."""
    kinds = [
        (place, kind) for place, token in enumerate(words.tokens) for kind in sorted(token.words & CLASSES)
    ]
    most = [place for place, token in enumerate(words.tokens) if token.words & {"most", "least"}]
    said = words.tokens[most[0]].text
    if "distribution" in said or "distro" in said or "发行版" in said:
        return "distribution"
    chinese = not said.isascii()
    near = [(abs(place - most[0]), kind) for place, kind in kinds if (place < most[0]) == chinese]
    return min(near)[1] if near else None
