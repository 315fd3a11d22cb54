"""Reading questions about one thing: what it has, and what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from graph.ask.meaning import Description, Facts, Has, Holding, Profile, Sourced

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words
    from graph.models import Property, Thing

TELLING = {
    "default",
    "enable",
    "support",
    "offer",
    "and",
    "requirement",
    "serve",
    "before",
    "version",
    "newest",
    "least",
    "above",
}
NEEDS = ("minMemory", "minMemoryServer", "minMemoryAgent", "requires", "hostDependencies")
"""The properties that say what a distribution needs."""
DESCENT = frozenset({"builtOn", "forkOf", "variantOf", "partOf", "successor"})
"""The properties by which one distribution has to do with another."""
CERTIFIED = ("certified", "certifiedFor")
"""Whether a distribution is certified is said by either of these."""


def facts(words: Words) -> Facts | None:
    """Read “what container runtime does k0s use”."""
    excepted = tuple(thing for thing in words.excepted if words.kind(thing) != "Distribution")
    subjects = words.distributions or tuple(x for x in words.components if x not in excepted)
    asked = wanted(words) or jobs_named(words)
    numbers = [each for each in words.versions if each.line is None]
    if len(subjects) != 1 or not asked or len(words.releases) > 1 or numbers or of_other_parts(words, asked):
        return None
    circumstances = tuple(each for each in words.concepts if is_circumstance(words, each))
    told = words.components if asked == jobs_named(words) else upstream(words, asked)
    used = (*subjects, *circumstances, *words.concerns, *told, *excepted)
    if words.has("not") and {prop.id for prop in asked} != {"lacks"}:
        return None  # what it does not have is not what it has
    count = words.has("howmany")
    allowed = TELLING | {"howmany"} | ({"beside", "else"} if excepted else set())
    if len(circumstances) > 1 or not words.explained(allowed, things=used, properties=None, numbers=True):
        return None
    circumstance = next(iter(circumstances), None)
    usual = words.has("default")
    return Facts(subjects[0], asked, circumstance, count=count, excepted=excepted, usual=usual)


def wanted(words: Words) -> tuple[Property, ...]:
    """Give the properties that are asked for; of what is supported or offered, those that say so."""
    of_distribution = bool(words.distributions) or not words.components
    told = [prop for prop in words.properties if words.jobs.speaks_of(prop, distribution=of_distribution)]
    named = tuple(told) or words.properties
    if words.has("requirement", "tool") and {prop.id for prop in named} <= {"requires"}:
        needed = NEEDS if words.has("requirement") else ("installTool",)
        named = tuple(words.index.property(each) for each in needed)
    if any(prop.id in CERTIFIED for prop in named) and words.has("howmany"):
        return (words.index.property("conformsTo"),)
    if any(prop.id in CERTIFIED for prop in named) and any(token.period for token in words.tokens):
        return tuple(words.index.property(each) for each in ("certified", "conformsTo"))  # those have days
    if any(prop.id in CERTIFIED for prop in named):
        named = tuple(dict.fromkeys([*named, *(words.index.property(each) for each in CERTIFIED)]))
    way = "supports" if words.has("support", "can") else "offers" if words.has("offer") else None
    if way is None or words.has("default"):
        return named
    about = {each.about.iri for each in named if each.about}
    siblings = tuple(
        each
        for each in words.index.properties.values()
        if each.about and each.about.iri in about and way in words.index.broader_names(each.iri)
    )
    # What a default is, is another matter; anything else that is named is asked for as well.
    return (
        tuple(dict.fromkeys([*siblings, *(each for each in named if not is_default(words, each))])) or named
    )


def is_default(words: Words, prop: Property) -> bool:
    """Tell whether a property says what is enabled by default."""
    return "enables" in words.index.broader_names(prop.iri)


def of_other_parts(words: Words, asked: tuple[Property, ...]) -> bool:
    """Tell whether components are asked for by properties that name none: “its components on Windows”."""
    relations = {"uses", "offers", "supports"}
    return words.has("component") and not any(
        relations & words.index.broader_names(prop.iri) or prop.id in DESCENT for prop in asked
    )


def jobs_named(words: Words) -> tuple[Property, ...]:
    """Give the properties that words which also name a component stand for: “the ServiceLB of k3s”."""
    if not words.distributions or words.asks_whether or not words.has("which", "serve"):
        return ()
    named = [prop for token in words.tokens if words.meant(token) for prop in token.properties]
    return tuple(dict.fromkeys(named))


def upstream(words: Words, asked: tuple[Property, ...]) -> tuple[Thing, ...]:
    """Give Kubernetes itself, if it is named beside a certification: its versions are what that is for."""
    certified = any(prop.id.startswith(("certified", "conforms")) for prop in asked)
    return tuple(thing for thing in words.components if thing.id == "kubernetes") if certified else ()


def is_circumstance(words: Words, concept: Thing) -> bool:
    """Tell whether a concept is a circumstance, such as a single node."""
    return concept.iri in words.jobs.circumstances


FIELDS: tuple[Literal["homepage", "repository", "licence"], ...] = ("homepage", "repository", "licence")


def profile(words: Words) -> Profile | None:
    """Read where a thing is at home, where its code is, and under which licence it is."""
    things = words.distributions or words.components
    asked = [field for field in FIELDS if words.has(field)]
    allowed = (*FIELDS, "release", "whether")
    fits = words.explained(allowed, things=things, properties=None, times=False)
    if len(things) != 1 or len(asked) != 1 or not fits:
        return None
    return Profile(things[0], asked[0])


def described(words: Words) -> Description | None:
    """Read “what is kine”, which is no question for who uses it."""
    asked = words.has("describe") and not words.has(
        "distribution", "support", "default", "enable", "requirement"
    )
    return description(words) if asked else None


def sourced(words: Words) -> Sourced | None:
    """Read “which sources speak of k0s”."""
    things = words.distributions or words.components
    if not words.has("source") or len(things) != 1 or words.has("dispute") or words.asks_whether:
        return None
    return Sourced(things[0]) if words.explained(("source", "belong"), things=things, times=False) else None


def holding(words: Words) -> Holding | None:
    """Read “which components are graduated in the CNCF”."""
    if not words.has("component") or words.has("distribution") or len(words.concepts) != 1:
        return None
    if words.distributions or words.components:
        return None
    value = words.concepts[0]
    properties = words.jobs.values.get(value.iri, ())
    fits = words.explained(("whether",), things=(value,), properties=properties, times=False)
    return Holding(Has(properties, value)) if properties and fits and not words.asks_whether else None


def description(words: Words) -> Description | None:
    """Read “what is traefik”."""
    things = words.things(
        "Distribution", "Component", "Tool", "Product", "Organisation", "Interface", "Concern"
    )
    if len(things) != 1 or not words.explained((), things=things, times=False):
        return None
    several = words.has("distribution", "component") and words.has("which") and not words.has("describe")
    if several or words.has("use", "bundle", "tool"):
        return None  # that asks for more than what the thing is
    return Description(things[0])
