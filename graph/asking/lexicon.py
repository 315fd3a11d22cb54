"""The words that a question may hold: names of things and of properties, found longest first."""

import re
from collections import defaultdict
from dataclasses import dataclass

from graph.index import Index
from graph.model import Property, Thing
from ontology import ID

ASKABLE = {"Distribution", "Component", "Tool", "Product", "Organisation", "Interface"}
"""The classes of things that a question is about; a capability is asked for as a property."""

CHINESE = re.compile(r"[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_/-]*")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a question, from `start` up to `end`, and what it may mean."""

    start: int
    end: int
    things: tuple[Thing, ...] = ()
    properties: tuple[Property, ...] = ()


class Lexicon:
    """All names and words of a graph, by their spelling in lower case."""

    def __init__(self, index: Index) -> None:
        self.things: dict[str, dict[str, Thing]] = defaultdict(dict)
        self.properties: dict[str, dict[str, Property]] = defaultdict(dict)
        for iri, names in index.names.items():
            if iri.startswith(ID) and names.kinds & ASKABLE:
                for spelling in {iri.removeprefix(ID), *names.spellings}:
                    self.things[normal(spelling)][iri] = index.thing(iri)
        for prop in index.properties.values():
            if prop.about is not None:
                for word in prop.words:
                    self.properties[normal(word)][prop.iri] = prop
        spellings = sorted({*self.things, *self.properties}, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(bounded, filter(None, spellings))))

    def mentions(self, question: str) -> list[Mention]:
        """Find what a normalised question mentions, from left to right, the longest spelling first."""
        return [self.mention(match) for match in self.pattern.finditer(question)]

    def mention(self, match: re.Match[str]) -> Mention:
        """Say what a spelling, or its singular, may mean."""
        spelling = match[0] if match[0] in self.things or match[0] in self.properties else match[0][:-1]
        return Mention(
            match.start(),
            match.end(),
            tuple(self.things.get(spelling, {}).values()),
            tuple(self.properties.get(spelling, {}).values()),
        )


def normal(text: str) -> str:
    """Write a text in the one way in which it is compared: lower case, half width, single spaces."""
    half = text.translate({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}).replace("\u3000", " ")
    return re.sub(r"\s+", " ", half.casefold()).strip()


def bounded(spelling: str) -> str:
    """Make a pattern of a spelling that matches its plural, and nothing within a longer Latin word."""
    before = r"(?<![a-z0-9])" if spelling[0].isascii() else ""
    after = r"s?(?![a-z0-9])(?!-[a-z])" if spelling[-1].isascii() else ""
    return before + re.escape(spelling) + after
