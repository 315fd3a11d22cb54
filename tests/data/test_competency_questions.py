"""The questions that the graph exists to answer, each with its answer and its primary source."""

import datetime as dt

import pytest

from graph import KnowledgeGraph
from graph.catalogue.entities import DISTRIBUTIONS
from graph.catalogue.facts import COMPARISON, DISPUTES, FACTS, ComparisonRow
from graph.catalogue.sources import CLAIMS
from graph.catalogue.usage import DISTRIBUTIONS_USING

KINE_BACKENDS = {"sqlite", "mysql", "postgresql", "nats", "etcd", "kine-remote-driver"}
# thing, property, condition, values, a primary source
FACTS_KNOWN = [
    ("k0s", "defaultCni", None, {"kube-router"}, "k0s-repository"),
    ("k0s", "defaultDatastore", None, {"etcd"}, "k0s-repository"),
    ("k0s", "defaultDatastore", "single-node", {"sqlite"}, "k0s-repository"),
    ("k0s", "defaultDatastore", "high-availability", {"etcd"}, "k0s-repository"),
    ("k0s", "podCidr", None, {"10.244.0.0/16"}, "k0s-repository"),
    ("k0s", "serviceCidr", None, {"10.96.0.0/12"}, "k0s-repository"),
    ("k0s", "clusterDnsIp", None, {"10.96.0.10"}, "k0s-repository"),
    ("k0s", "controlPlaneTunnel", None, {"konnectivity"}, "k0s-repository"),
    ("k0s", "controlPlaneRunsWorkloads", None, {False}, "k0s-repository"),
    ("k0s", "ingressController", None, {"none"}, "k0s-repository"),
    ("k0s", "serviceLoadBalancer", None, {"none"}, "k0s-repository"),
    ("k0s", "storageProvisioner", None, {"none"}, "k0s-repository"),
    ("k0s", "windowsWorkers", None, {"experimental"}, "k0s-repository"),
    ("k0s", "steward", None, {"mirantis"}, "k0s-repository"),
    ("k0s", "minMemoryAgent", None, {"0.5 GB"}, "k0s-repository"),
    ("k0s", "architecture", None, {"amd64", "arm64", "armv7", "riscv64"}, "k0s-repository"),
    ("k3s", "defaultCni", None, {"flannel"}, "k3s-product-docs"),
    ("k3s", "defaultDatastore", None, {"sqlite"}, "k3s-product-docs"),
    ("k3s", "defaultDatastore", "high-availability", {"etcd"}, "k3s-repository"),
    ("k3s", "ingressController", None, {"traefik"}, "k3s-product-docs"),
    ("k3s", "serviceLoadBalancer", None, {"klipper-lb"}, "k3s-product-docs"),
    ("k3s", "storageProvisioner", None, {"local-path-provisioner"}, "k3s-repository"),
    ("k3s", "networkPolicyController", None, {"kube-router"}, "k3s-product-docs"),
    ("k3s", "controlPlaneTunnel", None, {"remotedialer"}, "k3s-repository"),
    ("k3s", "steward", None, {"suse"}, "k3s-product-docs"),
    ("k3s", "cncfStatus", None, {"sandbox"}, "cncf-landscape"),
    ("k3s", "certifiedFor", None, {"1.37"}, "cncf-conformance"),
    ("k3s", "binarySizeLimit", None, {"80 MiB"}, "k3s-repository"),
    ("k3s", "fips", None, {"none"}, "k3s-product-docs"),
    ("kine", "backend", None, KINE_BACKENDS, "kine-repository"),
    ("kine", "removes", None, {"dqlite"}, "kine-repository"),
    ("klipper-lb", "provides", None, {"service-load-balancer"}, "klipper-lb-repository"),
    ("klipper-lb", "mechanism", None, {"host-port-dnat"}, "klipper-lb-repository"),
    ("microk8s", "defaultDatastore", None, {"dqlite"}, "microk8s-repository"),
    ("microk8s", "defaultCni", None, {"calico"}, "microk8s-repository"),
    ("microk8s", "optionalIngressController", None, {"traefik"}, "microk8s-repository"),
    ("rke2", "defaultCni", None, {"canal"}, "rke2-docs"),
    ("rke2", "ingressController", None, {"traefik"}, "rke2-docs"),
    ("rke2", "ingressController", "upgraded-cluster", {"ingress-nginx"}, "rke2-docs"),
    ("rke2", "builtOn", None, {"k3s"}, "rke2-repository"),
    ("talos", "defaultCni", None, {"flannel"}, "talos-repository"),
    ("talos", "minMemoryServer", None, {"2 GiB"}, "talos-repository"),
    ("kind", "defaultCni", None, {"kindnet"}, "kind-repository"),
    ("kind", "serviceCidr", None, {"10.96.0.0/16"}, "kind-repository"),
    ("kubeadm", "defaultCni", None, {"none"}, "kubernetes-website"),
    ("kubeadm", "minMemory", None, {"2 GB"}, "kubernetes-website"),
    ("minikube", "defaultCni", "multi-node", {"kindnet"}, "minikube-repository"),
    ("minikube", "defaultCni", "single-node", {"bridge"}, "minikube-repository"),
    ("microshift", "containerRuntime", None, {"cri-o"}, "microshift-repository"),
    ("microshift", "defaultCni", None, {"ovn-kubernetes"}, "microshift-repository"),
    ("okd", "defaultCni", None, {"ovn-kubernetes"}, "okd-docs"),
    ("eks-d", "defaultCni", None, {"none"}, "eks-d-repository"),
    ("k8s-snap", "defaultCni", None, {"cilium"}, "k8s-snap-repository"),
    ("k8s-snap", "defaultDatastore", None, {"etcd"}, "k8s-snap-repository"),
    ("k3d", "builtOn", None, {"k3s"}, "k3d-repository"),
    ("rke", "successor", None, {"rke2"}, "rke2-docs"),
    ("kubekey", "type", None, {"Tool"}, "kubekey-repository"),
    ("kubernetes", "steward", None, {"cncf"}, "cncf-landscape"),
    ("kubernetes", "installTool", None, {"kubeadm"}, "kubernetes-website"),
]  # fmt: skip


@pytest.mark.parametrize(("thing", "prop", "condition", "values", "source"), FACTS_KNOWN)
def test_what_holds_is_what_the_primary_source_says(
    kg: KnowledgeGraph, thing: str, prop: str, condition: str | None, values: set[str | bool], source: str
) -> None:
    """A fact has these values, and the primary source is among those that say so."""
    found = [
        fact
        for fact in kg.answer(FACTS, subject=thing).items
        if fact.property.id == prop and (fact.condition.id if fact.condition else None) == condition
    ]
    assert len(found) == 1
    said = {value.value if value.value is not None else value.id or value.kind for value in found[0].values}
    assert said == values
    cited = {place.source for place in found[0].sources if place.kind == "primary"}
    assert source in cited


# the table's row, its property, what holds of k3s and of k0s, and the verdicts of the document's two cells
FIRST_TABLE = [
    (
        "版本号",
        "versionScheme",
        {"kubernetes-version-suffix"},
        {"kubernetes-version-suffix"},
        "Confirmed",
        "Outdated",
    ),
    ("商业公司", "steward", {"suse"}, {"mirantis"}, "Confirmed", "Confirmed"),
    ("Since", "startedIn", {"2019"}, {"2020-06"}, "Confirmed", "Confirmed"),
    ("Stars", "stars", {"unknown"}, {"unknown"}, "Unverifiable", "Unverifiable"),
    ("Issues", "openIssues", {"unknown"}, {"unknown"}, "Unverifiable", "Unverifiable"),
    ("ETCD", "defaultDatastore", {"sqlite"}, {"etcd"}, "PartlyWrong", "PartlyWrong"),
    ("网络组件/CNI", "defaultCni", {"flannel"}, {"kube-router"}, "Confirmed", "Confirmed"),
    ("容器网络", "podCidr", {"10.42.0.0/16"}, {"10.244.0.0/16"}, "Confirmed", "Answered"),
    ("服务网络", "serviceCidr", {"10.43.0.0/16"}, {"10.96.0.0/12"}, "Confirmed", "Answered"),
    ("coredns", "clusterDnsIp", {"10.43.0.10"}, {"10.96.0.10"}, "Confirmed", "Answered"),
    ("cri", "containerRuntime", {"containerd"}, {"containerd"}, "Confirmed", "Confirmed"),
    ("打包", "packaging", {"single-binary"}, {"single-binary"}, "Confirmed", "Confirmed"),
    ("文档", "documentationRating", set[str](), set[str](), "Unverifiable", "Unverifiable"),
    ("成熟", "maturityRating", set[str](), set[str](), "Unverifiable", "Unverifiable"),
]
SECOND_TABLE = [
    ("二进制大小", "binarySize", set[str](), set[str](), "Outdated", "Contradictory"),
    ("控制平面节点通信", "controlPlaneTunnel", {"remotedialer"}, {"konnectivity"}, "Confirmed", "Confirmed"),
    ("数据存储", "defaultDatastore", {"sqlite"}, {"etcd"}, "Confirmed", "Confirmed"),
    ("控制平面上的工作负载", "controlPlaneRunsWorkloads", {True}, {False}, "Confirmed", "Confirmed"),
    ("集群 DNS 和指标", "clusterDns", {"coredns"}, {"coredns"}, "Confirmed", "Confirmed"),
    ("集群 DNS 和指标", "resourceMetrics", {"metrics-server"}, {"metrics-server"}, "Confirmed", "Confirmed"),
    (
        "附加组件",
        "addon",
        {"helm-controller", "traefik", "klipper-lb", "local-path-provisioner"},
        {"none"},
        "Confirmed",
        "Confirmed",
    ),
    ("默认 CNI", "defaultCni", {"flannel"}, {"kube-router"}, "Confirmed", "Outdated"),
    (
        "操作系统依赖",
        "hostDependencies",
        {"minimal-host-dependencies"},
        {"kernel-only"},
        "Confirmed",
        "Confirmed",
    ),
    (
        "支持的架构",
        "architecture",
        {"amd64", "arm64", "armv7"},
        {"amd64", "arm64", "armv7", "riscv64"},
        "Confirmed",
        "Outdated",
    ),
]
TABLES = [("wener-distro-compare", *row) for row in FIRST_TABLE] + [
    ("sealos-notes-k3s-vs-k0s", *row) for row in SECOND_TABLE
]


@pytest.fixture(scope="module")
def comparison(kg: KnowledgeGraph) -> dict[str, ComparisonRow]:
    """Compare k3s and k0s: the unconditional rows by property."""
    rows = kg.answer(COMPARISON, first="k3s", second="k0s").items
    return {row.property.id: row for row in rows if row.condition is None}


@pytest.mark.parametrize(("source", "row", "prop", "k3s", "k0s", "of_k3s", "of_k0s"), TABLES)
def test_the_comparison_gives_back_every_row_of_both_tables(
    comparison: dict[str, ComparisonRow],
    source: str,
    row: str,
    prop: str,
    k3s: set[str | bool],
    k0s: set[str | bool],
    of_k3s: str,
    of_k0s: str,
) -> None:
    """A row of a table is there with what holds today, and with the table's own cells and their verdicts."""
    found = comparison[prop]
    for side, holds, verdict in zip(found.sides, (k3s, k0s), (of_k3s, of_k0s), strict=True):
        assert {
            value.value if value.value is not None else value.id or value.kind for value in side.values
        } == holds
        cells = [claim for claim in side.claims if claim.source.id == source and row in claim.locator]
        assert cells, f"{side.id}: the cell of row {row} is lost"
        assert verdict in {claim.verdict.id for claim in cells}
        assert all(claim.checked_against or verdict == "Unverifiable" for claim in cells)


def test_the_card_is_answered(kg: KnowledgeGraph) -> None:
    """Kine is used by K3s, k0s, RKE2 and, through K3s, by k3d; Talos and kind have no such shim."""
    rows = {row.id: row for row in kg.answer(DISTRIBUTIONS_USING, component="kine").items}
    assert {slug for slug, row in rows.items() if row.answer == "yes"} == {"k3s", "k3d", "k0s", "rke2"}
    assert rows["talos"].answer == rows["kind"].answer == "no"
    assert (rows["minikube"].answer, rows["minikube"].reason) == ("no", "not_shipped")
    assert rows["okd"].answer == "unknown"
    assert {use.relation for use in rows["k0s"].how} == {"bundles", "enables"}
    conditions = {use.condition.id for use in rows["k0s"].how if use.condition}
    assert conditions == {"single-node"}


def test_no_is_told_from_unknown(kg: KnowledgeGraph) -> None:
    """A distribution whose CNI plugin is another says no to flannel; RKE ships it."""
    rows = {row.id: row for row in kg.answer(DISTRIBUTIONS_USING, component="flannel").items}
    assert rows["kind"].how[0].value.id == "kindnet"
    others = {row.id: row for row in kg.answer(DISTRIBUTIONS_USING, component="klipper-lb").items}
    assert others["kubeadm"].answer == "no"
    assert any(use.value.kind == "none" for use in others["kubeadm"].how)
    assert (rows["rke"].answer, rows["rke"].versions) == ("yes", ("v0.25.1",))


def test_calico_stands_as_a_dated_deprecated_claim(kg: KnowledgeGraph) -> None:
    """Calico was the default of k0s until v0.13.0: both the history and the outdated document keep it."""
    claims = [
        claim
        for claim in kg.answer(CLAIMS, subject="k0s", property="defaultCni").items
        if claim.value.id == "calico"
    ]
    outdated = [claim for claim in claims if claim.rank.id == "Deprecated"]
    assert {claim.source.id for claim in outdated} == {"sealos-notes-k3s-vs-k0s"}
    assert all(str(claim.valid_until) == "2021-04-07" and claim.reason for claim in outdated)
    history = next(claim for claim in claims if claim.source.id == "k0s-repository")
    assert (history.since, history.until) == ("v0.3.0", "v0.12.1")


def test_the_past_is_answered_from_what_was_valid_then() -> None:
    """On 2021-01-15 the default CNI plugin of k0s was Calico."""
    then = KnowledgeGraph.open(as_of=dt.date(2021, 1, 15))
    found = {str(row[0]) for row in then.query("SELECT ?c { id:k0s dg:defaultCni ?c }")}
    assert found == {"calico"}


@pytest.mark.parametrize(
    ("fact", "values"),
    [
        ("k0s defaultCni", {"2019-01-01": "", "2021-03-01": "calico", "2021-05-01": "kube-router"}),
        ("microk8s defaultDatastore", {"2020-08-27": "etcd", "2020-08-28": "dqlite"}),
        ("k3s ingressController", {"2019-01-01": "", "2019-02-25": "traefik"}),
    ],
)
def test_a_day_of_the_past_is_told_from_the_next(
    kg: KnowledgeGraph, fact: str, values: dict[str, str]
) -> None:
    """What a release brought is not yet said of the days before it, and what it ended is not said after."""
    subject, name = fact.split()
    for day, value in values.items():
        then = kg.on(dt.date.fromisoformat(day))
        found = [str(row[0]) for row in then.query(f"SELECT ?v {{ id:{subject} dg:{name} ?v }}")]
        assert found == ([value] if value else []), day


def test_both_sides_of_the_quarrel_about_calico_are_shown(kg: KnowledgeGraph) -> None:
    """The dispute holds the prevailing claim and the rejected one, with the verdict and its reason."""
    dispute = next(
        row
        for row in kg.answer(DISPUTES).items
        if (row.subject.id, row.property.id, row.condition) == ("k0s", "defaultCni", None)
    )
    assert "kube-router" in {claim.value.id for claim in dispute.prevailing}
    assert {claim.value.id for claim in dispute.rejected} == {"calico"}
    assert all(claim.verdict.id == "Outdated" and claim.reason for claim in dispute.rejected)


def test_the_document_that_contradicts_itself_is_caught(kg: KnowledgeGraph) -> None:
    """One text says that k0s defaults to etcd and that it relies on kine: the second is wrong."""
    claims = kg.answer(
        CLAIMS, subject="k0s", property="defaultDatastore", source="sealos-notes-k3s-vs-k0s"
    ).items
    wrong = next(claim for claim in claims if claim.value.id == "kine")
    assert wrong.verdict.id == "Wrong"
    assert any("sealos-notes-k3s-vs-k0s" in other for other in wrong.contradicted_by)
    assert any("k0s-repository" in other for other in wrong.contradicted_by)


def test_the_retraction_is_kept(kg: KnowledgeGraph) -> None:
    """What the author took back says where he did so."""
    claims = kg.answer(CLAIMS, verdict="Retracted").items
    assert [(claim.subject.id, claim.value.id) for claim in claims] == [("k3s", "etcd")]
    assert "删除线解释" in (claims[0].retracted_at or "")


def test_the_three_binary_sizes_stand_side_by_side(kg: KnowledgeGraph) -> None:
    """One text gives three sizes for one binary."""
    claims = kg.answer(CLAIMS, subject="k0s", property="binarySize").items
    assert {claim.value.value for claim in claims} == {"165 MB", "150 MB", "160 MB"}
    assert {claim.verdict.id for claim in claims} == {"Contradictory"}


def test_distributions_are_filtered_by_what_they_use_and_do_not_use(kg: KnowledgeGraph) -> None:
    """Of those that use containerd, k0s does without flannel and k3s does not."""
    found = {row.id for row in kg.answer(DISTRIBUTIONS, uses="containerd", not_uses="flannel").items}
    assert "k0s" in found
    assert not {"k3s", "rke2", "talos"} & found


def test_every_checked_claim_of_the_seed_documents_is_there(kg: KnowledgeGraph) -> None:
    """All 68 checks, A01 to A28 and B01 to B40, are found on claims of the right document."""
    numbers: dict[str, set[str]] = {"wener-distro-compare": set(), "sealos-notes-k3s-vs-k0s": set()}
    for claim in kg.index.claims.values():
        if claim.identifier:
            numbers[claim.source.id].add(claim.identifier)
    assert numbers["wener-distro-compare"] == {f"A{n:02}" for n in range(1, 29)}
    assert numbers["sealos-notes-k3s-vs-k0s"] == {f"B{n:02}" for n in range(1, 41)}


def test_what_names_a_release_of_the_future_does_not_hold_yet(kg: KnowledgeGraph) -> None:
    """K3s v1.22.2 is in a gap of the record and has no day, but in January 2021 it cannot have been out."""
    asked = "SELECT ?minor { id:k3s dg:conformsTo ?minor }"
    then = {str(row[0]) for row in kg.on(dt.date(2021, 1, 15)).query(asked)}
    assert "1.19" in then
    assert not then & {"1.22", "1.23"}
    assert {"1.22", "1.23"} <= {str(row[0]) for row in kg.query(asked)}
