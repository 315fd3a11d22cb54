"""Reading questions about what comes first: most, fewest, newest, oldest, least."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from graph.ask.meaning import Ranking
from graph.ask.rules.telling import wanted

if TYPE_CHECKING:
    from graph.ask.parsed_question import Words
    from graph.models import Property

CLASSES = {"distribution", "component", "tool"}
AMOUNTS = ("minMemoryServer", "minMemory", "minMemoryAgent")
"""The properties that say how much a distribution needs; what a server needs is told of first."""
AMOUNT = re.compile(r"(\d+(?:\.\d+)?) ?([kmgt]i?b?)")
"""A number of bytes: the number, and its unit."""
INCLUSIVE = frozenset(
    [
        "at least",
        "or above",
        "and up",
        "at most",
        "no more than",
        "or less",
        "or lower",
        "or fewer",
        "within",
        "至少",
        "起码",
        "不低于",
        "以上",
        "及以上",
        "不超过",
        "至多",
        "最多只要",
        "以内",
        "之内",
        "以下",
        "之下",
    ]
)
"""The words of limits that belong to what they limit."""
SMALL = {str(number): number for number in range(1, 100)} | {
    word: number
    for words in (("two", "three", "four", "five", "six"), tuple("两三四五六"))
    for number, word in enumerate(words, 2)
}
"""The numbers of values that may be asked for."""
PLAIN = frozenset({"most", "fewest", "least", "最多", "最少"})
"""The words that ask who has most of something, if distributions are named beside them."""
EXTREMES = {"lowest", "highest", "most", "least"}


def ranking(words: Words) -> Ranking | None:
    """Read what comes first, whatever it is that is ordered."""
    if words.distributions or words.concepts or words.has("not", "howmany") or words.asks_whether:
        return None
    return shipped(words) or amounts(words) or commonest(words)


def shipped(words: Words) -> Ranking | None:
    """Read who ships the newest version of a component, or the oldest."""
    if words.has("newest", "oldest") and len(words.components) == 1 and not words.properties:
        things, oldest = words.components, words.has("oldest")
        explained = words.explained(("newest", "oldest", "version", "release"), things=things)
        return Ranking("version", component=things[0], least=oldest) if explained else None
    return None


def commonest(words: Words) -> Ranking | None:
    """Read what most distributions have, and which distribution has most."""
    if words.has("above", "below") and words.properties and words.has("distribution"):
        return many(words)
    if not words.has("most", "least") or words.components or {p.id for p in words.properties} & set(AMOUNTS):
        return None
    least = words.has("least")
    allowed = ("most", "least", "default", "enable", "and", "support", "offer")
    if not words.explained(allowed, properties=None):
        return None
    if words.properties:
        plain = any(token.text in PLAIN for token in words.tokens if token.words & {"most", "least"})
        whose = any(prop.id == "steward" for prop in words.properties)  # who maintains most of them
        several = plain and words.has("distribution") and not whose
        by: Literal["value", "values"] = "values" if several else "value"
        properties = wanted(words) if several or words.has("support", "offer") else words.properties
        return Ranking(by, properties, least=least)
    counted = counted_class(words)
    return Ranking("components" if counted == "component" else "users", least=least) if counted else None


def amounts(words: Words) -> Ranking | None:
    """Read which distribution needs least memory, or most."""
    named = {prop.id for prop in words.properties} - {"requires"}  # 要求的内存
    whole = "minMemory" in named  # what a server needs is memory as well
    asked = tuple(words.index.property(each) for each in AMOUNTS if whole or each in named)
    spelled = [token.text for token in words.tokens if token.properties]
    if words.has("above", "below") and asked and not named - set(AMOUNTS):
        return within(words, asked)
    extreme = words.has(*EXTREMES) or any(text.startswith("least") for text in spelled)
    if not asked or named - set(AMOUNTS) or words.components or not extreme:
        return None
    allowed = EXTREMES | {"requirement"}
    if not (words.has("distribution", "which") and words.explained(allowed, properties=asked)):
        return None
    return Ranking("amount", asked, least=not words.has("highest"))


def many(words: Words) -> Ranking | None:
    """Read which distributions have more than so many values of a property."""
    numbers = [token.text for token in words.tokens if token.number]
    said = {token.text for token in words.tokens if token.words & {"above", "below"}}
    allowed = {"above", "below", "support", "offer", "default", "enable"}
    if len(numbers) != 1 or len(said) != 1 or numbers[0] not in SMALL or words.components:
        return None
    if not words.explained(allowed, properties=None, numbers=True):
        return None
    limit, inclusive = str(SMALL[numbers[0]]), bool(said & INCLUSIVE)
    return Ranking("values", wanted(words), least=words.has("below"), limit=limit, inclusive=inclusive)


def within(words: Words, asked: tuple[Property, ...]) -> Ranking | None:
    """Read which distributions need more than an amount of memory, or less."""
    limits = [token.text for token in words.tokens if AMOUNT.fullmatch(token.text)]
    said = {token.text for token in words.tokens if token.words & {"above", "below"}}
    allowed = EXTREMES | {"requirement", "above", "below"}
    if len(limits) != 1 or len(said) != 1 or words.distributions or words.components:
        return None
    if not words.explained(allowed, properties=words.properties, numbers=True):
        return None
    limit = AMOUNT.sub(lambda found: f"{found[1]} {found[2].upper().rstrip('B')}B", limits[0])
    return Ranking("amount", asked, least=words.has("below"), limit=limit, inclusive=bool(said & INCLUSIVE))


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
