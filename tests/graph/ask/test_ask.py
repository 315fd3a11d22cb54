"""Questions in words: read as meant, answered from the graph, refused when not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import KnowledgeGraph
from graph.ask.autocomplete import complete_question
from graph.ask.examples import EXAMPLE_GROUPS
from graph.ask.sentences import name_id
from graph.catalogue.history import SWITCHES
from i18n import Language, Message

LISTS = [
    ("which distros use kine", {"k0s", "k3d", "k3s", "rke2"}),
    ("Which distributions use Kine?", {"k0s", "k3d", "k3s", "rke2"}),
    ("who uses kine", {"k0s", "k3d", "k3s", "rke2"}),
    ("哪些发行版使用 kine", {"k0s", "k3d", "k3s", "rke2"}),
    ("哪些发行版用了kine？", {"k0s", "k3d", "k3s", "rke2"}),
    ("which distributions use dqlite", {"microk8s", "k8s-snap"}),
    ("which distros use klipper-lb", {"k3s", "k3d", "rke2"}),
    ("which distros use ServiceLB", {"k3s", "k3d", "rke2"}),
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
    ("does k0s use calico", True),
    ("does microk8s use ingress-nginx", False),
    ("does kind use flannel", False),
    ("does talos use kine", False),
    ("does okd use kine", None),
    ("does k3s use etcd", True),
    ("can k3s run with MySQL", True),
    ("k3s 能不能使用 MySQL", True),
    ("does k3s support docker", True),
    ("does k3s use etcd by default", False),
    ("does talos support kine", None),
]
REFUSED = [
    ("what is the capital of France", "out-of-scope"),
    ("帮我写一首诗", "not-a-question"),
    ("drop table distributions", "not-a-question"),
    ("which distros use foobar", "unknown-name"),
    ("哪些发行版使用 foobar", "unknown-name"),
    ("compare k3s and trafik8s", "unknown-name"),
    ("k3s 没有 traefik 吗", "out-of-scope"),
    ("does k3s use traefik v2", "out-of-scope"),
    ("which distros use traefik or ingress-nginx but not kine", "out-of-scope"),
    ("which distros use kine and etcd or traefik", "out-of-scope"),
    ("which distributions use containerd 2 and kine", "out-of-scope"),
    ("is containerd used by every distribution?", "out-of-scope"),
    ("which distros work on Raspberry Pi", "unknown-name"),
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
    assert reply.answer.text.startswith(
        "Yes, K3s bundles etcd and uses it as its default datastore (high availability)."
    )
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
    """A list of users says for how many others nothing is recorded."""
    reply = kg.ask("which distros use kine")
    assert reply.answer
    assert reply.answer.text.endswith("minikube and RKE do not ship it. Not recorded for OKD.")


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


def test_a_typing_error_is_mended_and_said(kg: KnowledgeGraph) -> None:
    """What is one letter off is taken for the name, and the reading says so."""
    reply = kg.ask("which distributions use trafik")
    assert reply.reading == "distributions that use Traefik Proxy (“trafik” read as “traefik”)"
    assert reply.answer == kg.ask("which distributions use traefik").answer


@pytest.mark.parametrize(
    ("question", "language", "names"),
    [
        ("which distros use kine", "en", {"k0s": "k0s", "k3d": "k3d", "k3s": "K3s", "rke2": "RKE2"}),
        ("which concern does kine belong to", "zh", {"control-plane": "控制平面"}),
        ("which distros use kinee", "en", {}),
    ],
)
def test_what_is_the_answer_is_named_in_its_language(
    kg: KnowledgeGraph, question: str, language: Language, names: dict[str, str]
) -> None:
    """Entries by their labels, releases with that of their distribution; pages show no ids."""
    reply = kg.ask(question, language=language)
    assert names.items() <= reply.names.items()
    assert set(reply.names) == set(reply.answer.ids if reply.answer else [])
    assert name_id(kg, "k3s/v1.30.0+k3s1", language) == "K3s v1.30.0+k3s1"
    assert name_id(kg, "nothing-such", language) == "nothing-such"


def test_a_misspelt_name_is_mended_in_the_suggestion(kg: KnowledgeGraph) -> None:
    """What is further off is said to be unknown; the question with the nearest name is suggested first."""
    reply = kg.ask("which distributions use traefikk8")
    assert reply.reason == "unknown-name"
    assert reply.suggestions[0] == "which distributions use traefik"


@pytest.mark.parametrize("example", [each for _, some in EXAMPLE_GROUPS for each in some], ids=str)
def test_examples_do_work_and_lead_on(kg: KnowledgeGraph, example: Message) -> None:
    """What is offered is understood alike in both languages; so is what is suggested after it."""
    english, chinese = kg.ask(example.render("en")), kg.ask(example.render("zh"))
    assert english.answer
    assert chinese.answer
    assert (english.answer.ids, english.answer.value) == (chinese.answer.ids, chinese.answer.value)
    for reply in (english, chinese):
        assert list(kg.query(str(reply.sparql)).terms())  # it can be pasted as it is
        assert all(kg.ask(each).understood for each in reply.suggestions)


@pytest.mark.parametrize(
    "typed", ["which distros use tr", "does k3s use fl", "what is ki", "k3s 和 k0", "哪些发行版"]
)
def test_completions_are_understood(kg: KnowledgeGraph, typed: str) -> None:
    """They begin with what is typed, or hold it."""
    found = complete_question(kg, typed)
    assert found
    assert any(each.startswith(typed) for each in found)
    for each in found:
        assert all(word in each for word in typed.split())
        assert kg.ask(each).understood


def test_nothing_is_completed_to_nothing(kg: KnowledgeGraph) -> None:
    """Nor is what cannot become a question."""
    assert (
        complete_question(kg, "")
        == complete_question(kg, "qqqq zzzz")
        == complete_question(kg, "x" * 5000)
        == []
    )


def test_a_disputed_fact_is_answered_with_its_dispute(kg: KnowledgeGraph) -> None:
    """The sentence says that sources disagree; that a statement was wrong is no disagreement."""
    reply = kg.ask("which architectures does k3s support")
    assert reply.answer
    assert "disagree" in reply.answer.text
    corrected = kg.ask("k0s default CNI")
    assert corrected.answer
    assert corrected.answer.ids == ["kube-router"]
    assert "disagree" not in corrected.answer.text


def test_the_language_of_the_answer_can_be_chosen(kg: KnowledgeGraph) -> None:
    """An English question is answered in Chinese on request."""
    reply = kg.ask("which distros use kine", language="zh")
    assert reply.answer
    assert "使用" in reply.answer.text


@given(st.text(max_size=80))
def test_nothing_makes_it_fail(kg: KnowledgeGraph, question: str) -> None:
    """Random text gives a reply, and not an answer without something to answer."""
    reply = kg.ask(question)
    assert reply.understood == (reply.answer is not None)


RELEASES = [
    ("which version of etcd is in rke2 v1.30.0+rke2r1", "v3.5.9-k3s1-build20240418"),
    ("which version of traefik does k3s v1.30.2+k3s1 ship", "v2.10.7"),
    ("k3s v1.30.2+k3s1 的 coredns 是什么版本", "v1.10.1"),
    ("k0s v1.30.0+k0s.0 中 kine 的版本", "0.11.8"),
]


@pytest.mark.parametrize(("question", "value"), RELEASES)
def test_the_version_in_a_release_is_answered(kg: KnowledgeGraph, question: str, value: str) -> None:
    """The value is the version as upstream wrote it, and the file that says so is cited."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.kind, reply.answer.value) == ("value", value)
    assert reply.sources


def test_without_a_release_the_newest_is_meant(kg: KnowledgeGraph) -> None:
    """The sentence names the release whose version it is."""
    reply = kg.ask("which version of traefik does k3s ship")
    assert reply.answer
    assert "newest release of K3s" in str(reply.reading)
    assert str(kg.release_index.newest_release("k3s")).replace("k3s/", "K3s ") in reply.answer.text


@pytest.mark.parametrize(
    "question",
    [
        "what changed between k3s v1.29.0+k3s1 and k3s v1.30.0+k3s1",
        "what changed between k3s v1.29.0+k3s1 and v1.30.0+k3s1?",
        "k3s v1.29.0+k3s1 和 v1.30.0+k3s1 之间有什么变化",
    ],
)
def test_what_changed_between_two_releases(kg: KnowledgeGraph, question: str) -> None:
    """The ids are the components whose version differs; what did not change is not among them."""
    reply = kg.ask(question)
    assert reply.answer
    assert reply.answer.kind == "changes"
    assert {"kubernetes", "traefik", "kine"} <= set(reply.answer.ids)
    assert "coredns" not in reply.answer.ids
    assert "v1.29.0 → v1.30.0" in reply.answer.text


def test_what_changed_with_a_release(kg: KnowledgeGraph) -> None:
    """One release is compared with the one before it."""
    reply = kg.ask("what changed in k3s v1.30.2+k3s1")
    assert reply.answer
    assert reply.answer.text.startswith("8 components changed from K3s v1.30.1+k3s1 to K3s v1.30.2+k3s1")


def test_a_release_that_is_not_on_record_is_said_to_be_unknown(kg: KnowledgeGraph) -> None:
    """A gap of the record is called one, and nothing is answered for it; of a line its newest is told."""
    reply = kg.ask("which version of etcd is in k3s v1.22.3+k3s1")
    assert (reply.understood, reply.reason) == (False, "unknown-name")
    assert "No 1.22 release is recorded between" in str(reply.reading)
    assert kg.ask("which version of etcd is in k3s v9.9.9+k3s1").reason == "unknown-name"
    line = kg.ask("which version of etcd is in k3s 1.30")
    assert line.reading == "the version of etcd in K3s v1.30.14+k3s2"


def test_what_no_file_covers_is_not_answered_with_no(kg: KnowledgeGraph) -> None:
    """The release notes of K3s do not speak of its load balancer: nobody has recorded its version."""
    reply = kg.ask("which version of klipper-lb is in k3s v1.30.2+k3s1")
    assert reply.answer
    assert (reply.answer.value, reply.answer.text) == (
        None,
        "Not recorded: the version of Klipper LB in K3s v1.30.2+k3s1.",
    )


@pytest.mark.parametrize("question", ["when did k3s switch to etcd", "k3s 什么时候换成 etcd"])
def test_what_is_not_believed_is_no_history(kg: KnowledgeGraph, question: str) -> None:
    """That etcd became the default of a single server was taken back, and is not told with a day."""
    assert not {row["rank"]["id"] for row in kg.ask(question).rows} & {"Deprecated"}


def test_what_is_not_believed_is_no_switch_and_no_change(kg: KnowledgeGraph) -> None:
    """The catalogue tells neither with claims of the rank Deprecated."""
    told = [claim for row in kg.answer(SWITCHES).items for claim in row.claims]
    changed = [row.claim for row in kg.changes("2015-01-01").items if row.claim]
    assert told
    assert changed
    assert not {claim.rank.id for claim in (*told, *changed)} & {"Deprecated"}


@pytest.mark.parametrize(
    "question",
    [
        "alternatives to flannel",
        "flannel 的替代品",
        "what is similar to k3s",
        "与 k3s 类似的有什么",
        "what is rancher",
        "rancher 是什么",
        "is kubectl part of kubernetes",
        "which components implement CSI",
    ],
)
def test_what_no_claim_tells_has_its_sources_too(kg: KnowledgeGraph, question: str) -> None:
    """Where descriptions alone tell, what is said of the things is cited, or else their own pages are."""
    reply = kg.ask(question)
    assert reply.answer
    assert reply.sources
    assert all(place.url.startswith("http") for place in reply.sources)


@pytest.mark.parametrize(
    "question", ["which distros use kinne", "which distros use knie", "哪些发行版用 kinne"]
)
def test_a_short_name_is_mended_where_a_letter_is_too_many(kg: KnowledgeGraph, question: str) -> None:
    """A name of four letters is meant by what has a letter more, or the same ones in another order."""
    reply = kg.ask(question)
    assert reply.answer
    assert set(reply.answer.ids) == {"k0s", "k3d", "k3s", "rke2"}
    assert "kine" in str(reply.reading)


@pytest.mark.parametrize("question", ["which distros use kino", "哪些发行版用 kino"])
def test_no_question_is_suggested_twice(kg: KnowledgeGraph, question: str) -> None:
    """Two that differ in plain words alone, such as distros and distributions, are one."""
    reply = kg.ask(question)
    assert reply.reason == "unknown-name"
    assert sum("kine" in suggestion for suggestion in reply.suggestions) == 1


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("did microk8s use dqlite in 2019", "MicroK8s has used Dqlite as its default datastore since v1.19"),
        ("did k3s use dqlite in 2021", "up to v1.18.20+k3s1 (ended 16 Sep 2020)."),
        ("does eks-d use metrics-server", "The last EKS-D release with it was v1-32-eks-9."),
    ],
)
def test_a_no_tells_since_or_until_when(kg: KnowledgeGraph, question: str, told: str) -> None:
    """Of all that is on record the earliest beginning counts, and the latest end."""
    reply = kg.ask(question)
    assert reply.answer
    assert (reply.answer.value, told in reply.answer.text) == (False, True)


def test_a_word_of_the_control_plane_leaves_other_properties_alone(kg: KnowledgeGraph) -> None:
    """The licence and the home page are terms of other vocabularies."""
    for question in ("what is the homepage of the k0s controller", "licence of the k0s control plane"):
        assert kg.ask(question).understood
