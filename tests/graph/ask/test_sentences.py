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
from graph.index.sentences import FALLBACKS, Form, Tense
from graph.models import Thing, Value
from i18n import Language, format_day, format_list
from ontology import DG
from tests.support.phrases import find_phrases
from tests.support.question_bank import BANK, bank

LANGUAGES: tuple[Language, ...] = ("en", "zh")
PROPERTIES = (Path(__file__).parents[3] / "ontology" / "properties.ttl").read_text("utf-8")
NAMES = re.findall(r"^(\w+:\w+) a owl:", PROPERTIES, re.MULTILINE)
FORMS = (Form.SENTENCE, Form.NEGATIVE, Form.QUESTION)
ANSWERS = [  # the first half from the table of the voice, as far as what is known allows
    ("which distros use kine", "k0s, K3s and RKE2 use Kine. Not recorded for 11 others."),
    ("which distributions are built on k3s", "k3d and RKE2 are built on K3s."),
    ("which distributions run on riscv64", "k0s runs on RISC-V 64."),
    ("does k0s ship an ingress controller", "No, k0s ships no ingress controller."),
    ("does k0s use traefik as ingress controller", "No, k0s ships no ingress controller."),
    ("what was the first release of k3s", "The first K3s release was v0.1.0 (25 Feb 2019)."),
    ("which version of runc is in k3s v1.33.4+k3s1", "K3s v1.33.4+k3s1 ships runc v"),
    (
        "which distributions support windows workers",
        "k0s supports Windows workers experimentally; RKE2 supports",
    ),
    (
        "since when does microk8s use flannel",
        "MicroK8s used Flannel as the CNI plugin by default from 1.16 up to",
    ),
    ("rke2 支持哪些 CNI", "RKE2 支持 Calico、Canal、Cilium、Flannel 和 Multus CNI 作为 CNI 插件。"),
    ("哪些发行版基于 k3s 构建", "k3d 和 RKE2 基于 K3s 构建。"),
    ("哪些发行版支持 riscv64", "k0s 支持 RISC-V 64。"),
    ("k3s 用 longhorn 作为存储供给器吗", "否，K3s 默认使用 Local Path Provisioner 作为存储供给器。"),
    ("does talos support windows workers", "No, Talos does not support Windows workers."),
    ("talos 支持 Windows 节点吗", "否，Talos 不支持 Windows 工作节点。"),
    (
        "does the control plane of k0s run workloads",
        "No, k0s does not run ordinary workloads on control plane",
    ),
    ("what is the pod CIDR of k3s", "K3s uses 10.42.0.0/16 as the default pod CIDR."),
    ("k3s 的 Pod 网段是多少", "K3s 默认的 Pod 网段为 10.42.0.0/16。"),
    ("who maintains talos", "Talos is maintained by Sidero Labs."),
    ("talos 是谁维护的", "Talos 由 Sidero Labs 维护。"),
    ("is k3s a CNCF sandbox project", "Yes, K3s is at the sandbox level of the CNCF."),
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
                told = sentences.predicate(prop, form, "X", language)
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
        == "K3s and k0s use etcd as the datastore by default"
    )
    past = sentences.state(["k0s"], prop, [etcd], "en", tense=Tense.PAST)
    assert past == "k0s used etcd as the datastore by default"
    perfect = sentences.state(["k0s"], prop, [etcd], "en", tense=Tense.PERFECT)
    assert perfect == "k0s has used etcd as the datastore by default"
    assert (
        sentences.state(["k0s"], prop, [etcd], "zh", tense=Tense.PAST) == "k0s 曾默认使用 etcd 作为数据存储"
    )


@pytest.mark.parametrize(
    ("kind", "english", "chinese"),
    [
        ("none", "k0s has no default datastore", "k0s 默认没有数据存储"),
        ("any", "k0s leaves the choice of datastore to you", "k0s 不指定数据存储，由用户自行选择"),
        (
            "unknown",
            "Not specified by the sources: which datastore k0s uses by default",
            "来源未说明：k0s 默认使用哪个数据存储",
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
