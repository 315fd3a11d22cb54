"""What a question is read as: said back in its language, so that one sees how it was understood."""

import datetime as dt

import pytest

from graph import KnowledgeGraph
from graph.ask import dates
from graph.ask.normalization import find_typo_matches
from i18n import format_day

READINGS = [
    ("which distro needs the least memory", "the distribution that needs the least memory"),
    ("哪个发行版对内存要求最低", "最低内存要求最低的发行版"),
    ("which needs less memory, k3s or k0s", "comparison of K3s and k0s (worker minimum memory"),
    ("who ships the oldest runc", "the distribution whose newest release ships the oldest runc"),
    ("谁家的 runc 最旧", "最新版本中 runc 最旧的发行版"),
    ("does k3s use etcd or sqlite", "which datastore K3s uses by default"),
    ("k3s 用 etcd 还是 sqlite", "K3s 默认使用哪个数据存储"),
    ("when was k3s v1.30.0 released", "the release date of K3s v1.30.0+k3s1"),
    ("which version of etcd is in rke2 1.30", "the version of etcd in RKE2 v1.30.14+rke2r4"),
    ("k3s 1.31 和 1.32 有什么不一样", "K3s v1.31.14+k3s1 与 K3s v1.32.13+k3s1 之间的变化"),
    ("openshift 用什么 ingress", "OpenShift 默认使用哪个 Ingress 控制器"),
    ("which distributions build on k3s", "distributions that are built on K3s"),
    ("what do I lose if I leave microk8s for k3s", "moving from MicroK8s to K3s"),
    (
        "Besides OKD, who else defaults to OVN-Kubernetes?",
        "distributions that use OVN-Kubernetes by default, other than OKD",
    ),
    ("除了 k3s 和 k3d，还有哪些发行版用 klipper-lb", "使用 Klipper LB 的发行版（K3s 和 k3d 除外）"),
    ("which OCI runtimes are there", "components for OCI runtime"),
    ("哪些组件实现了 CRI 接口", "实现容器运行时接口的组件"),
    ("which components belong to storage?", "components for storage"),
    ("who needs more than 3 GB of memory", "distributions that need more than 3 GB of memory"),
    ("哪些发行版内存要求不超过 1GB", "最低内存要求不超过 1 GB 的发行版"),
    ("datastroe of microk8s", "which datastore MicroK8s uses by default (“datastroe” read as “datastore”)"),
    ("有没有同时自带 kine 和 traefik 的发行版", "使用 Kine 和 Traefik Proxy 的发行版"),
    ("支援 s390x 的發行版", "支持 s390x 的发行版"),
    ("releases of k3s in 2024", "releases of K3s, from 1 Jan 2024 to 31 Dec 2024"),
    ("k3s 2024 年发布了多少个版本", "K3s 有多少个版本记录（2024年1月1日至 2024年12月31日）"),
    ("which components are cncf graduated", "components that have CNCF graduated status"),
    ("what sources do you have on k0s", "sources that mention k0s"),
    (
        "for how many Kubernetes minors is talos certified",
        "how many are recorded: which Kubernetes minors Talos has conformance records for",
    ),
    ("支持的 CPU 架构最多的是哪些发行版", "处理器架构最多的发行版"),
    ("which distributions are MIT licensed", "distributions that are licensed under MIT"),
    (
        "who uses coredns but neither flannel nor calico",
        "distributions that use CoreDNS but do not use Flannel or",
    ),
    ("local-path-provisoner 的替代方案有哪些", "Local Path Provisioner 的替代"),
    ("what was the first release of minikube", "what the first minikube release was"),
    ("k0s支持哪些CPU架构？", "k0s 支持哪些处理器架构"),
    (
        "Which distributions support more than two datastores?",
        "distributions with more than 2 values recorded: supported datastore",
    ),
    ("k3s 除了 etcd 还支持哪些数据存储？", "K3s 支持哪些数据存储（etcd 除外）"),
    (
        "which components implement both the Ingress API and the Gateway API",
        "components that implement Ingress API and",
    ),
    ("which components are CSI drivers", "components for CSI driver"),
    ("calico 提供網路策略嗎", "Calico 是否"),
    ("k3s 和 k3d 都用了哪些组件", "K3s 和 k3d 都使用的组件"),
    ("newest talos release as of 2023-12-31", "the newest release of Talos, as of 31 Dec 2023"),
    ("what's built on top of k3s", "distributions that are built on K3s"),
    ("what is k3d built on", "what k3d is built on"),
    ("哪些发行版是基于 kubeadm 构建的？", "基于 kubeadm 构建的发行版"),
    ("alternatives to k3s?", "alternatives to K3s"),
    ("can rke2 use postgres instead of etcd?", "whether RKE2 supports PostgreSQL"),
    ("最新版带 runc 1.4.3 的发行版", "最新版本中 runc 为 1.4.3 的发行版"),
    ("有多少个发行版是以命令行工具的形式打包的", "以命令行工具形式交付的发行版数量"),
    ("哪些发行版是 CNCF 沙箱项目？", "是 CNCF 沙箱项目的发行版"),
    ("除了 kind 还有哪些发行版用 kindnet", "使用 kindnet 的发行版（kind 除外）"),
    ("提供卷快照能力的组件有哪些", "用于卷快照的组件"),
    ("k8s-dqlite 是从哪个项目分叉出来的", "k8s-dqlite 复刻自哪个项目"),
    (
        "which distributions only support sqlite",
        "distributions that have SQLite as their only datastore",
    ),
    ("只用 containerd 的发行版", "容器运行时仅有 containerd 的发行版"),
    (
        "does kind only use kindnet",
        "whether kind has kindnet as its only network policy controller or CNI plugin",
    ),
    ("what changed between 2024-08-01 and 2024-08-31", "what changed from 1 Aug 2024 to 31 Aug 2024"),
]
TODAY = dt.date(2026, 3, 31)
SPANS = [
    ("changes over the last month", dt.date(2026, 3, 1), TODAY),
    ("the past two weeks", dt.date(2026, 3, 17), TODAY),
    ("最近三个月", dt.date(2025, 12, 31), TODAY),
    ("最近更新了什么", dt.date(2025, 12, 31), TODAY),
]
CALENDAR = [
    ("last month", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    ("this year", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ("去年", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
    ("上个月", dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
]


@pytest.mark.parametrize(("question", "reading"), READINGS)
def test_a_question_is_said_back(kg: KnowledgeGraph, question: str, reading: str) -> None:
    reply = kg.ask(question)
    assert reply.reading is not None
    assert reply.reading.startswith(reading)


def test_what_a_distribution_needs_is_what_its_greatest_node_needs(kg: KnowledgeGraph) -> None:
    """Of K3s, whose agent does with 512 MB, the 2 GB of its server count."""
    answer = kg.ask("which distribution needs the least memory?").answer
    assert answer is not None
    assert answer.ids == ["k0s"]
    assert "K3s (control plane memory: 2 GB)" in answer.text
    most = kg.ask("哪个发行版对内存要求最高").answer
    assert most is not None
    assert most.ids == ["rke2"]


def test_a_limit_holds_on_its_side(kg: KnowledgeGraph) -> None:
    """Of 2 GB: who needs less, at most so much, more, or at least so much."""
    asked = ("less than 2 GB", "at most 2 GB", "more than 2 GB", "at least 2 GB")
    found = {}
    for limit in asked:
        answer = kg.ask(f"which distributions need {limit} of memory").answer
        assert answer is not None
        found[limit] = set(answer.ids)
    less, at_most, more, at_least = found.values()
    assert "k0s" in less
    assert "rke2" in more
    assert "k3s" in at_most & at_least
    assert less < at_most
    assert more < at_least
    assert not less & at_least


def test_what_is_excepted_is_left_out(kg: KnowledgeGraph) -> None:
    answer = kg.ask("which distributions other than k3s use klipper-lb?").answer
    assert answer is not None
    assert set(answer.ids) == {"k3d", "rke2"}


@pytest.mark.parametrize("question", ["who stopped using docker", "哪些发行版以前用 docker"])
def test_who_gave_something_up(kg: KnowledgeGraph, question: str) -> None:
    """What RKE and minikube use still, they have not given up."""
    answer = kg.ask(question).answer
    assert answer is not None
    assert answer.ids == ["kind", "microk8s"]


def test_releases_of_a_year_are_counted(kg: KnowledgeGraph) -> None:
    counted, listed = (kg.ask(q).answer for q in ("how many k3s releases in 2024", "k3s releases in 2024"))
    assert counted is not None
    assert listed is not None
    assert isinstance(listed.value, list)
    assert (counted.kind, counted.value) == ("count", len(listed.value))
    assert "v1.29.0+k3s1" not in listed.value
    assert "v1.30.0+k3s1" in listed.value


def test_a_version_is_below_another_as_everywhere(kg: KnowledgeGraph) -> None:
    """v0.9.0 is not below 0.9, nor is a rebuild of it."""
    answer = kg.ask("哪些发行版最新版里的 metrics-server 低于 0.9").answer
    assert answer is not None
    assert answer.ids == ["microk8s", "rke"]


@pytest.mark.parametrize(("licence", "truth"), [("MIT", True), ("Apache-2.0", False)])
def test_a_component_is_under_its_licence(kg: KnowledgeGraph, licence: str, truth: bool) -> None:  # noqa: FBT001
    answer = kg.ask(f"is traefik under {licence}?").answer
    assert answer is not None
    assert answer.value is truth


REFUSED = [
    ("minikube 不支持哪些 CNI", "out-of-scope"),
    ("what can replace the default datastore in k3s", "out-of-scope"),
    ("which distros run on arm", "ambiguous"),
]


@pytest.mark.parametrize(("question", "reason"), REFUSED)
def test_what_would_be_answered_wrongly_is_refused(kg: KnowledgeGraph, question: str, reason: str) -> None:
    assert kg.ask(question).reason == reason


RANKED = [
    ("哪家公司维护的发行版最多", "suse"),
    ("which CNI is supported by most distributions", "calico"),
    ("哪个 CNI 插件被最多发行版支持", "calico"),
]


@pytest.mark.parametrize(("question", "first"), RANKED)
def test_what_comes_first(kg: KnowledgeGraph, question: str, first: str) -> None:
    answer = kg.ask(question).answer
    assert answer is not None
    assert answer.ids == [first]


def test_what_is_optional_is_no_default(kg: KnowledgeGraph) -> None:
    answer = kg.ask("which ingress controller does minikube enable by default").answer
    assert answer is not None
    assert (answer.ids, answer.value) == ([], None)


def test_who_stewards_one_is_known(kg: KnowledgeGraph) -> None:
    """Of whom a steward is recorded, another one is not."""
    answer = kg.ask("is talos made by suse").answer
    assert answer is not None
    assert answer.value is False


def test_only_is_not_also(kg: KnowledgeGraph) -> None:
    """RKE2 comes as a single binary, and in other ways; minikube has a choice of runtimes."""
    packaged, run = (
        kg.ask(q).answer
        for q in ("which distributions are only packaged as a single binary", "只用 containerd 的发行版")
    )
    assert packaged is not None
    assert packaged.ids == ["k0s", "k3s"]
    assert run is not None
    assert "k0s" in run.ids
    assert "minikube" not in run.ids


def test_since_a_day_is_up_to_today(kg: KnowledgeGraph) -> None:
    reading = kg.ask("what's new in talos since 2026-08-10").reading
    today = format_day(dt.datetime.now(dt.UTC).date(), "en")
    assert reading == f"what changed from 10 Aug 2026 to {today} (Talos)"


def test_what_a_component_leaves_out_it_does_not_support(kg: KnowledgeGraph) -> None:
    """“Leaves out: Dqlite” names Dqlite, and says no."""
    for question, truth in (("does kine support mysql", True), ("kine现在还支持dqlite吗", False)):
        answer = kg.ask(question).answer
        assert answer is not None
        assert answer.value is truth


@pytest.mark.parametrize("question", ["does it support arm64?", "它支持 arm64 吗", "它默认用哪个CNI？"])
def test_it_stands_for_nothing(kg: KnowledgeGraph, question: str) -> None:
    assert kg.ask(question).reason == "ambiguous"


def test_a_name_in_two_scripts_is_one_unknown_name(kg: KnowledgeGraph) -> None:
    reply = kg.ask("银河k8x 默认用什么 CNI")
    assert reply.reason == "unknown-name"
    assert "“银河 k8x”" in str(reply.reading)


def test_a_name_is_not_taken_for_a_word_that_begins_otherwise() -> None:
    assert find_typo_matches("weave", ["leave", "weaver"]) == ["weaver"]


def test_what_is_named_and_not_made_use_of_is_not_dropped(kg: KnowledgeGraph) -> None:
    """OpenShift is no distribution of the graph: who has an ingress is not what was asked."""
    answer = kg.ask("what ingress does openshift use").answer
    assert answer is None or not answer.ids


@pytest.mark.parametrize(("text", "first", "last"), SPANS)
def test_a_span_ends_today(text: str, first: dt.date, last: dt.date) -> None:
    assert [(each.first, each.last) for each in dates.find_recent_spans(text, TODAY)] == [(first, last)]


@pytest.mark.parametrize(("text", "first", "last"), CALENDAR)
def test_a_month_or_a_year_is_told_from_today(text: str, first: dt.date, last: dt.date) -> None:
    assert [(each.first, each.last) for each in dates.find_calendar_periods(text, TODAY)] == [(first, last)]


def test_a_denial_that_denies_nothing_is_not_passed_over(kg: KnowledgeGraph) -> None:
    """Who supports Calico is not who supports it, but not by default."""
    assert not kg.ask("哪些发行版支持 calico，但默认不用它").understood
    assert not kg.ask("which distributions support calico but not").understood
