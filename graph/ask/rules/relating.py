"""Who is what to whom: what succeeds what, is part of what, uses what, and what kind of thing it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ask.meaning import Facts, Relatives
from graph.ask.rules.telling import DESCENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.ask.parsed_question import Words
    from graph.ask.tokenizer import Token
    from graph.models import Property, Thing

SUCCESSOR, PART = "successor", "partOf"
AHEAD = frozenset({"successor of", "successor", "succeeds", "what succeeds", "follow-up project", "接替"})
"""Words of succession after which stands what is succeeded; before all others."""
INNER = ("uses", "builtOn", "requires", "mechanism", "backend", "packages")
"""The properties that say what a component itself makes use of."""
ASKED = frozenset({"what does", "what do", "does", "do"})
USING = frozenset({"用", "使用", "采用", "依赖", "用了", "用的是"})
ARTICLES = frozenset({"a", "an", "used", "as", "是", "一个", "一种", "个", "种"})
DOING = frozenset({"use", "support", "bundle", "offer", "enable", "requirement"})


def succeeded(words: Words) -> Thing | None:
    """Give what has a successor by the words of a question: RKE in “is RKE2 the successor of RKE”."""
    said = [n for n, token in enumerate(words.tokens) if names(token, SUCCESSOR)]
    if len(said) != 1 or succeeds_whom(words):
        return None
    before = named(words, words.tokens[: said[0]][::-1])
    after = named(words, words.tokens[said[0] + 1 :])
    owned = said[0] > 0 and words.tokens[said[0] - 1].text == "'s"
    return (after or before) if words.tokens[said[0]].text in AHEAD and not owned else before


def succeeds_whom(words: Words) -> bool:
    """Tell whether it is asked whose successor something is: “rke2 是谁的后继”."""
    said = next((n for n, token in enumerate(words.tokens) if names(token, SUCCESSOR)), None)
    if said is None:
        return False
    if words.tokens[said].text == "successor of" and said == len(words.tokens) - 1:
        return words.has("which")
    before = next((token for token in words.tokens[:said][::-1] if token.text != "的"), None)
    return before is not None and not before.text.isascii() and "which" in before.words


def named(words: Words, tokens: Iterable[Token]) -> Thing | None:
    """Give the first distribution or component of some tokens."""
    things = (thing for token in tokens for thing in words.meant(token)[:1])
    return next((thing for thing in things if thing in (*words.distributions, *words.components)), None)


def names(token: Token, prop: str) -> bool:
    """Tell whether a token names a property."""
    return any(each.id == prop for each in token.properties)


def related_by(words: Words, thing: Thing) -> tuple[Property, ...]:
    """Give the properties by which something is said to have to do with a thing: “a fork of Kubernetes”.

    What is part of a distribution is in its box; so only what is said to be part of the thing itself counts.
    """
    found = [prop for prop in words.properties if prop.id in DESCENT and prop.id != PART]
    place = next((n for n, token in enumerate(words.tokens) if thing in words.meant(token)[:1]), 0)
    if any(names(token, PART) for token in words.tokens[:place]):
        found.append(words.index.property(PART))
    return tuple(found)


def workings(words: Words) -> Facts | None:
    """Read “what does klipper-lb use” and “how does klipper-lb work”: of the component, not its users."""
    if len(words.components) != 1 or words.distributions or words.has("distribution") or words.properties:
        return None
    [subject] = words.components
    place = next(n for n, token in enumerate(words.tokens) if subject in words.meant(token)[:1])
    before, after = words.tokens[:place], words.tokens[place + 1 :]
    if not before and not after:
        return None
    if words.has("how") and [token.text for token in after] == ["work"]:
        return Facts(subject, (words.index.property("mechanism"),))
    asks = bool(before) and before[-1].text in ASKED and words.has("which")
    english = asks and len(after) == 1 and bool(DOING & after[0].words)
    chinese = len(after) == 2 and after[0].text in USING and "which" in after[1].words  # noqa: PLR2004
    fits = (english or chinese) and words.explained({"describe", "whether", *DOING}, things=(subject,))
    return Facts(subject, tuple(words.index.property(each) for each in INNER)) if fits else None


def relatives(words: Words) -> Relatives | None:
    """Read “what is part of Kubernetes”, which does not ask what that is part of."""
    said = [n for n, token in enumerate(words.tokens) if is_descent(token)]
    if len(said) != 1 or len(words.components) != 1 or words.distributions or words.has("distribution"):
        return None
    [subject] = words.components
    place = next(n for n, token in enumerate(words.tokens) if subject in words.meant(token)[:1])
    owned = place == said[0] - 2 and words.tokens[said[0] - 1].text == "的"  # kine 的分叉有哪些
    asked = tuple(prop for prop in words.tokens[said[0]].properties if prop.id in DESCENT - {SUCCESSOR})
    if not (place > said[0] or owned) or not asked or words.asks_whether or not words.has("which"):
        return None
    fits = words.explained(("describe", "whether"), things=(subject,), properties=asked)
    return Relatives(subject, asked) if fits else None


def is_descent(token: Token) -> bool:
    """Tell whether a token names a property by which one thing comes from another."""
    return any(prop.id in DESCENT for prop in token.properties)


def is_a(words: Words) -> bool:
    """Tell whether it is asked what kind of thing something is: “is Kine a database”, “kine 是数据库吗”."""
    last = max((n for n, token in enumerate(words.tokens) if words.asks(token)), default=0)
    before = [token.text for token in words.tokens[:last]]
    things = [n for n, token in enumerate(words.tokens) if words.meant(token) and not words.asks(token)]
    between = before[things[0] + 1 :] if things else []
    begun = bool(between) and (words.tokens[0].text in {"is", "are", "was", "were"} or "是" in between)
    return begun and all(text in ARTICLES for text in between)
