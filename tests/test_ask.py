"""Questions in words: read as meant, answered from the graph, refused when not understood."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import KnowledgeGraph
from graph.asking.phrases import EXAMPLES, TEXTS

LISTS = [
    ("which distros use kine", {"k0s", "k3s"}),
    ("Which distributions use Kine?", {"k0s", "k3s"}),
    ("who uses kine", {"k0s", "k3s"}),
    ("哪些发行版使用 kine", {"k0s", "k3s"}),
    ("哪些发行版用了kine？", {"k0s", "k3s"}),
    ("which distributions use dqlite", {"microk8s"}),
    ("which distros use klipper-lb", {"k3s", "k3d"}),
    ("which distros use ServiceLB", {"k3s", "k3d"}),
]
FACTS = [
    ("what container runtime does k0s use", ["containerd"], "containerd"),
    ("k0s 用什么容器运行时", ["containerd"], "containerd"),
    ("what does k3s use for ingress", ["traefik"], "traefik"),
    ("who is the vendor of microk8s", ["canonical"], "canonical"),
    ("k0s service CIDR", [], "10.96.0.0/12"),
    ("k3s 的 Pod 网段是多少", [], "10.42.0.0/16"),
    ("k0s 的存储由谁提供", [], "none"),
    ("what CNI does minikube use", ["kindnet", "bridge"], ["kindnet", "bridge"]),
    ("what ingress does microk8s use", ["traefik"], "traefik"),
    ("who makes kine", [], None),
]
TRUTHS = [
    ("does k3s bundle metrics-server?", True),
    ("k3s 支持 PostgreSQL 吗", True),
    ("does k0s use flannel", False),
    ("does k0s use calico", False),
    ("does talos use kine", None),
    ("does k3s use etcd", True),
    ("can k3s run with MySQL", True),
    ("k3s 能不能使用 MySQL", True),
    ("does k3s support docker", True),
    ("does k3s use etcd by default", False),
    ("does talos support kine", None),
]
REFUSED = [
    ("what is the capital of France", "out-of-scope"),
    ("which version of etcd is in rke2 v1.30.0+rke2r1", "out-of-scope"),
    ("which distros use sqlite or etcd", "out-of-scope"),
    ("帮我写一首诗", "not-a-question"),
    ("drop table distributions", "not-a-question"),
    ("which distros use foobar", "unknown-name"),
    ("哪些发行版使用 foobar", "unknown-name"),
    ("compare k3s and trafik8s", "unknown-name"),
    ("哪些发行版没有使用 flannel", "out-of-scope"),
    ("哪些发行版不使用 etcd", "out-of-scope"),
    ("k3s 没有 traefik 吗", "out-of-scope"),
    ("which distributions don't use kine", "out-of-scope"),
    ("which distributions do not use docker", "out-of-scope"),
    ("which distros used dqlite in 2020", "out-of-scope"),
    ("", "not-a-question"),
    ("kine " * 500, "not-a-question"),
]


@pytest.mark.parametrize(("question", "ids"), LISTS)
def test_who_uses_something(kg: KnowledgeGraph, question: str, ids: set[str]) -> None:
    """The ids are the distributions that use it, and never what was asked about."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.kind, set(reply.answer.ids)) == ("entities", ids)
    assert reply.sources


@pytest.mark.parametrize(("question", "ids", "value"), FACTS)
def test_what_something_has(kg: KnowledgeGraph, question: str, ids: list[str], value: object) -> None:
    """The values of a property, with a default's place taken by what is offered; silence is no value."""
    reply = kg.ask(question)
    assert reply.answer
    assert sorted(reply.answer.ids) == sorted(ids)
    found = reply.answer.value
    assert (sorted(map(str, found)) if isinstance(found, list) else found) == (
        sorted(value) if isinstance(value, list) else value
    )


@pytest.mark.parametrize(("question", "value"), TRUTHS)
def test_whether_something_is_used(kg: KnowledgeGraph, question: str, value: bool | None) -> None:  # noqa: FBT001
    """Yes, no, and nobody has recorded that."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.kind, reply.answer.value) == ("boolean", value)


def test_a_condition_is_said(kg: KnowledgeGraph) -> None:
    """What holds in one mode only is answered with that mode, and is not called the default."""
    reply = kg.ask("does k3s use etcd")
    assert reply.answer
    assert reply.answer.text == "Yes: K3s uses etcd (high availability)."
    default = kg.ask("which distros use etcd by default")
    assert default.answer
    assert "k3s" not in default.answer.ids
    assert "k0s" in default.answer.ids


def test_what_is_offered_is_offered_for_a_job(kg: KnowledgeGraph) -> None:
    """Traefik is in the box of k0s to balance API servers, not for ingress; the sentence says so."""
    reply = kg.ask("does k0s support traefik")
    assert reply.answer
    assert "node-local load balancer" in reply.answer.text


def test_who_is_silent_is_said(kg: KnowledgeGraph) -> None:
    """A list of users says of how many others nobody has said."""
    reply = kg.ask("which distros use kine")
    assert reply.answer
    assert reply.answer.text.endswith("Of 12 others nobody has said.")


@pytest.mark.parametrize("question", ["compare talos with rke2", "rke2 和 talos 对比", "talos vs rke2"])
def test_a_comparison_lists_what_it_compares(kg: KnowledgeGraph, question: str) -> None:
    """Both distributions are the ids of a comparison."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.kind, set(reply.answer.ids)) == ("comparison", {"talos", "rke2"})
    assert reply.rows


@pytest.mark.parametrize("question", ["what is traefik", "traefik 是什么", "Traefik?", "介绍一下 traefik"])
def test_a_description_lists_what_it_describes(kg: KnowledgeGraph, question: str) -> None:
    """One sentence, in the language of the question."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.kind, reply.answer.ids) == ("description", ["traefik"])
    assert ("代理" in reply.answer.text) == (reply.language == "zh")


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_what_is_not_understood_is_said_to_be_so(kg: KnowledgeGraph, question: str, reason: str) -> None:
    """No answer, a reason, and questions that would work."""
    reply = kg.ask(question)
    assert (reply.understood, reply.reason, reply.answer) == (False, reason, None)
    assert reply.suggestions


def test_a_misspelt_name_is_mended_in_the_suggestion(kg: KnowledgeGraph) -> None:
    """An unknown name is said to be unknown; the question with the nearest name is suggested first."""
    reply = kg.ask("which distributions use trafik")
    assert reply.reason == "unknown-name"
    assert reply.suggestions[0] == "which distributions use traefik"


@pytest.mark.parametrize("question", [question for examples in EXAMPLES.values() for question in examples])
def test_suggestions_do_work(kg: KnowledgeGraph, question: str) -> None:
    """What is suggested is understood."""
    assert kg.ask(question).understood


def test_a_disputed_fact_is_answered_with_its_dispute(kg: KnowledgeGraph) -> None:
    """The sentence says that sources disagree."""
    reply = kg.ask("k0s default CNI")
    assert reply.answer
    assert reply.answer.ids == ["kube-router"]
    assert "disagree" in reply.answer.text


def test_the_language_of_the_answer_can_be_chosen(kg: KnowledgeGraph) -> None:
    """An English question is answered in Chinese on request."""
    reply = kg.ask("which distros use kine", language="zh")
    assert reply.answer
    assert "使用" in reply.answer.text


def test_every_phrase_is_there_in_both_languages() -> None:
    """No sentence lacks its twin, and both name the same things; only English has to bend its verb."""
    for key, label in TEXTS.items():
        assert label.en, key
        assert label.zh, key
        names = [set(re.findall(r"{(\w+)}", text)) - {"use"} for text in (label.en, label.zh)]
        assert names[0] == names[1], key


@given(st.text(max_size=80))
def test_nothing_makes_it_fail(kg: KnowledgeGraph, question: str) -> None:
    """Random text gives a reply, and not an answer without something to answer."""
    reply = kg.ask(question)
    assert reply.understood == (reply.answer is not None)
