"""The conditions of a question: what is used, offered or supported, and what properties are to have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeGuard

from graph.ask.meaning import Condition, Has, Uses, Way
from graph.ask.rules.relating import related_by, succeeded, succeeds_whom
from graph.ask.rules.roles import beside_the_point, jobs_of, roles
from graph.ask.rules.telling import CERTIFIED, DESCENT, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.ask.parsed_question import Words
    from graph.ask.tokenizer import Token
    from graph.models import Property, Thing

STEWARD, LACKING = "steward", "lacks"


def conditions(words: Words, subject: Thing | None = None) -> tuple[Condition, ...]:
    """Find the conditions of a question, which are said of `subject`; what follows a “not” is negated."""
    if any(is_idle(words, token) for token in words.tokens):
        return ()
    found = list(dict.fromkeys(each for each in gathered(words, subject) if each is not None))
    if beside_the_point(words, [each for each in found if isinstance(each, Uses)]):
        return ()
    if subject and any(token.text == "instead of" for token in words.tokens):
        found = [each for each in found if not each.negated]  # what it takes the place of is not asked about
    if words.has("only"):
        return nothing_else(words, found)
    found = owned(words, found, subject)
    valued = {prop for each in found if isinstance(each, Has) and each.value for prop in each.properties}
    # A property that is named beside its value asks for nothing more.
    return tuple(each for each in found if not (is_bare(each) and set(each.properties) & valued))


def is_bare(condition: Condition) -> TypeGuard[Has]:
    """Tell whether a condition asks for any value at all."""
    return isinstance(condition, Has) and condition.value is None


def owned(words: Words, found: list[Condition], subject: Thing | None) -> list[Condition]:
    """Make of “can Kine use NATS as a backend” that NATS is a value of what is said of Kine."""
    own = [
        each
        for each in found
        if is_bare(each) and all(words.jobs.speaks_of(prop, distribution=False) for prop in each.properties)
    ]
    used = [each for each in found if isinstance(each, Uses)]
    if subject is None or words.kind(subject) == "Distribution" or len(own) != 1 or len(used) != 1:
        return found
    return [Has(own[0].properties, used[0].component, used[0].negated)]


def nothing_else(words: Words, found: list[Condition]) -> tuple[Condition, ...]:
    """Make a condition of “only containerd”: that nothing else is there for the same; () if unclear."""
    things = [each for each in found if isinstance(each, Uses) or each.value is not None]
    if len(things) != 1 or things[0].negated:
        return ()
    [each] = things
    value = each.component if isinstance(each, Uses) else each.value
    own = each.properties if isinstance(each, Has) else wanted(words) or for_the_same(words, each)
    return (Has(own, value, only=True),) if own else ()


def for_the_same(words: Words, used: Uses) -> tuple[Property, ...]:
    """Give the properties that say what does the job of a component, by default or if it is wanted."""
    ways = {"enables", "supports", "offers"} if used.way in {"supports", "offers"} else {"enables"}
    jobs = words.jobs.of(used.component.iri)
    return tuple(
        prop
        for prop in words.index.properties.values()
        if prop.about and prop.about.iri in jobs and ways & words.index.broader_names(prop.iri)
    )


def is_idle(words: Words, token: Token) -> bool:
    """Tell whether a token names a concept that no property takes: nothing would be made of it."""
    things = words.meant(token)[:1]
    concept = bool(things) and words.kind(things[0]) == "Concept"
    return concept and not token.properties and not words.jobs.values.get(things[0].iri)


def gathered(words: Words, subject: Thing | None) -> Iterator[Condition | None]:
    """Walk through the things and properties of a question."""
    negated = False
    way, parts = way_of(words), roles(words)
    for token in words.tokens:
        if token.words & {"not"} and not token.words & {"whether"}:
            negated = True
        if token.value:
            yield Has((token.value[0],), token.value[1], negated)
        things = words.meant(token)[:1]
        if things and things[0] != subject:
            found = of_thing(words, things[0], way, negated=negated)
            if found is None and subject:
                found = of_ability(words, things[0], negated=negated)
            yield replace(found, job=parts.get(things[0])) if isinstance(found, Uses) else found
        valued = bool(things) and bool(words.jobs.values.get(things[0].iri))
        if valued and words.kind(things[0]) == "Concept":
            continue
        # What a component is used as is said with the component.
        if words.asks(token) and not set(jobs_of(words, token)) & set(parts.values()):
            yield of_properties(words, token, negated=negated)


def way_of(words: Words) -> Way:
    """Tell how a component is to be had."""
    named = " ".join(token.text for token in words.tokens if token.properties)
    if words.has("can") and not words.has("default"):
        return "supports"
    if words.has("default", "enable") or "default" in named or "默认" in named:
        return "default"
    if words.has("offer"):
        return "offers"
    return "supports" if words.has("support", "can") else "uses"


def of_thing(words: Words, thing: Thing, way: Way, *, negated: bool) -> Condition | None:
    """Make a condition of a thing: a component is used, anything else is the value of a property."""
    kind = words.kind(thing)
    if thing.id == "kubernetes" and any(
        prop.id.startswith(("certified", "conforms")) for prop in words.properties
    ):
        return None  # what it is certified for says no more
    if "Component" in words.index.names[thing.iri].kinds and kind != "Distribution":
        # “The default runtime is docker” speaks of the property, “uses docker” of the component.
        told = tuple(prop for prop in words.properties if way == "default" and takes(words, prop, thing))
        asked = related_by(words, thing) or told
        return Has(asked, thing, negated) if asked else Uses(thing, way, negated)
    if kind == "Organisation":
        return Has(of_ids(words, STEWARD), thing, negated)
    if kind == "Distribution":
        named = tuple(prop for prop in words.properties if prop.id in DESCENT)
        return Has(named, thing, negated) if named else None
    if kind in {"Concept", "Tool", "Product"}:
        having = words.jobs.values.get(thing.iri, ())
        return Has(having, thing, negated) if having else None
    return None


def of_ability(words: Words, thing: Thing, *, negated: bool) -> Condition | None:
    """Make a condition of what Kubernetes can do: that it is not lacking, as far as somebody said so."""
    lacking = [prop for prop in words.jobs.values.get(thing.iri, ()) if prop.id == LACKING]
    if words.kind(thing) != "Capability" or not lacking or negated or not words.has("support", "use", "can"):
        return None
    return Has(tuple(lacking), thing, negated=True)


def takes(words: Words, prop: Property, thing: Thing) -> bool:
    """Tell whether a property is about a job that a component does."""
    return prop.about is not None and prop.about.iri in words.jobs.of(thing.iri)


def of_properties(words: Words, token: Token, *, negated: bool) -> Condition | None:
    """Make a condition of properties: that they have a value, or the version that stands in the question."""
    named = tuple(prop for prop in wanted(words) if prop.id not in {STEWARD, *DESCENT})
    asked = tuple(prop for prop in named if prop in token.properties) or (
        named if set(token.properties) & set(words.properties) else ()
    )
    if any(prop.id in CERTIFIED for prop in asked):
        asked = named  # whether and for what are told by one another
    if not asked:
        return None
    numbers = [each.text.removeprefix("v") for each in words.versions]
    if numbers:
        minors = (
            of_ids(words, "conformsTo")
            if any("certif" in prop.id or prop.id == "conformsTo" for prop in asked)
            else asked
        )
        return Has(minors, numbers[0], negated)
    return Has(asked, None, negated)


def is_descent(words: Words) -> bool:
    """Tell whether it is asked what a distribution is made from, or what is made from it."""
    return any(prop.id in DESCENT for prop in words.properties)


def asks_for_descendants(words: Words) -> bool:
    """Tell whether what is made from a distribution is asked for: “built on k3s”, not “k3s is built on”."""
    places = list(enumerate(words.tokens))
    said = [n for n, token in places if any(prop.id in DESCENT for prop in token.properties)]
    named = [n for n, token in places if any(words.kind(x) == "Distribution" for x in words.meant(token))]
    if not said or len(named) != 1 or succeeded(words):
        return False  # of what has a successor it is asked which
    if succeeds_whom(words):
        return True
    return words.has("distribution") or named[0] > said[0]


def of_ids(words: Words, *wanted_ids: str) -> tuple[Property, ...]:
    """Give properties by their local names."""
    return tuple(words.index.property(each) for each in wanted_ids)
