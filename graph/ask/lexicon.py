"""The words that a question may hold: names of things, words of properties, and the words of questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from graph.ask.normalization import CHINESE_CHARACTERS, find_typo_matches, normalize
from graph.ask.words import AMBIGUOUS_WORDS
from graph.graph import Graph
from graph.index.entity_index import EntityIndex
from graph.models import Claim, Property, Thing
from ontology import ID, QUESTION_WORDS, directory
from ontology.relations import Strength

NAMED_CLASSES = {
    *("Distribution", "Component", "Tool", "Product", "Organisation"),
    *("Interface", "Concern", "Concept", "Capability"),
}
"""The classes of things that a question names."""
LABEL_PREDICATES = {
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://www.w3.org/2004/02/skos/core#altLabel",
}
NARROW_MATCH = "http://www.w3.org/2004/02/skos/core#narrowMatch"
"""From a word to the things of which it may mean any."""
MIN_CORRECTED_LENGTH = 6
"""Letters of an ordinary word in which a typing error is mended: shorter ones are too alike."""


@dataclass(slots=True)
class Sense:
    """All that a spelling may mean: words of questions by their names, things and properties by IRI.

    `value` is what is no thing of ours and yet the value of a property: MIT, of the licence.
    """

    words: set[str] = field(default_factory=set)
    things: dict[str, Thing] = field(default_factory=dict)
    properties: dict[str, Property] = field(default_factory=dict)
    value: tuple[Property, str] | None = None


class Lexicon:
    """All spellings of a graph, as `normalize` writes them, and what each may mean."""

    def __init__(self, index: EntityIndex) -> None:
        self.index = index
        self.senses: dict[str, Sense] = defaultdict(Sense)
        self.words_of_properties = {
            normalize(word) for prop in index.properties.values() for word in prop.words
        }
        for spelling, word, things in _read_question_words():
            self.senses[spelling].things.update({iri: index.thing(iri) for iri in things})
            if not things:
                self.senses[spelling].words.add(word)
        self._read_names()
        self._read_properties()
        for claim in index.claims.values():
            self._read_value(claim)
        self.senses.default_factory = None
        self.longest = max(map(len, self.senses), default=0)

    def _read_names(self) -> None:
        """Register all spellings of things; of a capability only if no property is about it."""
        about = {prop.about.iri for prop in self.index.properties.values() if prop.about}
        for iri, names in self.index.names.items():
            asked = "Capability" in names.kinds and iri in about  # by the words of properties, and its own
            named = names.kinds & NAMED_CLASSES and "ConceptScheme" not in names.kinds
            if iri.startswith(ID) and named and not asked:
                for spelling in {iri.removeprefix(ID), *names.spellings}:
                    self._add_name(spelling, self.index.thing(iri))

    def _read_properties(self) -> None:
        """Register the words of properties, and the names of what they are about, where these are free."""
        abouts: dict[str, list[Property]] = defaultdict(list)
        for prop in self.index.properties.values():
            if prop.about is not None:
                abouts[prop.about.iri].append(prop)
                for spelling in map(normalize, prop.words):
                    if spelling not in AMBIGUOUS_WORDS:
                        self.senses[spelling].properties[prop.iri] = prop
        for iri, properties in abouts.items():
            for spelling in map(normalize, self.index.names[iri].spellings):
                if "Capability" in self.index.names[iri].kinds and spelling not in self.senses:
                    usual = [
                        prop for prop in properties if Strength.ENABLES in self.index.broader_names(prop.iri)
                    ]
                    self.senses[spelling].properties.update({each.iri: each for each in usual or properties})

    def _read_value(self, claim: Claim) -> None:
        """Register external values, such as SPDX licence IDs, as values of their property."""
        text = str(claim.value.value)
        if claim.value.kind == "link" and "/" not in text:
            sense = self.senses[normalize(text)]
            sense.value = self.index.properties[claim.property.iri], text
            sense.words.add("value")

    def _add_name(self, spelling: str, thing: Thing) -> None:
        """Register a spelling of a thing, also with its hyphens as spaces or left out."""
        written = normalize(spelling)
        for form in {written, written.replace("-", " "), written.replace("-", "")}:
            taken = form != written and any(
                each in self.words_of_properties for each in (form, form.removesuffix("s"))
            )
            if form and not taken and not form.startswith("the "):
                self.senses[form].things[thing.iri] = thing

    def find_sense(self, spelling: str) -> Sense | None:
        """Return the sense of a spelling, or of its singular; None if it has none."""
        known = self.senses.get(spelling)
        if known is None and spelling.endswith("s") and spelling.isascii():
            known = self.senses.get(spelling[:-1])
        return known

    @cached_property
    def names(self) -> list[str]:
        """The names of things in Latin letters, as far as a typing error in them can be told."""
        return [
            spelling
            for spelling, sense in self.senses.items()
            if sense.things and not CHINESE_CHARACTERS.search(spelling) and not re.search(r"\s", spelling)
        ]

    @cached_property
    def ordinary_words(self) -> list[str]:
        """The other words in Latin letters, as far as a typing error in them can be told."""
        return [
            spelling
            for spelling, sense in self.senses.items()
            if not sense.things
            and len(spelling) >= MIN_CORRECTED_LENGTH
            and spelling.isascii()
            and spelling.isalpha()
        ]

    def find_near_word(self, word: str) -> str | None:
        """Return the ordinary word that a word of six letters or more is one typing error away from."""
        near = find_typo_matches(word, self.ordinary_words) if len(word) >= MIN_CORRECTED_LENGTH else []
        meant = {
            (frozenset(self.senses[each].words), frozenset(self.senses[each].properties)) for each in near
        }
        return near[0] if len(meant) == 1 else None

    def find_near_names(self, word: str) -> list[str]:
        """Return the names of things that a word is one typing error away from."""
        return find_typo_matches(word, self.names)


def _read_question_words() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Read the words of questions: each spelling, the name of the word, and the things that it may mean."""
    quads = list(ox.parse((directory() / QUESTION_WORDS).read_bytes(), format=ox.RdfFormat.TURTLE))
    meant: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for quad in quads:
        if quad.predicate.value == NARROW_MATCH:
            meant[quad.subject.value] += (quad.object.value,)
    for quad in quads:
        if quad.predicate.value in LABEL_PREDICATES:
            word = str(quad.subject.value)
            yield normalize(quad.object.value), word.partition("#")[2], meant[word]


def get_lexicon(graph: Graph) -> Lexicon:
    """Return the lexicon of the graph that was opened, which is that of every day."""
    return graph.base_graph.cached(_read_lexicon)


def _read_lexicon(graph: Graph) -> Lexicon:
    return Lexicon(graph.index)
