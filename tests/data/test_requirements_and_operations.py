"""What engineers look up before they choose: requirements, ports, backup, upgrades, hardening."""

import pytest

from graph import KnowledgeGraph
from graph.catalogue import FACTS
from graph.index.sentences import Form
from i18n import LANGUAGES, Language

PROPERTIES = (
    *("minCpuServer", "minCpuAgent", "minDiskServer", "minDiskAgent", "hostOs", "supportsHostRuntime"),
    *("gpuSupport", "port", "dualStack", "ipv6Only", "haMinServers", "haTopology", "backupCommand"),
    *("restoreCommand", "secretsEncryption", "secretsEncryptionProvider", "selinux", "selinuxPolicy"),
    *("appArmor", "rootless", "cisHardening", "airGap", "configPath", "manifestFolder", "addonMechanism"),
    *("defaultStorageClass", "upgradeCommand", "upgradeStep", "uninstallCommand", "supportPeriod"),
)
FACTS_OF_UPSTREAM = [
    ("k3s", "minCpuServer", None, "K3s needs at least 2 CPU cores on a control plane node"),
    ("k3s", "minCpuAgent", None, "K3s needs at least 1 CPU core on a worker node"),
    ("k0s", "minDiskAgent", None, "k0s needs at least 1.6 GB of disk space on a worker node"),
    ("rke2", "minMemoryAgent", None, "RKE2 needs at least 4 GB of memory on a worker node"),
    ("kubeadm", "minMemoryServer", None, "kubeadm needs at least 1700 MB of memory on a control plane node"),
    ("talos", "hostOs", None, "Talos needs no operating system to be installed: it is one"),
    ("microshift", "hostOs", None, "MicroShift runs on Red Hat Enterprise Linux"),
    ("kind", "supportsHostRuntime", None, "kind runs its nodes in Docker Engine, nerdctl and Podman"),
    ("rke2", "gpuSupport", None, "RKE2 supports GPUs through NVIDIA GPU Operator"),
    ("k3s", "port", None, "K3s uses the ports 6443/tcp, 8472/udp and 10250/tcp"),
    ("k3s", "port", "embedded-etcd", "K3s uses the ports 2379-2380/tcp (with embedded etcd)"),
    (
        "microk8s",
        "dualStack",
        None,
        "MicroK8s supports dual-stack networking (IPv4 and IPv6), off by default",
    ),
    ("minikube", "ipv6Only", None, "minikube does not support IPv6-only clusters"),
    ("k0s", "ipv6Only", None, "k0s supports IPv6-only clusters experimentally"),
    ("k3s", "haMinServers", None, "K3s needs at least 3 control plane nodes for high availability"),
    ("microshift", "haMinServers", None, "MicroShift does not support a highly available control plane"),
    ("rke2", "backupCommand", None, "RKE2 is backed up with rke2 etcd-snapshot save"),
    ("k0s", "restoreCommand", None, "k0s is restored with k0s restore FILE"),
    ("rke2", "secretsEncryption", None, "RKE2 enables encryption of Secrets at rest by default"),
    ("k0s", "secretsEncryption", None, "k0s leaves encryption of Secrets at rest to you"),
    ("k3s", "secretsEncryptionProvider", None, "K3s can encrypt Secrets with aescbc and secretbox"),
    ("talos", "selinux", None, "Talos supports SELinux experimentally"),
    ("rke2", "selinuxPolicy", None, "RKE2 takes its SELinux policy from the package rke2-selinux"),
    (
        "microk8s",
        "cisHardening",
        None,
        "MicroK8s helps with CIS hardening through an add-on for CIS hardening",
    ),
    ("kind", "rootless", None, "kind supports rootless mode"),
    ("k8s-snap", "airGap", None, "Canonical Kubernetes supports air-gapped installation"),
    ("k0s", "configPath", None, "k0s reads its configuration from /etc/k0s/k0s.yaml"),
    ("rke2", "defaultStorageClass", None, "RKE2 has no default StorageClass"),
    ("talos", "upgradeStep", None, "Talos is upgraded one minor version at a time"),
    ("k3d", "uninstallCommand", None, "k3d is uninstalled with k3d cluster delete NAME"),
    ("k0s", "supportPeriod", None, "k0s supports each minor release for about 14 months"),
]
IN_CHINESE = [
    ("k0s", "minCpuServer", "k0s 的控制平面节点至少需要 1 个 CPU 核"),
    ("k3s", "backupCommand", "K3s（使用内嵌 etcd）用 k3s etcd-snapshot save 备份"),
    ("rke2", "secretsEncryption", "RKE2 默认启用 Secret 静态加密"),
    ("microshift", "haMinServers", "MicroShift 不支持高可用的控制平面"),
    ("rke2", "upgradeStep", "RKE2 升级时须逐个次版本进行"),
]
ANSWERS = [
    ("minimum cpu for k3s", "K3s needs at least 2 CPU cores on a control plane node."),
    ("how many cpu cores does k3s need", "K3s needs at least 2 CPU cores"),
    ("how do I back up rke2", "RKE2 is backed up with rke2 etcd-snapshot save."),
    (
        "which distros support air gap",
        "Canonical Kubernetes, k0s, K3s, kind, MicroShift, minikube, RKE, RKE2",
    ),
    ("k3s 需要开放哪些端口", "K3s 使用的端口有 6443/tcp、8472/udp 和 10250/tcp。"),
    ("does k0s support ipv6", "Yes, k0s supports dual-stack networking"),
    ("does microshift support high availability", "No, MicroShift does not support a highly available"),
    ("k0s 怎么备份", "k0s 用 k0s backup --save-path=DIR 备份。"),
    ("which distribution needs the least cpu", "Lowest requirement first: k0s"),
    ("哪些发行版支持离线安装", "Canonical Kubernetes、k0s、K3s、kind"),
]


def _find_sentences(
    kg: KnowledgeGraph, subject: str, language: Language
) -> dict[tuple[str, str | None], str]:
    """Return the facts of a distribution as sentences, by property and condition."""
    tell = kg.index.sentences.describe_finding
    return {
        (each.property.id, each.condition.id if each.condition else None): tell(each, language)
        for each in kg.answer(FACTS, subject=subject).items
    }


@pytest.mark.parametrize(("subject", "prop", "condition", "sentence"), FACTS_OF_UPSTREAM)
def test_a_fact_is_told_as_an_engineer_would_say_it(
    kg: KnowledgeGraph, subject: str, prop: str, condition: str | None, sentence: str
) -> None:
    assert _find_sentences(kg, subject, "en")[prop, condition] == sentence


@pytest.mark.parametrize(("subject", "prop", "sentence"), IN_CHINESE)
def test_a_fact_reads_well_in_chinese(kg: KnowledgeGraph, subject: str, prop: str, sentence: str) -> None:
    told = _find_sentences(kg, subject, "zh")
    assert sentence in [each for (name, _), each in told.items() if name == prop]


@pytest.mark.parametrize(("question", "beginning"), ANSWERS)
def test_what_engineers_ask_is_answered(kg: KnowledgeGraph, question: str, beginning: str) -> None:
    answer = kg.ask(question).answer
    assert answer is not None
    assert answer.text.startswith(beginning)


def test_each_property_has_all_patterns_and_words_in_both_languages(kg: KnowledgeGraph) -> None:
    """Its own patterns, not those of a broader property or of its label; and words that people ask with."""
    sentences = kg.index.sentences
    forms = (Form.SENTENCE, Form.NEGATIVE, Form.NONE, Form.SOME, Form.QUESTION)
    for name in PROPERTIES:
        prop = kg.index.property(name)
        for form in forms:
            assert sentences.has_pattern(prop.iri, form), (name, form)
            patterns = {sentences.pattern(prop.thing(), form, language) for language in LANGUAGES}
            assert len(patterns) == len(LANGUAGES), name
        assert any(word.isascii() for word in prop.words), name
        assert any(not word.isascii() for word in prop.words), name


def test_each_property_is_claimed_of_a_distribution(kg: KnowledgeGraph) -> None:
    """By a primary source, at a file of a commit or tag."""
    for name in PROPERTIES:
        claims = [each for each in kg.index.claims.values() if each.property.id == name]
        assert claims, name
        assert all(each.source.kind == "primary" and "@" in each.locator for each in claims), name


def test_nothing_is_claimed_twice(kg: KnowledgeGraph) -> None:
    """One source gives a distribution a value of these properties once under one condition."""
    told = [
        (each.source.id, each.subject.id, each.property.id, str(each.value), each.condition)
        for each in kg.index.claims.values()
        if each.property.id in PROPERTIES
    ]
    assert len(told) == len(set(told))
