"""What a question holds, by what it may be used for: things by kind, properties, words, times, versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from graph.ask.capabilities import CapabilityIndex
from graph.ask.disambiguation import COMPONENT_KINDS, find_candidates, find_kind
from graph.ask.tokenizer import Token
from graph.ask.version_mentions import ReleaseMention, VersionMention, find_version_mentions
from graph.ask.words import CHINESE_CAN_QUESTIONS
from graph.index.entity_index import EntityIndex
from graph.models import Property, Thing

EXCLUDABLE_KINDS = COMPONENT_KINDS | {"Distribution"}
"""The kinds of things that can be left out of an answer."""
NEUTRAL_WORDS = frozenset(
    {
        "which",
        "filler",
        "distribution",
        "component",
        "tool",
        "use",
        "bundle",
        "recorded",
        "describe",
        "asof",
        "how",
        "can",
    }
)
"""Words that a question may hold whatever it asks for."""


@dataclass(frozen=True)
class ParsedQuestion:
    """A question taken apart."""

    tokens: tuple[Token, ...]
    index: EntityIndex
    capability_index: CapabilityIndex

    def has(self, *words: str) -> bool:
        """Return whether the question has one of some words of questions."""
        return any(token.words & set(words) for token in self.tokens)

    @property
    def asks_whether(self) -> bool:
        """Whether a yes or a no is asked for; in English the word for it stands before what is named."""
        if self.has("which", "howmany", "when", "how"):
            return False
        named = [token.start for token in self.tokens if token.things or token.properties]
        first = min(named, default=0)
        asking = [token for token in self.tokens if token.words & {"whether", "can"}]
        return any(not token.text.isascii() or token.start <= first for token in asking) and self._is_asked(
            asking
        )

    def _is_asked(self, asking: list[Token]) -> bool:
        """Return whether a mere “can” in Chinese asks: only if it says “can or cannot”."""
        return any(
            token.text.isascii() or "whether" in token.words or token.text in CHINESE_CAN_QUESTIONS
            for token in asking
        )

    @property
    def replaces(self) -> bool:
        """Whether something is to stand in the place of another: “instead of etcd”."""
        return any("alternative" in token.words and "filler" not in token.words for token in self.tokens)

    def kind(self, thing: Thing) -> str:
        """Return the kind of a thing, see `find_kind`."""
        return find_kind(self.index, thing)

    def candidates(self, token: Token) -> tuple[Thing, ...]:
        """Return the things that a token may mean, see `find_candidates`."""
        return find_candidates(self.index, token)

    def things(self, *kinds: str) -> tuple[Thing, ...]:
        """Return the things of some kinds in the order of the question, each once."""
        found = [thing for token in self.tokens for thing in self.candidates(token)[:1]]
        return tuple(dict.fromkeys(thing for thing in found if self.kind(thing) in kinds))

    @cached_property
    def distributions(self) -> tuple[Thing, ...]:
        """The distributions that are named."""
        return self.things("Distribution")

    @cached_property
    def components(self) -> tuple[Thing, ...]:
        """The components, tools and products that are named."""
        return self.things(*COMPONENT_KINDS)

    @cached_property
    def concerns(self) -> tuple[Thing, ...]:
        """The concerns that are named."""
        return self.things("Concern")

    @cached_property
    def concepts(self) -> tuple[Thing, ...]:
        """The circumstances, architectures, ways of packaging and other such values that are named."""
        return self.things("Concept")

    @cached_property
    def capabilities(self) -> tuple[Thing, ...]:
        """The capabilities that are named by words that no property has."""
        return self.things("Capability")

    @cached_property
    def interfaces(self) -> tuple[Thing, ...]:
        """The interfaces that are named, also by words that a property has."""
        found = [thing for token in self.tokens for thing in token.things if self.kind(thing) == "Interface"]
        return tuple(dict.fromkeys(found))

    @cached_property
    def excluded(self) -> tuple[Thing, ...]:
        """The things that are to be left out: those named after “besides”, up to another word."""
        found: list[Thing] = []
        beside = False
        for token in self.tokens:
            things = [thing for thing in self.candidates(token)[:1] if self.kind(thing) in EXCLUDABLE_KINDS]
            beside = "beside" in token.words or (
                beside and (bool(things) or bool(token.words & {"and", "or"}))
            )
            found += things if beside else []
        return tuple(dict.fromkeys(found))

    @cached_property
    def organisations(self) -> tuple[Thing, ...]:
        """The organisations that are named."""
        return self.things("Organisation")

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """The properties that are named, by words that name nothing more likely."""
        found = [prop for token in self.tokens if self.names_property(token) for prop in token.properties]
        return tuple(dict.fromkeys(found))

    def names_property(self, token: Token) -> bool:
        """Return whether a token names properties rather than a component or a distribution."""
        kinds = {self.kind(thing) for thing in token.things}
        return bool(token.properties) and not kinds & {"Distribution", *COMPONENT_KINDS}

    @cached_property
    def mentions(self) -> tuple[ReleaseMention | VersionMention, ...]:
        """The releases and versions that are named."""
        return tuple(find_version_mentions(self.tokens, self.index))

    @cached_property
    def releases(self) -> tuple[ReleaseMention, ...]:
        """The releases that are named."""
        return tuple(each for each in self.mentions if isinstance(each, ReleaseMention))

    @cached_property
    def versions(self) -> tuple[VersionMention, ...]:
        """The versions of components, and other numbers."""
        return tuple(each for each in self.mentions if isinstance(each, VersionMention))

    @property
    def denies_nothing(self) -> bool:
        """Whether a “not” comes after all that could be denied: “supports calico, but not by default”."""
        last = max((n for n, token in enumerate(self.tokens) if "not" in token.words), default=-1)
        whether = last >= 0 and "whether" in self.tokens[last].words
        after = self.tokens[last + 1 :]
        return last >= 0 and not whether and not any(x.things or x.properties or x.value for x in after)

    @property
    def unknown_tokens(self) -> tuple[Token, ...]:
        """The tokens that mean nothing."""
        return tuple(token for token in self.tokens if not token.known)

    def accounts_for(
        self,
        words: Collection[str] = (),
        *,
        things: Iterable[Thing] = (),
        properties: Collection[Property] | None = (),
        numbers: bool = False,
        times: bool = True,
    ) -> bool:
        """Return whether every word is among what an intent makes use of.

        `properties`: those made use of; None for whatever is named.
        """
        used, allowed = {thing.iri for thing in things}, {*NEUTRAL_WORDS, *words}
        if not self.asks_whether:
            allowed.add("whether")  # “which … does it use” asks no yes or no
        return all(
            token.words & allowed
            or any(thing.iri in used for thing in token.things)
            or (token.properties and (properties is None or set(token.properties) & set(properties)))
            or (token.period and times)
            or (token.number and numbers)
            for token in self.tokens
        )
