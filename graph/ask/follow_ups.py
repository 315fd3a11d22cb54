"""Questions that lead on from an answer: each is one that is understood."""

from __future__ import annotations

from collections.abc import Iterator

from graph.ask.capabilities import CapabilityIndex
from graph.ask.intents.model import ParsedIntent, ParseFailure
from graph.ask.lexicon import get_lexicon
from graph.ask.parser import parse_question
from graph.ask.reply import AnswerText
from graph.display.wording import get_label
from graph.graph import Graph
from graph.models import Language
from ontology import ID

MAX_FOLLOW_UPS = 4
FOLLOW_UP_PATTERNS: dict[str, tuple[str, dict[Language, str]]] = {
    "move": ("ab", {"en": "what do I lose by moving from {a} to {b}", "zh": "从 {a} 迁到 {b} 会失去什么"}),
    "compare": ("ab", {"en": "compare {a} and {b}", "zh": "{a} 和 {b} 对比"}),
    "since": ("ac", {"en": "since when does {a} use {c}", "zh": "{a} 从什么时候开始用 {c}"}),
    "users": ("c", {"en": "which distros use {c}", "zh": "哪些发行版使用 {c}"}),
    "alternatives": ("c", {"en": "alternatives to {c}", "zh": "有什么可以替代 {c}"}),
    "what": ("c", {"en": "what is {c}", "zh": "{c} 是什么"}),
    "parts": ("a", {"en": "which components does {a} bundle", "zh": "{a} 内置哪些组件"}),
    "newest": ("a", {"en": "what is the newest release of {a}", "zh": "{a} 的最新版本是哪个"}),
    "disputes": ("a", {"en": "where do sources disagree on {a}", "zh": "关于 {a}，各来源有哪些分歧"}),
}
"""Questions about one distribution (a) or two (a, b), and about a component (c): what each needs, and it."""


def suggest_follow_ups(
    graph: Graph, parsed: ParsedIntent, answer: AnswerText, language: Language
) -> list[str]:
    """Return questions that lead on from an answer, in its language; none that means the same."""
    found: list[str] = []
    for by_slug, by_label in _candidates(graph, parsed, answer, language):
        other = _parse(graph, by_slug)
        if not isinstance(other, ParsedIntent) or other.intent == parsed.intent:
            continue
        each = by_label if _parse(graph, by_label) == other else by_slug
        if each not in found:
            found.append(each)
        if len(found) == MAX_FOLLOW_UPS:
            break
    return found


def _parse(graph: Graph, question: str) -> ParsedIntent | ParseFailure:
    return parse_question(question, get_lexicon(graph), graph.cached(CapabilityIndex))


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
        needed, patterns = FOLLOW_UP_PATTERNS[name]
        if slugs.keys() >= set(needed):
            labels = {key: get_label(graph.index.thing(ID + slug), language) for key, slug in slugs.items()}
            yield patterns[language].format(**slugs), patterns[language].format(**labels)


def _mentioned_slugs(parsed: ParsedIntent, answer: AnswerText) -> list[str]:
    """Return the slugs of what was asked about and of what was answered, each once."""
    slugs = [each.id for each in parsed.intent.mentioned_things if each and each.iri.startswith(ID)]
    return list(dict.fromkeys([*slugs, *answer.ids]))
