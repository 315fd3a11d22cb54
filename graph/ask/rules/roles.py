"""What a component is said to be used as: “traefik as ingress controller”, “用 flannel 做 cni”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.ask.rules.telling import DESCENT, wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.ask.meaning import Uses
    from graph.ask.parsed_question import Words
    from graph.ask.tokenizer import Token
    from graph.models import Property, Thing

LEADING = frozenset(
    {"as", "for", "as the", "as a", "作为", "做", "当", "当作", "用作", "作", "用来做", "用于"}
)
"""The words after which stands what the component before them is used as."""
ARTICLES = frozenset({"its", "their", "the", "a", "an", "default"})


@dataclass(frozen=True, slots=True)
class Place:
    """A component, or the capabilities of which it may have the role, in the order of the question."""

    component: Thing | None = None
    jobs: tuple[Thing, ...] = ()
    led: bool = False


def roles(words: Words) -> dict[Thing, Thing]:
    """Give for the components of a question the capability that each is said to be used for.

    A role goes to the components beside it that have the capability; to the nearest one if none has, which
    then cannot be what it is asked to be.
    """
    found: dict[Thing, Thing] = {}
    places = list(laid_out(words))
    for number, place in enumerate(places):
        if place.jobs:
            before, after = beside(places[:number][::-1], found), beside(places[number + 1 :], found)
            found |= assigned(words, place, before, after)
    return found


def laid_out(words: Words) -> Iterator[Place]:
    """Give the components and roles of a question in their order."""
    subject = next(iter(words.distributions), None)
    for number, token in enumerate(words.tokens):
        things = words.meant(token)[:1]
        if things and things[0] != subject and things[0] in words.components:
            yield Place(component=things[0])
        elif words.asks(token) and (jobs := jobs_of(words, token)):
            yield Place(jobs=jobs, led=is_led(words.tokens[:number]))


def jobs_of(words: Words, token: Token) -> tuple[Thing, ...]:
    """Give the capabilities that a token speaks of, which components may have."""
    named = [prop for prop in token.properties if prop.about and prop.id not in DESCENT]
    told = [prop for prop in named if prop in wanted(words)] or named
    # “Storage” may be short for “state storage”: the longer words come second.
    known = words.index.properties.values()
    longer = [prop for prop in known if told and ends_with(words, prop, token.text)]
    abouts = dict.fromkeys(prop.about for prop in (*told, *longer) if prop.about)
    return tuple(each for each in abouts if each.iri in words.jobs.done)


def ends_with(words: Words, prop: Property, text: str) -> bool:
    """Tell whether one of the words of a property, or of what it is about, ends with a text."""
    names = words.index.names[prop.about.iri].spellings if prop.about else ()
    return any(word.casefold().endswith(text) for word in (*prop.words, *names))


def beside_the_point(words: Words, used: Iterable[Uses]) -> bool:
    """Tell whether a concern is named that a component does not serve: “etcd for the network”."""
    return any(
        concern.iri not in words.jobs.concerns_of(each.component.iri)
        for concern in words.concerns
        for each in used
        if each.job is None
    )


def is_led(before: tuple[Token, ...]) -> bool:
    """Tell whether “as” or the like stands right before a place."""
    said = next((token for token in before[::-1] if token.text not in ARTICLES), None)
    return said is not None and said.text in LEADING


def beside(places: list[Place], taken: dict[Thing, Thing]) -> list[Thing]:
    """Give the components on one side of a role that have none yet, up to the next role."""
    found: list[Thing] = []
    for place in places:
        if place.component is None or place.component in taken:
            break
        found.append(place.component)
    return found


def assigned(words: Words, place: Place, before: list[Thing], after: list[Thing]) -> dict[Thing, Thing]:
    """Give a role to components before it, or if nothing leads to it to those after it as well."""
    for job in place.jobs:
        sides = before if place.led and before else [*before, *after]
        able = {each: job for each in sides if job.iri in words.jobs.of(each.iri)}
        if able:
            return able | ({before[0]: job} if place.led and before else {})
    nearest = before[:1] or after[:1]
    return dict.fromkeys(nearest, place.jobs[0])
