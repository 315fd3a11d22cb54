"""Words of descent: what is built on, forked from, part of or the successor of what."""

from __future__ import annotations

from collections.abc import Iterable

from graph.ask.parsed_question import ParsedQuestion
from graph.ask.tokenizer import Token
from graph.ask.words import POSSESSIVE, PREDECESSOR_FOLLOWS
from graph.models import Property, Thing
from ontology.traits import Trait

SUCCESSOR = "successor"
PART_OF = "partOf"


def find_predecessor(question: ParsedQuestion) -> Thing | None:
    """Return the thing that has a successor: RKE in “is RKE2 the successor of RKE”."""
    said = [n for n, token in enumerate(question.tokens) if _names_property(token, SUCCESSOR)]
    if len(said) != 1 or _asks_for_predecessor(question):
        return None
    before = _first_named(question, question.tokens[: said[0]][::-1])
    after = _first_named(question, question.tokens[said[0] + 1 :])
    owned = said[0] > 0 and question.tokens[said[0] - 1].text == "'s"
    return (after or before) if question.tokens[said[0]].text in PREDECESSOR_FOLLOWS and not owned else before


def _asks_for_predecessor(question: ParsedQuestion) -> bool:
    """Return whether the predecessor of a thing is asked for."""
    said = next((n for n, token in enumerate(question.tokens) if _names_property(token, SUCCESSOR)), None)
    if said is None:
        return False
    if question.tokens[said].text == "successor of" and said == len(question.tokens) - 1:
        return question.has("which")
    before = next((token for token in question.tokens[:said][::-1] if token.text != POSSESSIVE), None)
    return before is not None and not before.text.isascii() and "which" in before.words


def find_relating_properties(question: ParsedQuestion, thing: Thing) -> tuple[Property, ...]:
    """Return the properties that relate the answer to a thing: “a fork of Kubernetes”.

    What is part of a distribution is in its box; so only what is said to be part of the thing itself counts.
    """
    found = [prop for prop in question.properties if Trait.DESCENT in prop.traits and prop.id != PART_OF]
    place = next((n for n, token in enumerate(question.tokens) if thing in question.candidates(token)[:1]), 0)
    if any(_names_property(token, PART_OF) for token in question.tokens[:place]):
        found.append(question.index.property(PART_OF))
    return tuple(found)


def names_descent(token: Token) -> bool:
    """Return whether a token names a property by which one thing comes from another."""
    return any(Trait.DESCENT in prop.traits for prop in token.properties)


def asks_about_descent(question: ParsedQuestion) -> bool:
    """Return whether it is asked what a distribution is made from, or what is made from it."""
    return any(Trait.DESCENT in prop.traits for prop in question.properties)


def asks_for_descendants(question: ParsedQuestion) -> bool:
    """Return whether what is made from a distribution is asked for: “built on k3s”, not “k3s is built on”."""
    places = list(enumerate(question.tokens))
    said = [n for n, token in places if any(Trait.DESCENT in prop.traits for prop in token.properties)]
    named = [
        n
        for n, token in places
        if any(question.kind(x) == "Distribution" for x in question.candidates(token))
    ]
    if not said or len(named) != 1 or find_predecessor(question):
        return False  # of what has a successor it is asked which
    if _asks_for_predecessor(question):
        return True
    return question.has("distribution") or named[0] > said[0]


def _first_named(question: ParsedQuestion, tokens: Iterable[Token]) -> Thing | None:
    things = (thing for token in tokens for thing in question.candidates(token)[:1])
    return next((thing for thing in things if thing in (*question.distributions, *question.components)), None)


def _names_property(token: Token, prop: str) -> bool:
    return any(each.id == prop for each in token.properties)
