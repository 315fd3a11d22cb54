"""From words to meaning: every word must be accounted for, or the question is not understood."""

import re
from dataclasses import dataclass, replace

from graph.asking.lexicon import CHINESE, Lexicon, Mention, normal
from graph.asking.meaning import (
    Changes,
    Comparison,
    Description,
    Facts,
    Language,
    Meaning,
    NotUnderstood,
    Users,
    Uses,
    Version,
)
from graph.asking.mentions import blanked, find_releases
from graph.index import Index
from graph.model import Property, Thing

# What gives a question its frame. Each pattern is tried on the question with its names blanked out.
FRAMES = {
    "distributions": r"\b(?:kubernetes |k8s )?(?:distro|distribution)s?\b|(?:kubernetes |k8s )?发行版"
    r"|\bwho\b(?= use)",
    "comparison": r"\bcompar\w+\b|\bvs\b\.?|\bversus\b|\bdifferences?\b|\bdiffers?\b"
    r"|对比|比较|相比|区别|差异|不同",
    "not": r"\bbut not\b|\bbut (?:do|does) not(?: use)?\b|\bwithout\b|\band not\b"
    r"|但不(?:使?用)?|而不(?:使?用)?|但没有(?:使?用)?|不带",
    "support": r"\bsupports?\b|\bworks? with\b|\boffers?\b|支持|兼容",
    "use": r"\bus(?:e|es|ed|ing)\b|\bbundles?\b|\bincludes?\b|\bships?(?: with)?\b|\bcontains?\b"
    r"|\bcomes? with\b|\bruns?\b|\benables?\b|\bhave\b|\bhas\b"
    r"|使用|采用|内置|自带|附带|包含|默认启用|运行|有|用",
    "negated": r"\b\w+n[’']t\b|\bcannot\b|\bnot\b|\bnever\b|(?<!有)没有?|(?<!能)不(?!同)",
    "can": r"^\s*can\b|能不能|能否|可以",
    "default": r"\bby default\b|默认",
    "whether": r"^\s*(?:does|do|is|are|can)\b|吗|是否|有没有|能不能|可以",
    "version": r"\b(?:versions?|releases?)\b|版本",
    "changed": r"\bchang(?:e|es|ed)\b|\bupgrad(?:e|es|ed)\b|变化|改变|变更|改动|升级|变了",
    "asking": r"\b(?:which|what|who|how|list|show|tell me|describe)\b|什么|哪|谁|多少|如何|怎|列出|介绍",
}
FILLERS = (
    r"\b(?:which|what|who|whose|how|list|show|tell me|describe|explain|does|do|is|are|can|get|know|needs?"
    r"|want|the|a|an|of|in|on|for|with|by|to|from|at|as|and|me|about|it|its|i|you|all|any|that|there|their|please|s"
    r"|much|many|kind|between|compared|default|defaults?|component|components|kubernetes|provided?|provides)\b"
    r"|是什么|什么是|是多少|多少|什么|哪一个|哪些|哪个|哪种|哪|由谁|谁|提供|请问|请|介绍|一下|列出|所有|有关|关于"
    r"|如何|怎么样"
    r"|默认|组件|之间|之|的|了|吗|呢|和|与|跟|及|是|否|在|里|中|它|有|没|个|种|到底|目前|现在|需要|要求|告诉我|我想知道"
)
PUNCTUATION = r"[\s?!.,;:'\"“”\u2018\u2019。、《》()\[\]·…—-]"
MOST_RELEASES = 2
"""Releases between which a change is asked for."""
MOST_UNKNOWN = 2
"""Unaccounted words up to which they are taken for a name; more are another subject altogether."""
NO_NAMES = frozenset(
    re.findall(
        r"\S+",
        "or both only when why first best better most newest latest 或 或者 最新 最好 只",
    )
)
"""Words that ask for what is not read yet: they are no names that nobody knows."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A question taken apart: its frame, what it mentions, and the words that nothing accounts for."""

    frame: frozenset[str]
    mentions: tuple[Mention, ...]
    rest: tuple[str, ...]
    negation: int | None
    releases: tuple[str, ...] = ()


def language_of(question: str) -> Language:
    """Tell Chinese from English."""
    return "zh" if CHINESE.search(question) else "en"


def read(question: str, lexicon: Lexicon, index: Index) -> Meaning | NotUnderstood:
    """Read a question; every word of it must be a name, a property or part of the frame."""
    written = normal(question)
    releases = find_releases(written, lexicon, index)
    if unknown := [release for release in releases if release.name is None]:
        gap = next((release.gap for release in unknown if release.gap), None)
        return NotUnderstood("unknown-name", tuple(release.text for release in unknown), gap)
    parts = take_apart(blanked(written, releases), lexicon)
    parts = replace(parts, releases=tuple(release.name for release in releases if release.name))
    if "negated" in parts.frame and "not" not in parts.frame:
        # A negation that is not read must not be dropped: the answer would be to the opposite question.
        return NotUnderstood("out-of-scope")
    if parts.rest:
        return not_understood(parts)
    twofold = next((m for m in parts.mentions if len(m.things) > 1 and not m.properties), None)
    if twofold:
        return NotUnderstood("ambiguous", tuple(thing.id for thing in twofold.things))
    return meaning(parts, index) or NotUnderstood("out-of-scope" if parts.frame else "not-a-question")


def take_apart(question: str, lexicon: Lexicon) -> Parts:
    """Find the frame, the mentions and what is left."""
    plain = re.sub(FRAMES["distributions"], lambda match: " " * len(match[0]), question)
    mentions = tuple(lexicon.mentions(plain))
    words = blanked(question, mentions)
    frame = frozenset(name for name, pattern in FRAMES.items() if re.search(pattern, words))
    negated = re.search(FRAMES["not"], words)
    for pattern in (FILLERS, *FRAMES.values(), PUNCTUATION):
        words = re.sub(pattern, " ", words)
    return Parts(frame, mentions, tuple(words.split()), negated.start() if negated else None)


def not_understood(parts: Parts) -> NotUnderstood:
    """Say whether what is left is a name that nobody knows, another subject, or no question at all."""
    framed = {"distributions", "use"} <= parts.frame or "comparison" in parts.frame
    named = framed or (not parts.mentions and "asking" in parts.frame)
    most = MOST_UNKNOWN if framed else 1
    if named and len(parts.rest) <= most and not any(map(is_no_name, parts.rest)):
        return NotUnderstood("unknown-name", parts.rest)
    asking = parts.frame & {"asking", "whether", "comparison"} or parts.mentions
    return NotUnderstood("out-of-scope" if asking else "not-a-question")


def is_no_name(word: str) -> bool:
    """Tell whether a word is none that could be a name: it asks for what is not read yet, or is a number."""
    return word in NO_NAMES or not re.search(r"[^\W\d_]", word)


def meaning(parts: Parts, index: Index) -> Meaning | None:
    """Choose the meaning that the frame and the mentions make; None if they make none."""
    if parts.releases or parts.frame & {"version", "changed"}:
        return of_releases(parts, index)
    things = [m.things[0] for m in parts.mentions if m.things]
    subjects = [thing for thing in things if is_a("Distribution", thing, index)]
    properties = tuple(dict.fromkeys(p for m in parts.mentions if not m.things for p in m.properties))
    if "comparison" in parts.frame:
        return (
            Comparison(tuple(dict.fromkeys(subjects)))
            if len(subjects) in {2, 3} and subjects == things
            else None
        )
    if "distributions" in parts.frame:
        return users(parts, index) if not properties else None
    if len(things) == 1:
        return of_one(parts, things[0], properties)
    if len(things) == 2 and subjects and not properties:  # noqa: PLR2004  # a distribution and a component
        return of_two(parts, things, subjects[0], index)
    return None


def of_releases(parts: Parts, index: Index) -> Meaning | None:
    """Read a question about releases: the version of a component in one, or what changed."""
    things = [m.things[0] for m in parts.mentions if m.things]
    components = [thing for thing in things if not is_a("Distribution", thing, index)]
    subjects = dict.fromkeys(thing for thing in things if is_a("Distribution", thing, index))
    if "not" in parts.frame or "whether" in parts.frame or not subjects:
        return None
    if (
        parts.frame & {"changed", "comparison"}
        and not components
        and 0 < len(parts.releases) <= MOST_RELEASES
    ):
        return Changes(parts.releases[-1], parts.releases[0] if len(parts.releases) > 1 else None)
    single = len(components) == len(subjects) == 1 and len(parts.releases) <= 1
    if single and is_a("Component", components[0], index) and not parts.frame & {"changed", "comparison"}:
        return Version(next(iter(subjects)), components[0], next(iter(parts.releases), None))
    return None


def users(parts: Parts, index: Index) -> Users | None:
    """Read which components are wanted, and which are not."""
    named = [(m.start, m.things[0]) for m in parts.mentions if m.things]
    wanted = tuple(thing for start, thing in named if parts.negation is None or start < parts.negation)
    unwanted = tuple(thing for _, thing in named if thing not in wanted)
    single = len(wanted) == 1 and len(unwanted) <= 1 and bool(unwanted) == (parts.negation is not None)
    if not single or not parts.frame & {"use"} or not all(is_a("Component", t, index) for _, t in named):
        return None
    return Users(wanted, unwanted, by_default="default" in parts.frame)


def of_one(parts: Parts, thing: Thing, properties: tuple[Property, ...]) -> Meaning | None:
    """Read a question about one thing: its properties if some are named, else what it is."""
    if "not" in parts.frame or "whether" in parts.frame:
        return None
    if properties:
        return Facts(thing, properties)
    if "use" in parts.frame or "support" in parts.frame:
        return None
    return Description(thing)


def of_two(parts: Parts, things: list[Thing], subject: Thing, index: Index) -> Meaning | None:
    """Read a question about a distribution and something that it may use or have as a property."""
    other = next((thing for thing in things if thing != subject), None)
    if other is None or "not" in parts.frame:
        return None
    named = next(m for m in parts.mentions if m.things and m.things[0] == other)
    if named.properties and "whether" not in parts.frame:
        return Facts(subject, named.properties)
    if "whether" in parts.frame and parts.frame & {"use", "support"} and is_a("Component", other, index):
        supports = bool(parts.frame & {"support", "can"})
        return Uses(subject, other, supports=supports, by_default="default" in parts.frame)
    return None


def is_a(kind: str, thing: Thing, index: Index) -> bool:
    """Tell whether a thing belongs to a class."""
    return thing.iri in index.names and kind in index.names[thing.iri].kinds
