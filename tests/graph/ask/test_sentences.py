"""How answers are worded: by the patterns of properties, in both languages, and in no dialect."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import KnowledgeGraph
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import FACTS
from graph.index.sentences import FALLBACKS, UNSETTLED, Form, Tense, add_article
from graph.models import Thing, Value
from i18n import Language, Message, format_day, format_list
from ontology import DG
from tests.support.phrases import find_phrases
from tests.support.question_bank import BANK, bank

LANGUAGES: tuple[Language, ...] = ("en", "zh")
PROPERTIES = (Path(__file__).parents[3] / "ontology" / "properties.ttl").read_text("utf-8")
NAMES = re.findall(r"^(\w+:\w+) a owl:", PROPERTIES, re.MULTILINE)
FORMS = (Form.SENTENCE, Form.NEGATIVE, Form.QUESTION)
ANSWERS = [  # the first half from the table of the voice, as far as what is known allows
    (
        "which distros use kine",
        (
            "k0s, k3d (through K3s), K3s and RKE2 use Kine. MicroK8s uses k8s-dqlite, a fork of Kine. "
            "The last release with k8s-dqlite was Canonical Kubernetes 1.35. EKS-D, kind, kubeadm, "
            "MicroShift and Talos bundle no datastore shim. minikube and RKE do not ship it. "
            "Not recorded for OKD."
        ),
    ),
    ("which distributions are built on k3s", "k3d and RKE2 are built on K3s."),
    ("which distributions run on riscv64", "k0s runs on RISC-V 64."),
    ("does k0s ship an ingress controller", "No, k0s ships no ingress controller."),
    (
        "does k0s use traefik as ingress controller",
        "Not by default, but k0s supports Traefik Proxy as an ingress controller.",
    ),
    ("what was the first release of k3s", "The first K3s release was v0.1.0 (25 Feb 2019)."),
    ("which version of runc is in k3s v1.33.4+k3s1", "K3s v1.33.4+k3s1 ships runc v"),
    (
        "which distributions support windows workers",
        "k0s supports Windows workers experimentally; RKE2 supports",
    ),
    (
        "since when does microk8s use flannel",
        "MicroK8s used Flannel as its default CNI plugin from 1.16 up to",
    ),
    (
        "rke2 支持哪些 CNI",
        (
            "RKE2 支持 Calico、Canal、Cilium、Flannel 和 Multus CNI 作为 CNI 插件；"
            "支持自行安装的任意 CNI 插件。"
        ),
    ),
    ("哪些发行版基于 k3s 构建", "k3d 和 RKE2 基于 K3s 构建。"),
    ("哪些发行版支持 riscv64", "k0s 支持 RISC-V 64。"),
    ("k3s 用 longhorn 作为存储供给器吗", "默认不使用，但 K3s 支持 Longhorn 作为存储制备器。"),
    ("does talos support windows workers", "No, Talos does not support Windows workers."),
    ("talos 支持 Windows 节点吗", "否，Talos 不支持 Windows 工作节点。"),
    (
        "does the control plane of k0s run workloads",
        "No, k0s does not run ordinary workloads on control plane",
    ),
    ("what is the pod CIDR of k3s", "K3s uses 10.42.0.0/16 as its default pod CIDR."),
    ("k3s 的 Pod 网段是多少", "K3s 的默认 Pod 网段是 10.42.0.0/16。"),
    ("who maintains talos", "Talos is maintained by Sidero Labs."),
    ("talos 是谁维护的", "Talos 由 Sidero Labs 维护。"),
    ("is k3s a CNCF sandbox project", "Yes, K3s has CNCF sandbox status."),
    ("what is the successor of rke", "RKE was succeeded by RKE2."),
    ("rke 的后继是什么", "RKE 的后继项目是 RKE2。"),
    ("when was ingress-nginx retired", "ingress-nginx was retired in Mar 2026."),
    ("does kine support dqlite", "No, Kine leaves out Dqlite."),
    ("what are the host dependencies of k0s", "k0s needs nothing but the kernel from the host."),
    ("is k3s certified", "Yes, K3s is certified Kubernetes conformant."),
    ("is kine a fork of k8s-dqlite", "No, k8s-dqlite is forked from Kine."),
    ("who uses klipper-lb by default", "k3d and K3s use Klipper LB by default."),
    ("when was k3s v1.30.0 released", "K3s v1.30.0+k3s1 was released on 10 May 2024."),
    ("k3s v1.30.0 什么时候发布的", "K3s v1.30.0+k3s1 于 2024年5月10日发布。"),
    # Of another day, the day comes first.
    (
        "did k3s support s390x in 2020",
        "Not recorded: whether K3s runs on s390x. K3s runs on amd64, arm64 and ARMv7.",
    ),
    ("k3s 2020年支持 arm64 吗", "截至 2020年12月31日：是，K3s 支持 amd64、arm64 和 ARMv7。"),
    ("which distros used flannel in 2019", "As of 31 Dec 2019: k3d, K3s, RKE and Talos use Flannel."),
    ("哪些发行版在2019年使用 flannel", "截至 2019年12月31日：k3d、K3s、RKE 和 Talos 使用 Flannel。"),
    ("did k3s use dqlite in 2020", "As of 31 Dec 2020: No longer. K3s uses SQLite as its default datastore."),
    ("did k3s use flannel in 2012", "No, no release of K3s is recorded by 31 Dec 2012;"),
    # What a component is.
    ("what does metallb belong to", "MetalLB is a network component (service load balancing)."),
    ("does containerd belong to compute", "Yes, containerd is a compute component (container runtime)."),
    ("metallb 属于哪个领域", "MetalLB 是网络组件（Service 负载均衡）。"),
    ("runc 属于计算这一块吗", "是，runc 是计算组件（OCI 运行时）。"),
    # What sounded like a form.
    ("is MicroShift packaged as RPM", "Yes, MicroShift comes as an RPM and a single binary."),
    ("k3s 的版本号规则是什么", "K3s 的版本号规则是 Kubernetes 版本加后缀。"),
    ("k0s 怎么安装", "k0s 可通过容器镜像、安装脚本和 k0sctl 安装。"),
    ("how is k3s packaged", "K3s comes as a single binary."),
    ("k0s 对宿主机操作系统有什么依赖？", "k0s 在宿主机上仅依赖内核。"),
    # One verb for what it is common to.
    ("which distros use both kine and traefik", "k0s, k3d, K3s and RKE2 use both Kine and Traefik Proxy."),
    ("which distributions support both riscv64 and armv7", "k0s runs on both RISC-V 64 and ARMv7."),
    ("同时用 kine 和 traefik 的发行版", "k0s、k3d、K3s 和 RKE2 使用 Kine 和 Traefik Proxy。"),
    (
        "用 CRI-O 或者 Docker 作运行时的有哪几个",
        "MicroShift、minikube、OKD 和 RKE 使用 CRI-O 或 Docker Engine 作为容器运行时。",
    ),
    (
        "which use CoreDNS but not containerd",
        "EKS-D, kubeadm, MicroShift and RKE use CoreDNS but do not use containerd.",
    ),
    ("does k3s use etcd", "Yes, K3s bundles etcd and uses it as its default datastore (high availability)."),
    # By what they are in order, and how many there are.
    (
        "which component is used by the most distributions",
        "Most used first: CoreDNS (14), etcd (14), Kubernetes (14), ",
    ),
    (
        "哪个组件被最多的发行版使用",
        "按使用它的发行版数量从多到少：CoreDNS（14）、etcd（14）、Kubernetes（14）、",
    ),
    (
        "which distribution bundles the fewest components",
        "Fewest components first: kubeadm (4)",
    ),
    ("内置组件最多的发行版是哪个", "按内置组件数量从多到少：RKE2（32）、"),
    ("which k3s releases ship runc 1.1", "112 releases ship runc 1.1; the newest 12: K3s v1.31.2+k3s1 ("),
    ("哪些 k3s 版本包含 runc 1.1", "112 个版本包含 runc 1.1，最新的 12 个：K3s v1.31.2+k3s1（"),
    ("which components serve the network", "58 components for network; the 12 most used: CoreDNS, "),
    ("哪些组件用于网络", "用于网络的组件共 58 个，使用最多的 12 个：CoreDNS、"),
    # Articles and numbers.
    (
        "which CNI plugins does rke2 support",
        (
            "RKE2 supports Calico, Canal, Cilium, Flannel and Multus CNI as CNI plugins, and it supports "
            "any CNI plugin that you install yourself."
        ),
    ),
    (
        "which ingress controllers does minikube offer",
        "minikube offers ingress-nginx and Kong Ingress Controller as optional ingress controllers.",
    ),
    ("is etcd a graduated cncf project", "Yes, etcd has CNCF graduated status."),
    ("etcd 是 CNCF 毕业项目吗", "是，etcd 是 CNCF 毕业项目。"),
    ("k3s 的默认存储供给器是什么", "K3s 默认使用 Local Path Provisioner 作为存储制备器。"),
    ("does kind run on s390x", "Not recorded: whether kind runs on s390x."),
    ("kind 支持 s390x 吗", "尚无记录：kind 是否支持 s390x。"),
]


@pytest.mark.parametrize(("question", "text"), ANSWERS)
def test_an_answer_reads_as_a_colleague_would_say_it(kg: KnowledgeGraph, question: str, text: str) -> None:
    answer = kg.ask(question).answer
    assert answer is not None
    assert answer.text.startswith(text)


def _name_properties(kg: KnowledgeGraph) -> Iterator[Thing]:
    known = {each.id: each.thing() for each in kg.index.properties.values()}
    return (known[name.partition(":")[2]] for name in NAMES)


def test_every_property_has_its_sentences(kg: KnowledgeGraph) -> None:
    """Both languages have the same placeholders, and nothing is left unfilled."""
    sentences = kg.index.sentences
    for prop in _name_properties(kg):
        for form in FORMS:
            assert sentences.has_pattern(prop.iri, form), (prop.id, form)
        for form in Form:
            if form in {Form.ANY, Form.PREDICATE} and not sentences.has_pattern(prop.iri, form):
                continue
            patterns = [sentences.pattern(prop, form, language) for language in LANGUAGES]
            names = [set(re.findall(r"{(\w+)}", each)) for each in patterns]
            assert names[0] == names[1], (prop.id, form)
            assert names[0] <= {"subject", "values", "day"}, (prop.id, form)
            assert patterns[0] != FALLBACKS.get(form, patterns[0] and None), (prop.id, form)


def test_every_pattern_renders_for_one_thing_and_for_two(kg: KnowledgeGraph) -> None:
    """The plural bends the verb; in a phrase for “distributions that …” nothing of the subject is left."""
    sentences, value = kg.index.sentences, Value(kind="literal", value="X")
    for prop in _name_properties(kg):
        for language in LANGUAGES:
            texts = [sentences.state(["A"], prop, [value], language, tense=tense) for tense in Tense]
            texts += [
                sentences.state(["A", "B"], prop, [value], language),
                sentences.ask(["A"], prop, language),
            ]
            for form in (Form.SENTENCE, Form.NEGATIVE, Form.NONE, Form.SOME):
                told = sentences.predicate(prop, form, ["X"], language)
                assert not told.startswith(("A", "的", "and ")), (prop.id, told)
                texts.append(told)
            for text in texts:
                assert text, prop.id
                assert not re.search(r"[{}\[\]]|  | $|^ ", text), (prop.id, text)
                assert find_phrases(text) == [], (prop.id, text)
            assert all("A" in text for text in texts[:5]), prop.id


def test_two_take_the_plural_and_the_past_its_form(kg: KnowledgeGraph) -> None:
    sentences, etcd = kg.index.sentences, kg.index.value(kg.index.resolve("thing", "etcd"))
    prop = kg.index.property("defaultDatastore").thing()
    assert (
        sentences.state(["K3s", "k0s"], prop, [etcd], "en")
        == "K3s and k0s use etcd as their default datastore"
    )
    past = sentences.state(["k0s"], prop, [etcd], "en", tense=Tense.PAST)
    assert past == "k0s used etcd as its default datastore"
    perfect = sentences.state(["k0s"], prop, [etcd], "en", tense=Tense.PERFECT)
    assert perfect == "k0s has used etcd as its default datastore"
    assert (
        sentences.state(["k0s"], prop, [etcd], "zh", tense=Tense.PAST) == "k0s 曾默认使用 etcd 作为数据存储"
    )


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("none", "k0s has no default datastore", "k0s 没有默认的数据存储"),
        ("any", "k0s leaves the choice of datastore to you", "k0s 不指定数据存储，由用户自行选择"),
        (
            "unknown",
            "The sources do not say which datastore k0s uses by default",
            "来源未说明 k0s 默认使用哪个数据存储",
        ),
    ],
)
def test_what_is_no_value_has_a_sentence_of_its_own(
    kg: KnowledgeGraph, kind: str, english: str, chinese: str
) -> None:
    value = Value.model_validate({"kind": kind, "iri": DG + kind.title()})
    prop = kg.index.property("defaultDatastore").thing()
    assert kg.index.sentences.state(["k0s"], prop, [value], "en") == english
    assert kg.index.sentences.state(["k0s"], prop, [value], "zh") == chinese


@pytest.mark.parametrize(
    ("name", "english", "chinese"),
    [
        (
            "minMemory",
            "Sources disagree on how much memory A nodes need",
            "关于 A 节点最低需要多少内存，各来源说法不一",
        ),
        ("license", "Sources disagree on which licence A is under", "关于 A 采用什么许可证，各来源说法不一"),
        ("packaging", "Sources disagree on how A is packaged", "关于 A 以什么形式交付，各来源说法不一"),
    ],
)
def test_what_sources_disagree_on_is_the_object_of_the_sentence(
    kg: KnowledgeGraph, name: str, english: str, chinese: str
) -> None:
    [prop] = [each for each in _name_properties(kg) if each.id == name]
    told = [
        Message(UNSETTLED, question=kg.index.sentences.ask(["A"], prop, language)).render(language)
        for language in LANGUAGES
    ]
    assert told == [english, chinese]


def test_no_question_begins_with_a_preposition(kg: KnowledgeGraph) -> None:
    """“Sources disagree on for which minor …” and “do not say in which form …” are no sentences."""
    for prop in _name_properties(kg):
        asked = kg.index.sentences.ask(["A"], prop, "en")
        assert asked.startswith(("which ", "what ", "who ", "where ", "when ", "how ", "whether ")), asked


@pytest.mark.parametrize(
    ("noun", "told"),
    [
        ("snap", "a snap"),
        ("RPM", "an RPM"),
        ("immutable OS image", "an immutable OS image"),
        ("CNI plugin", "a CNI plugin"),
        ("API load balancer", "an API load balancer"),
        ("source of resource metrics", "a source of resource metrics"),
        ("static pods", "static pods"),
    ],
)
def test_a_noun_takes_the_article_that_is_spoken(noun: str, told: str) -> None:
    assert add_article(noun) == told


def test_several_values_take_the_plural(kg: KnowledgeGraph) -> None:
    prop, sentences = kg.index.property("supportsCni").thing(), kg.index.sentences
    one, other = (Value(kind="literal", value=name) for name in ("X", "Y"))
    assert sentences.state(["A"], prop, [one], "en") == "A supports X as a CNI plugin"
    assert sentences.state(["A"], prop, [one, other], "en") == "A supports X and Y as CNI plugins"


def test_yes_and_no_are_told_by_two_sentences(kg: KnowledgeGraph) -> None:
    prop = kg.index.property("tracksUpstream").thing()
    yes, no = (Value(kind="literal", value=value) for value in (True, False))
    assert (
        kg.index.sentences.state(["A"], prop, [yes], "en") == "A follows the releases of upstream Kubernetes"
    )
    assert kg.index.sentences.state(["A"], prop, [no], "zh") == "A 不跟随上游 Kubernetes 发布"


def test_a_property_from_elsewhere_is_told_by_its_label(kg: KnowledgeGraph) -> None:
    """One that the ontology does not define has no patterns: its label stands for them."""
    prop = Thing(
        id="colour", iri="https://example.org/colour", label=kg.index.label("https://example.org/colour")
    )
    value = Value(kind="literal", value="blue")
    assert kg.index.sentences.state(["A"], prop, [value], "en") == "The colour of A: blue"


def test_who_is_said_to_ship_none_offers_none(kg: KnowledgeGraph) -> None:
    """“Ships no ingress controller” says more than that there is no default; so it must be true."""
    for name, other in (
        ("ingressController", "optionalIngressController"),
        ("serviceLoadBalancer", "optionalServiceLoadBalancer"),
    ):
        for row in kg.answer(DISTRIBUTIONS).items:
            facts = {each.property.id: each for each in kg.answer(FACTS, subject=row.id).items if each.values}
            if name in facts and any(value.kind == "none" for value in facts[name].values):
                assert other not in facts, row.id


def test_names_and_days_are_written_as_prose() -> None:
    day = dt.date(2026, 9, 30)
    assert (format_day(day, "en"), format_day(day, "zh")) == ("30 Sep 2026", "2026年9月30日")
    assert format_list(["a", "b", "c"], "en") == "a, b and c"
    assert format_list(["a", "b", "c"], "zh") == "a、b 和 c"
    assert format_list(["网络", "存储"], "zh") == "网络和存储"


@pytest.mark.thorough  # each in its own language is looked at where the bank is asked anyway
@pytest.mark.parametrize("file", sorted(BANK.glob("*.jsonl")), ids=lambda file: file.stem)
def test_no_answer_of_the_bank_is_told_in_dialect_in_either_language(kg: KnowledgeGraph, file: Path) -> None:
    for asked in bank(file):
        for language in LANGUAGES:
            reply = kg.ask(asked["q"], language=language)
            told = [reply.reading or "", reply.answer.text if reply.answer else ""]
            assert [find_phrases(text) for text in told] == [[], []], (asked["q"], told)
