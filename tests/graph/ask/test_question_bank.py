"""The bank of questions, and that how a question is put does not change what is answered."""

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import KnowledgeGraph
from graph.ask.lexicon import get_lexicon
from graph.ask.normalization import CHINESE_CHARACTERS
from graph.ask.reply import Reply
from tests.support.phrases import find_phrases
from tests.support.question_bank import BANK, Asked, bank, trouble

FILES = sorted(BANK.glob("*.jsonl"))
COVERAGE, PRECISION = 0.9, 0.98
"""What is asked of answers: how many of all questions are right, and how many of those understood."""
SHIFT = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
TRADITIONAL = opencc.OpenCC("s2t")
WAYS: dict[str, Callable[[str], str]] = {
    "full width": lambda q: q.translate(SHIFT),
    "capitals": str.upper,
    "question mark": lambda q: (
        re.sub(r"[?？。.!！\s]+$", "", q) + ("？" if CHINESE_CHARACTERS.search(q) else "?")
    ),
    "no question mark": lambda q: re.sub(r"[?？]+$", "", q),
    "polite": lambda q: (
        f"请问{q}，谢谢" if CHINESE_CHARACTERS.search(q) else f"Please tell me: {q} Thank you!"
    ),
    "spaces": lambda q: f"  {q.replace(' ', '  ')}  ",
    "traditional": lambda q: str(TRADITIONAL.convert(q)),
}
"""Ways in which the same question may be written."""
SAME = [
    (
        "which distros use kine",
        "which distro uses kine",
        "kine: used by which distributions?",
        "who uses kine",
    ),
    ("compare k3s and k0s", "k3s vs k0s", "difference between k3s and k0s", "k3s 和 k0s 的区别"),
    (
        "what is the default CNI of k0s",
        "k0s default cni",
        "which CNI does k0s use by default",
        "k0s 的默认 CNI",
    ),
    ("does k3s use traefik", "is traefik used by k3s?", "k3s 用 traefik 吗", "k3s 有没有用 traefik"),
    (
        "how many distributions use containerd",
        "用 containerd 的发行版有几个",
        "number of distros using containerd",
    ),
    (
        "newest release of rke2",
        "rke2 latest version",
        "what is the latest rke2 release",
        "rke2 最新版本是哪个",
    ),
    ("alternatives to kine", "what could replace kine?", "kine 的替代品", "有什么能代替 kine"),
]
"""Questions that ask the same in other words, or in another order."""
NONSENSE = (
    "colourless green ideas sleep furiously",
    "the the the",
    "is of and",
    "k3s k0s",
    "吗吗吗",
    "什么什么",
    "默认默认",
    "1 2 3 4",
    "v1.2.3",
    "or and not",
)


def understood() -> list[Asked]:
    """Return the questions of the bank that are understood, every sixth, to save time."""
    return [asked for asked in bank(BANK / "network.jsonl", BANK / "choosing.jsonl") if asked["understood"]][
        ::6
    ]


def said(kg: KnowledgeGraph, question: str) -> object:
    """Return what is answered, without the words: the language may differ."""
    reply = kg.ask(question)
    answer = reply.answer
    return (reply.understood, reply.reason) if answer is None else (answer.kind, answer.ids, answer.value)


DAY = "2026-11-28"
"""The day that the bank is asked for."""


@pytest.fixture(scope="module")
def replies(kg: KnowledgeGraph) -> dict[str, Reply]:
    """Ask the whole bank, for one day, so that no answer changes with the date."""
    day = kg.on(DAY)
    return {each["q"]: day.ask(each["q"]) for each in bank(*FILES)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_bank_is_answered(replies: dict[str, Reply], file: Path) -> None:
    """Nine in ten are right, and nearly all that it claims to understand: wrong is worse than none."""
    asked = bank(file)
    answered = [(each, replies[each["q"]]) for each in asked]
    wrong = [(each["q"], why) for each, reply in answered if (why := trouble(each, reply))]
    claimed = [each for each, reply in answered if reply.understood]
    false = [each for each, reply in answered if reply.understood and trouble(each, reply)]
    assert 1 - len(wrong) / len(asked) >= COVERAGE, wrong
    assert len(false) <= (1 - PRECISION) * len(claimed), [each["q"] for each in false]


def test_no_answer_is_told_in_dialect(replies: dict[str, Reply]) -> None:
    """Neither what was understood nor the answer."""
    told = {
        asked: find_phrases(f"{reply.reading or ''} {reply.answer.text if reply.answer else ''}")
        for asked, reply in replies.items()
    }
    assert not {asked: found for asked, found in told.items() if found}


def test_what_was_mended_stays_mended(replies: dict[str, Reply]) -> None:
    """What somebody found answered wrongly is answered rightly since, each of it."""
    troubles = {each["q"]: trouble(each, replies[each["q"]]) for each in bank(BANK / "regressions.jsonl")}
    assert {question: why for question, why in troubles.items() if why} == {}


def test_the_bank_is_what_it_should_be(kg: KnowledgeGraph) -> None:
    """More than 300, half of them Chinese, many to be refused, each with where its answer stands."""
    asked = bank(*FILES)
    languages = Counter(each["lang"] for each in asked)
    assert sum(languages.values()) > 300
    assert languages["zh"] > 0.45 * sum(languages.values())
    silent = [each for each in asked if not each["understood"] or each.get("boolean", True) is None]
    assert len(silent) >= 60
    for file in FILES:
        written = file.read_text("utf-8").splitlines()
        assert len(set(written)) == len(written), file
    known = set(kg.index.slugs("thing"))
    for each in asked:
        assert each["why"], each["q"]
        assert {*each.get("must", ()), *each.get("must_not", ())} <= known, each["q"]


@pytest.fixture(scope="module")
def usual(kg: KnowledgeGraph) -> dict[str, object]:
    """Ask some questions as they are written in the bank."""
    return {each["q"]: said(kg, each["q"]) for each in understood()}


@pytest.mark.parametrize("way", WAYS)
def test_how_it_is_written_does_not_matter(kg: KnowledgeGraph, usual: dict[str, object], way: str) -> None:
    """Width, capitals, punctuation, politeness, spaces and traditional characters change no answer."""
    assert {q: said(kg, WAYS[way](q)) for q in usual} == usual


@pytest.mark.parametrize("same", SAME, ids=lambda same: same[0])
def test_the_same_in_other_words_is_answered_the_same(kg: KnowledgeGraph, same: tuple[str, ...]) -> None:
    """Other words, another order, the other language."""
    answers = {question: said(kg, question) for question in same}
    assert len({json.dumps(answer) for answer in answers.values()}) == 1, answers


def test_an_unknown_name_is_never_answered(kg: KnowledgeGraph) -> None:
    """Whatever is asked of a thing that nobody knows: the name is not dropped, and nothing is guessed."""
    slugs = sorted({*kg.index.slugs("Distribution"), *kg.index.slugs("Component")}, key=len, reverse=True)
    names = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, slugs)) + r")(?![\w-])", re.IGNORECASE)
    for each in understood():
        swapped = names.sub("quuxnetes", each["q"])
        if swapped != each["q"]:
            assert not kg.ask(swapped).understood, swapped


@pytest.mark.parametrize("question", NONSENSE)
def test_nonsense_is_not_answered(kg: KnowledgeGraph, question: str) -> None:
    """Words that are known but ask nothing."""
    assert not kg.ask(question).understood


@given(st.lists(st.text("bcdfghjklmnpqrstvwxz", min_size=6, max_size=12), min_size=1, max_size=6))
def test_random_words_are_not_answered(kg: KnowledgeGraph, words: list[str]) -> None:
    """Nothing is made of words that mean nothing."""
    assert not kg.ask(" ".join(words)).understood


@pytest.mark.parametrize(
    "question", ["which distros dropped canonical/snapd", "all distributions that canonical/snapd ever"]
)
def test_a_tool_is_given_up_like_a_component(kg: KnowledgeGraph, question: str) -> None:
    """Of what uses a tool there is no answer by distribution, which is no error."""
    reply = kg.ask(question)
    assert reply.answer
    assert reply.answer.text == "No distribution is recorded as having dropped snapd."


@given(st.data())
def test_random_known_words_make_no_error(kg: KnowledgeGraph, data: st.DataObject) -> None:
    """Whatever known words are put together gives a reply, and an answer has its query."""
    known = sorted(get_lexicon(kg).senses)
    reply = kg.ask(" ".join(data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=7))))
    assert reply.understood == bool(reply.answer and reply.sparql)
