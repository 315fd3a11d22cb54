"""Questions that lead on from an answer: each is one that is understood."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from graph.ask.capabilities import CapabilityIndex
from graph.ask.intents.model import ParsedIntent, ParseFailure
from graph.ask.lexicon import get_lexicon
from graph.ask.parser import parse_question
from graph.ask.reply import AnswerText
from graph.display.wording import get_label
from graph.graph import Graph
from i18n import N_, Language, Message
from ontology import ID

MAX_FOLLOW_UPS = 4
MAX_CACHED_QUESTIONS = 1000
"""Questions whose meaning is kept."""
FOLLOW_UP_PATTERNS: dict[str, tuple[str, str]] = {
    "move": ("ab", N_("what do I lose by moving from {a} to {b}")),
    "compare": ("ab", N_("compare {a} and {b}")),
    "since": ("ac", N_("since when does {a} use {c}")),
    "users": ("c", N_("which distros use {c}")),
    "alternatives": ("c", N_("alternatives to {c}")),
    "what": ("c", N_("what is {c}")),
    "parts": ("a", N_("which components does {a} bundle")),
    "newest": ("a", N_("what is the newest release of {a}")),
    "disputes": ("a", N_("where do sources disagree on {a}")),
}
"""Questions about one distribution (a) or two (a, b), and about a component (c): what each needs, and it."""


def suggest_follow_ups(
    graph: Graph, parsed: ParsedIntent, answer: AnswerText, language: Language
) -> list[str]:
    """Return questions that lead on from an answer, in its language; none that means the same."""
    found: list[str] = []
    parse = graph.cached(_cache_parser)
    for by_slug, by_label in _candidates(graph, parsed, answer, language):
        other = parse(by_slug)
        if not isinstance(other, ParsedIntent) or other.intent == parsed.intent:
            continue
        each = by_label if parse(by_label) == other else by_slug
        if each not in found:
            found.append(each)
        if len(found) == MAX_FOLLOW_UPS:
            break
    return found


def _cache_parser(graph: Graph) -> Callable[[str], ParsedIntent | ParseFailure]:
    """Return a parser that remembers: the same few questions follow many others."""
    lexicon, capabilities = get_lexicon(graph), graph.cached(CapabilityIndex)

    @lru_cache(MAX_CACHED_QUESTIONS)
    def parse(question: str) -> ParsedIntent | ParseFailure:
        return parse_question(question, lexicon, capabilities)

    return parse


def _candidates(
    graph: Graph, parsed: ParsedIntent, answer: AnswerText, language: Language
) -> Iterator[tuple[str, str]]:
    """Fill patterns with what was asked about and what was answered, by its slugs and by its labels."""
    names = graph.index.names
    kinds = {slug: names[ID + slug].kinds for slug in _mentioned_slugs(parsed, answer) if ID + slug in names}
    distributions = [slug for slug, some in kinds.items() if "Distribution" in some]
    components = [slug for slug, some in kinds.items() if "Component" in some and slug not in distributions]
    slugs = dict(zip("ab", distributions, strict=False)) | dict(zip("c", components, strict=False))
    for name in parsed.intent.follow_ups:
        needed, pattern = FOLLOW_UP_PATTERNS[name]
        if slugs.keys() >= set(needed):
            labels = {key: get_label(graph.index.thing(ID + slug), language) for key, slug in slugs.items()}
            yield Message(pattern, **slugs).render(language), Message(pattern, **labels).render(language)


def _mentioned_slugs(parsed: ParsedIntent, answer: AnswerText) -> list[str]:
    """Return the slugs of what was asked about and of what was answered, each once."""
    slugs = [each.id for each in parsed.intent.mentioned_things if each and each.iri.startswith(ID)]
    return list(dict.fromkeys([*slugs, *answer.ids]))
