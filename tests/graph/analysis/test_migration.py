"""What moving from one distribution to another changes."""

import pytest
from fastapi.testclient import TestClient

from cli.main import main
from graph import BadParameterError, KnowledgeGraph, UnknownNameError
from graph.analysis.migration import OUTCOMES, CapabilityChange, plan_migration


def by_capability(rows: list[CapabilityChange]) -> dict[str, CapabilityChange]:
    """Return the rows by the slug of their capability; there is one for each."""
    found = {row.capability.id: row for row in rows}
    assert len(found) == len(rows)
    return found


def test_what_a_source_says_is_not_there_is_lost(kg: KnowledgeGraph) -> None:
    """K0s deploys no service load balancer, says its repository; K3s has Klipper LB."""
    rows = by_capability(plan_migration(kg, "k3s", "k0s"))
    lost = rows["service-load-balancer"]
    assert (lost.outcome, [each.id for each in lost.before], lost.after) == ("lost", ["klipper-lb"], ())
    assert {"k0s-repository", "k3s-product-docs"} <= {cited.source for cited in lost.sources}
    assert rows["ingress"].outcome == "lost", "Traefik is in k0s' box for another purpose"


def test_a_component_is_enabled_for_the_job_that_a_source_names(kg: KnowledgeGraph) -> None:
    """K3s uses kube-router for network policies and Flannel as its CNI plugin, whatever else they can do."""
    rows = by_capability(plan_migration(kg, "k3s", "k0s"))
    assert {each.id: each.how for each in rows["network-policy"].before} == {"kube-router": "enables"}
    cni = {each.id: each.how for each in rows["cni-plugin"].before}
    assert cni == {"flannel": "enables"}
    assert ("kube-router", "enables") in {(each.id, each.how) for each in rows["cni-plugin"].after}
    assert [each.id for each in rows["service-proxy"].before] == ["kube-proxy"]
    assert rows["api-load-balancing"].before == (), "Traefik of K3s balances no requests to the API"
    assert {"orchestration", "proxy"}.isdisjoint(rows)


def test_the_command_says_how_a_component_is_had(capsys: pytest.CaptureFixture[str]) -> None:
    """What is only in the box is not shown as if it did the job."""
    assert main(["move", "k3s", "k0s"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "CNI plugin flannel -> kube-router, calico (optional)" in printed
    assert "ingress traefik -> - documented by upstream: ingress-nginx, traefik" in printed
    assert "cluster datastore sqlite, etcd (high availability) -> etcd, " in printed


def test_what_nobody_has_recorded_is_neither_lost_nor_gained(kg: KnowledgeGraph) -> None:
    """Nobody says whether K3s ships a virtual IP; k0s has Keepalived."""
    row = by_capability(plan_migration(kg, "k3s", "k0s"))["virtual-ip"]
    assert (row.outcome, row.before, [each.id for each in row.after]) == ("unknown", (), ["keepalived"])


@pytest.mark.parametrize(("one", "other"), [("k3s", "k0s"), ("rke2", "talos"), ("microk8s", "kubeadm")])
def test_the_way_back_undoes_the_move(kg: KnowledgeGraph, one: str, other: str) -> None:
    """Lost and gained change places, before and after too, and all else is what it was."""
    turned = {"lost": "gained", "gained": "lost"}
    there, back = by_capability(plan_migration(kg, one, other)), by_capability(plan_migration(kg, other, one))
    assert set(there) == set(back)
    for capability, row in there.items():
        assert back[capability].outcome == turned.get(row.outcome, row.outcome)
        assert (back[capability].before, back[capability].after) == (row.after, row.before)


def test_a_move_has_two_ends(kg: KnowledgeGraph) -> None:
    """One distribution twice makes no sense, and an unknown name is said to be unknown."""
    with pytest.raises(BadParameterError, match="two different"):
        plan_migration(kg, "k3s", "K3S")
    with pytest.raises(UnknownNameError):
        plan_migration(kg, "k3s", "kine")


def test_the_api_counts_what_becomes_of_it(client: TestClient) -> None:
    """The counts are those of all rows; a day may be asked for; errors say what is wrong."""
    answer = client.get("/api/v1/migrate?from=k3s&to=k0s").json()
    assert list(answer["counts"]) == list(OUTCOMES)
    assert sum(answer["counts"].values()) == answer["total"] == len(answer["items"])
    assert answer["sparql"].startswith("# What does each distribution use")
    then = client.get("/api/v1/migrate?from=k3s&to=k0s&as_of=2020-09-01").json()
    assert then["as_of"] == "2020-09-01"
    assert then["items"] != answer["items"]
    assert client.get("/api/v1/migrate?from=k3s&to=k3s").status_code == 422
    assert client.get("/api/v1/migrate?from=k3s&to=kine").status_code == 404
    assert client.get("/api/v1/migrate?from=k3s").status_code == 422


def test_a_condition_that_changes_nothing_is_not_named(kg: KnowledgeGraph) -> None:
    """The datastore of k0s is etcd, with several servers too; SQLite alone has a condition."""
    rows = {row.capability.id: row for row in plan_migration(kg, "k0s", "k3s")}
    datastores = {(each.id, each.condition.id if each.condition else "") for each in rows["datastore"].before}
    assert datastores == {("etcd", ""), ("sqlite", "single-node")}
